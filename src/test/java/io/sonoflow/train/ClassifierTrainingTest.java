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
import io.sonoflow.image.Images;
import io.sonoflow.metric.Confusion;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifierTrainingTest {

	private static final int SIZE = 32;
	private static final ClassifierTraining.Rates FAST = new ClassifierTraining.Rates(1e-3, 1e-3, 1e-5);
	/** Flips, so that a wrong key of the random stream would show. */
	private static final ClassifierInput.Augmentation FLIP = (image, random) -> {
		if (!random.chance(0.5)) return image;
		final byte[] pixels = Images.pixels(image).clone();
		for (int i = 0; i < pixels.length / 2; i++) {
			final byte swap = pixels[i];
			pixels[i] = pixels[pixels.length - 1 - i];
			pixels[pixels.length - 1 - i] = swap;
		}
		return Images.bytes(pixels, Images.width(image), Images.height(image));
	};

	private static ImageCache images;
	private static int[] labels;

	@BeforeAll
	static void write(@TempDir final Path folder) {
		final Dataset dataset = Dataset.read(Textures.write(folder, 24, 40), Monitor.NONE);
		images = new ImageCache(dataset.samples().stream().map(Sample::image).toList());
		images.check(Monitor.NONE);
		labels = dataset.samples().stream().mapToInt(sample -> sample.label().equals("rough") ? 1 : 0).toArray();
	}

	private static double[] train(final ImageNetwork network, final int epochs, final int threads,
		final ClassifierTraining.Rates rates, final Monitor monitor)
	{
		final int[] samples = IntStream.range(0, 32).toArray();
		final BalancedSampler sampler = new BalancedSampler(samples, labels, 7);
		try (Batches batches = new Batches(epochs, sampler::epoch, 8, new ClassifierInput(images, SIZE, FLIP, 7), SIZE *
			SIZE, threads))
		{
			return ClassifierTraining.run(network, batches, labels, rates, epochs, "test", monitor);
		}
	}

	@Test
	void learnsToTellTexturesApart() {
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 1)) {
			final double[] losses = train(network, 8, 1, FAST, Monitor.NONE);
			assertTrue(losses[7] < 0.5 * losses[0], Arrays.toString(losses));
			final int[] unseen = IntStream.range(32, 48).toArray();
			final int[] predicted = Inference.predictions(Inference.probabilities(network, images, unseen, SIZE, "test",
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
			assertArrayEquals(train(first, 2, 1, FAST, Monitor.NONE), train(second, 2, 3, FAST, Monitor.NONE));
			first.named().forEach((name, parameter) -> assertArrayEquals(parameter.getArray().toFloatArray(), second.named()
				.get(name).getArray().toFloatArray(), name));
		}
	}

	@Test
	void bodyAndHeadHaveTheirOwnRates() {
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 1)) {
			final float[] body = network.named().get("conv1.weight").getArray().toFloatArray();
			final float[] head = network.named().get("fc.weight").getArray().toFloatArray();
			train(network, 1, 1, new ClassifierTraining.Rates(0, 1e-3, 0), Monitor.NONE);
			assertArrayEquals(body, network.named().get("conv1.weight").getArray().toFloatArray());
			assertFalse(Arrays.equals(head, network.named().get("fc.weight").getArray().toFloatArray()));
			assertFalse(network.named().get("fc.weight").getArray().hasGradient());
		}
	}

	@Test
	void divergenceIsAClearError() {
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 1)) {
			final String message = assertThrows(SonoflowException.Input.class, () -> train(network, 3, 1,
				new ClassifierTraining.Rates(1e30, 1e30, 0), Monitor.NONE)).getMessage();
			assertTrue(message.contains("epoch 1") && message.contains("backbonerate"), message);
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
			assertThrows(SonoflowException.Cancelled.class, () -> train(network, 3, 1, FAST, monitor));
		}
		assertEquals(1, told.size());
		assertTrue(told.get(0) > 0);
	}
}
