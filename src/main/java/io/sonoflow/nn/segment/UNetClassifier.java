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
package io.sonoflow.nn.segment;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Linear;
import io.sonoflow.nn.NamedBlock;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.weights.StateDict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The encoder of a {@link FilmUNet} with a classifier on it. Flat: the deepest features as they are, a layer norm, two linear
 * layers with a GELU between. Pooled: the means of the last three stages, joined, two linear layers with a rectifier between.
 * The head's parameters are {@code cls.norm}, {@code cls.fc1} and {@code cls.fc2}; between them are {@value #HIDDEN} numbers.
 */
final class UNetClassifier extends NamedBlock implements OrganNetwork {

	/** What the names of the head begin with. */
	static final String HEAD = "cls.";

	private static final int HIDDEN = 256;
	private static final int JOINED = 3;
	private static final String BLOCK = EncoderStages.BLOCK;
	private static final String FILM = BLOCK + "0.u0.film.fc1.weight";

	private final String architecture;
	private final boolean flat;
	private final int classes;
	private final NDManager manager;
	private final SegmentOperators ops;
	private final Codes codes;
	private final List<UNetUnits> encoder = new ArrayList<>();
	private List<Integer> widths = SegmentShape.USUAL;
	private List<Parameter> norm;
	private List<Parameter> head;
	private int side;
	private long seed;

	/**
	 * Without FiLM, of the usual widths; a flat head has no parameters until it knows the images' size.
	 *
	 * @param flat else pooled
	 */
	UNetClassifier(final String architecture, final Device device, final int channels, final int classes, final boolean flat) {
		if (channels != 1) throw new SonoflowException.Input("backbone=" + architecture + " is for grey images.");
		this.architecture = architecture;
		this.flat = flat;
		this.classes = classes;
		manager = Torch.manager(device);
		ops = new SegmentOperators(manager);
		codes = new Codes(manager, ops);
		build();
	}

	/** Anew, of the widths, organs and size that are known now. */
	private void build() {
		named().forEach((name, parameter) -> {
			if (!name.startsWith(Codes.EMBED + ".")) parameter.close();
		});
		List.copyOf(children.keys()).forEach(children::remove);
		encoder.clear();
		final boolean film = !codes.organs().isEmpty();
		for (int i = 0; i < widths.size(); i++)
			encoder.add(child(BLOCK + i, new UNetUnits(manager, ops, i == 0 ? "start" : "down", i == 0 ? 1 : widths.get(i - 1), widths
				.get(i), film ? SegmentShape.CODE : 0)));
		if (film) child(Codes.EMBED, codes.table());
		if (width() == 0) return;
		norm = flat ? List.copyOf(child(HEAD + "norm", new InstanceNorm2d(manager, ops, width())).named().values()) : List.of();
		head = new ArrayList<>(child(HEAD + "fc1", new Linear(manager, width(), HIDDEN)).named().values());
		head.addAll(child(HEAD + "fc2", new Linear(manager, HIDDEN, classes)).named().values());
	}

	@Override
	public void prepare(final List<String> organs, final int pixels, final long with) {
		side = pixels;
		seed = with;
		if (!organs.isEmpty()) codes.organs(organs);
		build();
		Initializer.fill(this, seed);
	}

	private int divisor() {
		return 1 << (widths.size() - 1);
	}

	private void checkDivisor(final int height, final int width) {
		new SegmentShape(widths, 1, 0).checkSize(height, width);
	}

	@Override
	public void checkSize(final int height, final int width) {
		checkDivisor(height, width);
		if (flat && (height != side || width != side)) throw new SonoflowException.Input("size: this " + architecture + " is for " +
			"images of " + side + " x " + side + " px, not " + width + " x " + height + ". Use size=" + side + ".");
	}

	@Override
	public String architecture() {
		return architecture;
	}

	@Override
	public int channels() {
		return 1;
	}

	@Override
	public int classes() {
		return classes;
	}

	/** {@return length of what the head sees; 0 = not known yet} */
	@Override
	public int width() {
		if (flat) return Math.multiplyExact(widths.get(widths.size() - 1), side / divisor() * (side / divisor()));
		return widths.subList(first(), widths.size()).stream().mapToInt(Integer::intValue).sum();
	}

	/** {@return the first of the stages that a pooled head sees} */
	private int first() {
		return Math.max(0, widths.size() - JOINED);
	}

	@Override
	public NDManager manager() {
		return manager;
	}

	@Override
	public void compute(final Precision precision) {
		ops.compute(precision);
	}

	@Override
	public Precision precision() {
		return ops.precision();
	}

	@Override
	public Precision inference() {
		return ops.precision();
	}

	@Override
	public void infer(final Precision precision) {
		compute(precision);
	}

