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

import io.sonoflow.image.morphology.BitMask;

/** What the fitted geometry ({@link FieldFit}) says of a box that was found, where echoes may fade into the margin. */
final class FadingField {

	/** A fitted field needs sides that lie on the edge of what is lit along this share of their length ... */
	private static final double SIDED = 0.15;

	/** ... and this share of what is lit and of its box in it. */
	private static final double INSIDE = 0.97;

	/** With this share of both, noise in the margin does not matter. */
	private static final double OBVIOUS = 0.6;

	/** With this share of the sides the fit stands against a larger box. */
	private static final double STRONG = 0.4;

	/** A far end with this share of its length on the edge of what is lit is told for certain. */
	private static final double ENDED = 0.3;

	/** From this share on more support does not raise the score. */
	private static final double SUPPORTED = 0.7;

	/** With a faint side, a score below this needs a fit that supports it. */
	private static final double SURE = 0.9;

	private static final String FADES = "the picture fades out before its far end";

	private FadingField() {
	}

	private static FieldFit fit(final MarginPeeling peel, final int tolerance, final int seen) {
		FieldFit fit = null;
		for (int t = Math.min(2, tolerance); t <= tolerance; t += 3) {
			final BitMask lit = peel.lit(t);
			fit = lit == null ? null : FieldFit.of(lit, peel, t, seen);
			if (fit == null || fit.clean() || fit.sides() >= OBVIOUS && fit.depth() >= OBVIOUS) return fit;
		}
		return fit;
	}

	/**
	 * @param found on the screen
	 * @param peel the whole screen's margin
	 * @return the fitted field, if it is better supported than the box of what is lit, which must lie in it
	 */
	static FieldOfView of(final Screen screen, final FieldOfView found, final MarginPeeling peel, final int tolerance) {
		final FieldFit fit = fit(peel, tolerance, found.box().y() + found.box().h());
		if (fit == null || fit.inside() < INSIDE || fit.box().area() < SectorCrop.SMALL * screen.width * screen.height) return found;
		if (found.box().share(fit.box()) < INSIDE) return fit.sides() >= STRONG && fit.depth() >= OBVIOUS && fit.box().share(found
			.box()) >= INSIDE ? new FieldOfView(fit.box(), Math.min(found.score(), SectorCrop.DOUBTFUL),
				"what lies beside the picture may belong to it") : found;
		if (found.certain() && (fit.sides() < SIDED || !fit.clean() || found.box().iou(fit.box()) >= SectorCrop.SAME))
			// A faint side, a score that just passes and a fit that shows neither side nor end: it may fade out.
			return found.score() < SURE && Math.min(fit.sides(), fit.depth()) < SIDED ? SectorCrop.doubtful(found, FADES) : found;
		// One side may lie in shadow, if the other and the place of the probe agree with it.
		if (fit.sides() < SIDED && (fit.best() < 2 * SIDED || !fit.tight() && fit.sides() < SIDED / 3)) return found;
		final double least = Math.min(fit.sides(), fit.depth());
		final double support = Math.min(1, least / SUPPORTED);
		if (least >= OBVIOUS || fit.sides() >= SIDED && fit.depth() >= ENDED && fit.clean()) return new FieldOfView(fit
			.box(), FieldOfView.CERTAIN + (1 - FieldOfView.CERTAIN) * support, "");
		return new FieldOfView(fit.box(), Math.min(found.score(), SectorCrop.DOUBTFUL), fit.depth() < ENDED
			? FADES : "a side of the picture lies in shadow");
	}
}
