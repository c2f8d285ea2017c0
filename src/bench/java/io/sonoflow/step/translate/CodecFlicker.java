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
package io.sonoflow.step.translate;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;
import io.sonoflow.metric.Flicker;
import io.sonoflow.step.clip.ExportClip;
import io.sonoflow.step.phantom.MakePhantoms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How much a codec changes a clip's flicker, beside which a translator's is to be seen: the clips of phantoms of
 * {@code macros/Doppler.ijm}, written by Export Clip in each codec and read again. Told is, for each kind of clip, the flicker
 * against that of the lossless clip: of whole frames, as scores.csv of Translate Ultrasound has it, and of the pixels where the
 * colour of flow lay.
 *
 * <pre>
 * mvn -q -Pbench -Dbench=codecflicker -Dargs="6 16 1001"
 * </pre>
 */
public final class CodecFlicker {

	private static final int FLOW = 255, SIZE = 96;

	private CodecFlicker() {
	}

	/** @param args patients (6), frames of a clip (16), seed (1001) */
	public static void main(final String... args) throws IOException {
		final Path folder = Files.createTempDirectory("codecflicker");
		try {
			final Path phantoms = folder.resolve("phantoms");
			new MakePhantoms(Map.of("output", phantoms.toString(), "clips", true, "doppler", true, "size", SIZE, "patients",
				number(args, 0, 6), "frames", number(args, 1, 16), "seed", number(args, 2, 1001))).run(Monitor.NONE);
			final Path clips = phantoms.resolve("clips");
			for (final String codec : List.of("ffv1", "mjpeg", "h264"))
				new ExportClip(Map.of("input", clips.toString(), "output", folder.resolve(codec).toString(), "codec", codec)).run(
					Monitor.NONE);
			for (final String kind : List.of("vessel", "chamber"))
				for (final String codec : List.of("mjpeg", "h264"))
					tell(kind, codec, folder, names(clips, kind));
		}
		finally {
			try (Stream<Path> files = Files.walk(folder)) {
				for (final Path each : files.sorted(Comparator.reverseOrder()).toList())
					Files.delete(each);
			}
		}
	}

	private static int number(final String[] args, final int place, final int otherwise) {
		return args.length > place ? Integer.parseInt(args[place]) : otherwise;
	}

	private static List<String> names(final Path clips, final String kind) throws IOException {
		try (Stream<Path> files = Files.list(clips)) {
			return files.map(file -> file.getFileName().toString()).filter(name -> name.contains(kind)).map(name -> name.substring(0,
				name.lastIndexOf('.'))).sorted().toList();
		}
	}

	/** Whole frames and region, each against the lossless clip, and how far that is apart between the clips. */
	private static void tell(final String kind, final String codec, final Path folder, final List<String> names)
		throws IOException
	{
		final double[] truth = new double[2], coded = new double[2], most = new double[2];
		final double[] least = { Double.MAX_VALUE, Double.MAX_VALUE };
		for (final String name : names) {
			final Path regions = find(folder.resolve("phantoms/colourmasks"), name);
			final double[] before = flicker(find(folder.resolve("ffv1"), name), regions);
			final double[] after = flicker(find(folder.resolve(codec), name), regions);
			for (int i = 0; i < 2; i++) {
				truth[i] += before[i];
				coded[i] += after[i];
				least[i] = Math.min(least[i], after[i] / before[i]);
				most[i] = Math.max(most[i], after[i] / before[i]);
			}
		}
		final String[] told = new String[2];
		for (int i = 0; i < 2; i++)
			told[i] = String.format(Locale.ROOT, "%+.1f %% (%+.1f to %+.1f) of %.2f grey levels", percent(coded[i] / truth[i]), percent(
				least[i]), percent(most[i]), truth[i] / names.size());
		System.out.println(kind + " " + codec + ": whole frames " + told[0] + ", flow " + told[1] + ", " + names.size() + " clips");
	}

	private static double percent(final double ratio) {
		return 100 * (ratio - 1);
	}

	private static Path find(final Path folder, final String name) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(file -> file.getFileName().toString().matches(Pattern.quote(name) + "\\.(avi|mp4)"))
				.findFirst().orElseThrow();
		}
	}

	/** {@return that of whole frames, and of the pixels that show flow in a frame or in the one before} */
	private static double[] flicker(final Path clip, final Path regions) {
		final Flicker whole = new Flicker();
		double sum = 0;
		try (FrameReader frames = ImageFiles.open(clip); FrameReader masks = ImageFiles.open(regions)) {
			byte[] last = null;
			byte[] lastFlow = null;
			for (int frame = 0; frame < frames.frames(); frame++) {
				final byte[] pixels = Images.pixels(frames.gray(frame));
				final byte[] flow = Images.pixels(masks.gray(frame));
				whole.add(floats(pixels));
				if (last != null) sum += within(last, pixels, lastFlow, flow);
				last = pixels;
				lastFlow = flow;
			}
			return new double[] { whole.value(), sum / (frames.frames() - 1) };
		}
	}

	private static double within(final byte[] last, final byte[] pixels, final byte[] lastFlow, final byte[] flow) {
		double sum = 0;
		int count = 0;
		for (int i = 0; i < pixels.length; i++)
			if ((flow[i] & 255) == FLOW || (lastFlow[i] & 255) == FLOW) {
				sum += Math.abs((pixels[i] & 255) - (last[i] & 255));
				count++;
			}
		return count == 0 ? 0 : sum / count;
	}

	private static float[] floats(final byte[] pixels) {
		final float[] values = new float[pixels.length];
		for (int i = 0; i < values.length; i++)
			values[i] = pixels[i] & 255;
		return values;
	}
}
