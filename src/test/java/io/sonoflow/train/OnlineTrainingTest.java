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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.curate.label.LossRecorder;
import io.sonoflow.curate.label.OnlineFilter;
import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that leaves images out whose loss rises: brighter images are of class 1, and one of the dark ones is said to be. */
class OnlineTrainingTest {

	private static final int SIZE = 16;
	private static final int SAMPLES = 20;
	private static final int WRONG = 4;
	private static final int EPOCHS = 12;
	private static final double RATE = 0.01;
	private static final int PER_EPOCH = 5;
	private static final int[] LABELS = IntStream.range(0, SAMPLES).map(i -> i == WRONG ? 1 : i % 2).toArray();
	private static final Batches.Filler FILLER = (epoch, draw, sample, target, offset) -> {
		final RandomStream random = RandomStream.of(sample, "pixels", epoch, draw);
		for (int i = 0; i < SIZE * SIZE; i++)
			target[offset + i] = (float) random.nextGaussian() + 2 * (sample % 2);
	};

	@TempDir
	Path folder;

	/** What a training ends with. */
	private record Ended(double[][] losses, Map<String, float[]> weights) {
	}

	private static final class Killed extends RuntimeException {

		private static final long serialVersionUID = 1;
	}

	@BeforeAll
	static void one() {
		Torch.threads(1);
	}

	@AfterEach
	void asEver() {
		System.clearProperty(TrainingCheckpoint.PROPERTY);
	}

	private static Ended train(final boolean online, final TrainingCheckpoint checkpoint, final Monitor monitor) {
		final LossRecorder recorder = new LossRecorder(LABELS, 2, EPOCHS, online);
		final Map<String, float[]> weights = weights(recorder, checkpoint, monitor);
		return new Ended(recorder.losses(), weights);
	}

	private static Map<String, float[]> weights(final SampleLossListener listener, final TrainingCheckpoint checkpoint,
		final Monitor monitor)
	{
		final TrainingSettings settings = new TrainingSettings();
		settings.set(Map.of("epochs", EPOCHS, "batch", 4, "backbonerate", RATE, "headrate", RATE, "decay", 0.0));
		try (ImageNetwork network = new TinyNetwork(3)) {
			ClassifierTraining.run(network, FILLER, IntStream.range(0, SAMPLES).toArray(), LABELS, new ClassifierTraining.Plan(
				settings, SIZE, Augmentation.none(), 7, 2), new ClassifierTraining.Hooks(listener, checkpoint), "test", monitor);
			final Map<String, float[]> weights = new TreeMap<>();
			network.named().forEach((name, parameter) -> weights.put(name, parameter.getArray().toFloatArray()));
			return weights;
		}
	}

	private static int[] skipped(final Ended ended) {
		final boolean[] judged = new boolean[SAMPLES];
		Arrays.fill(judged, true);
		return Arrays.stream(OnlineFilter.skipped(new TrainingRecord(0, 0, 1, ended.losses, ended.losses, judged,
			new double[SAMPLES][2]))).mapToInt(epochs -> epochs.length).toArray();
	}

	/** {@return a listener that leaves the images of one class out, or of both} */
	private static SampleLossListener without(final int... classes) {
		return new SampleLossListener() {

			@Override
			public void drawn(final int epoch, final int[] samples, final float[] losses, final float[] logits) {
				assertEquals(4, samples.length, "they stay in their batch");
			}

			@Override
			public boolean isSkipped(final int epoch, final int sample) {
				return IntStream.of(classes).anyMatch(each -> each == LABELS[sample]);
			}
		};
	}

	@Test
	void whatIsSkippedTeachesNothing() {
		final Map<String, float[]> before = new TreeMap<>();
		try (ImageNetwork network = new TinyNetwork(3)) {
			network.named().forEach((name, parameter) -> before.put(name, parameter.getArray().toFloatArray()));
		}
		final Map<String, float[]> nothing = weights(without(0, 1), TrainingCheckpoint.NONE, Monitor.NONE);
		before.forEach((name, values) -> {
			// Whose labels are doubted, not whose pixels: the statistics are those of all images.
			if (!name.contains("running")) assertArrayEquals(values, nothing.get(name), name);
		});
		// Of the other class alone each step goes the same way; Adam's are then of about the rate.
		final float[] bias = weights(without(1), TrainingCheckpoint.NONE, Monitor.NONE).get("fc.bias");
		assertTrue(bias[0] - before.get("fc.bias")[0] > 0.2 * RATE * EPOCHS * PER_EPOCH, Arrays.toString(bias));
		assertTrue(bias[1] - before.get("fc.bias")[1] < -0.2 * RATE * EPOCHS * PER_EPOCH, Arrays.toString(bias));
	}

	/** The network learns the others; then the loss of the wrong label rises, and it is left out. */
	@Test
	void theWrongLabelIsLeftOut() {
		final Ended plain = train(false, TrainingCheckpoint.NONE, Monitor.NONE);
		final Ended online = train(true, TrainingCheckpoint.NONE, Monitor.NONE);
		final int[] skipped = skipped(online);
		for (int i = 0; i < SAMPLES; i++)
			assertTrue(i == WRONG || skipped[i] < skipped[WRONG], Arrays.toString(skipped));
		for (int i = 0; i < SAMPLES; i++)
			assertArrayEquals(Arrays.copyOf(plain.losses[i], OnlineFilter.FIRST - 1), Arrays.copyOf(online.losses[i],
				OnlineFilter.FIRST - 1), "nothing is skipped before");
		assertFalse(Arrays.equals(plain.weights.get("fc.weight"), online.weights.get("fc.weight")));
	}

	/** Killed after each step it goes on as if it had not been: what is skipped follows from what the checkpoint holds. */
	@Test
	void killedItSkipsTheSame() {
		final Ended whole = train(true, TrainingCheckpoint.NONE, Monitor.NONE);
		assertTrue(Arrays.stream(skipped(whole)).sum() > 0);
		System.setProperty(TrainingCheckpoint.PROPERTY, "0");
		final TrainingCheckpoint checkpoint = TrainingCheckpoint.of(folder, "fold1", "key");
		// In epochs 3, 5, 8 and 11.
		for (final int step : new int[] { 12, 11, 14, 15 })
			assertThrows(Killed.class, () -> train(true, checkpoint, new Monitor() {

				private int asked;

				@Override
				public boolean isCancelled() {
					if (asked++ == step) throw new Killed();
					return false;
				}
			}));
		final Ended resumed = train(true, checkpoint, Monitor.NONE);
		assertArrayEquals(whole.losses, resumed.losses);
		whole.weights.forEach((name, values) -> assertArrayEquals(values, resumed.weights.get(name), name));
	}
}
