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
package io.sonoflow.nn.vit;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.TokenNetwork;
import io.sonoflow.nn.folded.Program;
import io.sonoflow.nn.weights.StateDict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The Vision Transformer (Dosovitskiy et al., ICLR 2021) as a classifier, with timm's layout and names of parameters:
 * {@code cls_token}, {@code pos_embed}, {@code patch_embed.proj}, {@code blocks.0} and so on, {@code norm} (class token) or
 * {@code fc_norm} (mean of the patches), {@code head}. It takes images of any size that patches divide.
 */
public final class VisionTransformer extends TokenEncoder implements TokenNetwork {

	private static final String HEAD = "head";
	private static final String NORM1 = ".norm1";
	/** Parts of the last block in which each token is by itself: of the patches nothing reaches the class token any more. */
	private static final Set<String> BLIND = Set.of(".attn", ".attn.proj", ".norm2", ".mlp", ".mlp.fc1", ".mlp.fc2");

	private final String architecture;
	private final int classes;
	private final Affine head;
	private final Affine norm;
	private Pooling pooling;
	/** Whether the pooling is the user's wish and not that of weights. */
	private boolean asked;
	private DropPath dropPath;

	/**
	 * A network whose parameters are all zero, which pools the class token.
	 *
	 * @param architecture its name
	 * @param device where the parameters live
	 * @param shape its sizes
	 * @param channels of the images, 1 or 3
	 * @param classes at least 1
	 */
	public VisionTransformer(final String architecture, final Device device, final TransformerShape shape, final int channels,
		final int classes)
	{
		super(device, shape, channels, Set.of(shape.heads()));
		this.architecture = architecture;
		this.classes = classes;
		norm = Affine.norm(manager(), shape.width());
		head = Affine.linear(manager(), classes, shape.width());
		dropPath = new DropPath(0, shape.depth());
		end(Pooling.CLS);
	}

	private void end(final Pooling value) {
		if (pooling != null) {
			children.remove(pooling.norm());
			children.remove(HEAD);
		}
		pooling = value;
		child(pooling.norm(), norm);
		child(HEAD, head);
	}

	/** {@return how tokens become one vector an image} */
	public Pooling pooling() {
		return pooling;
	}

	/** Sets how tokens become one vector an image, and with it the name of the norm; before optimisers know its parameters. */
	public void pool(final Pooling value) {
		if (value != pooling) end(value);
	}

	@Override
	public void poolMean() {
		asked = true;
		pool(Pooling.MEAN);
	}

	@Override
	public boolean poolsMean() {
		return pooling == Pooling.MEAN;
	}

	/** {@inheritDoc} 0 = the class token, positions and patches; then the blocks; the last has the norm after them, too. */
	@Override
	public int layers() {
		return blocks.length + 1;
	}

	@Override
	public int layer(final String parameter) {
		if (parameter.startsWith("blocks.")) return 1 + Integer.parseInt(parameter.split("\\.")[1]);
		return parameter.startsWith(headPrefix()) || parameter.startsWith(pooling.norm() + ".") ? layers() : 0;
	}

	@Override
	public void dropPath(final double rate) {
		dropPath = new DropPath(rate, blocks.length);
	}

	@Override
	public void beginStep(final long seed, final long step) {
		dropPath.begin(seed, step);
	}

	@Override
	public NDArray features(final NDArray images, final boolean training) {
		final NDArray tokens = embed(images, null);
		if (!training || !dropPath.isOn()) return through(tokens, List.of(blocks));
		return dropped(tokens, dropPath.draw((int) images.getShape().get(0)));
	}

	/** As {@link #features} where it does not learn. */
	@Override
	public String write(final Program program, final String x) {
		String y = writeEmbedding(program, x);
		for (final TransformerBlock block : blocks)
			y = block.write(program, y);
		return y;
	}

	/** {@return the tokens after all blocks, branches dropped as said (depth, 2, N); closes them} */
	NDArray dropped(final NDArray tokens, final float[][][] kept) {
		NDArray y = tokens;
		for (int i = 0; i < blocks.length; i++)
			try (NDArray x = y; NDArray attention = dropPath.scale(x.getManager(), kept[i][0], i);
					NDArray mlp = dropPath.scale(x.getManager(), kept[i][1], i))
			{
				y = blocks[i].forward(x, attention, mlp);
			}
		return y;
	}

