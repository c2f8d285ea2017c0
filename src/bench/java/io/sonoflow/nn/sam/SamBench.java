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
package io.sonoflow.nn.sam;

import ai.djl.Device;
import ai.djl.nn.Parameter;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.image.Box;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.segment.SegmentShape;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationNetwork;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.train.segment.Segmenter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Time, peak memory and parameters of MedSAM (the whole sam_vit_b, filled by the formula: no published weights are needed) and
 * of the FiLM-UNet at 512 px, one picture at a time, from its pixels to its mask. Each in a process of its own, so that the peak
 * is its own.
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.sonoflow.nn.sam.SamBench -Dexec.args="sam 3 /tmp"
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.sonoflow.nn.sam.SamBench -Dexec.args="unet 10"
 * </pre>
 *
 * Arguments: which, pictures, for sam a folder for its file of 375 MB (made if it is not there).
 */
public final class SamBench {

	private static final int WIDTH = 800;
	private static final int HEIGHT = 600;
	private static final int BOXES = 16;
	private static final String FILE = "medsam_formula.safetensors";

	private SamBench() {
	}

	private static SamShape whole() {
		final List<Integer> windows = new ArrayList<>(Collections.nCopies(12, 14));
		final List<Integer> tables = new ArrayList<>(Collections.nCopies(12, 27));
		for (final int global : new int[] { 2, 5, 8, 11 }) {
			windows.set(global, 0);
			tables.set(global, 127);
		}
		return new SamShape(new SamShape.Encoder(16, 768, 3072, 12, 64, 256, windows, tables), new SamShape.Decoder(2, 2048, 8, 4, 3,
			256, 16));
	}

	private static void make(final Path file) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		try (Sam sam = new Sam(Device.cpu(), whole())) {
			for (final Map.Entry<String, Parameter> entry : sam.named().entrySet()) {
				final long[] shape = entry.getValue().getShape().getShape();
				final String rule = shape.length > 1 ? "w" : entry.getKey().endsWith("weight") ? "norm" : "bias";
				tensors.put(entry.getKey(), Tensor.of(HashFill.fill(tensors.size(), shape, rule, HashFill.PHASE), shape));
			}
			Safetensors.write(file, tensors, Map.of());
		}
	}

	private static byte[] pixels() {
		final float[] values = HashFill.image(3, 1, 1, HEIGHT, WIDTH);
		final byte[] pixels = new byte[values.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) Math.round(127 + 100 * values[i]);
		return pixels;
	}

	/** Runs it. */
	public static void main(final String... args) throws IOException {
		Torch.inference();
		final int rounds = Integer.parseInt(args[1]);
		if (args[0].equals("sam")) {
			final Path file = Path.of(args[2], FILE);
			if (Files.exists(file)) sam(file, rounds);
			else {
				make(file);
				System.out.println("made " + file + "; run it again, for the peak memory");
			}
		}
		else unet(rounds);
	}

	private static void sam(final Path file, final int rounds) throws IOException {
		final long start = System.nanoTime();
		try (PromptedSegmenter segmenter = PromptedSegmenter.load(file, "", Device.cpu(), Monitor.NONE)) {
			say("MedSAM, ViT-B, 1024 px", segmenter.network().named());
			System.out.printf(Locale.ROOT, "loaded and checked in %.1f s%n", seconds(start));
			final Picture picture = new Picture(new byte[][] { pixels() }, WIDTH, HEIGHT);
			final List<Prompt> boxes = new ArrayList<>();
			for (int i = 0; i < BOXES; i++)
				boxes.add(Prompt.of("box", new Box(10 * i, 8 * i, 200, 150)));
			time("prepare the picture", rounds, () -> Preparation.MEDSAM.input(picture, 1024));
			time("a picture and 1 box", rounds, () -> segmenter.segment(picture, boxes.subList(0, 1)));
			time("a picture and " + BOXES + " boxes", rounds, () -> segmenter.segment(picture, boxes));
		}
		peak();
	}

	private static void unet(final int rounds) throws IOException {
		final SegmentationConfig config = new SegmentationConfig(List.of("nodule"), List.of("breast"), SegmentShape.USUAL, true, 512,
			0.5, Normalisation.UNIT, Map.of());
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), config, 1)) {
			say("FiLM-UNet, " + config.size() + " px", network.named());
			final Segmenter segmenter = Segmenter.of(network, 0.5);
			final byte[] pixels = pixels();
			time("a picture", rounds, () -> segmenter.segment(pixels, WIDTH, HEIGHT, new Box(0, 0, WIDTH, HEIGHT), 0,
				new boolean[] { true }, Segmenter.Answers.ONE));
		}
		peak();
	}

	private static void say(final String name, final Map<String, Parameter> named) {
		System.out.printf(Locale.ROOT, "%s: %.1f million parameters; a picture of %d x %d; %s%n", name, named.values().stream()
			.mapToLong(each -> each.getShape().size()).sum() / 1e6, WIDTH, HEIGHT, Devices.describe(Device.cpu()));
	}

	private static double seconds(final long start) {
		return (System.nanoTime() - start) / 1e9;
	}

	private static void time(final String what, final int rounds, final Runnable work) {
		work.run();
		final double[] times = new double[rounds];
		for (int i = 0; i < rounds; i++) {
			final long start = System.nanoTime();
			work.run();
			times[i] = seconds(start);
		}
		Arrays.sort(times);
		System.out.printf(Locale.ROOT, "%s: median %.3f s, least %.3f s of %d%n", what, times[rounds / 2], times[0], rounds);
	}

	private static void peak() throws IOException {
		for (final String line : Files.readAllLines(Path.of("/proc/self/status")))
			if (line.startsWith("VmHWM")) System.out.println("peak memory of the process: " + line.replaceAll("\\D+", "")
				.replaceAll("\\d{3}$", "") + " MB");
	}
}
