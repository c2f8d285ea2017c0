/**
 * Images as points: a network's vector for each image, in which sets of images are compared. Computed in batches, never
 * with all images in memory, and kept on disk by the image's own digest.
 */
package io.sonoflow.curate.features;
