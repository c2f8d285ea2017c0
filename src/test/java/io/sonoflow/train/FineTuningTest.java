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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Monitor;
import io.sonoflow.Npz;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.vit.TransformerShape;
import io.sonoflow.nn.vit.VisionTransformer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fine-tuning adds to the plain recipe: smoothing, schedules, rates that fall from layer to layer, drop path. */
class FineTuningTest {

	private static final int SIZE = 16;
	private static final int SAMPLES = 12;
	private static final int[] LABELS = IntStream.range(0, SAMPLES).map(i -> i % 2).toArray();
	private static final Batches.Filler FILLER = (epoch, draw, sample, target, offset) -> {
		final RandomStream random = RandomStream.of(sample, "pixels", epoch, draw);
		for (int i = 0; i < SIZE * SIZE; i++)
			target[offset + i] = (float) random.nextGaussian() + sample % 2;
	};

	@TempDir
	Path folder;

	@BeforeAll
	static void start() {
		Torch.threads(1);
		Torch.inference();
	}

	private static VisionTransformer transformer(final int depth) {
		final VisionTransformer network = new VisionTransformer(Networks.VIT_TINY16, Device.cpu(), new TransformerShape(4, 16, depth,
			2, 4, 4, true), 1, 2);
		Initializer.fill(network, 3);
		return network;
	}

	private static SteppedTrainingSettings settings(final Map<String, ?> values) {
		final SteppedTrainingSettings settings = new SteppedTrainingSettings();
		settings.set(values);
		settings.check();
		return settings;
	}

	/** The sum over samples and classes over the sum of the labels' weights, as torch's CrossEntropyLoss defines it. */
	private static NDArray weightedMean(final NDArray logits, final int[] labels, final double smoothing, final double[] weights) {
		final double sum = Arrays.stream(labels).mapToDouble(label -> weights[label]).sum();
		return CrossEntropy.of(logits, labels, smoothing, weights).sum().div((float) sum);
	}

	@Tag(Fixtures.TAG)
	@Test
	void smoothingIsTheReferences() {
		final JsonObject expected = Fixtures.json("vit_extras", "losses");
		final Npz npz = Fixtures.npz("vit_extras", "losses");
		final Npz.Array logits = npz.get("logits");
		final float[] labels = npz.get("y").floats();
		final float[] given = npz.get("class_weights").floats();
		final double[] weights = IntStream.range(0, given.length).mapToDouble(i -> given[i]).toArray();
		int cases = 0;
		try (NDManager manager = Torch.manager(Device.cpu())) {
			for (final String key : expected.keySet()) {
				if (!key.matches("label_smoothing_[0-9.]+(_class_weights)?")) continue;
				final double smoothing = Double.parseDouble(key.split("_")[2]);
				final NDArray x = Torch.floats(manager, logits.floats(), logits.shape());
				x.setRequiresGradient(true);
				final int[] y = IntStream.range(0, labels.length).map(i -> (int) labels[i]).toArray();
				final NDArray loss = Torch.withGradient(() -> key.endsWith("weights") ? weightedMean(x, y, smoothing,
					weights) : CrossEntropy.of(x, y, smoothing).mean());
				assertEquals(expected.get(key).getAsDouble(), loss.getFloat(), 1e-6 * expected.get(key).getAsDouble(), key);
				Torch.backward(loss, null);
				Fixtures.assertClose(key, npz.get("grad_" + key).floats(), x.getGradient().toFloatArray(), 1e-5);
				cases++;
			}
		}
		assertTrue(cases > 1);
	}

