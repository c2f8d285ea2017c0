/**
 * The two views of an image between which contrastive pretraining looks for what stays the same.
 */
package io.sonoflow.image.augment.contrastive;
