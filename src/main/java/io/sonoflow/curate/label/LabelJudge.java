package io.sonoflow.curate.label;

/**
 * Says which given labels are likely to be wrong.
 *
 * <pre>
 * LabelVerdict verdict = Judges.of("combined", new Spikes()).judge(new LabelEvidence(records, labels, 2));
 * </pre>
 *
 * Judges hold no state; equal evidence gives an equal verdict, in whichever order the trainings come.
 */
public interface LabelJudge {

	/** @return the macro value of {@code method} */
	String name();

	/**
	 * @param evidence what is known
	 * @return one verdict on all images
	 * @throws io.sonoflow.SonoflowException.Input if the evidence lacks what this judge needs
	 */
	LabelVerdict judge(LabelEvidence evidence);
}