	@Override
	public NDArray pool(final NDArray features) {
		if (pooling == Pooling.CLS) return normed(ops.call("cls", features));
		return normed(ops.call("mean", features));
	}

	private NDArray normed(final NDArray x) {
		return ops.then("norm", x, norm.weight.getArray(), norm.bias.getArray());
	}

	@Override
	public NDArray head(final NDArray pooled) {
		return ops.call("linear", pooled, head.weight.getArray(), head.bias.getArray());
	}

	/** The last block's own output is none where the class token alone is pooled: the patches have done their part before. */
	@Override
	public List<String> stages() {
		final List<String> names = new ArrayList<>();
		for (int i = 0; i < blocks.length; i++) {
			names.add(norm1(i));
			if (!isBlind(block(i))) names.add(block(i));
		}
		return names;
	}

	private static String block(final int index) {
		return "blocks." + index;
	}

	private static String norm1(final int index) {
		return block(index) + NORM1;
	}

	@Override
	public String usualStage() {
		return norm1(blocks.length - 1);
	}

	@Override
	public boolean isBlind(final String layer) {
		if (pooling != Pooling.CLS) return false;
		final String last = block(blocks.length - 1);
		return layer.equals(last) || layer.equals(pooling.norm()) || BLIND.contains(layer.replace(last,
			""));
	}

	@Override
	public Stage stage(final NDArray images, final String layer) {
		if (!stages().contains(layer)) throw new IllegalArgumentException("no layer " + layer);
		final int index = index(layer);
		final boolean norm = layer.endsWith(NORM1);
		final NDArray tokens = through(embed(images, null), Arrays.asList(blocks).subList(0, norm ? index : index + 1));
		return norm ? new Stage(layer, blocks[index].normed(tokens), tokens) : new Stage(layer, tokens, null);
	}

	private static int index(final String layer) {
		return Integer.parseInt(layer.split("\\.")[1]);
	}

	@Override
	public NDArray logits(final Stage stage) {
		final int index = index(stage.layer());
		final NDArray values = stage.values();
		final boolean norm = stage.around() != null;
		if (!norm && index == blocks.length - 1) return scores(values);
		final NDArray first = norm ? blocks[index].rest(stage.around(), values) : blocks[index + 1].forward(values, false);
		try (NDArray tokens = through(first, Arrays.asList(blocks).subList(norm ? index + 1 : index + 2, blocks.length))) {
			return scores(tokens);
		}
	}

	private NDArray scores(final NDArray tokens) {
		try (NDArray pooled = pool(tokens)) {
			return head(pooled);
		}
	}

	@Override
	public void attention(final NDArray images, final Consumer<NDArray> each) {
		NDArray y = embed(images, null);
		for (final TransformerBlock block : blocks)
			try (NDArray x = y; NDArray matrix = block.attention(x)) {
				each.accept(matrix);
				y = block.forward(x, false);
			}
		y.close();
	}

	@Override
	public int[] grid(final int height, final int width) {
		checkSize(height, width);
		return new int[] { height / shape().patch(), width / shape().patch() };
	}

	@Override
	public int patch() {
		return shape().patch();
	}

	@Override
	public Adopted adopt(final StateDict weights) {
		final ForeignTransformer foreign = new ForeignTransformer(weights, shape());
		final Pooling theirs = foreign.pooling(pooling);
		final Pooling found = asked ? pooling : theirs;
		final Adopted adopted = foreign.adopted(found);
		pool(found);
		setGrid(foreign.rows(), foreign.columns());
		return adopted;
	}

	@Override
	public Map<String, String> header() {
		// In one order: a file is the same each time.
		return new TreeMap<>(Map.of(ForeignTransformer.POOLING, pooling.toString(), ForeignTransformer.GRID, shape().rows() + "x" +
			shape().columns()));
	}

	@Override
	public Initializer.Rule firstValues() {
		return FirstValues.of(named(), shape());
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		return logits(x, training);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), classes);
	}

	@Override
	public String architecture() {
		return architecture;
	}

	@Override
	public int classes() {
		return classes;
	}

	@Override
	public int width() {
		return shape().width();
	}

	@Override
	public String headPrefix() {
		return HEAD + ".";
	}
}
