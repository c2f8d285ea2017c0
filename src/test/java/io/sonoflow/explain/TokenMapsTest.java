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
package io.sonoflow.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.Npz;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.vit.Pooling;
import io.sonoflow.nn.vit.ViT;
import io.sonoflow.nn.vit.VisionTransformer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps from a transformer's tokens: against the reference, and the traps that others fell into. */
class TokenMapsTest {

	@BeforeAll
	static void start() {
		Torch.inference();
	}

	private static int side() {
		return ViT.config().get("img").getAsInt();
	}

	private static NetworkImage image(final int n) {
		final int channels = ViT.config().get("c").getAsInt();
		final int length = channels * side() * side();
		return new NetworkImage(Arrays.copyOfRange(ViT.input(), n * length, (n + 1) * length), channels, side(), side());
	}

	private static int images() {
		return ViT.config().get("n").getAsInt();
	}

	private static float[] part(final Npz npz, final String key, final int n) {
		final float[] all = npz.get(key).floats();
		final int size = all.length / images();
		return Arrays.copyOfRange(all, n * size, (n + 1) * size);
	}

	private static float[] floats(final double[] values) {
		final float[] result = new float[values.length];
		for (int i = 0; i < values.length; i++)
			result[i] = (float) values[i];
		return result;
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@ValueSource(strings = { "cls", "pool" })
	void gradientMapsAreTheReferences(final String name) {
		final Npz npz = Fixtures.npz("vit_extras", "gradcams");
		try (VisionTransformer network = ViT.reference(name)) {
			for (int n = 0; n < images(); n++)
				for (int c = 0; c < network.classes(); c++) {
					final Explainer.Pass pass = Explainer.pass(network, image(n), network.usualStage(), c);
					Fixtures.assertClose("A", part(npz, name + ".A", n), pass.activations().values(), 1e-5);
					Fixtures.assertClose("g", part(npz, name + ".grad.c" + c, n), pass.gradient(), 1e-4);
					check(npz, name + ".gradcam.c" + c, n, pass, GradCam.weights(pass.activations(), pass.gradient()), 1e-4);
					check(npz, name + ".gradcampp_score.c" + c, n, pass, GradCam.plusPlusWeights(pass.activations(), pass.gradient()),
						1e-4);
				}
		}
	}

	private static void check(final Npz npz, final String key, final int n, final Explainer.Pass pass, final double[] weights,
		final double tolerance)
	{
		Fixtures.assertClose(key + " weights", part(npz, key + ".weights", n), floats(weights), tolerance);
		final Activations a = pass.activations();
		final float[] map = a.combine(weights);
		Fixtures.assertClose(key + " map", part(npz, key + ".map", n), map, tolerance);
		if (!npz.all().containsKey(key + ".upsampled")) return;
		final float[] upsampled = a.upsample(map, side(), side());
		Fixtures.assertClose(key + " upsampled", part(npz, key + ".upsampled", n), upsampled, tolerance);
		final float[] normalised = new PlaceMap(map, a.height(), a.width(), 0, pass.logits()).stretched(side(), side());
		Fixtures.assertClose(key + " normalised", part(npz, key + ".normalised", n), normalised, 1e-3);
	}

	@Tag(Fixtures.TAG)
	@Test
	void scoreMapsAreTheReferences() {
		final Npz npz = Fixtures.npz("vit_extras", "scorecam");
		try (VisionTransformer network = ViT.reference("cls")) {
			for (int n = 0; n < images(); n++) {
				final NetworkImage image = image(n);
				final Explainer.Pass pass = Explainer.pass(network, image, network.usualStage(), 0);
				final Activations a = pass.activations();
				Fixtures.assertClose("full", part(npz, "full_logits", n), pass.logits(), 1e-5);
				final float[] masks = part(npz, "mask_first2", n);
				for (int k = 0; k < masks.length / image.pixels(); k++)
					Fixtures.assertClose("mask", Arrays.copyOfRange(masks, k * image.pixels(), (k + 1) * image.pixels()), a.mask(k,
						side(), side()), 1e-5);
				final int[] all = a.top(0);
				final ScoreCam.Masked masked = ScoreCam.masked(network, image, a, all, Monitor.NONE);
				final float[][] logits = masked.logits();
				final float[] flat = new float[logits.length * network.classes()];
				for (int i = 0; i < flat.length; i++)
					flat[i] = logits[i / network.classes()][i % network.classes()];
				Fixtures.assertClose("masked", part(npz, "masked_logits", n), flat, 1e-5);
				for (int c = 0; c < network.classes(); c++)
					for (final Map.Entry<String, double[]> each : ScoreWeights.of(logits, masked.nothing(), c).entrySet())
						checkWeighting(npz, n, pass, c, each.getKey(), each.getValue());
			}
		}
	}

	/** The weights, the map, and the maps of the eight most active channels. */
	private static void checkWeighting(final Npz npz, final int n, final Explainer.Pass pass, final int c,
		final String weighting, final double[] weights)
	{
		final String key = weighting + ".c" + c;
		final double tolerance = weighting.equals("logit") ? 1e-4 : 1e-3;
		check(npz, key, n, pass, weights, tolerance);
		for (final String rank : List.of("mean", "max", "std")) {
			final String top = "top8_" + rank;
			final int count = (int) npz.get(top + ".indices").shape()[1];
			final int[] chosen = top(pass.activations(), rank, count);
			final long[] indices = npz.get(top + ".indices").longs();
			assertArrayEquals(Arrays.copyOfRange(indices, n * count, (n + 1) * count), Arrays.stream(chosen).asLongStream()
				.toArray(), top);
			if (!npz.all().containsKey(key + "." + top + ".map")) continue;
			final double[] some = new double[weights.length];
			for (final int k : chosen)
				some[k] = weights[k];
			Fixtures.assertClose(key + top, part(npz, key + "." + top + ".map", n), pass.activations().combine(some), tolerance);
		}
	}

	/** The reference's ranks, which are not ours. */
	private static int[] top(final Activations activations, final String rank, final int count) {
		final int pixels = activations.pixels();
		final double[] activity = IntStream.range(0, activations.channels()).mapToDouble(k -> {
			final DoubleSummaryStatistics all = IntStream.range(k * pixels, (k + 1) * pixels).mapToDouble(i -> activations.values()[i])
				.summaryStatistics();
			final double squares = IntStream.range(k * pixels, (k + 1) * pixels).mapToDouble(i -> Math.pow(activations.values()[i] - all
				.getAverage(), 2)).sum();
			return rank.equals("mean") ? all.getAverage() : rank.equals("max") ? all.getMax() : Math.sqrt(squares / pixels);
		}).toArray();
		return IntStream.range(0, activity.length).boxed().sorted(Comparator.comparingDouble(k -> -activity[k])).limit(count)
			.mapToInt(k -> k).toArray();
	}

	private static double[] one(final int tokens, final int row) {
		final double[] one = new double[tokens];
		one[row] = 1;
		return one;
	}

	/** Of a network that is asked for the mean of its patches no score depends on the last class token. */
	@Tag(Fixtures.TAG)
	@Test
	void rolloutOfTheMeanIsTheMeanOfThePatchesRows() {
		try (VisionTransformer network = ViT.reference("cls")) {
			final float[] ofClass = Rollout.map(network, image(0));
			final List<double[]> matrices = Rollout.matrices(network, image(0));
			final int tokens = ofClass.length + 1;
			final double[] expected = new double[ofClass.length];
			for (int row = 1; row < tokens; row++) {
				final double[] from = Rollout.row(matrices, one(tokens, row));
				for (int i = 0; i < expected.length; i++)
					expected[i] += from[1 + i] / ofClass.length;
			}
			network.pool(Pooling.MEAN);
			final float[] map = Rollout.map(network, image(0));
			Fixtures.assertClose("mean", floats(expected), map, 1e-5);
			assertFalse(Arrays.equals(ofClass, map));
		}
	}

	@Tag(Fixtures.TAG)
	@Test
	void rolloutIsTheReferences() {
		final Npz npz = Fixtures.npz("vit_extras", "vit");
		try (VisionTransformer network = ViT.reference("cls")) {
			for (int n = 0; n < images(); n++) {
				final List<double[]> matrices = Rollout.matrices(network, image(n));
				for (int block = 0; block < matrices.size(); block++) {
					final float[] expected = part(npz, "rollout.after_block" + block, n);
					final int tokens = (int) Math.sqrt(expected.length);
					for (int row = 0; row < tokens; row++)
						Fixtures.assertClose("rollout " + block, Arrays.copyOfRange(expected, row * tokens, (row + 1) * tokens), floats(
							Rollout.row(matrices.subList(0, block + 1), one(tokens, row))), 1e-5);
				}
				final float[] map = Rollout.map(network, image(n));
				Fixtures.assertClose("map", part(npz, "rollout.map", n), map, 1e-5);
				final int grid = (int) npz.get("rollout.map").shape()[1];
				Fixtures.assertClose("normalised", part(npz, "rollout.normalised", n), new PlaceMap(map, grid, grid, 0, new float[1])
					.stretched(side(), side()), 1e-3);
			}
		}
	}

	/** A tiny network with random weights, as a classifier of 16 px. */
	private static Classifier tiny(final Pooling pooling) {
		final VisionTransformer network = ViT.tiny(1);
		network.pool(pooling);
		Initializer.fill(network, 3);
		return new Classifier(network, new ModelConfig(Networks.VIT_TINY16, 1, List.of("a", "b", "c"), 16));
	}

	private static NetworkImage formula(final int q, final int height, final int width) {
		return new NetworkImage(HashFill.image(q, 1, 1, height, width), 1, height, width);
	}

	/** The grid is H/p x W/p, rows first, the class token none of it, whatever the image's sides. */
	@Test
	void theGridIsThatOfTheImage() {
		try (Classifier classifier = tiny(Pooling.CLS); NDManager scope = classifier.network().manager().newSubManager()) {
			final NetworkImage image = formula(1, 24, 8);
			for (final Method method : Method.values()) {
				final PlaceMap map = new Explainer(classifier, method).places(image, 1, Monitor.NONE);
				assertArrayEquals(new int[] { 6, 2, 12 }, new int[] { map.height(), map.width(), map.values().length }, method.key());
				assertEquals(HeatMap.State.OK, map.state(), method.key());
			}
			final ImageNetwork network = classifier.network();
			final Activations a = Explainer.pass(network, image, network.usualStage(), 0).activations();
			final float[] tokens = network.stage(image.array(image.values(), scope), network.usualStage()).values().toFloatArray();
			for (int y = 0; y < 6; y++)
				for (int x = 0; x < 2; x++)
					assertEquals(tokens[(1 + 2 * y + x) * 16 + 5], a.values()[5 * 12 + 2 * y + x]);
		}
	}

	/** What the network says of a layer is so: from a blind one no gradient reaches the patches, from the others one does. */
	@ParameterizedTest
	@EnumSource(Pooling.class)
	void blindLayersAreKnown(final Pooling pooling) {
		try (Classifier classifier = tiny(pooling); NDManager scope = classifier.network().manager().newSubManager()) {
			final ImageNetwork network = classifier.network();
			final NetworkImage image = formula(2, 16, 16);
			for (final String layer : network.stages()) {
				assertFalse(network.isBlind(layer), layer);
				final float[] gradient = Explainer.pass(network, image, layer, 1).gradient();
				for (int place = 0; place < 16; place++)
					assertTrue(gradient[3 * 16 + place] != 0, layer);
				final PlaceMap map = new Explainer(classifier, Method.SCORECAM, layer, 0).places(image, 1, Monitor.NONE);
				assertEquals(HeatMap.State.OK, map.state());
			}
			assertEquals(pooling == Pooling.MEAN, network.stages().contains("blocks.1"));
			assertEquals("blocks.1.norm1", network.usualStage());
			try (NDArray last = network.features(image.array(image.values(), scope), false)) {
				last.setRequiresGradient(true);
				final NDArray logits = Torch.withGradient(() -> network.head(network.pool(last)));
				Torch.backward(logits, null);
				final float[] gradient = last.getGradient().toFloatArray();
				final boolean none = IntStream.range(16, gradient.length).allMatch(i -> gradient[i] == 0);
				assertEquals(pooling == Pooling.CLS, none);
			}
			if (pooling == Pooling.MEAN) return;
			for (final String blind : List.of("blocks.1", "norm", "blocks.1.norm2", "blocks.1.mlp"))
				refused(classifier, Method.GRADCAM, blind, "does not depend on the patches", "layer=blocks.1.norm1");
		}
	}

	private static void refused(final Classifier classifier, final Method method, final String layer, final String... words) {
		final String message = assertThrows(SonoflowException.Input.class, () -> new Explainer(classifier, method, layer, 0))
			.getMessage();
		for (final String word : words)
			assertTrue(message.contains(word), message);
	}

	@Test
	void layersThatAreNoneAreRefused() {
		try (Classifier classifier = tiny(Pooling.CLS)) {
			refused(classifier, Method.SCORECAM, "blocks.2", "blocks.0.norm1, blocks.0, blocks.1.norm1", "auto (blocks.1.norm1)");
			refused(classifier, Method.SCORECAM, "layer4", "Allowed are");
			refused(classifier, Method.ROLLOUT, "blocks.0", "all blocks");
		}
		try (Classifier classifier = new Classifier(Networks.create("resnet18", Device.cpu(), 1, 2, 4), new ModelConfig("resnet18", 1,
			List.of("a", "b"), 64)))
		{
			refused(classifier, Method.ROLLOUT, Explainer.AUTO, "Vision Transformer", "gradcam, gradcam++, scorecam");
			refused(classifier, Method.GRADCAM, "blocks.11.norm1", "layer3.0, layer3.1, layer3, ", "auto (layer4)");
		}
	}

	/** The way over a layer chosen is the way without: same scores, and the stage's name is that of its last block. */
	@ParameterizedTest
	@ValueSource(strings = { "resnet18", "densenet121", "vit-tiny16" })
	void everyLayerLeadsToTheSameScores(final String architecture) {
		try (ImageNetwork network = Networks.create(architecture, Device.cpu(), 1, 3, 4);
				NDManager scope = network.manager().newSubManager())
		{
			final NetworkImage image = formula(3, 64, 64);
			final NDArray x = image.array(image.values(), scope);
			final float[] expected = network.logits(x, false).toFloatArray();
			for (final String layer : network.stages())
				try (ImageNetwork.Stage stage = network.stage(x, layer); NDArray logits = network.logits(stage)) {
					assertArrayEquals(expected, logits.toFloatArray(), 1e-5f, layer);
				}
			assertTrue(network.stages().contains(network.usualStage()));
			if (!architecture.equals("resnet18")) return;
			assertArrayEquals(network.stage(x, "layer3.1").values().toFloatArray(), network.stage(x, "layer3").values().toFloatArray());
		}
	}

	/** A channel without structure masks everything away: mask 0, the score of nothing, never a NaN. */
	@Test
	void aConstantChannelHasMaskZero() {
		try (Classifier classifier = tiny(Pooling.CLS)) {
			final ImageNetwork network = classifier.network();
			final NDArray weight = network.named().get("blocks.1.norm1.weight").getArray();
			final float[] values = weight.toFloatArray();
			values[4] = 0;
			Torch.fill(weight, values);
			final NetworkImage image = formula(4, 16, 16);
			final Activations a = Explainer.pass(network, image, network.usualStage(), 0).activations();
			assertTrue(a.isConstant(4) && !a.isConstant(5));
			assertArrayEquals(new float[256], a.mask(4, 16, 16));
			final float[][] logits = ScoreCam.masked(network, image, a, new int[] { 3, 4, 5 }, Monitor.NONE).logits();
			assertArrayEquals(image.logits(network, new float[256])[0], logits[1]);
			for (final float value : new Explainer(classifier, Method.SCORECAM).places(image, 0, Monitor.NONE).values())
				assertTrue(Float.isFinite(value));
		}
	}

	/** The same map whatever the batch, and no more masked images at once than that. */
	@Test
	void batchesChangeNothing() {
		try (ImageNetwork network = Networks.create(Networks.VIT_TINY16, Device.cpu(), 1, 2, 4)) {
			final NetworkImage image = formula(5, 32, 48);
			final Activations a = Explainer.pass(network, image, network.usualStage(), 0).activations();
			assertEquals(192, a.channels());
			final int[] largest = new int[1];
			final ImageNetwork counting = (ImageNetwork) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ImageNetwork.class }, (proxy, method, arguments) -> {
					if (arguments != null && arguments[0] instanceof NDArray x) largest[0] = Math.max(largest[0], (int) x
						.getShape().get(0));
					try {
						return method.invoke(network, arguments);
					}
					catch (final InvocationTargetException e) {
						throw e.getCause();
					}
				});
			float[] first = null;
			for (final int batch : new int[] { 192, 1, 7, NetworkImage.BATCH }) {
				largest[0] = 0;
				final float[][] logits = ScoreCam.masked(counting, image, a, a.top(0), batch, Monitor.NONE).logits();
				assertTrue(largest[0] <= batch && largest[0] > 0);
				final float[] map = a.combine(ScoreCam.weights(logits, 1, Explainer.weighting(network)));
				if (first == null) first = map;
				Fixtures.assertClose("batch " + batch, first, map, 1e-5);
			}
			largest[0] = 0;
			ScoreCam.masked(counting, image, a, a.top(0), Monitor.NONE);
			assertEquals(NetworkImage.BATCH, largest[0]);
		}
	}

	/** Nothing of an image stays: neither arrays, nor an influence on the next one's map. */
	@ParameterizedTest
	@EnumSource(Method.class)
	void imagesAreForgotten(final Method method) {
		try (Classifier classifier = tiny(Pooling.CLS)) {
			final Explainer explainer = new Explainer(classifier, method);
			final float[] first = explainer.places(formula(6, 16, 16), 2, Monitor.NONE).values();
			final int arrays = classifier.network().manager().getManagedArrays().size();
			final float[] other = explainer.places(formula(7, 24, 16), 2, Monitor.NONE).values();
			assertEquals(arrays, classifier.network().manager().getManagedArrays().size());
			assertFalse(Arrays.equals(first, other));
			assertArrayEquals(first, explainer.places(formula(6, 16, 16), 2, Monitor.NONE).values());
		}
	}

	/** The most active channels are asked for, the others estimated; for convolutions, too. */
	@ParameterizedTest
	@ValueSource(strings = { "vit-tiny16", "resnet18" })
	void topChannels(final String architecture) {
		try (Classifier classifier = new Classifier(Networks.create(architecture, Device.cpu(), 1, 2, 4), new ModelConfig(
			architecture, 1, List.of("a", "b"), 64)))
		{
			final ImageNetwork network = classifier.network();
			final NetworkImage image = formula(8, 64, 64);
			final Activations a = Explainer.pass(network, image, network.usualStage(), 1).activations();
			final int[] top = a.top(5);
			assertEquals(5, top.length);
			final double least = Arrays.stream(top).mapToDouble(k -> a.activity(k)).min().orElseThrow();
			assertEquals(4, IntStream.range(0, a.channels()).filter(k -> a.activity(k) > least).count());
			final ScoreCam.Masked masked = ScoreCam.masked(network, image, a, top, Monitor.NONE);
			final float[][] logits = masked.logits();
			assertArrayEquals(image.logits(network, new float[image.values().length])[0], masked.nothing());
			final float[][] all = EstimatedScores.of(a, top, logits, masked.nothing());
			for (int n = 0; n < top.length; n++)
				assertArrayEquals(logits[n], all[top[n]]);
			final float[] map = a.combine(ScoreCam.weights(all, 1, Explainer.weighting(network)));
			final Explainer explainer = new Explainer(classifier, Method.SCORECAM, Explainer.AUTO, 5);
			assertArrayEquals(map, explainer.places(image, 1, Monitor.NONE).values());
			for (final int count : new int[] { 0, a.channels(), 2 * a.channels() })
				assertEquals(a.channels(), a.top(count).length);
		}
	}

	/** Scores that are linear in the mask are found, up to the ridge; constant channels have the score of nothing. */
	@Test
	void scoresAreEstimated() {
		final int channels = 300;
		final float[] values = HashFill.image(9, 1, channels, 3, 2);
		Arrays.fill(values, 7 * 6, 8 * 6, 2.5f);
		final Activations a = new Activations(values, channels, 3, 2);
		final float[][] truth = new float[channels][];
		for (int k = 0; k < channels; k++) {
			final float[] mask = a.smallMask(k);
			truth[k] = new float[] { 3 * mask[0] - 2 * mask[5] + 1, mask[2] };
		}
		final int[] known = IntStream.range(100, 300).toArray();
		final float[][] all = EstimatedScores.of(a, known, Arrays.copyOfRange(truth, 100, 300), new float[] { -9, -8 });
		assertArrayEquals(new float[] { -9, -8 }, all[7]);
		assertArrayEquals(truth[200], all[200]);
		double error = 0;
		double spread = 0;
		for (int k = 0; k < 100; k++)
			if (k != 7) {
				error += Math.pow(all[k][0] - truth[k][0], 2);
				spread += Math.pow(truth[k][0] - 1.5, 2);
			}
		assertTrue(error < 0.01 * spread, error + " of " + spread);
	}
}
