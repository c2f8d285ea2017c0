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

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier's training that was killed at any step ends as one that was not. */
class ResumedClassifierTrainingTest {

	private static final int SIZE = 16;
	private static final int SAMPLES = 20;
	/** Three epochs of five steps less one, and 40 batches more. */
	private static final int STEPS = 14;
	private static final int BATCHES = STEPS + 40;
	private static final int[] LABELS = IntStream.range(0, SAMPLES).map(i -> i % 2).toArray();
	private static final Batches.Filler FILLER = (epoch, draw, sample, target, offset) -> {
		final RandomStream random = RandomStream.of(sample, "pixels", epoch, draw);
		for (int i = 0; i < SIZE * SIZE; i++)
			target[offset + i] = (float) random.nextGaussian() + sample % 2;
	};

	@TempDir
	Path folder;

	/** What an uninterrupted training ends with. */
	private static Ended whole;

	private record Ended(double[] losses, Map<String, float[]> weights, double[] heard) {
	}

	private static final class Killed extends RuntimeException {

		private static final long serialVersionUID = 1;
	}

	/** Sums that depend on the order. */
	private static final class Listener implements SampleLossListener {

		private double[] sums = new double[SAMPLES];

		@Override
		public void drawn(final int epoch, final int[] samples, final float[] losses, final float[] logits) {
			for (int i = 0; i < samples.length; i++)
				sums[samples[i]] = 0.9 * sums[samples[i]] + losses[i] + logits[2 * i];
		}

		@Override
		public Map<String, double[]> state() {
			return Map.of("sums", sums);
		}

		@Override
		public void restore(final Map<String, double[]> state) {
			if (!state.containsKey("sums")) throw new SonoflowException.File("There are no sums.");
			sums = state.get("sums").clone();
		}
	}

	@BeforeAll
	static void train() {
		Torch.threads(1);
		whole = train(TrainingCheckpoint.NONE, Monitor.NONE);
	}

	@BeforeEach
	void eachStep() {
		System.setProperty(TrainingCheckpoint.PROPERTY, "0");
	}

	@AfterEach
	void asEver() {
		System.clearProperty(TrainingCheckpoint.PROPERTY);
	}

	private static ClassifierTraining.Plan plan() {
		return plan(STEPS);
	}

	private static ClassifierTraining.Plan plan(final int steps) {
		final SteppedTrainingSettings settings = new SteppedTrainingSettings();
		settings.set(Map.of("epochs", 1, "steps", steps, "batch", 4, "backbonerate", 1e-2, "headrate", 1e-2, "decay", 1e-2));
		return new ClassifierTraining.Plan(settings, SIZE, Augmentation.none(), 7, 2);
	}

	private TrainingCheckpoint checkpoint() {
		return TrainingCheckpoint.of(folder, "fold1", "key");
	}

	private static Ended train(final TrainingCheckpoint checkpoint, final Monitor monitor) {
		return train(plan(), checkpoint, monitor);
	}

	private static Ended train(final ClassifierTraining.Plan plan, final TrainingCheckpoint checkpoint, final Monitor monitor) {
		final Listener listener = new Listener();
		try (ImageNetwork network = new TinyNetwork(3)) {
			final double[] losses = ClassifierTraining.run(network, FILLER, IntStream.range(0, SAMPLES).toArray(), LABELS,
				plan,
				new ClassifierTraining.Hooks(listener, checkpoint), "test", monitor).losses();
			final Map<String, float[]> weights = new TreeMap<>();
			network.named().forEach((name, parameter) -> weights.put(name, parameter.getArray().toFloatArray()));
			return new Ended(losses, weights, listener.sums);
		}
	}

	private static void assertWhole(final Ended actual) {
		assertSame(whole, actual);
	}

	private static void assertSame(final Ended expected, final Ended actual) {
		assertArrayEquals(expected.losses, actual.losses);
		assertArrayEquals(expected.heard, actual.heard);
		assertEquals(expected.weights.keySet(), actual.weights.keySet());
		assertTrue(actual.weights.containsKey("bn1.running_var"));
		expected.weights.forEach((name, values) -> assertArrayEquals(values, actual.weights.get(name), name));
	}

