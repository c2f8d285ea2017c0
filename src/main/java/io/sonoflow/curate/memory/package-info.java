/**
 * Has a generator learned its training images by heart? For each generated image the nearest training image under flips,
 * shifts and gain, and how surprising that nearness is among real images of different patients. No network is needed:
 * speckle is a fingerprint.
 */
package io.sonoflow.curate.memory;
