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
package io.sonoflow.step.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import ij.IJ;
import ij.ImagePlus;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.explain.Explainer;
import io.sonoflow.explain.Method;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.mil.BagNetwork;
import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.nn.video.VideoNetwork;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;
import io.sonoflow.step.Step;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.data.ClipModels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps of clips, and which of their frames counted. */
class ExplainClipsTest {

	private static final int SIDE = 32;
	private static final FrameRate RATE = new FrameRate(25, 2);
	private static final List<String> CLASSES = List.of("healthy", "ill");

	@TempDir
	private Path folder;

	/** {@return dark frames that differ, some with a bright square at the lower left} */
	private static byte[] frame(final int number, final boolean bright) {
		final byte[] pixels = new byte[SIDE * SIDE];
		for (int x = 0; x < SIDE; x++) {
			for (int y = 0; y < 8; y++)
				pixels[y * SIDE + x] = (byte) (number % 2 * 20);
			for (int y = 20; y < 28 && bright; y++)
				if (x >= 2 && x < 10) pixels[y * SIDE + x] = (byte) 255;
		}
		return pixels;
	}

	private Path clip(final String name, final int count, final IntFunction<byte[]> frames) throws IOException {
		final Path file = folder.resolve(name);
		try (ClipWriter writer = new ClipWriter(file, ClipCodec.FFV1, SIDE, SIDE, false, RATE)) {
			for (int i = 0; i < count; i++)
				writer.add(Images.bytes(frames.apply(i), SIDE, SIDE));
			writer.finish();
		}
		return file;
	}

	/** A network of clips that finds brightness: its stem blurs each frame by itself, its stages add up in time and place. */
	private Path brightness(final int window, final String pooling) {
		final Path file = folder.resolve("windows" + window + ".safetensors");
		try (VideoNetwork network = new VideoNetwork(Networks.R3D18, Device.cpu(), 1, 2, 1)) {
			Initializer.fill(network.named(), 1, (name, random, data) -> {
				Arrays.fill(data, 0);
				if (name.equals("stem.0.weight")) Arrays.fill(data, 49, 98, 1f / 49);
				else if (name.matches("layer[234]\\.0\\.conv1\\.0\\.weight")) Arrays.fill(data, 0, 27, 1f / 9);
				else if (name.matches("layer[234]\\.0\\.conv2\\.0\\.weight")) data[13] = 1;
				else if (name.equals("fc.weight")) data[8] = 40;
				else if (name.matches(".*\\.1\\.(weight|running_var)")) Arrays.fill(data, 1);
			});
			ModelFile.write(file, network, new ModelConfig(Networks.R3D18, 1, CLASSES, SIDE).withNote("clippooling", pooling).withNote(
				"window", Integer.toString(window)));
		}
		return file;
	}

	private Step<ExplainClassification.Result> explain(final Path model, final Path input) {
		return ExplainClassification.of(model, input).with("output", folder.resolve("out").toString()).with("device", "cpu").with(
			"target", "ill").with("overwrite", true);
	}

	private double[] column(final String name) {
		final Tables.Table table = Tables.read(folder.resolve("out/frames.csv"));
		return table.rows().stream().mapToDouble(row -> Double.parseDouble(row.get(table.column(name)))).toArray();
	}

	private float[] map(final String stem, final int frame) {
		final ImagePlus stack = IJ.openImage(folder.resolve("out/cams/" + stem + ".tif").toString());
		return (float[]) stack.getStack().getProcessor(frame + 1).getPixels();
	}

