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

import java.util.stream.IntStream;

/**
 * One batch of images on its way out of the noise, step by step.
 *
 * <pre>
 * Sampling sampling = new Sampling(sampler, network, NoiseSource.seeded(0), 64 * 64, images, classes);
 * while (sampling.hasNext())
 * 	sampling.next();
 * double[][] finished = sampling.images();
 * </pre>
 *
 * Which other images are in the batch has no influence on an image (as far as the network keeps that promise, see
 * {@link Generation}). Not for use by several threads; it uses several itself.
 */
public final class Sampling {

	private final Sampler sampler;
	private final NoisePredictor network;
	private final NoiseSource source;
	private final long[] numbers;
	private final int[] classes;
	private final double[][] x;
	private final double[][] output;
	private final double[][] noise;
	private final Sampler.Update update;
	private int step;

	/**
	 * @param values of an image, C * H * W
	 * @param numbers of the images in the whole run, at least one; noise is drawn by them
	 * @param classes of these images, or {@link NoisePredictor#NO_CLASS}
	 */
	public Sampling(final Sampler sampler, final NoisePredictor network, final NoiseSource source, final int values,
		final long[] numbers, final int[] classes)
	{
		if (numbers.length == 0 || classes.length != numbers.length) throw new IllegalArgumentException(numbers.length +
			" images with " + classes.length + " classes");
		this.sampler = sampler;
		this.network = network;
		this.source = source;
		this.numbers = numbers.clone();
		this.classes = classes.clone();
		x = new double[numbers.length][values];
		output = new double[numbers.length][values * sampler.channelFactor()];
		noise = new double[numbers.length][values];
		update = sampler.start(numbers.length);
		IntStream.range(0, numbers.length).parallel().forEach(n -> source.fill(numbers[n], NoiseSource.START, x[n]));
	}

	/** {@return whether a step is left} */
	public boolean hasNext() {
		return step < sampler.steps();
	}

	/** Asks the network once and takes one step. */
	public void next() {
		network.predict(x, sampler.timestep(step), classes.clone(), output);
		final boolean random = sampler.isRandom(step);
		IntStream.range(0, x.length).parallel().forEach(n -> {
			if (random) source.fill(numbers[n], step + 1, noise[n]);
			update.advance(step, n, x[n], output[n], random ? noise[n] : null);
		});
		step++;
	}

	/** {@return finished steps} */
	public int step() {
		return step;
	}

	/** {@return the images as they are now, each (C, H, W), finished ones about in [-1, 1]; live arrays} */
	public double[][] images() {
		return x;
	}
}
