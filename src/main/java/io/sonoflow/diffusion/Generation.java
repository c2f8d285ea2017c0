package io.sonoflow.diffusion;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.util.Arrays;

/**
 * Generates images in batches and hands each on as soon as it is finished.
 *
 * <pre>
 * Generation generation = new Generation(Samplers.of("dpm++", 0, 0, schedule, Variance.LEARNED_RANGE), network, 2, 64 * 64, 8);
 * generation.run(seed, numbers, classes, monitor, (number, pixels) -&gt; write(number, GreyRange.toBytes(pixels)));
 * </pre>
 *
 * Image i depends on (seed, i), its class and the batch size alone, not on which images are asked for in one run.
 */
public final class Generation {

	/** Takes a finished image. */
	@FunctionalInterface
	public interface Sink {

		/**
		 * @param number of the image
		 * @param image (C, H, W), about in [-1, 1]
		 */
		void accept(long number, double[] image);
	}

	private final Sampler sampler;
	private final NoisePredictor network;
	private final int values;
	private final int batch;

	/**
	 * @param channelFactor what the network gives for each value of an image: 1 = noise, 2 = noise and variance value
	 * @param values of an image, C * H * W
	 * @param batch images at a time, at least 1
	 */
	public Generation(final Sampler sampler, final NoisePredictor network, final int channelFactor, final int values,
		final int batch)
	{
		if (channelFactor < sampler.channelFactor()) throw new SonoflowException.Input(
			"The model predicts the noise only, but the sampler was set up for a model that predicts the variance too.");
		this.sampler = sampler;
		this.network = new FixedBatch(network, batch);
		this.values = values;
		this.batch = batch;
	}

	/**
	 * @param seed of the noise
	 * @param numbers of the wanted images
	 * @param classes of them, or {@link NoisePredictor#NO_CLASS}
	 * @param monitor hears of every step, is asked at every step
	 * @param sink called in the order of the numbers, in this thread
	 * @throws SonoflowException.Cancelled if the monitor says so; the images handed on before are good
	 */
	public void run(final long seed, final long[] numbers, final int[] classes, final Monitor monitor, final Sink sink) {
		final NoiseSource source = NoiseSource.seeded(seed);
		final int batches = (numbers.length + batch - 1) / batch;
		final long total = (long) batches * sampler.steps();
		for (int b = 0; b < batches; b++) {
			final int from = b * batch;
			final int to = Math.min(numbers.length, from + batch);
			final Sampling sampling = new Sampling(sampler, network, source, values, Arrays.copyOfRange(numbers, from, to),
				Arrays.copyOfRange(classes, from, to));
			while (sampling.hasNext()) {
				monitor.checkCancelled();
				sampling.next();
				monitor.progress("generating", (long) b * sampler.steps() + sampling.step(), total);
			}
			for (int n = from; n < to; n++)
				sink.accept(numbers[n], sampling.images()[n - from]);
		}
	}
}