	/** The decision rests on frames 5 and 6 of 20, and there on the lower left: turned or shifted in time, nothing fits. */
	@Test
	void windowsShowWhenAndWhere() throws IOException {
		final Path clip = clip("blob.avi", 20, i -> frame(i, i == 5 || i == 6));
		final byte[] place = new byte[SIDE * SIDE];
		for (int i = 0; i < place.length; i++)
			place[i] = (byte) (i / SIDE >= 16 && i % SIDE < 16 ? 255 : 0);
		ImageFiles.writePng(folder.resolve("place.png"), Images.bytes(place, SIDE, SIDE));
		final Path mask = folder.resolve("place.png");
		final Path table = folder.resolve(Dataset.FILE);
		Dataset.write(table, List.of(new Sample(clip, "p", "", "", "ill", "", mask, "", Map.of(Sample.MARKS, mask.toString()))));
		final Path model = brightness(8, "max");
		final CamTable.Row row = explain(model, table).with("layer", "layer1").with("tests", true).run(Monitor.NONE).rows().get(0);
		final double[] weights = column("weight");
		assertEquals(20, weights.length);
		assertEquals(1, weights[5] + weights[6], 2e-6);
		assertEquals(0.5, weights[5], 0.01);
		assertArrayEquals(IntStream.range(0, 20).mapToDouble(i -> i == 5 || i == 6 ? 1 : 0).toArray(), Arrays.stream(column("mass"))
			.map(mass -> mass > 0 ? 1 : 0).toArray());
		assertEquals(5 * 2 / 25.0, column("seconds")[5], 1e-6);
		assertArrayEquals(new double[] { 1, 1, 1 }, new double[] { row.share(), row.tests().pointing(), row.tests().energy() }, 0.05);
		assertEquals(0.25, row.area(), 1e-9);
		final float[] heat = map("blob", 5);
		double inside = 0;
		double all = 0;
		for (int i = 0; i < heat.length; i++) {
			all += heat[i];
			if (place[i] != 0) inside += heat[i];
		}
		assertTrue(inside > 0.95 * all && all > 0, inside + " of " + all);
		assertArrayEquals(new float[SIDE * SIDE], map("blob", 13));
	}

	/** The last stage has two cells of time for 16 frames: the later one, brought to frames. */
	@Test
	void theLastStageShowsTheHalf() throws IOException {
		final Path model = brightness(16, "mean");
		final Path clip = clip("late.avi", 16, i -> frame(i, i >= 10 && i < 15));
		final double score = explain(model, clip).run(Monitor.NONE).rows().get(0).score();
		final double[] weights = column("weight");
		assertEquals(1, Arrays.stream(weights).sum(), 1e-5);
		assertTrue(Arrays.stream(weights, 8, 16).sum() > 0.65, Arrays.toString(weights));
		assertTrue(weights[15] > weights[8] && weights[8] > weights[0], Arrays.toString(weights));
		assertEquals(ClassifyUltrasound.of(model, clip).with("device", "cpu").run(Monitor.NONE).rows().get(0).probabilities()[1],
			score, 1e-6);
		try (FrameReader overlay = ImageFiles.open(folder.resolve("out/cams/late.avi"))) {
			assertEquals(16, overlay.frames());
			assertEquals(RATE, overlay.rate().orElseThrow());
			assertEquals(SIDE + TimeLine.height(SIDE), overlay.height());
		}
		assertTrue(Files.isRegularFile(folder.resolve("out/cams/late.png")) && Files.isRegularFile(folder.resolve(
			"out/frames/late.png")));
	}

