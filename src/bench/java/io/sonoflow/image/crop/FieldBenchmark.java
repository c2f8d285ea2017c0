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

import io.sonoflow.image.Images;

import java.util.List;
import java.util.Locale;

/**
 * How true crops are on simulated screens: those that fade into the margin ({@link FadingScreens}) and those with several
 * views ({@link ViewScreens}). Arguments: how many of each (500, 100).
 */
public final class FieldBenchmark {

	private static final double GOOD = 0.95;

	private FieldBenchmark() {
	}

	public static void main(final String[] args) {
		final int first = args.length > 2 ? Integer.parseInt(args[2]) : 0;
		fading(first, args.length > 0 ? Integer.parseInt(args[0]) : 500);
		views(first, args.length > 1 ? Integer.parseInt(args[1]) : 100);
	}

	private static void fading(final int first, final int n) {
		double sum = 0;
		int good = 0;
		int flagged = 0;
		int unnoticed = 0;
		for (int seed = first; seed < first + n; seed++) {
			final Screens.Known known = FadingScreens.of(seed);
			final FieldOfView found = SectorCrop.crop(Images.bytes(known.pixels(), known.width(), known.height()), 5);
			final double iou = found.box().iou(known.truth());
			sum += iou;
			if (iou >= GOOD) good++;
			if (!found.certain()) flagged++;
			else if (iou < GOOD) unnoticed++;
		}
		System.out.printf(Locale.ROOT, "%d fading screens: IoU >= %.2f %.1f %%, mean %.4f, flagged %d, wrong and not flagged %d%n",
			n, GOOD, 100.0 * good / n, sum / n, flagged, unnoticed);
	}

	private static void views(final int first, final int n) {
		int counted = 0;
		int good = 0;
		int flagged = 0;
		for (int seed = first; seed < first + n; seed++) {
			final ViewScreens.Known known = ViewScreens.of(seed);
			final List<FieldOfView> found = SectorCrop.fields(Screen.ofGray(Images.bytes(known.pixels(), known.width(), known
				.height())), 5);
			if (!found.stream().allMatch(FieldOfView::certain)) flagged++;
			if (found.size() != known.views().size()) continue;
			counted++;
			boolean all = true;
			for (int i = 0; i < found.size(); i++)
				all &= found.get(i).box().iou(known.views().get(i)) >= GOOD;
			if (all) good++;
		}
		System.out.printf(Locale.ROOT, "%d screens of views: number right %d, every IoU >= %.2f %d, flagged %d%n", n, counted, GOOD,
			good, flagged);
	}
}