	/** {@return a monitor that throws when it is asked for this step, counted in its process} */
	private static Monitor killer(final int step) {
		return new Monitor() {

			private int asked;

			@Override
			public boolean isCancelled() {
				if (asked++ == step) throw new Killed();
				return false;
			}
		};
	}

	@Test
	void killedAtAnyStep() {
		// In an epoch, at its end, at the end of learning, and while the statistics settle.
		for (final int step : new int[] { 1, 5, 8, STEPS - 1, STEPS, STEPS + 1, BATCHES - 1 }) {
			eachStep();
			final Monitor killer = killer(step);
			assertThrows(Killed.class, () -> train(checkpoint(), killer));
			assertTrue(Files.isDirectory(folder.resolve(String.format("checkpoints/fold1/step_%07d", step))), "step " + step);
			asEver();
			assertWhole(train(checkpoint(), Monitor.NONE));
			checkpoint().remove();
			assertFalse(Files.exists(folder.resolve("checkpoints")), "nothing is left");
		}
	}

	@Test
	void killedAgainAndAgain() {
		int done = 0;
		final RandomStream random = RandomStream.of(1, "kills");
		for (int kill = 0; kill < 8; kill++) {
			final int more = 1 + random.nextInt(6);
			final Monitor killer = killer(more);
			assertThrows(Killed.class, () -> train(checkpoint(), killer));
			done += more;
			assertEquals(String.format("step_%07d", done), CheckpointFolder.latest(folder.resolve("checkpoints/fold1"))
				.orElseThrow().getFileName().toString());
		}
		assertWhole(train(checkpoint(), Monitor.NONE));
	}

	/**
	 * {@return a monitor that wants the result after so many steps, counted in its process}
	 *
	 * @param cancel how many batches after that it is cancelled; so many that it is not
	 */
	private static Monitor finisher(final int step, final int cancel) {
		return new Monitor() {

			private int asked;
			private int since;

			@Override
			public boolean isFinishing() {
				return ++asked >= step;
			}

			@Override
			public boolean isCancelled() {
				return asked >= step && ++since > cancel;
			}
		};
	}

	/** And killed or cancelled before its result was written, it goes on to its own end. */
	@Test
	void endedEarlyItIsThatOfSoManySteps() {
		asEver();
		for (final int step : new int[] { 1, 5, 7 }) {
			assertSame(train(plan(step), TrainingCheckpoint.NONE, Monitor.NONE), train(checkpoint(), finisher(step, BATCHES)));
			assertEquals("the training up to step " + step + " of " + STEPS, checkpoint().saved(STEPS));
			assertWhole(train(checkpoint(), Monitor.NONE));
			checkpoint().remove();
		}
		assertThrows(SonoflowException.Cancelled.class, () -> train(checkpoint(), finisher(6, 9)));
		assertEquals("the training up to step 6 of " + STEPS, checkpoint().saved(STEPS));
		assertWhole(train(checkpoint(), Monitor.NONE));
	}

	/** By default none is due in a training of milliseconds; when the user stops, it is written. */
	@Test
	void cancelledBeforeOneWasDue() {
		System.clearProperty(TrainingCheckpoint.PROPERTY);
		final List<String> told = new ArrayList<>();
		assertThrows(SonoflowException.Cancelled.class, () -> train(checkpoint(), new Monitor() {

			@Override
			public void value(final String series, final double x, final double y) {
				told.add(series + " " + x);
			}

			@Override
			public boolean isCancelled() {
				return told.size() == 2;
			}
		}));
		assertTrue(Files.isDirectory(folder.resolve("checkpoints/fold1/step_0000010")));
		final List<String> again = new ArrayList<>();
		assertWhole(train(checkpoint(), new Monitor() {

			@Override
			public void value(final String series, final double x, final double y) {
				again.add(series + " " + x);
				assertEquals(whole.losses[(int) x - 1], y);
			}
		}));
		assertEquals(List.of("loss test 1.0", "loss test 2.0", "loss test 3.0"), again, "the curve is whole");
	}

