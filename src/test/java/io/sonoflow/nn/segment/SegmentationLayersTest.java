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
package io.sonoflow.nn.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Layers of segmenters, against the reference's numbers and by their definitions. */
class SegmentationLayersTest {

	private static final double LAYER = 1e-5;

	private static NDManager manager;
	private static SegmentOperators ops;

	@BeforeAll
	static void start() {
		Torch.inference();
		manager = Torch.manager(Device.cpu());
		ops = new SegmentOperators(manager);
	}

	@AfterAll
	static void stop() {
		manager.close();
	}

	private static NDArray array(final Npz npz, final String name) {
		return Torch.floats(manager, npz.get(name).floats(), npz.get(name).shape());
	}

	private static void fill(final Map<String, Parameter> named, final Npz npz, final String prefix) {
		named.forEach((name, parameter) -> {
			assertArrayEquals(npz.get(prefix + name).shape(), parameter.getShape().getShape(), name);
			Torch.fill(parameter.getArray(), npz.get(prefix + name).floats());
		});
	}

	@Tag(Fixtures.TAG)
	@Test
	void filmIsTheReferences() {
		final Npz npz = Fixtures.npz("segmentation", "film");
		final long[] shape = npz.get("x").shape();
		final Film film = new Film(manager, ops, (int) npz.get("emb").shape()[1], (int) shape[1]);
		final NDArray x = array(npz, "x");
		final NDArray codes = array(npz, "emb");
		assertArrayEquals(x.toFloatArray(), film.forward(x, codes).toFloatArray(), "with its second layer 0 it changes nothing");
		fill(film.named(), npz, "param.");
		film.requireGradient(true);
		x.setRequiresGradient(true);
		final NDArray y = Torch.withGradient(() -> film.forward(x, codes));
		Fixtures.assertClose("out", npz.get("out").floats(), y.toFloatArray(), LAYER);
		Torch.backward(y, y.mul(2));
		Fixtures.assertClose("x", npz.get("grad_x_of_sum_squares").floats(), x.getGradient().toFloatArray(), LAYER);
		film.named().forEach((name, parameter) -> Fixtures.assertClose(name, npz.get("grad." + name).floats(), parameter.getArray()
			.getGradient().toFloatArray(), LAYER));
	}

	@Tag(Fixtures.TAG)
	@Test
	void attentionIsTheReferences() {
		final Npz npz = Fixtures.npz("segmentation", "cbam");
		final long[] shape = npz.get("x").shape();
		final Cbam cbam = new Cbam(manager, ops, (int) shape[1]);
		fill(cbam.named(), npz, "param.");
		final NDArray x = array(npz, "x");
		final NDArray channels = cbam.channels(x);
		Fixtures.assertClose("channels", npz.get("channel_attention").floats(), channels.toFloatArray(), LAYER);
		Fixtures.assertClose("places", npz.get("spatial_attention").floats(), cbam.places(ops.call("scaled", x, channels))
			.toFloatArray(), LAYER);
		Fixtures.assertClose("out", npz.get("out").floats(), cbam.forward(x, false).toFloatArray(), LAYER);
	}

	@Tag(Fixtures.TAG)
	@Test
	void gateIsTheReferences() {
		final Npz npz = Fixtures.npz("segmentation", "gated_fusion");
		final NDArray u = array(npz, "U");
		final NDArray r = array(npz, "R");
		final Fusion fusion = new Fusion(manager, ops, (int) r.getShape().get(1), (int) u.getShape().get(1));
		fusion.named().forEach((name, parameter) -> {
			if (!name.equals("alpha")) Torch.fill(parameter.getArray(), npz.get("param." + name).floats());
		});
		assertArrayEquals(u.toFloatArray(), fusion.forward(u, r).toFloatArray(), "a closed gate lets nothing in");
		final NDArray alpha = fusion.named().get("alpha").getArray();
		Torch.fill(alpha, npz.get("alpha").floats());
		fusion.requireGradient(true);
		final NDArray y = Torch.withGradient(() -> fusion.forward(u, r));
		Fixtures.assertClose("out", npz.get("out").floats(), y.toFloatArray(), LAYER);
		Torch.backward(y, null);
		Fixtures.assertClose("alpha", npz.get("grad_alpha_of_sum").floats(), alpha.getGradient().toFloatArray(), LAYER);
	}

