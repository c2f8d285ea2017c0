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
package io.sonoflow.image.doppler;

import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.image.phantom.doppler.DopplerSpec.Kind;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;

/**
 * Frames a second and core that Separate Doppler takes apart, without reading and writing of files: of a clip, which is looked
 * through first; of frames whose writing stands still, by themselves; of pictures, each with its own writing; and without reading
 * of the scale, as translators find colour. Thread CPU time, so
 * that other load on the machine does not count; the best of several rounds. About a minute ({@code -Dbench=doppler}).
 */
public final class DopplerBenchmark {

	private static final int SIZE = 256, FRAMES = 12, ROUNDS = 8;

	private DopplerBenchmark() {
	}

	public static void main(final String... args) {
		final List<RandomAccessibleInterval<ARGBType>> frames = new ArrayList<>();
		for (final Kind kind : Kind.values()) {
			final DopplerPhantom phantom = DopplerPhantom.of(new DopplerSpec(1, 0, kind, SIZE, ColorMap.CLASSIC));
			for (int frame = 0; frame < FRAMES / 2; frame++)
				frames.add(phantom.frame(frame).colorImage());
		}
		System.out.printf(Locale.ROOT, "# frames/s/core, %d frames of %d x %d pixels, processor time%n", FRAMES, Images.width(frames
			.get(0)), Images.height(frames.get(0)));
		System.out.printf(Locale.ROOT, "doppler-clip %.1f%n", rate(frames.subList(0, FRAMES / 2), all -> {
			final DopplerEvidence evidence = new DopplerEvidence();
			all.forEach(evidence::add);
			final DopplerReader known = evidence.reader();
			all.forEach(known::parts);
		}));
		final DopplerReader reader = new DopplerReader();
		System.out.printf(Locale.ROOT, "doppler-frame %.1f%n", rate(frames, each(reader::parts)));
		System.out.printf(Locale.ROOT, "doppler-picture %.1f%n", rate(frames, each(DopplerParts::of)));
		System.out.printf(Locale.ROOT, "doppler-region %.1f%n", rate(frames, each(DopplerReader::withoutScale)));
	}

	private static Consumer<List<RandomAccessibleInterval<ARGBType>>> each(
		final Function<RandomAccessibleInterval<ARGBType>, DopplerParts> work)
	{
		return frames -> frames.forEach(frame -> work.apply(frame));
	}

	private static double rate(final List<RandomAccessibleInterval<ARGBType>> frames,
		final Consumer<List<RandomAccessibleInterval<ARGBType>>> work)
	{
		double best = 0;
		for (int round = 0; round < ROUNDS; round++) {
			final long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
			work.accept(frames);
			best = Math.max(best, frames.size() / ((ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) * 1e-9));
		}
		return best;
	}
}
