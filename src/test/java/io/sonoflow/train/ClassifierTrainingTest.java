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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.metric.Confusion;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTrainingTest {

	private static final int SMALL = 32;
	/** At 32 px the last stage has one pixel, whose batch statistics are too poor to learn on. */
	private static final int LARGE = 48;
	private static final Augmentation AUGMENTATION = Augmentation.published();

	private static ImageCache images;
	private static int[] labels;

	@BeforeAll
	static void write(@TempDir final Path folder) {
		// Several threads would only wait for each other on a busy machine.
		Torch.threads(1);
		final Dataset dataset = Dataset.read(Textures.write(folder, 24, LARGE), Monitor.NONE);
		images = new ImageCache(dataset.samples().stream().map(Sample::image).toList());
		images.check(Monitor.NONE);
		labels = dataset.samples().stream().mapToInt(sample -> sample.label().equals("rough") ? 1 : 0).toArray();
	}

	private static double[] train(final ImageNetwork network, final ClassifierTraining.Plan plan, final Monitor monitor) {
		return ClassifierTraining.run(network, images, IntStream.range(0, 32).toArray(), labels, plan, "test", monitor);
	}

	private static TrainingSettings settings(final int epochs, final int steps, final int batch, final double backbone,
		final double head)
	{
		final SteppedTrainingSettings settings = new SteppedTrainingSettings();
		settings.set(Map.of("epochs", epochs, "steps", steps, "batch", batch, "backbonerate", backbone, "headrate", head));
		return settings;
	}

	private static ClassifierTraining.Plan plan(final int epochs, final int size, final double backbone,
		final double head, final int threads)
	{
		return new ClassifierTraining.Plan(settings(epochs, 0, size == LARGE ? 16 : 6, backbone, head), size, AUGMENTATION, 7,
			threads);
	}

	@Test
	void learnsToTellTexturesApart() {
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 1)) {
			final double[] losses = train(network, plan(8, LARGE, 3e-4, 3e-4, 1), Monitor.NONE);
			assertTrue(losses[7] < 0.5 * losses[0], Arrays.toString(losses));
			final int[] unseen = IntStream.range(32, 48).toArray();
			final int[] predicted = Inference.predictions(Inference.probabilities(network, images, unseen, LARGE, "test",
				Monitor.NONE));
			final int[] truth = Arrays.stream(unseen).map(i -> labels[i]).toArray();
			assertTrue(Confusion.of(truth, predicted, 2).accuracy() > 0.9, Arrays.toString(predicted));
		}
	}

	@Test
	void sameSeedSameBitsWhateverTheLoadersThreads() {
		try (ImageNetwork first = Networks.create("resnet18", Device.cpu(), 1, 2, 1);
				ImageNetwork second = Networks.create("resnet18", Device.cpu(), 1, 2, 1))
		{
			assertArrayEquals(train(first, plan(2, SMALL, 1e-3, 1e-3, 1), Monitor.NONE), train(second, plan(
				2, SMALL, 1e-3, 1e-3, 3), Monitor.NONE));
			first.named().forEach((name, parameter) -> assertArrayEquals(parameter.getArray().toFloatArray(), second.named()
				.get(name).getArray().toFloatArray(), name));
		}
	}

	@Test
	void bodyAndHeadHaveTheirOwnRates() {
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 1)) {
			final float[] body = network.named().get("conv1.weight").getArray().toFloatArray();
			final float[] head = network.named().get("fc.weight").getArray().toFloatArray();
			train(network, plan(1, SMALL, 0, 1e-3, 1), Monitor.NONE);
			assertArrayEquals(body, network.named().get("conv1.weight").getArray().toFloatArray());
			assertFalse(Arrays.equals(head, network.named().get("fc.weight").getArray().toFloatArray()));
			assertFalse(network.named().get("fc.weight").getArray().hasGradient());
		}
	}

	private static ClassifierTraining.Plan byEpochsOrSteps(final int epochs, final int steps) {
		return new ClassifierTraining.Plan(settings(epochs, steps, 6, 1e-3, 1e-3), SMALL, AUGMENTATION, 7, 1);
	}

	/** 32 images in batches of 6 are 6 steps an epoch. */
	@Test
	void asManyStepsAsEpochsHaveGiveTheSameBits() {
		try (ImageNetwork epochs = Networks.create("resnet18", Device.cpu(), 1, 2, 1);
				ImageNetwork steps = Networks.create("resnet18", Device.cpu(), 1, 2, 1))
		{
			assertArrayEquals(train(epochs, byEpochsOrSteps(2, 0), Monitor.NONE), train(steps, byEpochsOrSteps(9, 12),
				Monitor.NONE));
			epochs.named().forEach((name, parameter) -> assertArrayEquals(parameter.getArray().toFloatArray(), steps.named()
				.get(name).getArray().toFloatArray(), name));
		}
		assertEquals(12, settings(2, 0, 6, 0, 0).steps(32));
		assertEquals(12, settings(9, 12, 6, 0, 0).steps(32));
	}

	@Test
	void exactlySoManyStepsAreDoneAndTheLastEpochMayBeAPart() {
		final List<Integer> steps = new ArrayList<>();
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 1)) {
			final double[] losses = ClassifierTraining.run(network, images, IntStream.range(0, 32).toArray(), labels,
				byEpochsOrSteps(1, 8), new ClassifierTraining.Hooks((epoch, samples, values, logits) -> steps.add(epoch),
					TrainingCheckpoint.NONE), "test", Monitor.NONE).losses();
			assertEquals(List.of(0, 0, 0, 0, 0, 0, 1, 1), steps);
			assertEquals(2, losses.length);
			assertTrue(losses[1] > 0);
		}
	}

	@Test
	void divergenceIsAClearError() {
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 1)) {
			final String message = assertThrows(SonoflowException.Input.class, () -> train(network, plan(3,
				SMALL, 1e30, 1e30, 1), Monitor.NONE)).getMessage();
			assertTrue(message.matches("The (loss|gradient) of the training \\(epoch 1\\) became .* in step " +
				"\\d: .* Its images: .*\\.png.*" +
				"backbonerate.*"), message);
		}
	}

	@Test
	void lossesAreToldAndCancellingStops() {
		final List<Double> told = new ArrayList<>();
		final Monitor monitor = new Monitor() {

			@Override
			public void value(final String series, final double x, final double y) {
				told.add(y);
			}

			@Override
			public boolean isCancelled() {
				return told.size() == 1;
			}
		};
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 1)) {
			assertThrows(SonoflowException.Cancelled.class, () -> train(network, plan(3, SMALL, 1e-3, 1e-3, 1), monitor));
		}
		assertEquals(1, told.size());
		assertTrue(told.get(0) > 0);
	}
}
