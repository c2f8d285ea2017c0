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
package io.sonoflow.nn.gan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Npz;
import io.sonoflow.metric.Flicker;
import io.sonoflow.nn.ReferenceResNet;
import io.sonoflow.nn.ResNet;
import io.sonoflow.nn.Torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Parts of adversarial training against the reference's numbers. */
@Tag(Fixtures.TAG)
class GanFixtureTest {

	private static final String TOPIC = "gan";

	private NDManager manager;
	private JsonObject meta;

	@BeforeEach
	void start() {
		Torch.inference();
		manager = Torch.manager(Device.cpu());
		meta = Fixtures.json(TOPIC, "gan");
	}

	@AfterEach
	void stop() {
		manager.close();
	}

	private static double[] doubles(final NDArray array) {
		return array.toType(DataType.FLOAT64, true).toDoubleArray();
	}

	private NDArray array(final Npz npz, final String key) {
		return Torch.floats(manager, npz.get(key).floats(), npz.get(key).shape());
	}

	private void near(final String what, final Npz npz, final NDArray found, final double tolerance) {
		final double[] expected = npz.get(what).doubles();
		Fixtures.assertRelative(what, expected, Arrays.copyOf(doubles(found), expected.length), tolerance);
	}

	private SpectralLayer layer(final JsonObject one, final boolean withBias) {
		final long[] shape = HashFill.shape(one.get("weight_shape"));
		final int iterations = one.get("n_power_iterations").getAsInt();
		if (shape.length == 2) return SpectralLayer.linear(manager, (int) shape[1], (int) shape[0], iterations);
		final int stride = (int) HashFill.shape(one.get("stride"))[0];
		final int padding = (int) HashFill.shape(one.get("padding"))[0];
		return one.get("dim").getAsInt() == 1 ? SpectralLayer.transposed(manager, (int) shape[0], (int) shape[1], (int) shape[2],
			stride, padding, iterations)
			: SpectralLayer.convolution(manager, (int) shape[1], (int) shape[0], (int) shape[2], stride, padding,
				withBias, iterations);
	}

	@Test
	void spectralNormIsTorchs() {
		final Npz npz = Fixtures.npz(TOPIC, "spectral_norm");
		for (final JsonElement element : meta.getAsJsonArray("spectral_norm")) {
			final JsonObject one = element.getAsJsonObject();
			final String key = one.get("key").getAsString() + ".";
			final boolean withBias = npz.all().containsKey(key + "bias");
			final SpectralLayer layer = layer(one, withBias);
			final Map<String, Parameter> named = layer.named();
			assertEquals(withBias, named.containsKey("bias"));
			named.forEach((name, parameter) -> Torch.fill(parameter.getArray(), npz.get(key + name.replaceFirst("weight_([uv])", "$10"))
				.floats()));
			final NDArray x = array(npz, key + "x");
			near(key + "eval_first.out", npz, layer.forward(x, false), 1e-5);
			assertEquals(layer.outputShape(x.getShape()), layer.forward(x, false).getShape());
			for (int step = 1; step <= 3; step++) {
				layer.requireGradient(step == 1);
				final NDArray y = Torch.withGradient(() -> layer.forward(x, true));
				if (step == 1) {
					Torch.backward(y, y.mul(2));
					near(key + "step1.grad_weight_orig", npz, named.get("weight_orig").getArray().getGradient(), 1e-5);
				}
				if (step == 2) continue;
				near(key + "step" + step + ".out", npz, y, 1e-5);
				near(key + "step" + step + ".u", npz, named.get("weight_u").getArray(), 1e-5);
				near(key + "step" + step + ".v", npz, named.get("weight_v").getArray(), 1e-5);
				near(key + "step" + step + ".weight", npz, layer.weight(false), 1e-5);
			}
			near(key + "eval_after.out", npz, layer.forward(x, false), 1e-5);
			assertArrayEquals(npz.get(key + "weight_orig").floats(), named.get("weight_orig").getArray().toFloatArray());
		}
	}

