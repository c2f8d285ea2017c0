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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.nn.Parameter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.Npz;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.metric.ImageQuality;
import io.sonoflow.metric.RankCorrelation;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.ReferenceResNet;
import io.sonoflow.nn.ResNet;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of maps against the reference, and by themselves. */
class MapTestsTest {

	private static final String TOPIC = "explain_tests";

	@BeforeAll
	static void start() {
		Torch.inference();
	}

	private static JsonObject meta() {
		return Fixtures.json(TOPIC, "meta");
	}

	private static NetworkImage input(final String name, final int image) {
		final JsonObject input = meta().getAsJsonObject("inputs").getAsJsonObject(name);
		final long[] shape = HashFill.shape(input.get("shape"));
		final float[] all = HashFill.image(input, HashFill.phase(meta()));
		final int length = all.length / (int) shape[0];
		return new NetworkImage(Arrays.copyOfRange(all, image * length, (image + 1) * length), (int) shape[1], (int) shape[2],
			(int) shape[3]);
	}

	@Tag(Fixtures.TAG)
	@Test
	void curvesAreTheReferences() {
		final Npz npz = Fixtures.npz(TOPIC, "causal");
		final float[] kernel = npz.get("kernel").floats();
		final double[] axis = CausalCurves.kernel();
		assertEquals(axis.length * axis.length, kernel.length);
		for (int i = 0; i < kernel.length; i++)
			assertEquals(kernel[i], axis[i / axis.length] * axis[i % axis.length], 1e-7);
		for (final JsonElement each : meta().getAsJsonArray("causal"))
			curves(npz, each.getAsJsonObject());
	}

	private static void curves(final Npz npz, final JsonObject one) {
		final String key = one.get("key").getAsString();
		final NetworkImage image = input(one.get("input").getAsString(), one.get("image").getAsInt());
		final float[] map = npz.get(key + ".map").floats();
		final int step = one.get("step").getAsInt();
		final int target = one.get("class").getAsInt();
		final int[] order = CausalCurves.order(map);
		final long[] first = npz.get(key + ".order_first1000").longs();
		long sum = 0;
		for (int i = 0; i < order.length; i++) {
			if (i < first.length) assertEquals(first[i], order[i], key);
			sum = (sum + (i + 1L) * order[i]) % (1L << 31);
		}
		assertEquals(one.get("order_sum_of_products").getAsLong(), sum, key);
		if (npz.all().containsKey(key + ".blurred")) Fixtures.assertClose("blurred", npz.get(key + ".blurred").floats(), CausalCurves
			.blurred(image), 1e-5);
		try (ResNet network = ReferenceResNet.network(image.channels())) {
			assertEquals(target, Explainer.pass(network, image, network.usualStage(), Explainer.PREDICTED).target());
			final double[] deletion = CausalCurves.deletion(network, image, map, target, step, Monitor.NONE);
			final double[] insertion = CausalCurves.insertion(network, image, map, target, step, Monitor.NONE);
			assertEquals(one.get("n_scores").getAsInt(), deletion.length);
			assertArrayEquals(npz.get(key + ".deletion").doubles(), deletion, 1e-5);
			assertArrayEquals(npz.get(key + ".insertion").doubles(), insertion, 1e-5);
			assertEquals(one.get("deletion_auc").getAsDouble(), CausalCurves.area(deletion), 1e-5);
			assertEquals(one.get("insertion_auc").getAsDouble(), CausalCurves.area(insertion), 1e-5);
		}
	}

	@Tag(Fixtures.TAG)
	@Test
	void pointingIsTheReferences() {
		final Npz npz = Fixtures.npz(TOPIC, "pointing");
		for (final JsonElement each : meta().getAsJsonArray("pointing")) {
			final JsonObject one = each.getAsJsonObject();
			final String key = one.get("key").getAsString();
			final float[] map = npz.get(key + ".map").floats();
			final int width = (int) npz.get(key + ".map").shape()[1];
			final byte[] bytes = npz.get(key + ".mask").bytes();
			final boolean[] mask = new boolean[bytes.length];
			for (int i = 0; i < mask.length; i++)
				mask[i] = bytes[i] != 0;
			assertEquals(one.get("point_y").getAsInt() * width + one.get("point_x").getAsInt(), PointingGame.point(map), key);
			assertEquals(one.get("hit").getAsBoolean(), PointingGame.hit(map, mask, width, 0), key);
			assertEquals(one.get("hit_tolerance_15").getAsBoolean(), PointingGame.hit(map, mask, width, 15), key);
			assertEquals(number(one, "distance_to_mask"), PointingGame.distance(map, mask, width), 1e-9, key);
			final HeatMap heat = new HeatMap(map, width, map.length / width, 0, new double[] { 1 });
			assertEquals(number(one, "energy_mask"), heat.share(mask), 1e-6, key);
		}
	}

	/** JSON has no words for NaN and infinity. */
	private static double number(final JsonObject object, final String key) {
		return Double.parseDouble(object.get(key).getAsString());
	}

