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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One batch of images on its way out of the noise, step by step.
 *
 * <pre>
 * try (Sampling sampling = new Sampling(sampler, network, NoiseSource.seeded(0), 64 * 64, images, classes)) {
 * 	while (sampling.hasNext())
 * 		sampling.next();
 * 	double[][] finished = sampling.images();
 * }
 * </pre>
 *
 * Which other images are in the batch has no influence on an image (as far as the network keeps that promise, see
 * {@link Generation}). The images stay where the network is until they are asked for; only noise is brought there, drawn while a
 * GPU computes what it was asked. Not for use by several threads; it uses several itself.
 */
public final class Sampling implements AutoCloseable {

	private final Sampler sampler;
	private final NoisePredictor network;
	private final NoiseSource source;
	private final long[] numbers;
	private final int[] classes;
	private final double[] noise;
	private final NDManager manager;
	private final NDArray x;
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
		noise = new double[numbers.length * values];
		manager = Torch.manager(network.device());
		try {
			x = drawn(NoiseSource.START, manager);
			update = sampler.start(x);
		}
		catch (final RuntimeException e) {
			manager.close();
			throw e;
		}
	}

	/** {@return the noise of all images} */
	private NDArray drawn(final int draw, final NDManager scope) {
		final int values = noise.length / numbers.length;
		IntStream.range(0, numbers.length).parallel().forEach(n -> {
			final double[] own = new double[values];
			source.fill(numbers[n], draw, own);
			System.arraycopy(own, 0, noise, n * values, values);
		});
		return Torch.doubles(scope, noise, numbers.length, values);
	}

	/** {@return whether a step is left} */
	public boolean hasNext() {
		return step < sampler.steps();
	}

	/** Asks the network once and takes one step. In a thread that records no gradients ({@link Torch#inference}). */
	public void next() {
		try (NDManager scope = manager.newSubManager()) {
			x.tempAttach(scope);
			final NDArray output = network.predict(x, sampler.timestep(step), classes.clone());
			final long needed = x.getShape().get(1) * sampler.channelFactor();
			if (output.getShape().get(1) < needed) throw new IllegalArgumentException("the network gives " + output.getShape().get(
				1) + " values an image, the sampler expects " + needed);
			update.advance(step, output, sampler.isRandom(step) ? drawn(step + 1, scope) : null);
		}
		step++;
	}

	/** {@return finished steps} */
	public int step() {
		return step;
	}

	/** {@return the images as they are now, each (C, H, W), finished ones about in [-1, 1]; fetched from where they are} */
	public double[][] images() {
		try (NDArray host = x.toDevice(Device.cpu(), true)) {
			final double[] all = host.toDoubleArray();
			final int values = all.length / numbers.length;
			return IntStream.range(0, numbers.length).mapToObj(n -> Arrays.copyOfRange(all, n * values, (n + 1) * values)).toArray(
				double[][]::new);
		}
	}

	@Override
	public void close() {
		manager.close();
	}
}