	@Override
	public List<String> organs() {
		return codes.organs();
	}

	@Override
	public ImageNetwork told(final int... organs) {
		return codes.organs().isEmpty() ? this : new ToldNetwork(this, codes, organs);
	}

	@Override
	public void tell(final int organ) {
		if (!codes.organs().isEmpty()) codes.tell(organ);
	}

	@Override
	public List<String> stages() {
		return IntStream.range(0, widths.size()).mapToObj(i -> BLOCK + i).toList();
	}

	private EncoderStages encoder() {
		return new EncoderStages(List.copyOf(encoder), flat ? widths.size() : first(), codes, ops);
	}

	private static int index(final String stage) {
		return Integer.parseInt(stage.substring(BLOCK.length()));
	}

	@Override
	public Stage stage(final NDArray images, final String layer) {
		if (!stages().contains(layer)) throw new IllegalArgumentException("no layer " + layer);
		return encoder().run(new Stage("", images, null), 0, index(layer));
	}

	@Override
	public NDArray features(final NDArray images, final boolean training) {
		try (Stage last = stage(images, BLOCK + (widths.size() - 1))) {
			return EncoderStages.features(last);
		}
	}

	@Override
	public NDArray logits(final Stage stage) {
		final int at = index(stage.layer());
		final Stage last = at == widths.size() - 1 ? stage : encoder().run(stage, at + 1, widths.size() - 1);
		try (NDArray features = EncoderStages.features(last); NDArray pooled = pool(features)) {
			return head(pooled);
		}
		finally {
			if (last != stage) last.values().close();
			if (last.around() != null && last.around() != stage.around()) last.around().close();
		}
	}

	@Override
	public NDArray pool(final NDArray features) {
		return flat ? ops.call("flat", features, norm.get(0).getArray(), norm.get(1).getArray()) : features.getNDArrayInternal()
			.globalAvgPool();
	}

	@Override
	public NDArray head(final NDArray pooled) {
		return ops.call(flat ? "gelu_head" : "relu_head", pooled, head.get(0).getArray(), head.get(1).getArray(), head.get(2)
			.getArray(), head.get(3).getArray());
	}

	@Override
	public String headPrefix() {
		return HEAD;
	}

	/** {@inheritDoc} Layers are the encoder's blocks and the head. */
	@Override
	public int layers() {
		return widths.size();
	}

	@Override
	public int layer(final String parameter) {
		if (parameter.startsWith(HEAD)) return layers();
		return parameter.startsWith(BLOCK) ? Integer.parseInt(parameter.split("\\.")[1]) : 0;
	}

	@Override
	public Map<String, String> header() {
		return codes.header();
	}

	@Override
	public Initializer.Rule firstValues() {
		return FilmUNet.firstValues(named());
	}

	/** The widths are the weights'; so are organs and size of a classifier of ours. FiLM that they lack is new. */
	@Override
	public Adopted adopt(final StateDict weights) {
		final List<Integer> theirs = IntStream.range(0, SegmentShape.MOST_SCALES).mapToObj(i -> BLOCK + i + ".u1.norm.weight")
			.takeWhile(weights::has).map(name -> (int) weights.get(name).shape()[0]).toList();
		final boolean own = architecture.equals(weights.metadata().get("architecture"));
		final String normed = HEAD + "norm.weight";
		boolean change = !theirs.isEmpty() && !theirs.equals(widths);
		if (change) widths = theirs;
		if (weights.has(FILM) && codes.organs().isEmpty()) {
			if (!own) throw new SonoflowException.Input("weights=" + weights.source() +
				" is told the organ (FiLM), so what is made of it must be, too: use film=true.");
			codes.organs(Codes.of(weights));
			change = true;
		}
		if (own && flat && side == 0 && weights.has(normed)) {
			side = (int) Math.round(Math.sqrt(weights.get(normed).shape()[0] / (double) widths.get(widths.size() - 1))) * divisor();
			change = true;
		}
		if (change) {
			build();
			if (!own) Initializer.fill(this, seed);
		}
		return NewParts.adopted(this, weights, "enc\\.\\d+\\.u\\d\\.film\\..*").beside("(dec|up|head|fusion|embed)\\..*");
	}

	@Override
	protected NDList forwardInternal(final ParameterStore parameterStore, final NDList inputs, final boolean training,
		final PairList<String, Object> params)
	{
		return new NDList(logits(inputs.singletonOrThrow(), training));
	}

	@Override
	public Shape[] getOutputShapes(final Shape[] inputShapes) {
		return new Shape[] { new Shape(inputShapes[0].get(0), classes) };
	}

	@Override
	public void close() {
		manager.close();
	}
}