	private Path gated() {
		final Path model = folder.resolve("gated.safetensors");
		final ModelConfig config = new ModelConfig(Networks.RESNET18, 1, CLASSES, 64).withNote("clippooling", "gated");
		try (ImageNetwork network = BagNetwork.of(Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 4), BagPooling.GATED, 3, 8,
			4))
		{
			ModelFile.write(model, network, config);
		}
		return model;
	}

	private static byte[] noise(final int number) {
		final byte[] pixels = new byte[SIDE * SIDE];
		final RandomStream random = RandomStream.of(3, "frame", number);
		for (int p = 0; p < pixels.length; p++)
			pixels[p] = (byte) random.nextInt(60 + 40 * number);
		return pixels;
	}

	/** Weights are those that are told where clips are classified, and a frame's map is that of the frame as an image. */
	@Test
	void framesAreWeighedAsTheyAreClassified() throws IOException {
		final Path model = gated();
		final List<byte[]> frames = IntStream.range(0, 4).mapToObj(ExplainClipsTest::noise).toList();
		final Path clip = clip("noise.avi", 6, i -> frames.get(Math.min(i, 3)));
		final List<String> told = new ArrayList<>();
		final ExplainClassification.Result result = explain(model, clip).with("method", "gradcam").run(new Monitor() {

			@Override
			public void message(final String text) {
				told.add(text);
			}
		});
		assertTrue(told.contains("2 frames are left out: they are the one before again (less than 0.5 grey levels apart)."), told
			.toString());
		final var answer = ClassifyUltrasound.of(model, clip).with("device", "cpu").run(Monitor.NONE).answers().get(0);
		assertArrayEquals(answer.weights(), column("weight"), 1e-6);
		assertArrayEquals(Arrays.stream(answer.frames()).mapToDouble(each -> each[1]).toArray(), column("score"), 1e-6);
		assertEquals(answer.probabilities()[1], result.rows().get(0).score(), 1e-6);
		assertEquals(4, result.explained().size());
		try (Classifier classifier = Classifier.load(model, Device.cpu())) {
			final Explainer explainer = new Explainer(ClipModels.ofFrames(classifier), Method.GRADCAM);
			for (int i = 0; i < 4; i++)
				assertArrayEquals(explainer.explain(Images.bytes(frames.get(i), SIDE, SIDE), 1, Monitor.NONE).values(), map("noise", i),
					1e-6f);
		}
	}

	/** One of two frames has marks: what of the maps lies on them and what they cover are of the same frames. */
	@Test
	void sharesAreOfAllFrames() throws IOException {
		final List<Sample> rows = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			final byte[] marks = new byte[SIDE * SIDE];
			if (i == 0) Arrays.fill(marks, 0, marks.length / 2, (byte) 255);
			final Path mask = folder.resolve("m" + i + ".png");
			ImageFiles.writePng(mask, Images.bytes(marks, SIDE, SIDE));
			final Path file = folder.resolve("f" + i + ".png");
			ImageFiles.writePng(file, Images.bytes(noise(i), SIDE, SIDE));
			rows.add(new Sample(file, "p", "", "", "ill", "", null, "", Map.of(Sample.CLIP, "1", Sample.MARKS, mask.toString())));
		}
		final Path table = folder.resolve(Dataset.FILE);
		Dataset.write(table, rows);
		final Path model = gated();
		final CamTable.Row clip = explain(model, table).run(Monitor.NONE).rows().get(0);
		final double first = column("weight")[0];
		Dataset.write(table, List.of(new Sample(rows.get(0).image(), "p", "", "", "ill", "", null, "", Map.of(Sample.MARKS, folder
			.resolve("m0.png").toString()))));
		final double share = explain(model, table).run(Monitor.NONE).rows().get(0).share();
		assertTrue(first > 0.01 && first < 0.99 && share > 0.01, first + ", " + share);
		assertEquals(first / 2, clip.area(), 1e-4);
		assertEquals(first * share, clip.share(), 1e-4);
	}

	/** It says nothing of the clip, and must not end it. */
	@Test
	void aMaskOfAnotherLengthIsNamed() throws IOException {
		final Path clip = clip("four.avi", 4, ExplainClipsTest::noise);
		final Path mask = clip("three.avi", 3, i -> frame(i, true));
		final Path table = folder.resolve(Dataset.FILE);
		Dataset.write(table, List.of(new Sample(clip, "p", "", "", "ill", "", null, "", Map.of(Sample.MARKS, mask.toString()))));
		final Path model = gated();
		final String said = assertThrows(SonoflowException.File.class, () -> explain(model, table).with("strict", true).run(
			Monitor.NONE)).getMessage();
		assertTrue(said.contains("three.avi has 3 frames, its clip"), said);
	}

	/** What comes before the break is explained, and said; marks are for single images. */
	@Test
	void aClipThatBreaks() throws IOException {
		final List<Sample> rows = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			final Path file = folder.resolve("f" + i + ".png");
			if (i == 2) Files.writeString(file, "no picture");
			else ImageFiles.writePng(file, Images.bytes(frame(i, false), SIDE, SIDE));
			rows.add(new Sample(file, "p", "", "", "ill", "", null, "", Map.of(Sample.CLIP, "1", "seconds", "0." + i)));
		}
		final Path table = folder.resolve(Dataset.FILE);
		Dataset.write(table, rows);
		final Path model = brightness(8, "mean");
		explain(model, table).run(Monitor.NONE);
		assertArrayEquals(new double[] { 0, 0.1 }, column("seconds"), 1e-9);
		final List<String> review = Tables.read(folder.resolve("out/review.csv")).rows().get(0);
		assertTrue(review.get(1).startsWith("used in part: Frame 3 of 4 cannot be read: it and what follows are left out."), review
			.get(1));
		assertTrue(assertThrows(SonoflowException.File.class, () -> explain(model, table).with("strict", true).run(Monitor.NONE))
			.getMessage().contains("Frame 3 of 4 cannot be read"));
		final String refused = assertThrows(SonoflowException.Input.class, () -> explain(model, table).with("markers", true).run(
			Monitor.NONE)).getMessage();
		assertTrue(refused.contains("f0.png is a clip of 2 frames"), refused);
	}
}
