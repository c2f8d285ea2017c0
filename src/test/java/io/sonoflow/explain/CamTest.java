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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.Npz;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ReferenceResNet;
import io.sonoflow.nn.ResNet;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Grad-CAM, Grad-CAM++ and Score-CAM against the reference. */
class CamTest {

	private static float[] image(final JsonObject meta, final JsonObject input, final int n) {
		final float[] all = HashFill.image(input, HashFill.phase(meta));
		final int size = all.length / (int) HashFill.shape(input.get("shape"))[0];
		return Arrays.copyOfRange(all, n * size, (n + 1) * size);
	}

	private static float[] part(final Npz npz, final String key, final int n) {
		final Npz.Array array = npz.get(key);
		final int size = array.length() / (int) array.shape()[0];
		return Arrays.copyOfRange(array.floats(), n * size, (n + 1) * size);
	}

	private static float[] floats(final double[] values) {
		final float[] result = new float[values.length];
		for (int i = 0; i < values.length; i++)
			result[i] = (float) values[i];
		return result;
	}

	/** The rows and columns that the file keeps of a map: every second, every fourth, ... */
	private static float[] thinned(final Npz npz, final String key, final float[] map, final int side) {
		final int kept = (int) npz.get(key).shape()[2];
		final int step = Math.toIntExact(Math.round((double) side / kept));
		final float[] result = new float[kept * kept];
		for (int i = 0; i < result.length; i++)
			result[i] = map[i / kept * step * side + i % kept * step];
		return result;
	}

	static List<String> gradientMaps() {
		return Fixtures.names("cam", "(gradcams_.*)\\.npz");
	}

