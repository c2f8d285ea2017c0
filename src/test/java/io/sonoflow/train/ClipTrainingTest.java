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
package io.sonoflow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.mil.BagNetwork;
import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.nn.video.VideoNetwork;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a clip shows is learned from its label: one frame among others, and the order of frames. */
class ClipTrainingTest {

	private static final int SIDE = 16, FRAMES = 8, CLIPS = 32, TRAINED = 24;
	private static final int[] LABELS = IntStream.range(0, CLIPS).map(i -> i % 2).toArray();

	@TempDir
	private static Path folder;

	private static ImageCache signs;
	private static ImageCache motions;

	@BeforeAll
	static void writeClips() {
		Torch.threads(1);
		signs = clips("signs", ClipTrainingTest::signs);
		motions = clips("motions", ClipTrainingTest::motion);
	}

	private static ImageCache clips(final String name, final IntFunction<List<byte[]>> pictures) {
		final List<Sample> rows = new ArrayList<>();
		for (int clip = 0; clip < CLIPS; clip++) {
			final List<byte[]> frames = pictures.apply(clip);
			for (int f = 0; f < frames.size(); f++) {
				final Path file = folder.resolve(name).resolve("c" + clip + "_" + f + ".png").toAbsolutePath();
				ImageFiles.writePng(file, Images.bytes(frames.get(f), SIDE, SIDE));
				rows.add(new Sample(file, "p" + clip, "", "", "" + LABELS[clip], "", null, "", Map.of(Sample.CLIP, "1")));
			}
		}
		return ImageCache.of(ClipUnits.of(new Dataset(folder.resolve("dataset.csv"), rows), Monitor.NONE), new ImageCache.Clips(
			FrameChoice.ALL, BagPooling.MEAN, BagPooling.USUAL_TOP, false, FRAMES));
	}

	/** Noise, in the second class with a bright patch in one frame. */
	private static List<byte[]> signs(final int clip) {
		final RandomStream random = RandomStream.of(2, "sign", clip);
		final List<byte[]> frames = new ArrayList<>();
		for (int f = 0; f < FRAMES; f++) {
			final byte[] pixels = new byte[SIDE * SIDE];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = (byte) (60 + random.nextInt(40));
			if (LABELS[clip] == 1 && f == sign(clip)) patch(pixels, 1 + random.nextInt(8), 1 + random.nextInt(8));
			frames.add(pixels);
		}
		return frames;
	}

	private static int sign(final int clip) {
		return clip / 2 * 5 % FRAMES;
	}

	private static void patch(final byte[] pixels, final int left, final int top) {
		for (int y = 0; y < 6; y++)
			for (int x = 0; x < 6; x++)
				pixels[(top + y) * SIDE + left + x] = (byte) 250;
	}

	/** A patch that walks to the right; of the second class of each pair the same frames in the other order. */
	private static List<byte[]> motion(final int clip) {
		final RandomStream random = RandomStream.of(2, "motion", clip / 2);
		final int top = 1 + random.nextInt(8);
		final List<byte[]> frames = new ArrayList<>();
		for (int f = 0; f < FRAMES; f++) {
			final byte[] pixels = new byte[SIDE * SIDE];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = (byte) (60 + random.nextInt(40));
			patch(pixels, 1 + f, top);
			frames.add(LABELS[clip] == 0 ? frames.size() : 0, pixels);
		}
		return frames;
	}

	private static BagNetwork bag() {
		return BagNetwork.of(new TinyNetwork(3), BagPooling.GATED, BagPooling.USUAL_TOP, 8, 4);
	}

	private static ImageNetwork video() {
		final VideoNetwork network = new VideoNetwork(Networks.R3D18, Device.cpu(), 1, 2, 4);
		Initializer.fill(network, 5);
		return network;
	}

	private static ClassifierTraining.Plan plan(final int steps) {
		final SteppedTrainingSettings settings = new SteppedTrainingSettings();
		settings.set(Map.of("epochs", 1, "steps", steps, "batch", 6, "backbonerate", 1e-2, "headrate", 1e-2));
		return new ClassifierTraining.Plan(settings, SIDE, Augmentation.none(), 7, 1);
	}

	private static void train(final ImageNetwork network, final ImageCache images, final int steps,
		final TrainingCheckpoint checkpoint, final Monitor monitor)
	{
		ClassifierTraining.run(network, images, IntStream.range(0, TRAINED).toArray(), LABELS, plan(steps),
			new ClassifierTraining.Hooks(SampleLossListener.NONE, checkpoint), "clips", monitor);
	}

