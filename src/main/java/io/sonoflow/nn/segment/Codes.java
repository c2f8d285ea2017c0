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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

import com.google.gson.Gson;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Layer;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.weights.StateDict;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The organs of a classifier: their names, their codes, and those of the images that are just passing. Each thread has its own.
 */
final class Codes {

	/** Key of a file's header. */
	static final String ORGANS = ModelFile.ORGANS;

	/** Name of the codes' table. */
	static final String EMBED = "embed";

	private static final Gson GSON = new Gson();

	private final NDManager manager;
	private final SegmentOperators ops;
	private final ThreadLocal<NDArray> passing = new ThreadLocal<>();
	private List<String> organs = List.of();
	private NDArray usual;
	private Table table;

	Codes(final NDManager manager, final SegmentOperators ops) {
		this.manager = manager;
		this.ops = ops;
	}

	/** Takes these organs, whose codes are 0. */
	void organs(final List<String> names) {
		if (names.isEmpty()) throw new SonoflowException.Input(
			"film=true needs the organ of each image. Give a dataset.csv with a filled column organ, or film=false.");
		organs = List.copyOf(names);
		table = new Table(manager, names.size(), SegmentShape.CODE);
	}

	/** {@return their names; none before they were taken} */
	List<String> organs() {
		return organs;
	}

	/** {@return the table's parameter, by name; none before there are organs} */
	Map<String, Parameter> named() {
		final Map<String, Parameter> named = new LinkedHashMap<>();
		if (table != null) table.named().forEach((name, parameter) -> named.put(EMBED + "." + name, parameter));
		return named;
	}

	void requireGradient(final boolean require) {
		if (table != null) table.requireGradient(require);
	}

	/** {@return the table; null before there are organs} */
	Table table() {
		return table;
	}

	/** {@return what a header says of them} */
	Map<String, String> header() {
		return organs.isEmpty() ? Map.of() : Map.of(ORGANS, GSON.toJson(organs));
	}

	/** {@return the organs that the header of weights names} */
	static List<String> of(final StateDict weights) {
		final String text = weights.metadata().get(ORGANS);
		return text == null ? List.of() : List.of(GSON.fromJson(text, String[].class));
	}

	/** {@return the codes of the images that are passing: of each, or one for all} */
	NDArray passing() {
		final NDArray codes = passing.get();
		if (codes != null) return codes;
		if (usual != null) return usual;
		throw new SonoflowException.Input("The model must be told the organ of each image. It has learned: " + String.join(", ",
			organs) + ". Give the images by a dataset.csv whose column organ says one of them.");
	}

	/** Says the organ of images of which none is told. */
	void tell(final int organ) {
		if (usual != null) usual.close();
		try (NDArray one = manager.zeros(new Shape(1))) {
			usual = table.look(ops, one, new int[] { organ });
		}
	}

	/** Does something while images of these organs pass; one organ is that of all of them. */
	<T> T telling(final int[] ids, final NDArray images, final Supplier<T> work) {
		final int[] each = ids.length == 1 ? new int[(int) images.getShape().get(0)] : ids;
		if (ids.length == 1) Arrays.fill(each, ids[0]);
		try (NDArray codes = table.look(ops, images, each)) {
			passing.set(codes);
			return work.get();
		}
		finally {
			passing.remove();
		}
	}

	/** {@return a layer that is told by these codes} */
	Layer layer(final Film film) {
		return new Told(film, this);
	}

	/** A FiLM among layers of one input; its parameters bear FiLM's own names. */
	private static final class Told extends Layer {

		private final Film film;
		private final Codes codes;

		Told(final Film film, final Codes codes) {
			this.film = film;
			this.codes = codes;
			child("fc1", film.fc1);
			child("fc2", film.fc2);
		}

		@Override
		public NDArray forward(final NDArray x, final boolean training) {
			return film.forward(x, codes.passing());
		}

		@Override
		public Shape outputShape(final Shape input) {
			return input;
		}
	}
}