	/** Module after module, from the scores to the image, gets other weights. */
	@Tag(Fixtures.TAG)
	@Test
	void randomisationIsTheReferences() {
		final JsonObject settings = meta().getAsJsonObject("randomisation");
		final Npz npz = Fixtures.npz(TOPIC, "randomisation");
		final NetworkImage image = input("1ch", settings.get("image").getAsInt());
		final int target = settings.get("class").getAsInt();
		float[] original = null;
		try (ResNet network = ReferenceResNet.network(1)) {
			for (final JsonElement each : settings.getAsJsonArray("stages")) {
				final JsonObject stage = each.getAsJsonObject();
				randomise(network, stage, settings.get("offset").getAsInt());
				final Explainer.Pass pass = Explainer.pass(network, image, "layer4", target);
				final String key = "s" + stage.get("stage").getAsInt();
				Fixtures.assertClose(key, npz.get(key + ".logits").floats(), pass.logits(), 1e-4);
				final Activations a = pass.activations();
				final float[] map = a.combine(GradCam.weights(a, pass.gradient()));
				final float[] before = npz.get(key + ".gradcam_before_relu").floats();
				for (int i = 0; i < before.length; i++)
					before[i] = Math.max(0, before[i]);
				Fixtures.assertClose(key, before, map, 1e-4);
				final float[] whole = a.upsample(map, image.width(), image.height());
				if (original == null) original = whole;
				assertEquals(number(stage, "spearman_gradcam"), RankCorrelation.spearman(original, whole), 2e-3, key);
				assertEquals(number(stage, "ssim_gradcam"), ssim(original, whole, image), 1e-4, key);
			}
		}
	}

	private static void randomise(final ResNet network, final JsonObject stage, final int offset) {
		final Map<String, HashFill.Parameter> shifted = new LinkedHashMap<>();
		final JsonObject meta = ReferenceResNet.meta();
		int p = 0;
		for (final JsonElement entry : meta.getAsJsonArray("params_1ch")) {
			final var parts = entry.getAsJsonArray();
			final long[] shape = HashFill.shape(parts.get(1));
			shifted.put(parts.get(0).getAsString(), new HashFill.Parameter(shape, HashFill.fill(p++ + offset, shape, parts.get(2)
				.getAsString(), HashFill.phase(meta))));
		}
		for (final JsonElement module : stage.getAsJsonArray("randomised"))
			for (final Map.Entry<String, Parameter> named : network.named().entrySet())
				if (named.getKey().startsWith(module.getAsString() + ".")) Torch.fill(named.getValue().getArray(), shifted.get(named
					.getKey()).data());
	}

	private static double ssim(final float[] a, final float[] b, final NetworkImage size) {
		return ImageQuality.ssim(ArrayImgs.floats(Activations.stretch(a.clone()), size.width(), size.height()), ArrayImgs.floats(
			Activations.stretch(b.clone()), size.width(), size.height()), 1);
	}

	@Tag(Fixtures.TAG)
	@Test
	void rankCorrelationIsTheReferences() {
		final Npz npz = Fixtures.npz(TOPIC, "measures");
		for (final JsonElement each : meta().getAsJsonArray("measures")) {
			final JsonObject one = each.getAsJsonObject();
			final String key = one.get("key").getAsString();
			final double[] a = npz.get(key + ".a").doubles();
			final double[] b = npz.get(key + ".b").doubles();
			assertEquals(number(one, "spearman"), RankCorrelation.spearman(a, b), 1e-9, key);
			assertEquals(number(one, "spearman_of_absolute_values"), RankCorrelation.spearman(Arrays.stream(a).map(Math::abs)
				.toArray(), Arrays.stream(b).map(Math::abs).toArray()), 1e-9, key);
		}
	}

	private static Classifier classifier(final String architecture) {
		return new Classifier(Networks.create(architecture, Device.cpu(), 1, 2, 4), new ModelConfig(architecture, 1, List.of("a",
			"b"), 64));
	}

