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
package io.sonoflow.step.clip;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.mil.BagNetwork;
import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.nn.segment.SegmentationNetwork;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.step.translate.TrainTranslator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Clips of a phantom's loop again and again, and networks that have learned nothing: memory does not depend on what they say. */
final class LongClips {

	private static final FrameRate RATE = new FrameRate(30, 1);
	private static final int SIDE = 96, LOOP = 40;
	private static final String SHORT = "learned.avi";

	private LongClips() {
	}

	private static List<ArrayImg<ARGBType, IntArray>> loop() {
		final DopplerPhantom phantom = DopplerPhantom.of(new DopplerSpec(4, 0, DopplerSpec.Kind.VESSEL, SIDE, ColorMap.CLASSIC));
		final List<ArrayImg<ARGBType, IntArray>> frames = new ArrayList<>();
		for (int frame = 0; frame < LOOP; frame++)
			frames.add(phantom.frame(frame).colorImage());
		return frames;
	}

	/** Writes a clip of a loop, a mask of each frame and tables of both; of the classes the second is the short clip. */
	static void write(final Path clip, final int seconds) throws IOException {
		final List<ArrayImg<ARGBType, IntArray>> loop = loop();
		write(clip, loop, seconds * RATE.frames());
		mask(clip, loop.get(0), seconds * RATE.frames());
		learning(clip);
	}

	private static void write(final Path clip, final List<ArrayImg<ARGBType, IntArray>> loop, final int frames) throws IOException {
		try (ClipWriter writer = new ClipWriter(clip, ClipCodec.FFV1, Images.width(loop.get(0)), Images.height(loop.get(0)), true,
			RATE))
		{
			for (int frame = 0; frame < frames; frame++)
				writer.addColor(loop.get(frame % LOOP));
			writer.finish();
		}
	}

	/** Of each frame one square is translated: all of the colour takes an hour. */
	private static void mask(final Path clip, final ArrayImg<ARGBType, IntArray> shown, final int frames) throws IOException {
		final int width = Images.width(shown);
		final byte[] square = new byte[width * Images.height(shown)];
		for (int i = 0; i < square.length; i++)
			if (i % width >= 40 && i % width < 50 && i / width >= 40 && i / width < 50) square[i] = (byte) 255;
		final ArrayImg<UnsignedByteType, ByteArray> mask = Images.bytes(square, width, Images.height(shown));
		final Path file = clip.resolveSibling("mask" + clip.getFileName());
		try (ClipWriter writer = new ClipWriter(file, ClipCodec.FFV1, width, Images.height(shown), false, RATE)) {
			for (int frame = 0; frame < frames; frame++)
				writer.add(mask);
			writer.finish();
		}
		Files.writeString(table(clip), "image,mask\n" + clip.getFileName() + "," + file.getFileName() + "\n");
	}

	static Path table(final Path clip) {
		return clip.resolveSibling(clip.getFileName() + ".csv");
	}

	/** A long clip of one kind and a short one of another: what a classifier learns from. */
	private static void learning(final Path clip) throws IOException {
		Files.writeString(labels(clip), "image,patient,label\n" + clip.getFileName() + ",one,a\n" + SHORT + ",two,b\n");
	}

	static Path labels(final Path clip) {
		return clip.resolveSibling(clip.getFileName() + "-labels.csv");
	}

	/** {@return the short clip beside a long one} */
	static Path other(final Path clip) {
		return clip.resolveSibling(SHORT);
	}

	/** Writes a network of each kind, and the short clip that a translator learns from. */
	static void models(final Path folder) throws IOException {
		final ModelConfig config = new ModelConfig(Networks.RESNET18, 1, List.of("a", "b"), 32);
		try (ImageNetwork network = Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 1)) {
			ModelFile.write(folder.resolve("classify.safetensors"), network, config);
		}
		try (ImageNetwork network = BagNetwork.of(Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 1), BagPooling.GATED, 3, 128,
			1))
		{
			ModelFile.write(folder.resolve("attention.safetensors"), network, config.withNote("clippooling", "gated"));
		}
		try (ImageNetwork network = Networks.create(Networks.R3D18, Device.cpu(), 1, 2, 1)) {
			ModelFile.write(folder.resolve("windows.safetensors"), network, new ModelConfig(Networks.R3D18, 1, List.of("a", "b"), 32)
				.withNote("clippooling", "mean").withNote("window", "16"));
		}
		final SegmentationConfig segmenter = new SegmentationConfig(List.of("a"), List.of("b"), List.of(4, 8), true, 32, 0.5,
			Normalisation.CLASSIFIER, Map.of());
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), segmenter, 1)) {
			SegmentationFile.write(folder.resolve("segment.safetensors"), network, segmenter);
		}
		final Path clip = folder.resolve(SHORT);
		write(clip, loop(), LOOP);
		new TrainTranslator(Map.of("input", clip.toString(), "output", folder.resolve("translator").toString(), "size", 16, "window",
			3, "base", 8, "steps", 1, "batch", 1, "device", "cpu")).run(Monitor.NONE);
	}
}
