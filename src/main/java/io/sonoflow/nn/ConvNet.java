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

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.precision.Precision;

import java.util.ArrayList;
import java.util.List;

/**
 * What the convolutional classifiers have in common: grey images for colour stems, the mean over the pixels of the last
 * stage, one linear layer. A subclass adds its layers in PyTorch's order and then calls {@link #end}.
 */
abstract class ConvNet extends Layer implements ImageNetwork {

	/** Weights of a part's kernels up to which its channels are last. */
	private static final long MOST_LAST = 1 << 19;

	private final String architecture;
	private final NDManager manager;
	private final int channels;
	private final int classes;
	private String headName;
	private Linear head;
	private int width;
	private Precision precision = Precision.FP32;
	private Precision inference = Precision.FP32;

	/**
	 * @param architecture its name in {@link Networks}
	 * @param device where the parameters live
	 * @param channels of the images, 1 or 3
	 * @param classes at least 1
	 */
	ConvNet(final String architecture, final Device device, final int channels, final int classes) {
		this.architecture = architecture;
		this.manager = Torch.manager(device);
		this.channels = channels;
		this.classes = classes;
	}

	/**
	 * Adds the head.
	 *
	 * @param name PyTorch's
	 * @param features channels of the last stage
	 */
	final void end(final String name, final int features) {
		headName = name;
		width = features;
		head = child(name, new Linear(manager, features, classes));
	}

	/** {@return whether all its layers can be in half precision} */
	abstract boolean hasHalf();

	@Override
	public final void compute(final Precision value) {
		if (!hasHalf()) ImageNetwork.super.compute(value);
		precision = value;
		all(Conv2d.class).forEach(convolution -> convolution.compute(value));
	}

	@Override
	public final Precision precision() {
		return precision;
	}

	@Override
	public final void infer(final Precision value) {
		if (!hasHalf()) ImageNetwork.super.infer(value);
		inference = value;
		all(Conv2d.class).forEach(convolution -> convolution.infer(value));
	}

	@Override
	public final Precision inference() {
		return inference;
	}

	private boolean isHalf(final boolean training) {
		return (training ? precision : inference) != Precision.FP32;
	}

	private NDArray half(final NDArray x, final boolean training) {
		return Operators.half(x, training ? precision : inference);
	}

	/**
	 * {@return what the first convolution receives: a second handle of the images, three times repeated where they are grey and the
	 * network is not, in the order and the numbers of this pass}
	 */
	final NDArray begin(final NDArray images, final boolean training) {
		final NDArray ordered = isLast(training) ? Operators.last(repeatGrey(images)) : repeatGrey(images);
		if (!isHalf(training)) return ordered;
		try (ordered) {
			return half(ordered, training);
		}
	}

	/** Explanations look at what lies between layers, and so find it in the usual order. */
	private boolean isLast(final boolean training) {
		return training && Operators.prefersLast(manager.getDevice());
	}

	/**
	 * With channels last PyTorch makes the gradients of kernels in that order, too, and adds them to the parameters' in theirs: of
	 * small kernels on many places that costs little, of large ones on few places more than was won.
	 */
	private static boolean isHeavy(final Part part) {
		return part.layer.all(Conv2d.class).mapToLong(Conv2d::spread).sum() > MOST_LAST;
	}

	@Override
	public final NDArray features(final NDArray images, final boolean training) {
		NDArray y = stem(images, training);
		boolean last = isLast(training);
		for (final Part part : parts()) {
			if (last && isHeavy(part)) {
				y = Operators.plain(y);
				last = false;
			}
			y = then(y, part.layer, training);
		}
		final NDArray ordered = last ? Operators.plain(y) : y;
		return isHalf(training) ? Operators.single(ordered) : ordered;
	}

	private NDArray repeatGrey(final NDArray images) {
		final long given = images.getShape().get(1);
		if (given == channels) return images.reshape(images.getShape());
		if (given == 1) return images.repeat(1, channels);
		throw new IllegalArgumentException("images of " + given + " channels for a network of " + channels);
	}

