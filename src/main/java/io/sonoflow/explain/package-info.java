/** Which part of an image a classifier's decision rests on: class activation maps and how they are shown. */
package io.sonoflow.explain;
