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
package io.sonoflow.nn.inception;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Against figures of an independent implementation in Python (torch 1.13, float64, modules written after pytorch-fid's
 * description, the input made by torch's interpolate or PIL's resize), the same formula in the weights. Weights that mean
 * something were not at hand.
 */
class InceptionV3Test {

	private static final double TOLERANCE = 1e-5;
	private static final int[] PLACES = { 0, 319, 320, 700, 1087, 1088, 1472, 1855, 1856, 2047 };

	private static Map<String, Tensor> tensors;
	private static InceptionV3 network;

	@BeforeAll
	static void load() {
		Torch.inference();
		Torch.threads(1);
		tensors = FormulaInception.tensors();
		network = InceptionV3.load(StateDict.of(tensors, Map.of()), Device.cpu());
	}

	@AfterAll
	static void close() {
		network.close();
	}

	/** Features, then logits. */
	private static float[][] run(final float[] grey) {
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray x = Torch.floats(scope, grey, 1, 1, InceptionV3.SIZE, InceptionV3.SIZE).repeat(1, 3);
			final NDArray features = network.features(x);
			assertEquals(new Shape(1, InceptionV3.WIDTH), features.getShape());
			return new float[][] { features.toFloatArray(), network.logits(features).toFloatArray() };
		}
	}

	private static float[] input(final Interpolation interpolation, final Normalisation normalisation) {
		final NetworkInput input = new NetworkInput(InceptionV3.SIZE, interpolation, normalisation);
		final float[] grey = new float[input.length()];
		input.write(FormulaInception.image(), grey, 0);
		return grey;
	}

	private static double sum(final float[] values) {
		double sum = 0;
		for (final float value : values)
			sum += value;
		return sum;
	}

	private static double norm(final float[] values) {
		double sum = 0;
		for (final float value : values)
			sum += (double) value * value;
		return Math.sqrt(sum);
	}

	private static void check(final double[] expected, final double largest, final double sum, final double norm,
		final float[] values)
	{
		for (int i = 0; i < PLACES.length && PLACES[i] < values.length; i++)
			assertEquals(expected[i], values[PLACES[i]], TOLERANCE * largest, "value " + PLACES[i]);
		assertEquals(sum, sum(values), TOLERANCE * norm * Math.sqrt(values.length));
		assertEquals(norm, norm(values), TOLERANCE * norm);
	}

	@Test
	void agreesWithPythonOnTheImageOfPytorchFid() {
		final float[] grey = input(Interpolation.BILINEAR, Normalisation.DIFFUSION);
		assertEquals(-508.2751657962799, 3 * sum(grey), 0.02);
		final float[][] found = run(grey);
		check(new double[] { 0.0732304277, 0.0, 0.0346017171, 0.449423829, 0.12822269, 0.0592034164, 0.0111039091,
			0.00271453945, 0.696536131, 0.00116824441 },
			1.497702321, 343.5200319, 12.67033023, found[0]);
		check(new double[] { 0.174393922, 0.0396183354, -0.0117836315, 0.0778403642 },
			0.9144521664, 2.234068107, 8.690947817, found[1]);
	}

	@Test
	void agreesWithPythonOnTheImageOfCleanFid() {
		final float[] grey = input(Interpolation.BICUBIC, Normalisation.INCEPTION);
		assertEquals(-1594.2073216438293, 3 * sum(grey), 0.02);
		assertEquals(-1.0008823871612549, grey[2], 1e-6, "neither rounded nor clipped");
		final float[][] found = run(grey);
		check(new double[] { 0.108945739, 0.0, 0.0594814631, 0.541859108, 0.184182711, 0.073197613, 0.0130257322,
			0.00275131875, 0.823013302, 3.3983537e-05 },
			1.918587337, 421.6667316, 15.56591347, found[0]);
		check(new double[] { 0.224770759, 0.0380586642, -0.0283006926, 0.111949309 },
			1.129827391, 1.57148659, 10.69586262, found[1]);
	}

	@Test
	void theBorderIsLeftOutOfAverages() {
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = manager.ones(new Shape(1, 1, 3, 4));
			assertArrayEquals(x.toFloatArray(), new AveragePool2d(manager).forward(x, false).toFloatArray());
		}
	}

	@Test
	void shapesAreKnownWithoutComputing() {
		final Shape[] shapes = network.getOutputShapes(new Shape[] { new Shape(2, 3, 299, 299) });
		assertArrayEquals(new Shape[] { new Shape(2, 2048) }, shapes);
	}

	@Test
	void itIsRecognised() {
		final Architecture found = Architecture.of(StateDict.of(tensors, Map.of()));
		assertEquals("inception", found.name());
		assertEquals(InceptionV3.CLASSES, found.classes());
		assertEquals(472, tensors.size());
	}

	private static String refusal(final Map<String, Tensor> weights) {
		return assertThrows(SonoflowException.File.class, () -> InceptionV3.load(StateDict.of(weights, Map.of()), Device
			.cpu())).getMessage();
	}

	@Test
	void otherWeightsAreRefusedByName() {
		final Map<String, Tensor> fewer = new LinkedHashMap<>(tensors);
		fewer.remove("Mixed_6c.branch7x7dbl_4.conv.weight");
		assertTrue(refusal(fewer).contains("missing Mixed_6c.branch7x7dbl_4.conv.weight"));
		final Map<String, Tensor> torchvision = new LinkedHashMap<>(tensors);
		torchvision.put("fc.bias", Tensor.of(new float[1000], 1000));
		torchvision.put("AuxLogits.fc.bias", Tensor.of(new float[1000], 1000));
		final String message = refusal(torchvision);
		assertTrue(message.contains("fc.bias [1000] instead of [1008]") && message.contains("AuxLogits.fc.bias"), message);
	}

	@Test
	void countersOfNormsAreNoTensorsOfIt() {
		final Map<String, Tensor> more = new LinkedHashMap<>(tensors);
		more.put("Mixed_5b.branch1x1.bn.num_batches_tracked", Tensor.of(new float[1], 1));
		try (InceptionV3 other = InceptionV3.load(StateDict.of(more, Map.of()), Device.cpu())) {
			assertFalse(other.named().containsKey("Mixed_5b.branch1x1.bn.num_batches_tracked"));
		}
	}
}
