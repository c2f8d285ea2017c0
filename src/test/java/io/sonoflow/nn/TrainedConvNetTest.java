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
package io.sonoflow.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.cpu.InstructionSet;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.CrossEntropy;
import io.sonoflow.train.GradientNorm;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings of the convolutional classifiers: in another order of memory, and in bfloat16. */
class TrainedConvNetTest {

	private static final int BATCH = 4;

	@BeforeEach
	void start() {
		Torch.threads(1);
		Torch.inference();
	}

	private static NDArray images(final NDManager scope, final int channels, final int size) {
		final float[] data = new float[BATCH * channels * size * size];
		Initializer.normal(data, RandomStream.of(1, "images"), 1);
		return Torch.floats(scope, data, BATCH, channels, size, size);
	}

	/** {@return the losses of so many steps} */
	private static float[] losses(final ImageNetwork network, final Function<NDArray, NDArray> logits, final int steps) {
		network.requireGradient(true);
		final Map<String, NDArray> parameters = new LinkedHashMap<>();
		for (final Map.Entry<String, Parameter> entry : network.named().entrySet())
			if (entry.getValue().getArray().hasGradient()) parameters.put(entry.getKey(), entry.getValue().getArray());
		final float[] losses = new float[steps];
		try (AdamW optimizer = new AdamW(network.manager(), List.of(new ParameterGroup(parameters, RateSchedule.constant(1e-5),
			1e-5))))
		{
			for (int i = 0; i < steps; i++)
				try (NDManager scope = network.manager().newSubManager()) {
					final NDArray images = images(scope, 1, 64);
					final NDArray loss = Torch.withGradient(() -> CrossEntropy.of(logits.apply(images), new int[] { 0, 1, 0, 1 })
						.mean());
					losses[i] = loss.toFloatArray()[0];
					Torch.backward(loss, null);
					optimizer.step();
				}
		}
		return losses;
	}

	/**
	 * The operators that PyTorch's own classes call, all in the usual order. Adam moves a weight as far for a small gradient as for
	 * a large one, and so makes rounding visible, the more the deeper a network is.
	 */
	@ParameterizedTest
	@CsvSource({ Networks.RESNET18 + ", 1e-4", Networks.DENSENET121 + ", 5e-3" })
	void theLossesOfTwentyStepsAreThoseOfTheScript(final String name, final float tolerance) {
		try (ImageNetwork ours = Networks.create(name, Device.cpu(), 1, 2, 3);
				ImageNetwork theirs = Networks.create(name, Device.cpu(), 1, 2, 3);
				ConvNetScript script = new ConvNetScript(theirs))
		{
			final float[] expected = losses(theirs, images -> script.logits(images, true), 20);
			assertTrue(expected[19] < 0.9 * expected[0], "it learns");
			assertArrayEquals(expected, losses(ours, images -> ours.logits(images, true), 20), tolerance);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { Networks.RESNET18, Networks.RESNET50, Networks.DENSENET121 })
	void bfloat16IsOfTrainingPassesOnly(final String name) {
		assumeTrue(InstructionSet.hasBfloat16() || name.equals(Networks.RESNET18), "a CPU without bfloat16 would take minutes");
		try (ImageNetwork network = Networks.create(name, Device.cpu(), 3, 2, 3); NDManager scope = network.manager()
			.newSubManager())
		{
			final NDArray images = images(scope, 1, 64);
			final float[] tested = network.logits(images, false).toFloatArray();
			network.requireGradient(true);
			final float[] exact = network.logits(images, true).toFloatArray();
			network.compute(Precision.BF16);
			final NDArray features = Torch.withGradient(() -> network.features(images, true));
			assertEquals(DataType.FLOAT32, features.getDataType());
			final NDArray half = Torch.withGradient(() -> network.head(network.pool(features)));
			double largest = 0;
			double difference = 0;
			for (int i = 0; i < exact.length; i++) {
				largest = Math.max(largest, Math.abs(exact[i]));
				difference = Math.max(difference, Math.abs(exact[i] - half.toFloatArray()[i]));
			}
			assertTrue(difference > 1e-4 * largest, "it is another precision: " + difference);
			// The last norms are over sixteen values each, and the weights have learned nothing.
			assertTrue(difference < 0.3 * largest, difference + " of " + largest);
			Torch.backward(half, null);
			network.named().forEach((key, parameter) -> {
				assertEquals(DataType.FLOAT32, parameter.getArray().getDataType(), key);
				if (!parameter.getArray().hasGradient()) return;
				try (NDArray gradient = parameter.getArray().getGradient()) {
					assertEquals(DataType.FLOAT32, gradient.getDataType(), key);
					double sum = 0;
					for (final float value : gradient.toFloatArray())
						sum += Math.abs(value);
					assertTrue(sum > 0 && Double.isFinite(sum), key + ": " + sum);
				}
			});
			network.requireGradient(false);
			network.compute(Precision.FP32);
			assertArrayEquals(exact, network.logits(images, true).toFloatArray(), "as before");
			assertFalse(Arrays.equals(tested, network.logits(images, false).toFloatArray()), "statistics have moved");
		}
	}

	/** No command asks a CPU for it, but its operators are there: the way is the one that GPUs go. */
	@Test
	void float16LearnsWithAScaledLoss() {
		try (ImageNetwork network = Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 3); NDManager scope = network.manager()
			.newSubManager())
		{
			final NDArray images = images(scope, 1, 32);
			network.requireGradient(true);
			final Map<String, NDArray> leaves = new LinkedHashMap<>();
			network.named().forEach((name, parameter) -> {
				if (parameter.getArray().hasGradient()) leaves.put(name, parameter.getArray());
			});
			final double[] lengths = new double[2];
			for (final Precision precision : List.of(Precision.FP32, Precision.FP16)) {
				network.compute(precision);
				try (GradientNorm norm = new GradientNorm(network.manager(), leaves.values(), network.precision()); AdamW optimizer =
					new AdamW(network.manager(), List.of(new ParameterGroup(leaves, RateSchedule.constant(0), 0))))
				{
					double length;
					do {
						final NDArray loss = Torch.withGradient(() -> {
							final NDArray logits = network.logits(images, true);
							assertEquals(DataType.FLOAT32, logits.getDataType());
							return CrossEntropy.of(logits, new int[] { 0, 1, 0, 1 }).mean();
						});
						norm.backward(loss);
						length = norm.get();
						assertFalse(norm.isFatal(length), "runs over however it is scaled");
						norm.step(optimizer, length);
					}
					while (!Double.isFinite(length));
					lengths[precision == Precision.FP16 ? 1 : 0] = length;
				}
			}
			assertEquals(lengths[0], lengths[1], 0.05 * lengths[0]);
			assertTrue(lengths[0] != lengths[1], "it is another precision");
		}
	}

