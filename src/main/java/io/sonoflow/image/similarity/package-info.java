/** Whether two images are the same picture, however it was saved. */
package io.sonoflow.image.similarity;
