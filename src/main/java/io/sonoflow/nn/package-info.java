/**
 * Networks as DJL blocks that bear PyTorch's parameter names, and the engine under them. Images enter as
 * {@link ai.djl.ndarray.NDArray}s (N, C, H, W), float32. Every array belongs to somebody: a layer closes what it makes on
 * the way and hands its result to the caller; it never closes what it was given.
 */
package io.sonoflow.nn;
