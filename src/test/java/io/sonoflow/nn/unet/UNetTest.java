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
package io.sonoflow.nn.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The U-Net's forward pass against guided-diffusion's own. */
class UNetTest {

	@BeforeEach
	void noGradient() {
		Torch.inference();
	}

	static Stream<Arguments> answers() {
		return Fixtures.names("unet", "(.*)_io\\.npz").stream().flatMap(name -> Arrays.stream(AttentionOrder.values()).map(
			order -> Arguments.of(name, order)));
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("answers")
	void answersLikeTheOriginal(final String name, final AttentionOrder order) {
		final Npz npz = Fixtures.npz("unet", name + "_io");
		try (UNet network = ReferenceUNet.network(name, order); NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = Torch.floats(manager, npz.get("x").floats(), npz.get("x").shape());
			final NDArray t = manager.create(npz.get("t").longs());
			final NDArray y = npz.all().containsKey("y") ? manager.create(npz.get("y").longs()) : null;
			final NDArray time = network.time().forward(t, false);
			Fixtures.assertClose("time", npz.get("time_embed").floats(), time.toFloatArray(), 1e-5);
			time.close();
			final int before = manager.getManagedArrays().size();
			final NDArray out = network.forward(x, t, y, false);
			assertEquals(before + 1, manager.getManagedArrays().size(), "arrays left over by a forward pass");
			Fixtures.assertClose("out", npz.get("out_" + order.name().toLowerCase(Locale.ROOT) + "_order").floats(), out
				.toFloatArray(), 1e-5);
			assertEquals(out.getShape(), network.getOutputShapes(new Shape[] { x.getShape() })[0]);
		}
	}

	/** {@return the networks of which the set has the names and shapes of all tensors} */
	static List<String> stateDicts() {
		return Fixtures.names("unet", "(.*)\\.json").stream().filter(name -> Fixtures.json("unet", name).has("state_dict"))
			.toList();
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("stateDicts")
	void namesAreTheOriginals(final String name) {
		final JsonObject json = Fixtures.json("unet", name);
		final List<String> names = new ArrayList<>();
		try (UNet network = new UNet(Device.cpu(), ReferenceUNet.config(json, AttentionOrder.LEGACY))) {
			long count = 0;
			for (final JsonElement element : json.getAsJsonArray("state_dict")) {
				final JsonArray entry = element.getAsJsonArray();
				final String tensor = entry.get(0).getAsString();
				names.add(tensor);
				final Shape shape = network.named().get(tensor).getShape();
				assertArrayEquals(HashFill.shape(entry.get(1)), shape.getShape(), tensor);
				count += shape.size();
			}
			assertEquals(names.stream().sorted().toList(), network.named().keySet().stream().sorted().toList());
			assertEquals(json.get("n_params").getAsLong(), count);
		}
	}

	/** What guided-diffusion's own network of these arguments counts. */
	@Test
	void thePublishedNetworkIsAsLargeAsTheOriginal() {
		final UNetConfig published = UNetConfig.builder(256).channels(1).base(128).multipliers(List.of(1.0, 1.0, 2.0, 2.0, 4.0,
			4.0)).blocks(2).attention(List.of(16, 8)).heads(4).headChannels(0).learnedSigma(true).scaleShift(true)
			.residualResampling(false).order(AttentionOrder.LEGACY).build();
		try (UNet network = new UNet(Device.cpu(), published)) {
			assertEquals(456, network.named().size());
			assertEquals(124_049_794, network.named().values().stream().mapToLong(parameter -> parameter.getShape().size()).sum());
		}
	}

	/** Of widths whose embedding the set has; a network's is a multiple of 32. */
	@Tag(Fixtures.TAG)
	@Test
	void wavesOfTime() {
		final Npz npz = Fixtures.npz("unet", "timestep_embedding");
		final List<Integer> widths = Fixtures.matches(npz.all().keySet(), "dim(\\d+)").stream().map(Integer::valueOf).filter(
			width -> width % 32 == 0).toList();
		assertFalse(widths.isEmpty());
		for (final int width : widths)
			try (UNet network = new UNet(Device.cpu(), tiny().base(width).build()); NDManager manager = Torch.manager(Device
				.cpu()))
			{
				final NDArray t = Torch.floats(manager, npz.get("t").floats(), npz.get("t").shape());
				final float[] expected = npz.get("dim" + width).floats();
				final float[] waves = network.time().waves(t).toFloatArray();
				for (int i = 0; i < expected.length; i++)
					// one bit of a frequency, times 999: see TimeEmbedding
					assertEquals(expected[i], waves[i], npz.get("t").floats()[i / width] < 100 ? 5e-6 : 5e-5);
			}
	}

	private static UNetConfig.Builder tiny() {
		return UNetConfig.builder(8).base(32).multipliers(List.of(1.0, 1.0)).blocks(1).attention(List.of(4));
	}

	private static NDArray image(final NDManager manager, final int count, final int side) {
		return Torch.floats(manager, HashFill.image(3, count, 1, side, side), count, 1, side, side);
	}

	@Test
	void aNewNetworkAnswersZero() {
		try (UNet network = UNet.create(Device.cpu(), tiny().classes(List.of("a", "b")).build(), 5);
				UNet again = UNet.create(Device.cpu(), tiny().build(), 5); NDManager manager = Torch.manager(Device.cpu()))
		{
			final NDArray y = network.forward(image(manager, 2, 8), manager.create(new long[] { 3, 900 }), manager.create(
				new long[] { 1, 0 }), false);
			assertArrayEquals(new float[2 * 2 * 64], y.toFloatArray());
			network.named().forEach((name, parameter) -> {
				final float[] values = parameter.getArray().toFloatArray();
				final boolean zero = name.matches("(.*\\.)?(out_layers\\.3|proj_out|out\\.2)\\..*") || name.matches(
					".*(layers|norm|out)(\\.0)?\\.bias") && !name.startsWith("time_embed");
				assertEquals(zero, !some(values), name);
				// the classes change nothing else
				if (!name.startsWith("label_emb")) assertArrayEquals(values, again.named().get(name).getArray().toFloatArray());
			});
			final float[] kernel = network.named().get("input_blocks.1.0.in_layers.2.weight").getArray().toFloatArray();
			double squares = 0;
			for (final float value : kernel)
				squares += (double) value * value;
			// uniform within 1 / sqrt(32 * 9): a third of that squared; 9216 values
			assertEquals(1 / 3.0 / (32 * 9), squares / kernel.length, 0.05 / 3.0 / (32 * 9));
		}
	}

	private static boolean some(final float[] values) {
		for (final float value : values)
			if (value != 0) return true;
		return false;
	}

	/** Values as of the reference's formula, so that no layer is zero. */
	static void fill(final UNet network) {
		int p = 0;
		for (final Map.Entry<String, Parameter> entry : network.named().entrySet()) {
			final long[] shape = entry.getValue().getShape().getShape();
			final boolean norm = entry.getValue().getType() == Parameter.Type.GAMMA;
			Torch.fill(entry.getValue().getArray(), HashFill.fill(p++, shape, norm ? "norm" : shape.length > 1 ? "w" : "bias",
				HashFill.PHASE));
		}
	}

	@Test
	void noClassIsTheZeroVector() {
		try (UNet network = new UNet(Device.cpu(), tiny().classes(List.of("a", "b")).build());
				NDManager manager = Torch.manager(Device.cpu()))
		{
			fill(network);
			final NDArray x = image(manager, 1, 8).repeat(0, 3);
			final NDArray t = manager.create(new float[] { 7, 7, 7 });
			final NDArray y = network.forward(x, t, manager.create(new long[] { 0, -1, 1 }), false);
			final NDArray none = network.forward(x, t, null, false);
			Fixtures.assertClose("-1", none.get(1).toFloatArray(), y.get(1).toFloatArray(), 1e-6);
			assertFalse(y.get(0).sub(y.get(1)).abs().max().getFloat() < 1e-3);
			assertFalse(y.get(0).sub(y.get(2)).abs().max().getFloat() < 1e-3);
		}
	}

	@Test
	void dropoutOnlyInTraining() {
		try (UNet network = new UNet(Device.cpu(), tiny().dropout(0.5).build()); NDManager manager = Torch.manager(Device
			.cpu()))
		{
			fill(network);
			final NDArray x = image(manager, 1, 8);
			final NDArray t = manager.create(new float[] { 7 });
			final float[] plain = network.forward(x, t, null, false).toFloatArray();
			assertArrayEquals(plain, network.forward(x, t, null, false).toFloatArray());
			final int before = manager.getManagedArrays().size();
			Torch.seed(1);
			final float[] one = network.forward(x, t, null, true).toFloatArray();
			assertEquals(before + 1, manager.getManagedArrays().size(), "arrays left over by a forward pass");
			final float[] two = network.forward(x, t, null, true).toFloatArray();
			Torch.seed(1);
			assertArrayEquals(one, network.forward(x, t, null, true).toFloatArray());
			assertFalse(Arrays.equals(one, two));
			assertFalse(Arrays.equals(one, plain));
		}
	}

	@Test
	void imagesAndClassesMustFit() {
		try (UNet network = new UNet(Device.cpu(), tiny().build()); NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray t = manager.create(new float[] { 7 });
			assertThrows(IllegalArgumentException.class, () -> network.forward(image(manager, 1, 9), t, null, false));
			assertThrows(IllegalArgumentException.class, () -> network.forward(image(manager, 1, 8), t, t, false));
		}
	}
}
