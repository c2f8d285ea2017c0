/**
 * Contrastive pretraining: a network learns to know two views of an image as one image.
 */
package io.sonoflow.train.contrastive;