	@Test
	void tornAndForeignOnesAreNotUsed() throws IOException {
		assertThrows(Killed.class, () -> train(checkpoint(), killer(5)));
		assertWhole(train(TrainingCheckpoint.of(folder, "fold1", "another key"), Monitor.NONE));
		assertThrows(Killed.class, () -> train(checkpoint(), killer(5)));
		final Path weights = folder.resolve("checkpoints/fold1/step_0000005/weights.safetensors");
		Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 100));
		assertWhole(train(checkpoint(), Monitor.NONE));
		Files.createDirectories(folder.resolve("checkpoints/fold1/.part-step_0000099"));
		checkpoint().remove();
		assertFalse(Files.exists(folder.resolve("checkpoints")));
	}

	/** Whole, of this training, and yet not what it needs, as another version may have left it: nothing is half taken. */
	@Test
	void onesThatDoNotFitArePassedOverWithAWord() throws IOException {
		for (final Map.Entry<String, String> wrong : Map.of("state.json", "it has not 3 epochs", "weights.safetensors",
			"missing", "optimizer.safetensors", "has no", "listener.safetensors", "no sums").entrySet())
		{
			eachStep();
			assertThrows(Killed.class, () -> train(checkpoint(), killer(5)));
			asEver();
			spoil(folder.resolve("checkpoints/fold1/step_0000005"), wrong.getKey());
			final List<String> warnings = new ArrayList<>();
			assertWhole(train(checkpoint(), new Monitor() {

				@Override
				public void warn(final String text) {
					warnings.add(text);
				}
			}));
			assertEquals(1, warnings.size(), warnings::toString);
			assertTrue(warnings.get(0).startsWith("The training starts anew") && warnings.get(0).contains(wrong.getValue()),
				warnings::toString);
			checkpoint().remove();
		}
	}

	/** Takes an epoch or an array away; checkpoints without checksums are read as well. */
	private static void spoil(final Path checkpoint, final String name) throws IOException {
		final Path state = checkpoint.resolve("state.json");
		final JsonObject json = HashFill.json(state);
		json.remove("files");
		json.remove("sum");
		if (name.equals("state.json")) json.getAsJsonObject("training").getAsJsonArray("means").remove(0);
		else {
			final Map<String, Tensor> arrays = new LinkedHashMap<>(Weights.read(checkpoint.resolve(name)).tensors());
			arrays.remove(List.copyOf(arrays.keySet()).get(arrays.size() - 1));
			Safetensors.write(checkpoint.resolve(name), arrays, Map.of());
		}
		Files.writeString(state, json.toString());
	}

	@Test
	void otherTrainingsCheckpointsStay() throws IOException {
		final TrainingCheckpoint other = TrainingCheckpoint.of(folder, "fold2", "key");
		assertThrows(Killed.class, () -> train(other, killer(1)));
		assertThrows(Killed.class, () -> train(checkpoint(), killer(1)));
		checkpoint().remove();
		assertFalse(Files.exists(folder.resolve("checkpoints/fold1")));
		assertTrue(Files.isDirectory(folder.resolve("checkpoints/fold2/step_0000001")));
		System.setProperty(TrainingCheckpoint.PROPERTY, "soon");
		assertThrows(SonoflowException.Input.class, this::checkpoint);
	}

	/** No array is left by a step or a checkpoint, once the first backward pass has made the gradients. */
	@Test
	void theNativeFootprintIsFlat() {
		final List<Integer> arrays = new ArrayList<>();
		try (ImageNetwork network = new TinyNetwork(3)) {
			ClassifierTraining.run(network, FILLER, IntStream.range(0, SAMPLES).toArray(), LABELS, plan(),
				new ClassifierTraining.Hooks((epoch, samples, losses,
					logits) -> arrays.add(network.manager().getManagedArrays().size()), checkpoint()), "test", Monitor.NONE);
		}
		assertEquals(STEPS, arrays.size());
		assertEquals(1, arrays.stream().skip(1).distinct().count(), arrays.toString());
	}
}