	/** Features, heat maps and scores of a network that does not learn. */
	@ParameterizedTest
	@ValueSource(strings = { "bf16", "fp16" })
	void whatDoesNotTrainIsInHalfPrecisionWhereAskedFor(final String name) {
		assumeTrue(InstructionSet.hasBfloat16() || name.equals("fp16"), "a CPU without bfloat16 would take minutes");
		try (ImageNetwork network = Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 3); NDManager scope = network.manager()
			.newSubManager())
		{
			final NDArray images = images(scope, 1, 64);
			final float[] exact = network.features(images, false).toFloatArray();
			final float[] exactStage = network.stage(images, "layer3.1").values().toFloatArray();
			final float[] exactScores = network.logits(images, false).toFloatArray();
			network.infer(Precision.named(name));
			assertEquals(Precision.FP32, network.precision(), "training is not asked");
			near(exact, network.features(images, false).toFloatArray());
			final ImageNetwork.Stage stage = network.stage(images, "layer3.1");
			near(exactStage, stage.values().toFloatArray());
			stage.values().setRequiresGradient(true);
			final NDArray scores = Torch.withGradient(() -> network.logits(stage));
			near(exactScores, scores.toFloatArray());
			Torch.backward(scores, null);
			assertEquals(DataType.FLOAT32, stage.values().getGradient().getDataType());
			assertTrue(stage.values().getGradient().abs().sum().getFloat() > 0);
			near(exactScores, network.logits(network.stage(images, network.stages().get(network.stages().size() - 1)))
				.toFloatArray());
			network.infer(Precision.FP32);
			assertArrayEquals(exact, network.features(images, false).toFloatArray());
		}
	}

	private static void near(final float[] exact, final float[] half) {
		double largest = 0;
		double difference = 0;
		for (int i = 0; i < exact.length; i++) {
			largest = Math.max(largest, Math.abs(exact[i]));
			difference = Math.max(difference, Math.abs(exact[i] - half[i]));
		}
		assertTrue(difference > 0 && difference < 0.03 * largest, difference + " of " + largest);
	}

	@Test
	void whoHasNoBfloat16SaysSo() {
		try (ImageNetwork network = Networks.create(Networks.CBAM_RESNET18, Device.cpu(), 1, 2, 3)) {
			network.compute(Precision.FP32);
			final var error = assertThrows(SonoflowException.Input.class, () -> network.compute(Precision.BF16));
			assertEquals("precision=bf16: cbam-resnet18 computes in float32 only. Use precision=fp32.", error.getMessage());
		}
	}
}
