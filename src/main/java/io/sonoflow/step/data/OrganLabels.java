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
package io.sonoflow.step.data;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;

import io.sonoflow.dataset.Sample;
import io.sonoflow.nn.ModelConfig;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which labels each organ's images had in training: of a classifier of several organs only those are answers about one.
 *
 * @param byOrgan labels by organ; empty = not known
 */
public record OrganLabels(Map<String, List<String>> byOrgan) {

	/** The note in a model's header. */
	public static final String NOTE = "organlabels";

	private static final Gson GSON = new Gson();

	/** {@return the configuration with a note of the labels; as it is where images are of one organ, or name none} */
	public static ModelConfig note(final ModelConfig config, final LabelledImages data) {
		final Map<String, TreeSet<String>> labels = new TreeMap<>();
		for (final Sample sample : data.dataset().samples())
			if (!sample.organ().isBlank() && !sample.original().isEmpty()) labels.computeIfAbsent(sample.organ(),
				organ -> new TreeSet<>()).add(sample.original());
		return labels.size() < 2 ? config : config.withNote(NOTE, GSON.toJson(labels));
	}

	/** {@return what a model's header says} */
	public static OrganLabels of(final ModelConfig config) {
		try {
			final Map<String, List<String>> labels = GSON.fromJson(config.notes().getOrDefault(NOTE, "{}"),
				new TypeToken<Map<String, List<String>>>() {}.getType());
			return new OrganLabels(labels == null ? Map.of() : labels);
		}
		catch (final JsonSyntaxException e) {
			return new OrganLabels(Map.of());
		}
	}

	/** {@return numbers of the classes that can be answers about an organ, rising; all where nothing is known of it} */
	public int[] classes(final String organ, final ModelConfig config) {
		final List<String> own = byOrgan.get(organ);
		final int[] known = own == null ? new int[0] : own.stream().mapToInt(config.classes()::indexOf).filter(i -> i >= 0).sorted()
			.toArray();
		return known.length > 0 ? known : IntStream.range(0, config.classes().size()).toArray();
	}
}
