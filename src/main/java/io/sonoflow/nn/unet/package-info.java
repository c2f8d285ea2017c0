/**
 * The U-Net of guided-diffusion (Dhariwal and Nichol, NeurIPS 2021): what a diffusion model asks for the noise in an
 * image. Its tensors bear the names of that program, so that the weights people have can be read, and ours given back.
 */
package io.sonoflow.nn.unet;
