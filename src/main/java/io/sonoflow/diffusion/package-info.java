/**
 * Denoising diffusion without the network: noise schedule, losses, choice of timesteps, samplers. The network is seen as
 * a function ({@link io.sonoflow.diffusion.NoisePredictor}); all else is arithmetic on Java arrays in double precision,
 * image by image, so that image i depends on (seed, i) alone.
 */
package io.sonoflow.diffusion;
