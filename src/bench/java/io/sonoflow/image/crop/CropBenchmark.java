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

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.text.ClipText;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Screens a second and core, on synthetic screens of 0.15 to 0.5 megapixels: of {@link SectorCrop} against the published
 * rule, and how true their boxes are on real screens. Thread CPU time, so that other load on the machine does not count; the
 * best of several rounds.
 *
 * <p>
 * With the argument {@code speed} what Crop Ultrasound does with a screen, step by step: {@code crop}, the search for the
 * picture on a decoded screen; {@code crop-text}, the look for writing in it; {@code crop-layout}, what the margins are like;
 * {@code crop-decode}, the opening of a PNG. About a minute ({@code -Dbench=crop}).
 */
public final class CropBenchmark {

	private static final int SCREENS = 40;
	private static final int ROUNDS = 8;
	private static final int TOLERANCE = 5;

	/** A screen, and a PNG of it. */
	private record Shot(Path file, FrameReader decoded, FieldOfView found) {}

	private CropBenchmark() {
	}

	public static void main(final String... args) throws IOException {
		final List<Screens.Known> screens = new ArrayList<>();
		for (int seed = 0; seed < SCREENS; seed++)
			screens.add(Screens.of(seed));
		if (args.length > 0 && args[0].equals("speed")) speed(screens);
		else compare(screens);
	}

	private static double megapixels(final List<Screens.Known> screens) {
		return screens.stream().mapToInt(known -> known.pixels().length).average().orElseThrow() * 1e-6;
	}

	private static void compare(final List<Screens.Known> screens) {
		final double published = rate(screens, known -> UusicCrop.crop(Images.bytes(known.pixels(), known.width(), known
			.height()), TOLERANCE, Connectivity.EIGHT));
		final double sector = rate(screens, known -> SectorCrop.crop(Images.bytes(known.pixels(), known.width(), known
			.height()), TOLERANCE));
		System.out.printf(Locale.ROOT,
			"%d screens, mean %.2f megapixels: published rule %.1f screens/s/core, sector %.1f screens/s/core, ratio %.3f%n",
			SCREENS, megapixels(screens), published, sector, sector / published);
		System.out.println(RealScreensTest.figures());
	}

	private static void speed(final List<Screens.Known> screens) throws IOException {
		final Path folder = Files.createTempDirectory("crop");
		try {
			final List<Shot> shots = new ArrayList<>();
			for (int i = 0; i < SCREENS; i++)
				shots.add(shot(screens.get(i), folder.resolve(i + ".png")));
			System.out.printf(Locale.ROOT, "# screens/s/core, %d screens of %.2f megapixels, processor time%n", SCREENS, megapixels(
				screens));
			print("crop", rate(shots, shot -> {
				final Detector detector = new Detector();
				detector.add(shot.decoded.color(0));
				detector.sector(TOLERANCE);
			}));
			print("crop-text", rate(shots, shot -> {
				final ClipText text = new ClipText();
				text.add(shot.decoded.color(0));
				text.find(shot.found.box());
			}));
			print("crop-layout", rate(shots, shot -> ScreenLayout.of(shot.decoded.color(0), "", shot.found)));
			print("crop-decode", rate(shots, shot -> ImageFiles.open(shot.file).close()));
		}
		finally {
			for (int i = 0; i < SCREENS; i++)
				Files.deleteIfExists(folder.resolve(i + ".png"));
			Files.delete(folder);
		}
	}

	private static Shot shot(final Screens.Known known, final Path file) {
		ImageFiles.writePng(file, Images.bytes(known.pixels(), known.width(), known.height()));
		final FrameReader decoded = ImageFiles.open(file);
		final Detector detector = new Detector();
		detector.add(decoded.color(0));
		return new Shot(file, decoded, detector.sector(TOLERANCE));
	}

	private static void print(final String what, final double rate) {
		System.out.printf(Locale.ROOT, "%s %.1f%n", what, rate);
	}

	private static <T> double rate(final List<T> screens, final Consumer<T> work) {
		double best = 0;
		for (int round = 0; round < ROUNDS; round++) {
			final long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
			screens.forEach(work);
			best = Math.max(best, screens.size() / ((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) *
				1e-9));
		}
		return best;
	}
}
