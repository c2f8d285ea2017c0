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
package io.sonoflow.nn.mil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.segment.DelegatingNetwork;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A classifier of clips: a network of images sees each frame, and the frames' vectors or scores become one score. All of it
 * learns, from the label of the clip alone.
 *
 * <pre>
 * try (BagNetwork network = BagNetwork.of(Networks.create("resnet18", device, 1, 4, seed), BagPooling.GATED, 3, 128, seed)) {
 * 	NDArray scores = network.logits(frames, true); // (M, 1, H, W) of one clip to (1, 4)
 * }
 * </pre>
 *
 * Images given to {@link #logits(NDArray, boolean)} are the frames of <em>one</em> clip, and there is one row of scores. Where a
 * clip has more frames than memory, {@link #embed} takes them in batches and {@link #bag} pools what {@code embed} gave. The file
 * of such a network says in its header how it pools.
 */
public final class BagNetwork extends DelegatingNetwork {

	/** Length of the attention's hidden layer where none other is asked for, as published. */
	public static final int USUAL_HIDDEN = 128;

	/**
	 * Keys of a file's header: how frames are pooled, frames of {@link BagPooling#TOP_K}, length of the attention's hidden layer.
	 */
	static final String POOLING = "bagpooling", TOP = "bagtop", HIDDEN = "baghidden";

	/** What the names of the attention's parameters begin with. */
	public static final String PREFIX = "attention";

	private static final int CLIPS = 5;
	private static final int TIME = 2;

	private final BagPooling pooling;
	private final int top;
	private final int hidden;
	private final AttentionPooling attention;

	/**
	 * @param network of images; from now on this one's, which closes it
	 * @param pooling of its vectors or scores
	 * @param top frames of {@link BagPooling#TOP_K}, at least 1
	 * @param hidden length of the attention's hidden layer, at least 1; its parameters are zeros
	 */
	BagNetwork(final ImageNetwork network, final BagPooling pooling, final int top, final int hidden) {
		this(network, pooling, top, hidden, pooling.learns() ? new AttentionPooling(network.manager(), network.width(), hidden,
			pooling == BagPooling.GATED) : null);
	}

	private BagNetwork(final ImageNetwork network, final BagPooling pooling, final int top, final int hidden,
		final AttentionPooling attention)
	{
		super(network);
		if (top < 1 || hidden < 1) throw new IllegalArgumentException("the highest " + top + " frames, a hidden layer of " + hidden);
		this.pooling = pooling;
		this.top = top;
		this.hidden = hidden;
		this.attention = attention;
	}

	/**
	 * @param network of images, with its values; from now on this one's, which closes it
	 * @param pooling of its vectors or scores
	 * @param top frames of {@link BagPooling#TOP_K}, at least 1
	 * @param hidden length of the attention's hidden layer, at least 1
	 * @param seed of the attention's first values
	 */
	public static BagNetwork of(final ImageNetwork network, final BagPooling pooling, final int top, final int hidden,
		final long seed)
	{
		final BagNetwork bag = new BagNetwork(network, pooling, top, hidden);
		if (bag.attention != null) Initializer.fill(bag.attention.named(), seed, bag.firstValues());
		return bag;
	}

	/** {@return the network that sees single images or frames: of a classifier of clips its own, else the one given} */
	public static ImageNetwork frames(final ImageNetwork network) {
		return network instanceof final BagNetwork bag ? bag.ofFrames() : network;
	}

	/**
	 * {@return what the file of a network says that goes on learning how frames are pooled; empty if the weights it starts from
	 *         pool otherwise}
	 *
	 * @param header of those weights
	 */
	public static Map<String, String> continued(final Map<String, String> header, final BagPooling pooling) {
		if (!pooling.toString().equals(header.get(POOLING)) || !header.containsKey(TOP) || !header.containsKey(HIDDEN)) return Map
			.of();
		return Map.of(POOLING, pooling.toString(), TOP, header.get(TOP), HIDDEN, header.get(HIDDEN));
	}

	/** {@return how frames are pooled} */
	public BagPooling pooling() {
		return pooling;
	}

	/** {@return the network that sees single frames, to be explained or frozen; it belongs to this} */
	public ImageNetwork ofFrames() {
		return network();
	}

	@Override
	public ImageNetwork told(final int... organs) {
		final ImageNetwork told = network().told(organs);
		return told == network() ? this : new BagNetwork(told, pooling, top, hidden, attention);
	}

	/**
	 * @param vectors (M, F) of {@link #embed}, of all frames of one clip
	 * @return (1, K): scores of the clip before the softmax
	 */
	public NDArray bag(final NDArray vectors) {
		if (attention == null) try (NDArray scores = head(vectors)) {
			return BagOperators.scores(pooling, top, scores);
		}
		try (NDArray clip = attention.forward(vectors, false)) {
			return head(clip);
		}
	}

	/**
	 * How much each frame counts for the clip: the attention, or, where there is none, the share of the frame in the scores'
	 * gradients.
	 *
	 * @param vectors (M, F) of {@link #embed}, of all frames of one clip
	 * @return M numbers 0..1, their sum 1
	 */
	public double[] weights(final NDArray vectors) {
		if (attention != null) try (NDArray weights = attention.attention(vectors)) {
			return doubles(Torch.read(weights));
		}
		try (NDArray scores = head(vectors); NDArray leaf = scores.stopGradient()) {
			leaf.setRequiresGradient(true);
			Torch.withGradient(() -> {
				try (NDArray clip = BagOperators.scores(pooling, top, leaf); NDArray probabilities = clip.exp()) {
					// The pooled expected class, which every frame moves one way only.
					final float[] numbers = new float[classes()];
					for (int c = 0; c < numbers.length; c++)
						numbers[c] = c;
					try (NDArray weight = Torch.floats(clip.getManager(), numbers, 1, numbers.length)) {
						Torch.backward(probabilities, weight);
					}
				}
				return null;
			});
			try (NDArray gradient = leaf.getGradient()) {
				return shares(Torch.read(gradient), classes());
			}
		}
	}

	private static double[] doubles(final float[] values) {
		final double[] result = new double[values.length];
		for (int i = 0; i < result.length; i++)
			result[i] = values[i];
		return result;
	}

	private static double[] shares(final float[] gradient, final int classes) {
		final double[] shares = new double[gradient.length / classes];
		double sum = 0;
		for (int i = 0; i < gradient.length; i++) {
			shares[i / classes] += Math.abs(gradient[i]);
			sum += Math.abs(gradient[i]);
		}
		for (int i = 0; i < shares.length; i++)
			shares[i] = sum == 0 ? 1.0 / shares.length : shares[i] / sum;
		return shares;
	}

	/** {@inheritDoc} Frames (M, 1, H, W) of one clip give (1, K), those of clips of as many frames (N, 1, M, H, W) give (N, K). */
	@Override
	public NDArray logits(final NDArray frames, final boolean training) {
		if (frames.getShape().dimension() == CLIPS) return ofClips(frames, training);
		try (NDArray vectors = embed(frames, training)) {
			return bag(vectors);
		}
	}

	/** All frames of all clips are one batch, whose statistics a batch norm takes. */
	private NDArray ofClips(final NDArray clips, final boolean training) {
		final Shape shape = clips.getShape();
		if (shape.get(1) != 1) throw new IllegalArgumentException("clips of " + shape.get(1) + " channels");
		final long count = shape.get(TIME);
		final NDList scores = new NDList();
		try (NDArray frames = clips.reshape(shape.get(0) * count, 1, shape.get(TIME + 1), shape.get(TIME + 2)); NDArray vectors =
			embed(frames, training))
		{
			for (long i = 0; i < shape.get(0); i++)
				try (NDArray own = vectors.get(new NDIndex().addSliceDim(i * count, (i + 1) * count))) {
					scores.add(bag(own));
				}
			return NDArrays.concat(scores);
		}
		finally {
			scores.close();
		}
	}

	@Override
	public NDArray logits(final Stage stage) {
		try (NDArray vectors = pool(stage.values())) {
			return bag(vectors);
		}
	}

	@Override
	public Map<String, Parameter> named() {
		final Map<String, Parameter> named = new LinkedHashMap<>(super.named());
		if (attention != null) named.putAll(attention.named());
		return named;
	}

	@Override
	public void requireGradient(final boolean require) {
		super.requireGradient(require);
		if (attention != null) attention.requireGradient(require);
	}

	@Override
	public int layer(final String parameter) {
		return attention != null && attention.named().containsKey(parameter) ? layers() : super.layer(parameter);
	}

	/** {@return as the network's own; the attention's uniform within 1 / sqrt(inputs), as PyTorch's linear layers} */
	@Override
	public Initializer.Rule firstValues() {
		final Initializer.Rule own = super.firstValues();
		final Map<String, Parameter> added = attention == null ? Map.of() : attention.named();
		return (name, random, data) -> {
			if (!added.containsKey(name)) own.fill(name, random, data);
			else Initializer.uniform(data, random, 1 / Math.sqrt(added.get(name.replaceFirst("bias$", "weight")).getShape().get(1)));
		};
	}

	@Override
	public Map<String, String> header() {
		final Map<String, String> header = new LinkedHashMap<>(super.header());
		header.put(POOLING, pooling.toString());
		header.put(TOP, Integer.toString(top));
		header.put(HIDDEN, Integer.toString(hidden));
		return header;
	}
}
