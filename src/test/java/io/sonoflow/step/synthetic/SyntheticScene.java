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
package io.sonoflow.step.synthetic;

import ai.djl.Device;

import io.sonoflow.RandomStream;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.Phantom;
import io.sonoflow.image.phantom.ViewSpec;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.weights.Safetensors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Real phantom views, four a patient, and images that a generator might have made: other patients' views, copies of real
 * ones, and noise; and files of small networks with random weights.
 */
public final class SyntheticScene {

	/** Pixels along either edge of the images. */
	public static final int SIDE = 64;

	private SyntheticScene() {
	}

	private static byte[] view(final long seed, final int number) {
		return Images.pixels(Phantom.of(new ViewSpec(seed, Organ.TESTIS, number / 4, number / 2 % 2, number % 2, SIDE, number %
			5 == 0)).image());
	}

	/** {@return the table of so many real views} */
	public static Path real(final Path folder, final int views) {
		final List<Sample> samples = new ArrayList<>();
		for (int i = 0; i < views; i++)
			samples.add(new Sample(write(folder, "real" + i, view(1, i)), "patient" + i / 4, "", "", "", "testis", null, "", Map
				.of()));
		return table(folder, samples);
	}

	/**
	 * {@return the table of generated images: {@code other*} are of other patients, {@code copy*} copies of the first real
	 *         ones, mirrored and darker, {@code noise*} are no images at all}
	 */
	public static Path synthetic(final Path folder, final int others, final int copies, final int noise) {
		final List<Sample> samples = new ArrayList<>();
		for (int i = 0; i < others; i++)
			samples.add(sample(write(folder, "other" + i, view(2, i))));
		for (int i = 0; i < copies; i++)
			samples.add(sample(write(folder, "copy" + i, copy(view(1, i)))));
		for (int i = 0; i < noise; i++)
			samples.add(sample(write(folder, "noise" + i, noise(i))));
		return table(folder, samples);
	}

	private static Sample sample(final Path file) {
		return new Sample(file, "", "", "", "inhomogeneous", "", null, "", Map.of("generator", "none"));
	}

	private static Path table(final Path folder, final List<Sample> samples) {
		final Path table = folder.resolve(Dataset.FILE);
		Dataset.write(table, samples);
		return table;
	}

	private static Path write(final Path folder, final String name, final byte[] pixels) {
		final Path file = folder.resolve("images").resolve(name + ".png").toAbsolutePath();
		ImageFiles.writePng(file, Images.bytes(pixels, SIDE, SIDE));
		return file;
	}

	private static byte[] copy(final byte[] pixels) {
		final byte[] copy = new byte[pixels.length];
		for (int i = 0; i < copy.length; i++)
			copy[i] = (byte) (0.8 * (pixels[i / SIDE * SIDE + SIDE - 1 - i % SIDE] & 255));
		return copy;
	}

	private static byte[] noise(final int number) {
		final RandomStream random = RandomStream.of(4, "noise", number);
		final byte[] pixels = new byte[SIDE * SIDE];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) random.nextInt(256);
		return pixels;
	}

	/** {@return a file of a classifier of two classes} */
	public static Path classifier(final Path file) {
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 5)) {
			ModelFile.write(file, network, new ModelConfig("resnet18", 1, List.of("a", "b"), 32));
		}
		return file;
	}

	/** {@return a file of a network without classes} */
	public static Path encoder(final Path file) {
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 5)) {
			final var tensors = ModelFile.tensors(network);
			tensors.keySet().removeIf(name -> name.startsWith("fc."));
			Safetensors.write(file, tensors, Map.of("sonoflow", "1", "size", "32"));
		}
		return file;
	}
}
