/**
 * The published weights that Sonoflow can use, the folder they are kept in, and fetching them: never without being asked,
 * and never without their digest.
 */
package io.sonoflow.nn.weights.install;
