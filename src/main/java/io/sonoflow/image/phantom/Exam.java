/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.image.phantom;

import java.util.List;

/**
 * One side of one patient in a planned set: two views and what is known of them.
 *
 * @param organ what is shown
 * @param patient index from 0
 * @param side 0 left, 1 right
 * @param truth whether the parenchyma is inhomogeneous, or else whether it is not normal
 * @param label what the record says, wrong in the share of {@code noise}
 * @param marked which of the two views bear burnt-in markers
 * @param site where it was made, from 0
 */
public record Exam(Organ organ, int patient, int side, boolean truth, boolean label, List<Boolean> marked,
	int site)
{

	/** The class of patchy scatterer density. */
	public static final String INHOMOGENEOUS = "inhomogeneous";

	/** The class of even scatterer density. */
	public static final String HOMOGENEOUS = "homogeneous";

	/** An exam at the first site. */
	public Exam(final Organ organ, final int patient, final int side, final boolean truth, final boolean label,
		final List<Boolean> marked)
	{
		this(organ, patient, side, truth, label, marked, 0);
	}

	/** {@return the class in truth} */
	public String truthName(final long seed) {
		return organ.label(seed, patient, side, truth);
	}

	/** {@return the class on record} */
	public String labelName(final long seed) {
		return organ.label(seed, patient, side, label);
	}

	/** {@return the name of a class} */
	public static String className(final boolean inhomogeneous) {
		return inhomogeneous ? INHOMOGENEOUS : HOMOGENEOUS;
	}

	/** {@return what determines one of the exam's views} */
	public ViewSpec view(final long seed, final int view, final int size) {
		return new ViewSpec(seed, organ, patient, side, view, size, truth, site);
	}
}
