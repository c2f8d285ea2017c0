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
package io.sonoflow.diffusion;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Generates images in batches and hands each on as soon as it is finished.
 *
 * <pre>
 * Generation generation = new Generation(Samplers.of("dpm++", 0, 0, schedule, Variance.LEARNED_RANGE), network, 2, 64 * 64, 8);
 * generation.run(NoiseSource.seeded(seed), numbers, classes, monitor, (number, pixels) -&gt; write(number,
 * GreyRange.toBytes(pixels)));
 * </pre>
 *
 * Image i depends on (seed, i), its class and the batch size alone, not on which images are asked for in one run: PyTorch
 * chooses its kernels by the size of a batch and divides it among threads, so the last bits of an image's result depend on
 * that size and on the image's place (measured: the last of 5 with 2 threads), though not on its neighbours. So image i is
 * always at place i % batch of a full batch; those around it that are not wanted cost as much as if they were. Whoever
 * divides the work should divide it by whole batches, i / batch.
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
		if (batch < 1) throw new SonoflowException.Input("batch=" + batch + " is impossible. Use batch=1 or more.");
		if (channelFactor < sampler.channelFactor()) throw new SonoflowException.Input(
			"The model predicts the noise only, but the sampler was set up for a model that predicts the variance too.");
		this.sampler = sampler;
		this.network = network;
		this.values = values;
		this.batch = batch;
	}

	/**
	 * @param source of all noise, asked by the images' numbers
	 * @param numbers of the wanted images, at least 0, ascending; those of one batch are made together
	 * @param classes of them, or {@link NoisePredictor#NO_CLASS}
	 * @param monitor hears of every step, is asked at every step
	 * @param sink called in the order of the numbers, in this thread
	 * @throws SonoflowException.Cancelled if the monitor says so; the images handed on before are good
	 */
	public void run(final NoiseSource source, final long[] numbers, final int[] classes, final Monitor monitor, final Sink sink) {
		for (int n = 1; n < numbers.length; n++)
			if (numbers[n] <= numbers[n - 1]) throw new IllegalArgumentException("numbers that do not ascend");
		final long total = LongStream.of(numbers).map(number -> number / batch).distinct().count() * sampler.steps();
		long done = 0;
		for (int from = 0, to; from < numbers.length; from = to) {
			final long first = numbers[from] / batch * batch;
			to = from + (int) Arrays.stream(numbers, from, numbers.length).takeWhile(number -> number < first + batch).count();
			try (Sampling sampling = new Sampling(sampler, network, source, values, LongStream.range(first, first + batch)
				.toArray(), places(numbers, classes, from, to)))
			{
				while (sampling.hasNext()) {
					monitor.checkCancelled();
					sampling.next();
					monitor.progress("generating", ++done, total);
				}
				final double[][] images = sampling.images();
				for (int n = from; n < to; n++)
					sink.accept(numbers[n], images[(int) (numbers[n] - first)]);
			}
		}
	}

	/** {@return the class at every place of the batch; where nothing is wanted, that of the first wanted} */
	private int[] places(final long[] numbers, final int[] classes, final int from, final int to) {
		final int[] places = new int[batch];
		Arrays.fill(places, classes[from]);
		for (int n = from; n < to; n++)
			places[(int) (numbers[n] % batch)] = classes[n];
		return places;
	}
}