	/** All methods, networks of both kinds: figures of a map, of the right sides; random weights change the map. */
	@ParameterizedTest
	@EnumSource(Method.class)
	void everyMethodIsTested(final Method method) {
		for (final String architecture : List.of("resnet18", Networks.VIT_TINY16)) {
			if (method == Method.ROLLOUT && architecture.equals("resnet18")) continue;
			try (Classifier classifier = classifier(architecture); Classifier copy = classifier(architecture);
					Classifier another = classifier(architecture))
			{
				final Explainer explainer = new Explainer(classifier, method, Explainer.AUTO, method == Method.SCORECAM ? 8 : 0);
				final MapTests tests = new MapTests(explainer, List.of(copy, another), RandomStream.of(77, "test"));
				final NetworkImage image = new NetworkImage(HashFill.image(3, 1, 1, 64, 64), 1, 64, 64);
				// Of two classes of a network of random weights one has a map.
				final PlaceMap places = IntStream.range(0, 2).mapToObj(c -> explainer.places(image, c, Monitor.NONE)).filter(each -> each
					.state() == HeatMap.State.OK).findFirst().orElseThrow();
				final HeatMap heat = places.heatMap(50, 40);
				final boolean[] mask = new boolean[2000];
				mask[PointingGame.point(heat.values())] = true;
				final MapTests.Result result = tests.of(image, places, heat, mask, Monitor.NONE);
				assertTrue(result.deletion() > 0 && result.deletion() < 1 && result.insertion() > 0 && result.insertion() < 1, "" +
					result);
				assertEquals(1, result.pointing());
				assertTrue(result.energy() > 0 && result.energy() < 0.1, "" + result);
				// The size of each correlation: signs must not cancel.
				final float[] map = places.stretched(64, 64);
				final double[] alike = Stream.of(copy, another).mapToDouble(each -> Math.abs(RankCorrelation.spearman(map, explainer.of(
					each).places(image, places.target(), Monitor.NONE).stretched(64, 64)))).filter(value -> !Double.isNaN(value)).toArray();
				assertEquals(Arrays.stream(alike).average().orElse(Double.NaN), result.sanity(), 1e-9);
				assertTrue(Double.isNaN(result.sanity()) || result.sanity() < 0.9999, architecture + " " + result);
				final MapTests.Result blind = tests.of(image, places, heat, new boolean[2000], Monitor.NONE);
				assertTrue(Double.isNaN(blind.pointing()) && Double.isNaN(blind.energy()) && blind.deletion() == result.deletion());
				assertTrue(Double.isNaN(tests.of(image, places, heat, null, Monitor.NONE).pointing()));
				assertEquals(MapTests.Result.NONE, tests.of(image, new PlaceMap(new float[4], 2, 2, 0, new float[2]), heat, mask,
					Monitor.NONE));
			}
		}
	}

	/** The same weights have the same map: the test can fail. */
	@Test
	void theSameNetworkFailsTheSanityTest() {
		try (Classifier classifier = classifier(Networks.VIT_TINY16)) {
			final Explainer explainer = new Explainer(classifier, Method.GRADCAM);
			final NetworkImage image = new NetworkImage(HashFill.image(3, 1, 1, 64, 64), 1, 64, 64);
			final float[] map = explainer.places(image, 0, Monitor.NONE).stretched(64, 64);
			assertEquals(1, RankCorrelation.spearman(map, explainer.of(classifier).places(image, 0, Monitor.NONE).stretched(64, 64)),
				1e-12);
		}
	}

	/** Where the score hangs on some pixels, the map of these has the smaller deletion and the larger insertion. */
	@Test
	void theRightMapWins() {
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 4)) {
			final float[] pixels = new float[64 * 64];
			final float[] right = new float[64 * 64];
			for (int i = 0; i < pixels.length; i++)
				if (i % 64 < 32 && i / 64 < 32) {
					pixels[i] = 4 * (float) HashFill.u(1, i);
					right[i] = 1;
				}
			final NetworkImage image = new NetworkImage(pixels, 1, 64, 64);
			final int target = Explainer.pass(network, image, "layer4", Explainer.PREDICTED).target();
			final float[] wrong = new float[right.length];
			for (int i = 0; i < right.length; i++)
				wrong[i] = 1 - right[i];
			final double[] scores = CausalCurves.deletion(network, image, right, target, 64, Monitor.NONE);
			final double[] late = CausalCurves.deletion(network, image, wrong, target, 64, Monitor.NONE);
			assertEquals(65, scores.length);
			for (int i = 16; i < 65; i++)
				assertEquals(scores[64], scores[i], 1e-6, "all of it is gone");
			for (int i = 0; i <= 48; i++)
				assertEquals(scores[0], late[i], 1e-6, "nothing is gone");
		}
	}

	@Test
	void cancellingStopsTheCurves() {
		final Monitor cancelled = new Monitor() {

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 4)) {
			assertThrows(SonoflowException.Cancelled.class, () -> CausalCurves.deletion(network, new NetworkImage(new float[1024], 1,
				32, 32), new float[1024], 0, 64, cancelled));
		}
	}

	@Test
	void equalPixelsHaveTheirOrder() {
		assertArrayEquals(new int[] { 2, 5, 4, 1, 3, 0 }, CausalCurves.order(new float[] { -1, 0, 2, -0.5f, -0f, 1 }));
		assertEquals(0.5, CausalCurves.area(new double[] { 1, 0.5, 0 }));
		assertEquals(0, PointingGame.point(new float[] { 1, 0, 1 }));
		assertTrue(Double.isNaN(RankCorrelation.spearman(new double[] { 1, 1 }, new double[] { 1, 2 })));
		assertEquals(-1, RankCorrelation.spearman(new float[] { 1, 5, 7 }, new float[] { 3, 2, -9 }), 1e-12);
	}
}