	static List<String> scoreMaps() {
		return Fixtures.names("cam", "(scorecam.*)\\.npz");
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("gradientMaps")
	void gradientMapsMatchTheReference(final String name) {
		final Npz npz = Fixtures.npz("cam", name);
		final JsonObject meta = Fixtures.json("cam", "meta");
		final JsonObject input = meta.getAsJsonObject(name).getAsJsonObject("input");
		final long[] shape = HashFill.shape(input.get("shape"));
		final int size = (int) shape[3];
		try (ResNet network = ReferenceResNet.network((int) shape[1])) {
			for (int n = 0; n < shape[0]; n++)
				for (int target = 0; target < npz.get("logits").shape()[1]; target++) {
					final Explainer.Pass pass = Explainer.pass(network, new NetworkImage(image(meta, input, n),
						(int) shape[1], size, size), network.usualStage(), target);
					Fixtures.assertClose("logits", part(npz, "logits", n), pass.logits(), 1e-5);
					if (n == 0) checkActivations(npz, pass);
					check(npz, "gradcam.c" + target, n, size, pass, GradCam.weights(pass.activations(), pass.gradient()), 1e-4);
					check(npz, "gradcampp_score.c" + target, n, size, pass, GradCam.plusPlusWeights(pass.activations(), pass
						.gradient()), 1e-3);
					final float[] map = pass.activations().combine(GradCam.weights(pass.activations(), pass.gradient()));
					assertEquals(npz.get("n_positive.c" + target).longs()[n], IntStream.range(0, map.length).filter(
						i -> map[i] > 0).count());
				}
		}
	}

	/** The file has the first image's maps, or the first of them. */
	private static void checkActivations(final Npz npz, final Explainer.Pass pass) {
		final float[] expected = npz.get("layer4").floats();
		Fixtures.assertClose("layer4", expected, Arrays.copyOf(pass.activations().values(), expected.length), 1e-5);
	}

	private static void check(final Npz npz, final String key, final int n, final int size, final Explainer.Pass pass,
		final double[] weights, final double tolerance)
	{
		Fixtures.assertClose(key + " weights", part(npz, key + ".weights", n), floats(weights), tolerance);
		final float[] map = pass.activations().combine(weights);
		Fixtures.assertClose(key + " map", part(npz, key + ".map", n), map, tolerance);
		final float[] upsampled = pass.activations().upsample(map, size, size);
		Fixtures.assertClose(key + " upsampled", part(npz, key + ".upsampled", n), thinned(npz, key + ".upsampled",
			upsampled, size), tolerance);
		Fixtures.assertClose(key + " normalised", part(npz, key + ".normalised", n), thinned(npz, key + ".normalised",
			Activations.stretch(upsampled), size), 1e-3);
	}

	/** The reference's scores of all masks give its weights and maps; a sample of the scores is computed. */
	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("scoreMaps")
	void scoreMapsMatchTheReference(final String name) {
		final Npz npz = Fixtures.npz("cam", name);
		final JsonObject meta = Fixtures.json("cam", "meta");
		final JsonObject input = meta.getAsJsonObject(meta.has(name) ? name : "scorecam").getAsJsonObject("input");
		final long[] shape = HashFill.shape(input.get("shape"));
		final int size = (int) shape[3];
		final NetworkImage image = new NetworkImage(image(meta, input, input.get("image_index").getAsInt()), (int) shape[1], size,
			size);
		try (ResNet network = ReferenceResNet.network((int) shape[1])) {
			final Explainer.Pass pass = Explainer.pass(network, image, network.usualStage(), Explainer.PREDICTED);
			Fixtures.assertClose("full", npz.get("full_logits").floats(), pass.logits(), 1e-5);
			final float[] nothing = image.logits(network, new float[image.values().length])[0];
			Fixtures.assertClose("baseline", npz.get("baseline_logits").floats(), nothing, 1e-5);
			checkMasks(npz, pass.activations(), size);
			final int[] some = IntStream.range(0, npz.get("constant_maps").length()).filter(k -> k % 16 == 0 || npz.get(
				"constant_maps").bytes()[k] == 1).toArray();
			final float[][] logits = ScoreCam.masked(network, image, pass.activations(), some, Monitor.NONE).logits();
			for (int i = 0; i < some.length; i++)
				Fixtures.assertClose("masked " + some[i], part(npz, "masked_logits", some[i]), logits[i], 1e-4);
			checkScoreMaps(npz, pass, nothing, size);
		}
	}

	private static void checkMasks(final Npz npz, final Activations activations, final int size) {
		final byte[] constant = npz.get("constant_maps").bytes();
		for (int k = 0; k < constant.length; k++)
			assertEquals(constant[k] == 1, activations.isConstant(k), "map " + k);
		for (final String key : Fixtures.matches(npz.all().keySet(), "(mask_first.*)"))
			for (int k = 0; k < npz.get(key).shape()[0]; k++)
				Fixtures.assertClose("mask " + k, part(npz, key, k), thinned(npz, key, activations.mask(k, size, size), size), 1e-4);
	}

	private static void checkScoreMaps(final Npz npz, final Explainer.Pass pass, final float[] nothing, final int size) {
		final float[][] logits = new float[npz.get("constant_maps").length()][];
		for (int k = 0; k < logits.length; k++)
			logits[k] = part(npz, "masked_logits", k);
		for (int target = 0; target < nothing.length; target++)
			for (final Map.Entry<String, double[]> each : ScoreWeights.of(logits, nothing, target).entrySet()) {
				final String key = each.getKey() + ".c" + target;
				if (each.getKey().equals("logit")) continue;
				final double[] weights = each.getValue();
				Fixtures.assertClose(key + " weights", npz.get(key + ".weights").floats(), floats(weights), 1e-3);
				final float[] map = pass.activations().combine(weights);
				Fixtures.assertClose(key + " map", npz.get(key + ".map").floats(), map, 1e-4);
				final float[] whole = Activations.stretch(pass.activations().upsample(map, size, size));
				Fixtures.assertClose(key + " normalised", npz.get(key + ".normalised").floats(), thinned(npz, key +
					".normalised", whole, size), 1e-3);
			}
	}

	@Test
	void cancellingStopsScoreCam() {
		final Monitor cancelled = new Monitor() {

			@Override
			public boolean isCancelled() {
				return true;
			}
		};
		try (ResNet network = ResNet.resNet18(Device.cpu(), 1, 2)) {
			final Activations activations = new Activations(new float[] { 0, 1, 2, 3 }, 1, 2, 2);
			assertThrows(SonoflowException.Cancelled.class, () -> ScoreCam.masked(network, new NetworkImage(
				new float[32 * 32], 1, 32, 32), activations, new int[] { 0 }, cancelled));
		}
	}

	@Test
	void shareIsTheMapsMassOnTheMask() {
		final HeatMap map = new HeatMap(new float[] { 0, 0.5f, 1, 0.5f }, 2, 2, 0, new double[] { 1, 0 });
		assertEquals(0.75, map.share(new boolean[] { true, true, true, false }), 1e-12);
		assertEquals(0, map.share(new boolean[4]), 0);
		assertTrue(Double.isNaN(new HeatMap(new float[4], 2, 2, 0, new double[] { 1 }).share(new boolean[4])));
	}
}
