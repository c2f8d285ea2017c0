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
package io.sonoflow.diffusion.translate;

import io.sonoflow.nn.translate.Translator;

import java.util.ArrayList;
import java.util.List;

/** A few squares translated by networks that are being trained: always the same ones, so that one sees them get better. */
public final class TranslationSamples {

	private static final int PAIRS = 2;

	/**
	 * One square in colours 0xFFRRGGBB, row by row.
	 *
	 * @param shown what the networks see, the region in grey
	 * @param filled what the first network makes of it
	 * @param made what both make of it
	 * @param truth where it is known
	 */
	public record Row(int[] shown, int[] filled, int[] made, int[] truth) {
	}

	private TranslationSamples() {
	}

	/** {@return the squares as the networks translate them now} */
	public static List<Row> of(final Translator average, final TrainingClips clips, final TranslationPlan plan) {
		final TranslationSettings few = plan.settings().clone();
		few.batch = PAIRS;
		few.steps = 1;
		final List<Row> rows = new ArrayList<>();
		try (TranslationDraws draws = new TranslationDraws(clips, new TranslationPlan(plan.config(), few, plan.precision(), plan
			.seed() + 1)))
		{
			final TranslationDraws.Drawn drawn = draws.get(0);
			final int window = plan.config().window();
			final int values = plan.config().size() * plan.config().size();
			final int channels = plan.config().direction().channels();
			final float[] windows = new float[2 * PAIRS * 2 * window * values];
			for (int n = 0; n < 2 * PAIRS; n++) {
				final int from = (n / 2 * (window + 1) + n % 2) * values;
				System.arraycopy(drawn.source(), from, windows, 2 * n * window * values, window * values);
				System.arraycopy(drawn.region(), from, windows, (2 * n + 1) * window * values, window * values);
			}
			final SquareTranslator.Made made = new SquareTranslator(average).translate(new SquareTranslator.Squares(2 * PAIRS, windows,
				drawn.noise()));
			for (int n = 0; n < 2 * PAIRS; n++) {
				final int x = (2 * n * window + plan.config().half()) * values;
				final Place place = new Place(windows, x, x + window * values, values, channels);
				final int at = n * channels * values;
				rows.add(new Row(place.with(null, 0), place.with(made.filled(), at), place.with(made.made(), at), place
					.with(drawn.truth(), at)));
			}
		}
		return rows;
	}

	/** A square of the batch: where its frame and its region lie among the windows. */
	private record Place(float[] windows, int x, int m, int values, int channels) {

		/** {@return the picture with this in the region, which begins at a place; null = as it is} */
		int[] with(final float[] inside, final int at) {
			final int[] picture = new int[values];
			for (int i = 0; i < values; i++)
				picture[i] = inside == null || windows[m + i] == 0 ? color(windows, x + i, 0) : color(inside, at + i, channels == 1 ? 0
					: values);
			return picture;
		}
	}

	/**
	 * @param at where the first channel is
	 * @param apart how far from one channel to the next; 0 = there is one
	 * @return 0xFFRRGGBB
	 */
	static int color(final float[] levels, final int at, final int apart) {
		return 255 << 24 | level(levels[at]) << 16 | level(levels[at + apart]) << 8 | level(levels[at + 2 * apart]);
	}

	/** {@return 0..255 of -1..1} */
	static int level(final float value) {
		return Math.max(0, Math.min(255, Math.round((value + 1) * 127.5f)));
	}
}
