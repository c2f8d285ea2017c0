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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier with a head for each organ: the linear layer of the network below has one row for each label of each organ, and
 * of an image only the rows of its own organ count. Labels that its organ does not have get a score so low that their
 * probability is 0.
 */
public final class OrganHeads extends DelegatingNetwork implements OrganNetwork {

	/** Key of a file's header: organ to its labels, numbers of the classes. */
	static final String KEY = ModelFile.HEADS;

	private static final Gson GSON = new Gson();

	private final SegmentOperators ops;
	private final Map<String, List<Integer>> labels;
	private final int classes;
	private final int[] told;
	private int usual = -1;

	private OrganHeads(final ImageNetwork network, final SegmentOperators ops, final Map<String, List<Integer>> labels,
		final int classes, final int[] told)
	{
		super(network);
		this.ops = ops;
		this.labels = labels;
		this.classes = classes;
		this.told = told;
	}

	/**
	 * @param network of {@link #rows} outputs
	 * @param labels organ to its labels
	 * @param classes number of all labels
	 */
	static OrganHeads of(final ImageNetwork network, final Map<String, List<Integer>> labels, final int classes) {
		return new OrganHeads(network, SegmentOperators.small(network.manager()), labels, classes, null);
	}

	/** {@return the header's entry of such heads} */
	public static Map<String, String> entry(final Map<String, List<Integer>> labels) {
		return Map.of(KEY, GSON.toJson(labels));
	}

	/** {@return number of rows of all heads} */
	static int rows(final Map<String, List<Integer>> labels) {
		return labels.values().stream().mapToInt(List::size).sum();
	}

	/**
	 * {@return what a header says of heads; empty if there is one for all}
	 *
	 * @param classes number of all labels
	 * @throws SonoflowException.File if it is damaged
	 */
	static Map<String, List<Integer>> labels(final Map<String, String> header, final int classes) {
		if (!header.containsKey(KEY)) return Map.of();
		try {
			final Map<String, List<Integer>> labels = GSON.fromJson(header.get(KEY), new TypeToken<LinkedHashMap<String,
				List<Integer>>>() {}.getType());
			for (final List<Integer> each : labels.values())
				if (each.isEmpty() || each.stream().anyMatch(label -> label < 0 || label >= classes)) throw new JsonSyntaxException(
					"labels " + each);
			return labels;
		}
		catch (final JsonSyntaxException | NullPointerException e) {
			throw new SonoflowException.File("The heads in the header of the model are damaged (" + e.getMessage() +
				"). Train the classifier again, or take another copy of the file.", e);
		}
	}

	/** The network below takes the organs, too, where it is told them. */
	@Override
	public void prepare(final List<String> organs, final int side, final long seed) {
		if (network() instanceof OrganNetwork organ) organ.prepare(organs, side, seed);
	}

	@Override
	public int classes() {
		return classes;
	}

	@Override
	public List<String> organs() {
		return List.copyOf(labels.keySet());
	}

	@Override
	public Map<String, String> header() {
		final Map<String, String> header = new LinkedHashMap<>(super.header());
		header.putAll(entry(labels));
		return header;
	}

	@Override
	public ImageNetwork told(final int... organs) {
		return new OrganHeads(network().told(organs), ops, labels, classes, organs.clone());
	}

	@Override
	public void tell(final int organ) {
		usual = organ;
		network().tell(organ);
	}

	@Override
	public NDArray head(final NDArray pooled) {
		try (NDArray rows = super.head(pooled)) {
			return own(rows);
		}
	}

	@Override
	public NDArray logits(final Stage stage) {
		try (NDArray rows = super.logits(stage)) {
			return own(rows);
		}
	}

	/** {@return (N, K) of (N, rows): the scores of each image's own organ} */
	private NDArray own(final NDArray rows) {
		final int images = (int) rows.getShape().get(0);
		if (told == null && usual < 0) throw new SonoflowException.Input("The model must be told the organ of each image. It has " +
			"learned: " + String.join(", ", labels.keySet()) + ". Give the images by a dataset.csv whose column organ says one of them.");
		final float[] places = new float[images * classes];
		for (int i = 0; i < images; i++) {
			final int[] of = places(told == null ? usual : told.length == 1 ? told[0] : told[i]);
			for (int k = 0; k < classes; k++)
				places[i * classes + k] = of[k];
		}
		try (NDArray floats = Torch.floats(rows.getManager(), places, images, classes); NDArray whole = floats.toType(
			DataType.INT64, false))
		{
			return ops.call("pick", rows, whole);
		}
	}

	/** {@return of each class the row of an organ's head; the number of rows where it has none} */
	private int[] places(final int organ) {
		final int[] places = new int[classes];
		Arrays.fill(places, rows(labels));
		final List<List<Integer>> heads = new ArrayList<>(labels.values());
		int row = heads.subList(0, organ).stream().mapToInt(List::size).sum();
		for (final int label : heads.get(organ))
			places[label] = row++;
		return places;
	}
}
