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
package io.sonoflow.step.segment;

import ai.djl.Device;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.nn.segment.SegmentationNetwork;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Memory of Segment Ultrasound on a clip of 100 frames: Java's after each fifth of it, and the process's, at its peak and then.
 * Arguments: a folder for scratch files, side of the frames (512), frames (100). Give Java
 * little, e.g. -Xmx96m -XX:+UseSerialGC.
 */
public final class ClipBench {

	private static final int PARTS = 5;
	private static final int GREYS = 200;

	private ClipBench() {
	}

	/** Runs it. @param args see above */
	public static void main(final String[] args) throws IOException {
		final Path folder = Path.of(args[0]);
		final int side = args.length > 1 ? Integer.parseInt(args[1]) : 512;
		final int frames = args.length > 2 ? Integer.parseInt(args[2]) : 100;
		final Path clip = clip(folder, side, frames);
		final Path model = folder.resolve("model.safetensors");
		final SegmentationConfig config = new SegmentationConfig(List.of("a"), List.of("b"), List.of(8, 16, 32), true, 256, 0.5,
			Normalisation.CLASSIFIER, Map.of());
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), config, 1)) {
			SegmentationFile.write(model, network, config);
		}
		System.out.printf(Locale.ROOT, "%d frames of %d x %d, %.1f MB in 8 bits%n", frames, side, side, 1e-6 * frames * side * side);
		final SegmentUltrasound step = SegmentUltrasound.of(model, clip);
		step.set(Map.of("output", folder.resolve("found"), "device", "cpu", "overwrite", true, "uncertainty", true));
		step.run(new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				if (stage.equals("segmenting") && done % (total / PARTS) == 0) tell(done);
			}
		});
		tell(frames);
	}

	private static Path clip(final Path folder, final int side, final int frames) throws IOException {
		final Path file = Files.createDirectories(folder).resolve("clip.tif");
		if (Files.isRegularFile(file)) return file;
		final ImageStack stack = new ImageStack(side, side);
		for (int i = 0; i < frames; i++) {
			final RandomStream random = RandomStream.of(1, "clip", i);
			final byte[] pixels = new byte[side * side];
			for (int k = 0; k < pixels.length; k++)
				pixels[k] = (byte) random.nextInt(GREYS);
			stack.addSlice(new ByteProcessor(side, side, pixels));
		}
		new FileSaver(new ImagePlus("clip", stack)).saveAsTiffStack(file.toString());
		return file;
	}

	private static void tell(final long frame) {
		System.gc();
		final Runtime java = Runtime.getRuntime();
		System.out.printf(Locale.ROOT, "after frame %d: Java uses %.0f MB, process %s%n", frame, 1e-6 * (java.totalMemory() - java
			.freeMemory()), process());
	}

	/** {@return resident memory and its peak, where the system tells} */
	private static String process() {
		try {
			return String.join(", ", Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith(
				"VmRSS") || line.startsWith("VmHWM")).map(line -> line.replaceAll("\\s+", " ")).toList());
		}
		catch (final IOException e) {
			return "unknown";
		}
	}
}
