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
package io.sonoflow.nn.unet;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.UNetShape;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that makes a U-Net.
 *
 * <pre>
 * UNetConfig published = UNetConfig.builder(256).build();
 * UNetConfig small = UNetConfig.builder(64).base(32).classes(List.of("benign", "malignant")).build();
 * </pre>
 *
 * @param shape what the tensors tell
 * @param size side of the images it was made for, pixels; convolutions do not ask, but its use elsewhere is untried
 * @param heads of each attention layer; not used if headChannels is given
 * @param headChannels channels of each head; 0 = heads are given
 * @param order how queries, keys and values lie
 * @param dropout probability, in training, before the last convolution of each residual block
 * @param classes their labels in the order of the embedding; empty = unconditional
 * @param groups of the group norms; 32 in every diffusion model, of which files say nothing
 */
public record UNetConfig(UNetShape shape, int size, int heads, int headChannels, AttentionOrder order, double dropout,
	List<String> classes, int groups)
{

	/** Number of attention heads of the published models. */
	public static final int DEFAULT_HEADS = 4;

	/**
	 * Copies the labels.
	 *
	 * @throws SonoflowException.Input if no such network can be; the message says which value is wrong
	 */
	public UNetConfig {
		classes = List.copyOf(classes);
		if (classes.size() != shape.classes()) throw new IllegalArgumentException(classes.size() + " labels for " + shape
			.classes() + " classes");
		checkWidths(shape, groups);
		final int divisor = 1 << (shape.widths().size() - 1);
		if (size < divisor || size % divisor != 0) throw wrong("size=" + size, "the network halves it at " + (shape.widths()
			.size() - 1) + " level(s), so it must be divisible by " + divisor);
		for (final int width : attentionWidths(shape)) {
			final String what = headChannels > 0 ? "head channels " + headChannels : "heads=" + heads;
			if (headChannels < 0 || headChannels == 0 && heads < 1) throw wrong(what, "there must be at least 1");
			if (width % (headChannels > 0 ? headChannels : heads) != 0) throw wrong(what, "a layer with attention has " + width +
				" channels, which are divided among the heads");
		}
		if (!(dropout >= 0 && dropout < 1)) throw wrong("dropout=" + dropout, "a probability is wanted, from 0 to below 1");
	}

	/** As of diffusion models: 32 groups. */
	public UNetConfig(final UNetShape shape, final int size, final int heads, final int headChannels,
		final AttentionOrder order, final double dropout, final List<String> classes)
	{
		this(shape, size, heads, headChannels, order, dropout, classes, GroupNorm.GROUPS);
		if (shape.outputs() != shape.channels() && !shape.learnedSigma()) throw wrong(shape.outputs() + " output channels",
			"they must be as many as the image's, or twice as many with variances");
	}

	private static void checkWidths(final UNetShape shape, final int groups) {
		if (shape.channels() < 1) throw wrong(shape.channels() + " channels", "images have at least 1");
		if (shape.outputs() < 1) throw wrong(shape.outputs() + " output channels", "there must be at least 1");
		if (shape.base() < 2 || shape.base() % 2 != 0) throw wrong("base=" + shape.base(), "half of it are cosines of the " +
			"time, half sines, so it must be even");
		if (shape.blocks() < 1) throw wrong("blocks=" + shape.blocks(), "there must be at least 1 a level");
		if (shape.widths().isEmpty()) throw wrong("multipliers", "there must be at least one level");
		for (final int width : shape.widths())
			if (width < groups || width % groups != 0) throw wrong("base=" + shape.base() +
				" with multipliers " + shape.multipliers(), "a level would have " + width + " channels, but each must have a " +
					"multiple of " + groups);
	}

	private static SonoflowException.Input wrong(final String what, final String why) {
		return new SonoflowException.Input(what + " makes no U-Net: " + why + ". Give another value.");
	}

	private static Set<Integer> attentionWidths(final UNetShape shape) {
		final Set<Integer> widths = new TreeSet<>();
		for (int level = 0; level < shape.widths().size(); level++)
			if (shape.attention().contains(1 << level)) widths.add(shape.widths().get(level));
		widths.add(shape.widths().get(shape.widths().size() - 1));
		return widths;
	}

	/** {@return channels in each group of the group norms of the finest level, the last one among them; at least 1} */
	public int channelsPerGroup() {
		return shape.widths().get(0) / groups;
	}

	/** {@return number of heads of an attention layer of so many channels} */
	public int headsAt(final int width) {
		return headChannels > 0 ? width / headChannels : heads;
	}

	/** {@return every number of heads that an attention layer has} */
	Set<Integer> headCounts() {
		final Set<Integer> counts = new TreeSet<>();
		for (final int width : attentionWidths(shape))
			counts.add(headsAt(width));
		return counts;
	}

	/** {@return what height and width of an image must be divisible by} */
	public int divisor() {
		return 1 << (shape.widths().size() - 1);
	}

	/**
	 * @param label a class's name
	 * @return its place
	 * @throws SonoflowException.Input if the network does not know it
	 */
	public int indexOf(final String label) {
		final int index = classes.indexOf(label);
		if (index < 0) throw new SonoflowException.Input("The model has no class \"" + label + "\". " + (classes.isEmpty()
			? "It was trained without classes: leave the class out." : "Its classes are: " + String.join(", ", classes) + "."));
		return index;
	}

	/**
	 * @param size side of the images, pixels
	 * @return guided-diffusion's multipliers for it (improved-diffusion's at 32 px); for a size between, those of the next
	 *         smaller one
	 */
	public static List<Double> defaultMultipliers(final int size) {
		if (size >= 512) return List.of(0.5, 1.0, 1.0, 2.0, 2.0, 4.0, 4.0);
		if (size >= 256) return List.of(1.0, 1.0, 2.0, 2.0, 4.0, 4.0);
		if (size >= 128) return List.of(1.0, 1.0, 2.0, 3.0, 4.0);
		return size >= 64 ? List.of(1.0, 2.0, 3.0, 4.0) : List.of(1.0, 2.0, 2.0, 2.0);
	}

	/**
	 * @param size side of the images, pixels
	 * @return what else is as in the published model: 1 channel, learned variance, base 128, 2 blocks, attention at 16 and 8
	 *         px, 4 heads, scale and shift, convolutions that resample, no dropout, no classes
	 */
	public static Builder builder(final int size) {
		return new Builder(size);
	}

	/** Sets what differs from the published model. */
	public static final class Builder {

		private final int size;
		private int channels = 1;
		private boolean learnedSigma = true;
		private int base = 128;
		private List<Double> multipliers = List.of();
		private int blocks = 2;
		private List<Integer> attention = List.of(16, 8);
		private int heads = DEFAULT_HEADS;
		private int headChannels;
		private AttentionOrder order = AttentionOrder.LEGACY;
		private boolean scaleShift = true;
		private boolean residualResampling;
		private double dropout;
		private List<String> classes = List.of();
		private int outputs;
		private int groups = GroupNorm.GROUPS;

		private Builder(final int size) {
			this.size = size;
		}

		/** @param count channels of the images; default 1 */
		public Builder channels(final int count) {
			channels = count;
			return this;
		}

		/** @param learned whether there are twice as many outputs, for variances; default true */
		public Builder learnedSigma(final boolean learned) {
			learnedSigma = learned;
			return this;
		}

		/** @param count channels of what comes out; default 0 = as {@link #learnedSigma} says */
		public Builder outputs(final int count) {
			outputs = count;
			return this;
		}

		/** @param count groups of the group norms; default 32 */
		public Builder groups(final int count) {
			groups = count;
			return this;
		}

		/** @param width that the multipliers multiply; default 128 */
		public Builder base(final int width) {
			base = width;
			return this;
		}

		/** @param values one a level, finest first; default (and if empty) {@link #defaultMultipliers} */
		public Builder multipliers(final List<Double> values) {
			multipliers = List.copyOf(values);
			return this;
		}

		/** @param count residual blocks a level; default 2 */
		public Builder blocks(final int count) {
			blocks = count;
			return this;
		}

		/** @param sides of the images, in pixels, at which there is attention; default 16, 8 */
		public Builder attention(final List<Integer> sides) {
			attention = List.copyOf(sides);
			return this;
		}

		/** @param count of each attention layer; default 4 */
		public Builder heads(final int count) {
			heads = count;
			return this;
		}

		/** @param width channels of each head, instead of their number; default 0 = their number counts */
		public Builder headChannels(final int width) {
			headChannels = width;
			return this;
		}

		/** @param value default legacy */
		public Builder order(final AttentionOrder value) {
			order = value;
			return this;
		}

		/** @param both whether the embedding scales and shifts; else it is only added; default true */
		public Builder scaleShift(final boolean both) {
			scaleShift = both;
			return this;
		}

		/** @param residual whether residual blocks resample, else convolutions; default false */
		public Builder residualResampling(final boolean residual) {
			residualResampling = residual;
			return this;
		}

		/** @param probability default 0 */
		public Builder dropout(final double probability) {
			dropout = probability;
			return this;
		}

		/** @param labels of the classes; default none */
		public Builder classes(final List<String> labels) {
			classes = List.copyOf(labels);
			return this;
		}

		/**
		 * @return the configuration
		 * @throws SonoflowException.Input if no such network can be; the message says which value is wrong
		 */
		public UNetConfig build() {
			final List<Integer> widths = new ArrayList<>();
			for (final double multiplier : multipliers.isEmpty() ? defaultMultipliers(size) : multipliers)
				widths.add((int) (multiplier * base));
			final int made = outputs > 0 ? outputs : learnedSigma ? 2 * channels : channels;
			return new UNetConfig(new UNetShape(channels, made, base, List.copyOf(widths), blocks, rates(widths.size()), classes
				.size(), scaleShift, residualResampling), size, heads, headChannels, order, dropout, classes, groups);
		}

		/** The original forgets a side that no level has; here it is an error. */
		private Set<Integer> rates(final int levels) {
			final List<Integer> sides = new ArrayList<>();
			for (int level = 0; level < levels; level++)
				sides.add(size >> level);
			final Set<Integer> rates = new TreeSet<>();
			for (final int side : attention) {
				if (!sides.contains(side)) throw new SonoflowException.Input("attention=" + side + " is not possible: at size " +
					size + " the levels have sides of " + sides + " pixels. Give some of these.");
				rates.add(1 << sides.indexOf(side));
			}
			return rates;
		}
	}
}