	private PatchDiscriminator discriminator(final JsonObject patches) {
		final JsonObject config = patches.getAsJsonObject("config");
		final PatchDiscriminator network = new PatchDiscriminator(Device.cpu(), config.get("c").getAsInt(), config.get("ndf")
			.getAsInt(), config.get("n_layers").getAsInt(), false);
		patches.add("phase", meta.get("phase"));
		final Map<String, HashFill.Parameter> values = HashFill.parameters(patches, "params");
		assertEquals(values.keySet().stream().sorted().toList(), network.named().keySet().stream().sorted().toList());
		network.named().forEach((name, parameter) -> {
			assertArrayEquals(values.get(name).shape(), parameter.getShape().getShape(), name);
			Torch.fill(parameter.getArray(), values.get(name).data());
		});
		return network;
	}

	private NDArray images(final JsonElement shape, final JsonElement q) {
		final JsonObject input = new JsonObject();
		input.add("shape", shape);
		input.add("q", q);
		return Torch.floats(manager, HashFill.image(input, HashFill.phase(meta)), HashFill.shape(shape));
	}

	@Test
	void discriminatorIsTheReferences() {
		final Npz npz = Fixtures.npz(TOPIC, "patchgan");
		final JsonObject patches = meta.getAsJsonObject("patchgan");
		final JsonElement shape = patches.getAsJsonObject("config").get("shape");
		try (PatchDiscriminator network = discriminator(patches)) {
			assertEquals(patches.get("receptive_field").getAsInt(), network.receptiveField());
			final NDArray real = images(shape, patches.get("real_q"));
			final NDArray fake = images(shape, patches.get("fake_q"));
			assertArrayEquals(HashFill.shape(patches.get("output_shape")), network.outputShape(real.getShape()).getShape());
			near("logits_real", npz, network.forward(real, false), 1e-5);
			near("logits_fake", npz, network.forward(fake, true), 1e-5);
			network.requireGradient(true);
			fake.setRequiresGradient(true);
			Torch.withGradient(() -> {
				Torch.backward(AdversarialLoss.HINGE.discriminator(network.forward(real, true), network.forward(fake, true)), null);
				return null;
			});
			final List<String> kept = Fixtures.matches(npz.all().keySet(), "hinge_d\\.grad\\.(.*)");
			assertFalse(kept.isEmpty());
			for (final String name : kept)
				near("hinge_d.grad." + name, npz, network.named().get(name).getArray().getGradient(), 1e-4);
			for (final JsonElement name : patches.getAsJsonArray("gradients_that_are_0"))
				for (final double value : doubles(network.named().get(name.getAsString()).getArray().getGradient()))
					assertEquals(0, value, 1e-6);
			near("hinge_d.grad_fake", npz, fake.getGradient(), 1e-4);
		}
	}

	@Test
	void gradientOfTheGeneratorReachesTheImage() {
		final Npz npz = Fixtures.npz(TOPIC, "patchgan");
		final JsonObject patches = meta.getAsJsonObject("patchgan");
		try (PatchDiscriminator network = discriminator(patches)) {
			final NDArray fake = images(patches.getAsJsonObject("config").get("shape"), patches.get("fake_q"));
			fake.setRequiresGradient(true);
			Torch.withGradient(() -> {
				Torch.backward(AdversarialLoss.HINGE.generator(network.forward(fake, true)), null);
				return null;
			});
			near("hinge_g.grad_fake_image0", npz, fake.getGradient(), 1e-4);
		}
	}

	@Test
	void lossesAndTheirGradientsAreTheReferences() {
		final Npz npz = Fixtures.npz(TOPIC, "patchgan");
		final JsonObject expected = meta.getAsJsonObject("patchgan").getAsJsonObject("losses");
		for (final AdversarialLoss loss : AdversarialLoss.values())
			for (final boolean judge : new boolean[] { true, false }) {
				final String name = loss + (judge ? "_d" : "_g");
				final NDArray real = array(npz, "logits_real");
				final NDArray fake = array(npz, "logits_fake");
				real.setRequiresGradient(true);
				fake.setRequiresGradient(true);
				Torch.withGradient(() -> {
					final NDArray value = judge ? loss.discriminator(real, fake) : loss.generator(fake);
					assertEquals(expected.get(name + "_float64").getAsDouble(), value.getFloat(), 1e-6, name);
					Torch.backward(value, null);
					return null;
				});
				if (judge) near("loss_grad." + name + ".real", npz, real.getGradient(), 1e-4);
				near("loss_grad." + name + ".fake", npz, fake.getGradient(), 1e-4);
			}
	}

