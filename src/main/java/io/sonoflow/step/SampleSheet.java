package io.sonoflow.step;

import io.sonoflow.Monitor;
import io.sonoflow.diffusion.Generation;
import io.sonoflow.diffusion.GreyRange;
import io.sonoflow.diffusion.NoisePredictor;
import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.diffusion.Samplers;
import io.sonoflow.diffusion.Variance;
import io.sonoflow.diffusion.training.UNetNoise;
import io.sonoflow.image.Images;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.report.Sheet;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A few images of a network that is being trained, on one sheet: always from the same noise, so that sheets of different
 * steps show the same images getting better.
 *
 * @param schedule trained on
 * @param count images, at least 1
 * @param seed of the noise
 */
record SampleSheet(NoiseSchedule schedule, int count, long seed) {

	private static final int COLUMNS = 4;
	private static final int CELL = 160;
	/** Images at a time. */
	private static final int BATCH = 4;

	/**
	 * Generates with the fast sampler (dpm++, 20 steps); classes take turns.
	 *
	 * @param network the average
	 * @param title of the sheet
	 * @param monitor asked at each step whether to stop; sees the images
	 */
	void write(final Path png, final UNet network, final String title, final Monitor monitor) {
		final int size = network.config().size();
		final List<String> names = network.config().classes();
		final int[] classes = IntStream.range(0, count).map(i -> names.isEmpty() ? NoisePredictor.NO_CLASS : i % names.size())
			.toArray();
		final boolean learned = network.config().shape().learnedSigma();
		final Generation generation = new Generation(Samplers.of("dpm++", 0, 0, schedule, learned ? Variance.LEARNED_RANGE
			: Variance.FIXED_LARGE), UNetNoise.of(network), learned ? 2 : 1, size * size, Math.min(BATCH, count));
		final Sheet sheet = new Sheet(COLUMNS).cell(CELL).title(title);
		generation.run(seed, IntStream.range(0, count).asLongStream().toArray(), classes, new Quiet(monitor), (number, image) -> {
			final var pixels = Images.bytes(GreyRange.toBytes(image), size, size);
			final int label = classes[(int) number];
			sheet.add(pixels, label == NoisePredictor.NO_CLASS ? "" : names.get(label), Sheet.Frame.NONE);
			if (number == 0) monitor.preview("sample", pixels);
		});
		sheet.write(png);
	}

	/** The sheet is a short stop on the way, whose progress is not that of the training. */
	private record Quiet(Monitor monitor) implements Monitor {

		@Override
		public boolean isCancelled() {
			return monitor.isCancelled();
		}
	}
}
