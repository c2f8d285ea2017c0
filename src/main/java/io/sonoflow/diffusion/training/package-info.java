/**
 * Training of the diffusion network: images, batches, loop, losses over time, checkpoints that a killed run goes on from.
 */
package io.sonoflow.diffusion.training;
