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
package io.sonoflow.image.crop;

import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.BitMask;

/**
 * The geometry of a field of view, fitted to what is lit in it: two straight sides ({@link FieldSides}), and an arc about
 * the point where they meet, or a straight line, at the near and at the far end. Where echoes fade to the margin's level
 * the box of the fitted field is larger than that of what is lit.
 *
 * @param box of the field, within the image
 * @param sides share of each side's length in the image along which it lies on the edge of what is lit, 0..1; the smaller
 * @param best the larger of both
 * @param depth share of the far end along which it lies on the edge of what is lit, 0..1; 1 if it lies outside the image
 * @param inside share of what is lit that lies in the field, 0..1
 * @param tight whether the image is cut tightly round the field, its probe in the middle
 * @param clean whether the margin is free of noise, so that faint echoes tell where the field ends
 */
record FieldFit(Box box, double sides, double best, double depth, double inside, boolean clean,
	boolean tight)
{

	/**
	 * @param lit what is lit in the field
	 * @param peel the whole screen's margin
	 * @param tolerance up to which distance from the margin's colour a pixel is like it
	 * @param seen row down to which the picture is known to go; counts only where no far end shows
	 * @return the field; null if the sides cannot be told
	 */
	static FieldFit of(final BitMask lit, final MarginPeeling peel, final int tolerance, final int seen) {
		final FieldSides sides = FieldSides.of(lit);
		if (sides == null || sides.leftSupport() == 0 || sides.rightSupport() == 0 || sides.right() - sides.left() < 1 && sides
			.parallel()) return null;
		return new FieldFitting(lit, peel, tolerance, sides).fit(seen);
	}
}
