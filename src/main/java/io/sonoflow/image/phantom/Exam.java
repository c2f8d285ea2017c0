package io.sonoflow.image.phantom;

import java.util.List;

/**
 * One side of one patient in a planned set: two views and what is known of them.
 *
 * @param organ what is shown
 * @param patient index from 0
 * @param side 0 left, 1 right
 * @param truth whether the parenchyma is inhomogeneous
 * @param label what the record says, wrong in the share of {@code noise}
 * @param marked which of the two views bear burnt-in markers
 */
public record Exam(Organ organ, int patient, int side, boolean truth, boolean label, List<Boolean> marked) {

	/** The class of patchy scatterer density. */
	public static final String INHOMOGENEOUS = "inhomogeneous";

	/** The class of even scatterer density. */
	public static final String HOMOGENEOUS = "homogeneous";

	/** @return the name of a class */
	public static String className(final boolean inhomogeneous) {
		return inhomogeneous ? INHOMOGENEOUS : HOMOGENEOUS;
	}

	/** @return what determines one of the exam's views */
	public ViewSpec view(final long seed, final int view, final int size) {
		return new ViewSpec(seed, organ, patient, side, view, size, truth);
	}
}