	/** The projection before the resize and after it is the same. */
	@Test
	void featuresOfAnotherSizeAreResized() {
		final Fusion fusion = new Fusion(manager, ops, 3, 2);
		final NDArray r = Torch.floats(manager, HashFill.image(3, 2, 3, 4, 4), 2, 3, 4, 4);
		final NDArray size = Torch.floats(manager, new float[] { 8, 6 }, 2);
		fusion.named().forEach((name, parameter) -> Torch.fill(parameter.getArray(), HashFill.fill(name.length(), parameter
			.getShape().getShape(), "bias", 1)));
		final NDArray u = Torch.floats(manager, HashFill.image(4, 2, 2, 8, 6), 2, 2, 8, 6);
		Fixtures.assertClose("resized", fusion.forward(u, ops.call("resize", r, size)).toFloatArray(), fusion.forward(u, r)
			.toFloatArray(), 1e-6);
	}

	/** By the definition, in double. */
	@Test
	void instanceNormHasMeanAndDeviation() {
		final InstanceNorm2d norm = new InstanceNorm2d(manager, ops, 2);
		Torch.fill(norm.named().get("weight").getArray(), new float[] { 2, 3 });
		Torch.fill(norm.named().get("bias").getArray(), new float[] { 5, 7 });
		final float[] x = HashFill.image(5, 2, 2, 6, 5);
		final float[] expected = new float[x.length];
		for (int plane = 0; plane < 4; plane++) {
			double sum = 0;
			double squares = 0;
			for (int i = 30 * plane; i < 30 * plane + 30; i++)
				sum += x[i] / 30.0;
			for (int i = 30 * plane; i < 30 * plane + 30; i++)
				squares += Math.pow(x[i] - sum, 2) / 30;
			for (int i = 30 * plane; i < 30 * plane + 30; i++)
				expected[i] = (float) ((2 + plane % 2) * (x[i] - sum) / Math.sqrt(squares + 1e-5) + 5 + 2 * (plane % 2));
		}
		Fixtures.assertClose("norm", expected, norm.forward(Torch.floats(manager, x, 2, 2, 6, 5), false).toFloatArray(), 1e-6);
	}

	/** As the sum that it is. */
	@Test
	void transposedConvolutionMakesFourPixelsOfOne() {
		final TransposedConv2d up = new TransposedConv2d(manager, ops, 3, 2);
		final float[] weight = HashFill.fill(1, new long[] { 3, 2, 2, 2 }, "w", 1);
		Torch.fill(up.named().get("weight").getArray(), weight);
		Torch.fill(up.named().get("bias").getArray(), new float[] { 0.5f, -1 });
		final float[] x = HashFill.image(6, 1, 3, 4, 5);
		final float[] expected = new float[2 * 8 * 10];
		for (int o = 0; o < 2; o++)
			for (int y = 0; y < 8; y++)
				for (int k = 0; k < 10; k++) {
					double sum = o == 0 ? 0.5 : -1;
					for (int i = 0; i < 3; i++)
						sum += x[(i * 4 + y / 2) * 5 + k / 2] * (double) weight[((i * 2 + o) * 2 + y % 2) * 2 + k % 2];
					expected[(o * 8 + y) * 10 + k] = (float) sum;
				}
		final NDArray y = up.forward(Torch.floats(manager, x, 1, 3, 4, 5), false);
		assertEquals(List.of(1L, 2L, 8L, 10L), Arrays.stream(y.getShape().getShape()).boxed().toList());
		Fixtures.assertClose("up", expected, y.toFloatArray(), 1e-6);
	}

	/** Twice as large by half-pixel centres: quarters and three quarters, the rim repeated. */
	@Test
	void resizeKeepsPixelCentres() {
		final NDArray x = Torch.floats(manager, new float[] { 0, 4, 8 }, 1, 1, 1, 3);
		final NDArray size = Torch.floats(manager, new float[] { 1, 6 }, 2);
		assertArrayEquals(new float[] { 0, 1, 3, 5, 7, 8 }, ops.call("resize", x, size).toFloatArray(), 1e-6f);
	}
}