	/** Of two classes and 0.1, 0.95 stands on the label: there the loss has its least value, that target's entropy. */
	@Test
	void smoothingOfTwoClasses() {
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray logits = Torch.floats(manager, new float[] { (float) Math.log(0.95), (float) Math.log(0.05) }, 1, 2);
			assertEquals(-0.95 * Math.log(0.95) - 0.05 * Math.log(0.05), CrossEntropy.of(logits, new int[] { 0 }, 0.1).getFloat(),
				1e-6);
			logits.setRequiresGradient(true);
			Torch.backward(Torch.withGradient(() -> CrossEntropy.of(logits, new int[] { 0 }, 0.1)), null);
			assertArrayEquals(new float[2], logits.getGradient().toFloatArray(), 1e-6f);
			assertArrayEquals(CrossEntropy.of(logits, new int[] { 1 }).toFloatArray(), CrossEntropy.of(logits, new int[] { 1 }, 0)
				.toFloatArray());
		}
	}

	/** Groups, rates and decay; the rates are as many steps later what they were: the decay multiplies once. */
	@Tag(Fixtures.TAG)
	@Test
	void layersAreTheReferences() {
		int cases = 0;
		for (final JsonElement each : Fixtures.json("vit_extras", "lr_decay").getAsJsonArray("groups")) {
			final JsonObject one = each.getAsJsonObject();
			// The list of the recipe, and not none.
			if (one.getAsJsonArray("no_weight_decay_list").isEmpty()) continue;
			try (VisionTransformer network = transformer(one.get("num_layers").getAsInt() - 1)) {
				if (one.get("model").getAsString().contains("pool")) network.poolMean();
				network.requireGradient(true);
				final SteppedTrainingSettings settings = settings(Map.of("layerdecay", one.get("layer_decay").getAsDouble(), "headrate",
					1, "decay", one.get("weight_decay").getAsDouble()));
				final List<ParameterGroup> groups = settings.groups(network, 50);
				final JsonArray expected = one.getAsJsonArray("groups");
				assertEquals(expected.size(), groups.size());
				for (int i = 0; i < groups.size(); i++) {
					final JsonObject group = expected.get(i).getAsJsonObject();
					final Set<String> names = new TreeSet<>();
					group.getAsJsonArray("params").forEach(name -> names.add(name.getAsString()));
					assertEquals(names, new TreeSet<>(groups.get(i).parameters().keySet()));
					assertEquals(group.get("weight_decay").getAsDouble(), groups.get(i).decay());
					final double scale = group.get("lr_scale").getAsDouble();
					for (final int step : new int[] { 0, 1, 49 })
						assertEquals(scale, groups.get(i).rate().rate(step), 1e-12 * scale, names.toString());
				}
			}
			cases++;
		}
		assertTrue(cases > 1);
	}

	@Test
	void ofTwelveBlocksThePatchesHaveTheThirteenthPower() {
		try (VisionTransformer network = transformer(12)) {
			final String told = settings(Map.of("layerdecay", 0.65, "headrate", 1e-3)).describeRates(network);
			assertTrue(told.contains("head is trained at a rate of 0.00100") && told.contains("the first at 3.70e-06"), told);
			assertEquals("", settings(Map.of()).describeRates(network));
		}
	}

	@Test
	void convolutionalNetworksHaveStages() {
		for (final String name : List.of(Networks.RESNET18, Networks.DENSENET121))
			try (ImageNetwork network = Networks.empty(name, Device.cpu(), 1, 2)) {
				assertEquals(5, network.layers(), name);
				final Map<Integer, Integer> counts = new TreeMap<>();
				int before = 0;
				for (final String parameter : network.named().keySet()) {
					final int layer = network.layer(parameter);
					assertTrue(layer >= before, parameter);
					before = layer;
					counts.merge(layer, 1, Integer::sum);
					assertEquals(parameter.startsWith(network.headPrefix()), layer == 5, parameter);
				}
				assertEquals(List.of(0, 1, 2, 3, 4, 5), List.copyOf(counts.keySet()));
				assertEquals(2, counts.get(5));
				network.requireGradient(true);
				final List<ParameterGroup> groups = settings(Map.of("layerdecay", 0.5, "headrate", 1)).groups(network, 9);
				assertEquals(12, groups.size());
				assertEquals(Math.pow(0.5, 5), groups.get(0).rate().rate(3));
			}
		try (ImageNetwork unknown = new TinyNetwork(1)) {
			final SteppedTrainingSettings settings = settings(Map.of("layerdecay", 0.5));
			final String message = assertThrows(SonoflowException.Input.class, () -> settings.describeRates(unknown)).getMessage();
			assertTrue(message.contains("layerdecay=0.5"), message);
		}
	}

	@Test
	void aBackboneRateBesideLayerDecayIsRefused() {
		final SteppedTrainingSettings settings = new SteppedTrainingSettings();
		settings.set(Map.of("layerdecay", 0.65, "backbonerate", 1e-4));
		final String message = assertThrows(SonoflowException.Input.class, settings::check).getMessage();
		assertTrue(message.contains("backbonerate=1.0E-4") && message.contains("layerdecay=0.65"), message);
	}

	/** The plain recipe is what it was: two groups, at their rates in every step. */
	@Test
	void defaultsAreThePlainRecipe() {
		try (ImageNetwork network = new TinyNetwork(1)) {
			network.requireGradient(true);
			final List<ParameterGroup> groups = settings(Map.of("backbonerate", 2e-3, "headrate", 3e-3, "decay", 0.1)).groups(network,
				100);
			assertEquals(2, groups.size());
			assertEquals(Set.of("fc.weight", "fc.bias"), groups.get(1).parameters().keySet());
			for (final long step : new long[] { 0, 1, 99 }) {
				assertEquals(2e-3, groups.get(0).rate().rate(step));
				assertEquals(3e-3, groups.get(1).rate().rate(step));
			}
			assertEquals(0.1, groups.get(0).decay());
		}
	}

	/** The reference sets its rate before every step; ours counts steps of the optimiser, so where it accumulates every n-th. */
	@Tag(Fixtures.TAG)
	@Test
	void scheduleIsTheReferences() {
		int checked = 0;
		for (final JsonElement each : Fixtures.json("vit_extras", "lr_schedule").getAsJsonArray("schedules")) {
			final JsonObject one = each.getAsJsonObject();
			final double accumulate = one.get("accum_iter").getAsInt();
			final double perEpoch = one.get("steps_per_epoch").getAsInt() / accumulate;
			final double warm = one.get("warmup_epochs").getAsDouble() * perEpoch;
			if (warm != Math.rint(warm)) continue;
			final double base = one.get("lr").getAsDouble();
			final RateSchedule falling = RateSchedule.cosine(base, one.get("min_lr").getAsDouble(), Math.round(one.get("epochs")
				.getAsInt() * perEpoch - warm));
			final RateSchedule own = warm == 0 ? falling : RateSchedule.warmUpFromZero(base, (long) warm, falling);
			for (final JsonElement value : one.getAsJsonArray("values")) {
				final JsonArray row = value.getAsJsonArray();
				assertEquals(row.get(2).getAsDouble(), own.rate((long) (row.get(0).getAsInt() / accumulate)), 1e-12 * base);
				checked++;
			}
		}
		assertTrue(checked > 10);
	}

	@Test
	void ratesRiseOnceAndNeverAgain() {
		for (final String schedule : List.of("constant", "cosine"))
			for (final double warmup : new double[] { 0, 0.1, 0.25, 0.9 })
				for (final int steps : new int[] { 1, 2, 7, 40 }) {
					final SteppedTrainingSettings settings = settings(Map.of("schedule", schedule, "warmup", warmup, "steps", steps));
					final long rising = settings.recipe.rising(steps);
					final RateSchedule rate = settings.recipe.rates(1, settings.steps(1000));
					assertEquals(rising == 0 ? 1 : 0, rate.rate(0));
					assertEquals(1, rate.rate(rising), 1e-15);
					for (int step = 1; step < steps; step++) {
						final double change = rate.rate(step) - rate.rate(step - 1);
						assertTrue(step <= rising ? change > 0 : schedule.equals("cosine") ? change < 0 : change == 0, schedule + " " +
							warmup +
							" " + step);
					}
					assertEquals(Math.min(steps - 1, Math.round(warmup * steps)), rising);
				}
	}

	private static final class Killed extends RuntimeException {

		private static final long serialVersionUID = 1;
	}

	/** What is heard of the draws, and the weights at the end. */
	private record Ended(Map<String, float[]> weights, double[] losses, List<Float> heard) {
	}

	private Ended train(final Map<String, ?> values, final int killed) {
		final TrainingCheckpoint checkpoint = killed == 0 ? TrainingCheckpoint.NONE : TrainingCheckpoint.of(folder, "fold1", "key");
		final List<Float> heard = new ArrayList<>();
		final SampleLossListener listener = new SampleLossListener() {

			@Override
			public void drawn(final int epoch, final int[] samples, final float[] losses, final float[] logits) {
				for (int i = 0; i < losses.length; i++) {
					final double own = Math.log(1 + Math.exp(logits[2 * i + 1 - LABELS[samples[i]]] - logits[2 * i + LABELS[samples[i]]]));
					assertEquals(own, losses[i], 1e-5);
					heard.add(losses[i]);
				}
			}
		};
		final Monitor killer = new Monitor() {

			private int asked;

			@Override
			public boolean isCancelled() {
				if (killed > 0 && asked++ == killed) throw new Killed();
				return false;
			}
		};
		try (VisionTransformer network = transformer(2)) {
			final SteppedTrainingSettings settings = settings(values);
			network.dropPath(settings.recipe.droppath);
			final double[] losses = ClassifierTraining.run(network, FILLER, IntStream.range(0, SAMPLES).toArray(), LABELS,
				new ClassifierTraining.Plan(settings, SIZE, Augmentation.none(), 7, 2), new ClassifierTraining.Hooks(listener,
					checkpoint),
				"test", killer).losses();
			final Map<String, float[]> weights = new TreeMap<>();
			network.named().forEach((name, parameter) -> weights.put(name, parameter.getArray().toFloatArray()));
			return new Ended(weights, losses, heard);
		}
	}

	private static final Map<String, Object> RECIPE = Map.of("epochs", 3, "batch", 4, "headrate", 1e-2, "layerdecay", 0.5,
		"schedule", "cosine", "warmup", 0.3, "smoothing", 0.2, "droppath", 0.5);

	/** Killed while the rate rises, at an epoch's end and while it falls, it ends with the bits of one that was not. */
	@Test
	void resumesToTheBit() {
		final Ended whole = train(RECIPE, 0);
		assertEquals(36, whole.heard.size());
		System.setProperty(TrainingCheckpoint.PROPERTY, "0");
		try {
			for (final int killed : new int[] { 1, 3, 3 })
				assertThrows(Killed.class, () -> train(RECIPE, killed));
			final Ended resumed = train(RECIPE, Integer.MAX_VALUE);
			assertTrue(resumed.heard.size() < 36);
			assertArrayEquals(whole.losses, resumed.losses);
			whole.weights.forEach((name, values) -> assertArrayEquals(values, resumed.weights.get(name), name));
		}
		finally {
			System.clearProperty(TrainingCheckpoint.PROPERTY);
		}
	}

	/** Each key changes the training; the losses told are the smoothed ones, those of the draws the plain ones. */
	@Test
	void eachKeyDoesSomething() {
		final Map<String, Object> plain = Map.of("epochs", 2, "batch", 4, "headrate", 1e-2);
		final Ended before = train(plain, 0);
		for (final Map.Entry<String, Object> key : Map.<String, Object>of("smoothing", 0.2, "schedule", "cosine", "warmup", 0.3,
			"layerdecay", 0.5, "droppath", 0.5).entrySet())
		{
			final Map<String, Object> values = new TreeMap<>(plain);
			values.put(key.getKey(), key.getValue());
			final Ended after = train(values, 0);
			assertFalse(Arrays.equals(before.weights.get("blocks.1.mlp.fc1.weight"), after.weights.get("blocks.1.mlp.fc1.weight")), key
				.getKey());
		}
		final Ended smoothed = train(Map.of("epochs", 1, "batch", 12, "headrate", 0, "backbonerate", 0, "smoothing", 0.5), 0);
		final double plainMean = smoothed.heard.stream().mapToDouble(each -> each).average().orElseThrow();
		assertTrue(Math.abs(smoothed.losses[0] - plainMean) > 1e-4);
	}
}
