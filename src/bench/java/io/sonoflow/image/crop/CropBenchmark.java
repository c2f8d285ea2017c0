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
import io.sonoflow.image.morphology.Connectivity;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Screens a second and core, of {@link SectorCrop} against the published rule, on synthetic screens of 0.15 to 0.5
 * megapixels in memory, and how true their boxes are on real screens. Thread CPU time, so that other load on the
 * machine does not count.
 */
public final class CropBenchmark {

	private static final int SCREENS = 40;
	private static final int ROUNDS = 3;

	private CropBenchmark() {
	}

	public static void main(final String[] args) {
		final List<Screens.Known> screens = new ArrayList<>();
		long pixels = 0;
		for (int seed = 0; seed < SCREENS; seed++) {
			screens.add(Screens.of(seed));
			pixels += screens.get(seed).pixels().length;
		}
		final double published = rate(screens, known -> UusicCrop.crop(Images.bytes(known.pixels(), known.width(), known
			.height()), 5, Connectivity.EIGHT));
		final double sector = rate(screens, known -> SectorCrop.crop(Images.bytes(known.pixels(), known.width(), known
			.height()), 5));
		System.out.printf(Locale.ROOT,
			"%d screens, mean %.2f megapixels: published rule %.1f screens/s/core, sector %.1f screens/s/core, ratio %.3f%n",
			SCREENS, pixels * 1e-6 / SCREENS, published, sector, sector / published);
		System.out.println(RealScreensTest.figures());
	}

	private static double rate(final List<Screens.Known> screens, final Consumer<Screens.Known> crop) {
		double best = 0;
		for (int round = 0; round < ROUNDS; round++) {
			final long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
			screens.forEach(crop);
			best = Math.max(best, screens.size() / ((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) *
				1e-9));
		}
		return best;
	}
}
