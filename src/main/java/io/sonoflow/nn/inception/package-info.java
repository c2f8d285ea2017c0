/**
 * InceptionV3 as it was released on 2015-12-05 (Szegedy et al., CVPR 2016): not a classifier to train, but the ruler with
 * which sets of images are compared (FID, KID, IS).
 */
package io.sonoflow.nn.inception;
