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