	private static List<Inference.Frames> test(final ImageNetwork network, final ImageCache images) {
		return Inference.frames(network, images, IntStream.range(TRAINED, CLIPS).toArray(), SIDE, "testing", Monitor.NONE);
	}

	@Test
	void attentionFindsTheOneFrame() {
		try (BagNetwork network = bag()) {
			train(network, signs, 120, TrainingCheckpoint.NONE, Monitor.NONE);
			final List<Inference.Frames> tested = test(network, signs);
			for (int i = 0; i < tested.size(); i++) {
				final Inference.Frames clip = tested.get(i);
				assertEquals(FRAMES, clip.weights().length);
				assertEquals(LABELS[TRAINED + i], Classifier.best(clip.pooled(signs.clips())), "clip " + i);
				if (LABELS[TRAINED + i] == 1) assertEquals(sign(TRAINED + i), Classifier.best(clip.weights()), "clip " + i);
			}
		}
	}

	/** Frames embedded in batches and pooled are what the network says of the clip as a whole. */
	@Test
	void theTestIsThatOfTheWholeClip() {
		try (BagNetwork network = bag()) {
			final float[] values = new float[FRAMES * SIDE * SIDE];
			final var frames = signs.frames(TRAINED, IntStream.range(0, FRAMES).toArray());
			final var input = NetworkInput.classifier(SIDE);
			for (int f = 0; f < FRAMES; f++)
				input.write(frames.get(f), values, f * input.length());
			Torch.inference();
			final float[] whole = network.logits(Torch.floats(network.manager(), values, 1, 1, FRAMES, SIDE, SIDE), false)
				.toFloatArray();
			final double[] tested = test(network, signs).get(0).clip();
			for (int k = 0; k < whole.length; k++)
				assertEquals(whole[k], tested[k], 1e-5);
		}
	}

	@Test
	void onlyWindowsTellTheOrderOfFrames() {
		try (ImageNetwork network = video(); ImageNetwork single = new TinyNetwork(3)) {
			train(network, motions, 60, TrainingCheckpoint.NONE, Monitor.NONE);
			final List<Inference.Frames> tested = test(network, motions);
			for (int i = 0; i < tested.size(); i++) {
				assertArrayEquals(new int[1], tested.get(i).numbers(), "one window");
				assertEquals(LABELS[TRAINED + i], Classifier.best(tested.get(i).pooled(motions.clips())), "clip " + i);
			}
			train(single, motions, 60, TrainingCheckpoint.NONE, Monitor.NONE);
			final List<Inference.Frames> frames = test(single, motions);
			for (int i = 0; i < frames.size(); i += 2)
				assertArrayEquals(frames.get(i).pooled(motions.clips()), frames.get(i + 1).pooled(motions.clips()), 1e-6,
					"the same frames");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aStoppedTrainingEndsWithTheSameBits(final boolean windows) {
		final Supplier<ImageNetwork> start = windows ? ClipTrainingTest::video : ClipTrainingTest::bag;
		final ImageCache images = windows ? motions : signs;
		final TrainingCheckpoint checkpoint = TrainingCheckpoint.of(folder.resolve("run" + windows), "fold1", "key");
		final Map<String, float[]> whole = new TreeMap<>();
		try (ImageNetwork network = start.get()) {
			train(network, images, 6, TrainingCheckpoint.NONE, Monitor.NONE);
			network.named().forEach((name, parameter) -> whole.put(name, parameter.getArray().toFloatArray()));
		}
		try (ImageNetwork network = start.get()) {
			final int[] asked = new int[1];
			assertThrows(SonoflowException.Cancelled.class, () -> train(network, images, 6, checkpoint, new Monitor() {

				@Override
				public boolean isCancelled() {
					return asked[0]++ >= 3;
				}
			}));
		}
		try (ImageNetwork network = start.get()) {
			final List<String> said = new ArrayList<>();
			train(network, images, 6, checkpoint, new Monitor() {

				@Override
				public void message(final String text) {
					said.add(text);
				}
			});
			assertTrue(said.stream().anyMatch(text -> text.startsWith("Going on from step 3 of 6")), said.toString());
			network.named().forEach((name, parameter) -> assertArrayEquals(whole.get(name), parameter.getArray().toFloatArray(), name));
			assertEquals(!windows, whole.keySet().stream().anyMatch(name -> name.startsWith(BagNetwork.PREFIX)));
		}
	}
}
