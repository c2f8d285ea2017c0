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
package io.sonoflow.curate.copy;

import java.util.Locale;

/**
 * Where one image lies in another that may show the same picture mirrored, shifted, cropped, stretched or turned a little:
 * a search over flips, shifts and a few magnifications ({@link Correlation}), then an affine registration from the best
 * place ({@link AffineFit}).
 *
 * @param similarity normalised cross-correlation of speckle and edges over what both show, -1..1; 0 if that is too little
 * @param flip of the second image
 * @param zoom how much the second is magnified to fit the first
 * @param degrees how far it is turned
 * @param dx how far it is then moved to the right, as a share of the width
 * @param dy how far it is moved down, as a share of the height
 */
public record Registration(double similarity, Flip flip, double zoom, double degrees, double dx, double dy) {

	private static final double[] ZOOMS = { 1, 1.06, 0.943, 1.12, 0.89 };
	private static final int SIDE = Structure.SIDE;

	/** {@return the best registration that was found of b on a} */
	public static Registration of(final Structure a, final Structure b) {
		final Correlation correlation = new Correlation();
		final float[] values = b.values();
		final boolean[] shown = b.shown();
		final Fingerprint first = Fingerprint.ofDetail(a.values());
		float best = Float.NEGATIVE_INFINITY;
		double[] start = null;
		Flip flip = Flip.NONE;
		for (final double zoom : ZOOMS) {
			final float[] zoomed = zoom == 1 ? values : AffineFit.magnified(values, shown, zoom);
			final float value = correlation.search(first, Fingerprint.ofDetail(zoomed));
			if (value <= best) continue;
			best = value;
			flip = correlation.flip();
			start = new double[] { 1 / zoom, 0, -2 * correlation.dx() / zoom, 0, 1 / zoom, -2 * correlation.dy() / zoom };
		}
		final float[] flipped = flip.apply(values, SIDE);
		final AffineFit fit = new AffineFit(a.values(), a.shown(), flipped, flipped(shown, flip));
		final double similarity = fit.climb(start);
		final double[] map = fit.map();
		final double scale = Math.sqrt(Math.abs(map[0] * map[4] - map[1] * map[3]));
		return new Registration(similarity, flip, 1 / scale, Math.toDegrees(Math.atan2(map[1] - map[3], map[0] + map[4])),
			-map[2] / scale / SIDE, -map[5] / scale / SIDE);
	}

	private static boolean[] flipped(final boolean[] shown, final Flip flip) {
		final float[] numbers = new float[shown.length];
		for (int i = 0; i < shown.length; i++)
			numbers[i] = shown[i] ? 1 : 0;
		final float[] turned = flip.apply(numbers, SIDE);
		final boolean[] target = new boolean[shown.length];
		for (int i = 0; i < target.length; i++)
			target[i] = turned[i] > 0;
		return target;
	}

	/** {@return e.g. "mirrored, x 1.11, turned 3.0 degrees, moved 0.02 0.00"} */
	public String describe() {
		final String mirrored = switch (flip) {
			case NONE -> "";
			case HORIZONTAL -> "mirrored, ";
			case VERTICAL -> "upside down, ";
			case BOTH -> "turned by half a circle, ";
		};
		return mirrored + String.format(Locale.ROOT, "x %.2f, turned %.1f degrees, moved %.2f %.2f", zoom, degrees + 0.0, dx + 0.0,
			dy + 0.0);
	}
}