	@Test
	void perceptualLossIsTheReferences() {
		perceptual(array -> array, network -> {}, "grad_x", 1e-5, 1e-3);
		perceptual(array -> array.toType(DataType.FLOAT64, true), network -> network.cast(DataType.FLOAT64), "grad_x_float64", 1e-7,
			1e-9);
	}

	private void perceptual(final UnaryOperator<NDArray> type, final Consumer<ResNet> cast, final String gradient,
		final double tolerance, final double gradientTolerance)
	{
		final JsonObject of = meta.getAsJsonObject("perceptual");
		final Npz npz = Fixtures.npz(TOPIC, "perceptual");
		try (ResNet network = ReferenceResNet.network(1)) {
			cast.accept(network);
			final NDArray x = type.apply(images(of.getAsJsonObject("x").get("shape"), of.getAsJsonObject("x").get("q")));
			final NDArray y = type.apply(images(of.getAsJsonObject("y").get("shape"), of.getAsJsonObject("y").get("q")));
			final List<Double> weights = new ArrayList<>();
			of.getAsJsonArray("weights").forEach(weight -> weights.add(weight.getAsDouble()));
			final List<String> layers = new ArrayList<>();
			of.getAsJsonArray("layers").forEach(layer -> layers.add(layer.getAsString()));
			final PerceptualLoss loss = new PerceptualLoss(network, layers, weights);
			assertEquals(layers, PerceptualLoss.usual(network).layers());
			final List<NDArray> parts = loss.parts(x, y);
			for (int i = 0; i < parts.size(); i++)
				assertEquals(of.getAsJsonArray("per_layer_float64").get(i).getAsDouble() * weights.get(i), doubles(parts.get(i))[0],
					tolerance);
			x.setRequiresGradient(true);
			y.setRequiresGradient(true);
			Torch.withGradient(() -> {
				final NDArray sum = loss.of(x, y);
				assertEquals(of.get("loss_float64").getAsDouble(), doubles(sum)[0], tolerance);
				Torch.backward(sum, null);
				return null;
			});
			near(gradient, npz, x.getGradient(), gradientTolerance);
			assertTrue(Arrays.stream(doubles(y.getGradient())).allMatch(each -> each == 0), "no gradient reaches y");
		}
	}

	private static float[] frame(final NDArray clip, final int index) {
		return clip.get(index).toFloatArray();
	}

	@Test
	void flickerAndConsistencyAreTheReferences() {
		final JsonObject of = meta.getAsJsonObject("flicker");
		final NDArray made = images(of.getAsJsonObject("output").get("shape"), of.getAsJsonObject("output").get("q"));
		final NDArray original = images(of.getAsJsonObject("input").get("shape"), of.getAsJsonObject("input").get("q"));
		final Flicker one = new Flicker();
		final Flicker other = new Flicker();
		final Flicker between = new Flicker();
		for (int t = 0; t < made.getShape().get(0); t++) {
			one.add(frame(made, t));
			other.add(frame(original, t));
			between.add(frame(made, t), frame(original, t));
		}
		assertEquals(of.get("flicker_output").getAsDouble(), one.value(), 1e-6);
		assertEquals(of.get("flicker_input").getAsDouble(), other.value(), 1e-6);
		assertEquals(of.get("temporal_consistency").getAsDouble(), between.value(), 1e-6);
		for (int t = 0; t < one.transitions().size(); t++)
			assertEquals(of.getAsJsonArray("per_transition").get(t).getAsDouble(), one.transitions().get(t), 1e-6);
		made.setRequiresGradient(true);
		Torch.withGradient(() -> {
			final NDArray loss = TemporalConsistency.of(made, original);
			assertEquals(of.get("temporal_consistency").getAsDouble(), loss.getFloat(), 1e-6);
			Torch.backward(loss, null);
			return null;
		});
		near("grad_output_of_temporal_consistency", Fixtures.npz(TOPIC, "flicker"), made.getGradient(), 1e-6);
	}
}
