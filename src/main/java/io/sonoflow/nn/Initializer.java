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

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.RandomStream;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * First values of a network's parameters, as torchvision draws them: convolutions normal with variance 2 / (channels x
 * kernel area) (He et al., ICCV 2015), the channels being those of the output in a ResNet ("fan out") and of the input in a
 * DenseNet; norms 1 and 0, running statistics 0 and 1, linear layers uniform within 1 / sqrt(inputs), weight and bias (0 in
 * a DenseNet). Each parameter has its own random stream, named after it, so that another class count
 * or number of channels changes no other parameter.
 */
public final class Initializer {

	/** How a parameter's first values are made. */
	@FunctionalInterface
	public interface Rule {

		/**
		 * @param name PyTorch's
		 * @param random the parameter's own stream
		 * @param data zeros, to be filled
		 */
		void fill(String name, RandomStream random, float[] data);
	}

	private Initializer() {
	}

	/**
	 * Fills all parameters of a network.
	 *
	 * @param network of any state
	 * @param seed the same seed gives the same values on every machine
	 */
	public static void fill(final ImageNetwork network, final long seed) {
		fill(network, name -> true, seed);
	}

	/** Fills the head only, e.g. after the rest was loaded. */
	public static void fillHead(final ImageNetwork network, final long seed) {
		fill(network, name -> name.startsWith(network.headPrefix()), seed);
	}

	private static void fill(final ImageNetwork network, final Predicate<String> which, final long seed) {
		final Map<String, Parameter> chosen = new LinkedHashMap<>(network.named());
		chosen.keySet().removeIf(which.negate());
		fill(chosen, seed, network.firstValues());
	}

	/**
	 * Fills parameters by another network's rule, each from its own random stream.
	 *
	 * @param named by PyTorch's name
	 * @param seed the same seed gives the same values on every machine
	 * @param rule makes the values; called in several threads
	 */
	public static void fill(final Map<String, Parameter> named, final long seed, final Rule rule) {
		final List<Map.Entry<String, Parameter>> entries = List.copyOf(named.entrySet());
		// Drawing a hundred million numbers takes seconds of one core: each parameter by itself, and no more of them in
		// memory at once than are being drawn.
		entries.parallelStream().forEach(entry -> {
			Torch.inference();
			final float[] data = new float[Math.toIntExact(entry.getValue().getShape().size())];
			rule.fill(entry.getKey(), RandomStream.of(seed, "initial " + entry.getKey()), data);
			Torch.fill(entry.getValue().getArray(), data);
		});
	}

	/**
	 * @param named all parameters of a ResNet
	 * @return torchvision's rule
	 */
	static Rule resNet(final Map<String, Parameter> named) {
		return (name, random, data) -> {
			final Shape shape = named.get(name).getShape();
			switch (named.get(name).getType()) {
				case WEIGHT -> weight(shape, shape.size() / shape.get(1), random, data);
				case BIAS -> {
					final Shape weight = named.get(name.replaceFirst("bias$", "weight")).getShape();
					uniform(data, random, 1 / Math.sqrt(weight.size() / (double) weight.get(0)));
				}
				default -> constant(name, named.get(name), data);
			}
		};
	}

	/**
	 * @param named all parameters of a DenseNet
	 * @return torchvision's rule
	 */
	static Rule denseNet(final Map<String, Parameter> named) {
		return (name, random, data) -> {
			final Shape shape = named.get(name).getShape();
			switch (named.get(name).getType()) {
				case WEIGHT -> weight(shape, shape.size() / shape.get(0), random, data);
				case BIAS -> Arrays.fill(data, 0);
				default -> constant(name, named.get(name), data);
			}
		};
	}

	private static void weight(final Shape shape, final long fan, final RandomStream random, final float[] data) {
		if (shape.dimension() == 2) uniform(data, random, 1 / Math.sqrt(shape.get(1)));
		else normal(data, random, Math.sqrt(2.0 / fan));
	}

	private static void constant(final String name, final Parameter parameter, final float[] data) {
		switch (parameter.getType()) {
			case GAMMA, RUNNING_VAR -> Arrays.fill(data, 1);
			case BETA, RUNNING_MEAN -> Arrays.fill(data, 0);
			default -> throw new IllegalStateException("no rule for the first values of " + name);
		}
	}

	/** Fills with numbers between -bound and bound. */
	public static void uniform(final float[] data, final RandomStream random, final double bound) {
		for (int i = 0; i < data.length; i++)
			data[i] = (float) random.uniform(-bound, bound);
	}

	/** Fills with normally distributed numbers of mean 0. */
	public static void normal(final float[] data, final RandomStream random, final double deviation) {
		for (int i = 0; i < data.length; i++)
			data[i] = (float) (deviation * random.nextGaussian());
	}
}
