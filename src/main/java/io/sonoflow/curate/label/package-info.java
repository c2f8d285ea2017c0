/**
 * Wrong labels, found by how trainings go: what is recorded of a training ({@link io.sonoflow.curate.label.TrainingRecord}),
 * and judges that make a verdict of it ({@link io.sonoflow.curate.label.LabelJudge}). No judge sees any truth; none needs a
 * network engine.
 */
package io.sonoflow.curate.label;
