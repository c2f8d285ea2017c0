/**
 * How near a set of generated images comes to a set of real ones, judged by their features (embeddings): precision,
 * recall, density, coverage, FID, KID and the inception score, and the filters that keep the faithful ones. Sets enter as
 * {@link io.sonoflow.curate.manifold.Features}; what decides is computed in double precision.
 */
package io.sonoflow.curate.manifold;