	/**
	 * A layer that hands on places.
	 *
	 * @param name PyTorch's
	 * @param layer it
	 */
	record Part(String name, Layer layer) {
	}

	/** {@return what the first of the {@link #parts} receives} */
	abstract NDArray stem(NDArray images, boolean training);

	/** {@return the name of what {@link #stem} gives} */
	abstract String writeStem(Program program);

	@Override
	public final String write(final Program program, final String images) {
		String y = writeStem(program);
		for (final Part part : parts())
			y = part.layer.write(program, y);
		return y;
	}

	/** {@return all layers between stem and pooling, in their order} */
	abstract List<Part> parts();

	/** {@return the name among {@link #parts} of a layer, which may have a second name} */
	String part(final String layer) {
		return layer;
	}

	@Override
	public List<String> stages() {
		return parts().stream().map(Part::name).toList();
	}

	private int index(final String layer) {
		final int index = parts().stream().map(Part::name).toList().indexOf(part(layer));
		if (index < 0) throw new IllegalArgumentException("no layer " + layer);
		return index;
	}

	@Override
	public final Stage stage(final NDArray images, final String layer) {
		return new Stage(layer, outputs(images, List.of(layer)).get(0), null);
	}

	@Override
	public final List<NDArray> outputs(final NDArray images, final List<String> layers) {
		final List<Integer> wanted = layers.stream().map(this::index).toList();
		final List<NDArray> outputs = new ArrayList<>();
		NDArray y = stem(images, false);
		for (int i = 0; outputs.size() < wanted.size(); i++) {
			final NDArray x = y;
			y = parts().get(i).layer.forward(x, false);
			if (i == 0 || !wanted.contains(i - 1)) x.close();
			if (wanted.contains(i)) outputs.add(y);
		}
		return isHalf(false) ? outputs.stream().map(Operators::single).toList() : outputs;
	}

	@Override
	public final NDArray logits(final Stage stage) {
		NDArray y = isHalf(false) ? half(stage.values(), false) : stage.values();
		for (final Part part : parts().subList(index(stage.layer()) + 1, parts().size())) {
			final NDArray x = y;
			y = part.layer.forward(x, false);
			if (x != stage.values()) x.close();
		}
		if (y == stage.values()) return head(y, false);
		try (NDArray features = isHalf(false) ? Operators.single(y) : y) {
			return head(features, false);
		}
	}

	private NDArray head(final NDArray features, final boolean training) {
		try (NDArray pooled = pool(features)) {
			return head.forward(pooled, training);
		}
	}

	/**
	 * {@return the stage of a parameter of the backbone, from 1; 0 = the stem}
	 *
	 * @param parameter its name
	 */
	abstract int stage(String parameter);

	/** {@inheritDoc} Layers are the stem, the stages of one resolution each, and the head. */
	@Override
	public final int layers() {
		return 1 + named().keySet().stream().filter(name -> !name.startsWith(headPrefix())).mapToInt(this::stage).max()
			.orElseThrow();
	}

	@Override
	public final int layer(final String parameter) {
		return parameter.startsWith(headPrefix()) ? layers() : stage(parameter);
	}

	@Override
	public final NDArray pool(final NDArray features) {
		return features.getNDArrayInternal().globalAvgPool();
	}

	@Override
	public final NDArray head(final NDArray pooled) {
		return head.forward(pooled, false);
	}

	@Override
	public final NDArray forward(final NDArray x, final boolean training) {
		return logits(x, training);
	}

	@Override
	public final Shape outputShape(final Shape input) {
		return new Shape(input.get(0), classes);
	}

	@Override
	public final String architecture() {
		return architecture;
	}

	@Override
	public final int channels() {
		return channels;
	}

	@Override
	public final int classes() {
		return classes;
	}

	@Override
	public final int width() {
		return width;
	}

	@Override
	public final NDManager manager() {
		return manager;
	}

	@Override
	public final String headPrefix() {
		return headName + ".";
	}

	@Override
	public final void close() {
		manager.close();
	}
}
