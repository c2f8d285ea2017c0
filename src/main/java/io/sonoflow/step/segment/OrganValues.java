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
package io.sonoflow.step.segment;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;

import io.sonoflow.nn.segment.SegmentationConfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The values by which masks show the structures of each organ. In the masks of two organs the same value may be two structures,
 * and the masks of an organ are read by its own.
 *
 * @param structures names, in the model's order
 * @param all of an organ of which nothing is known
 * @param byOrgan of each other
 */
record OrganValues(List<String> structures, OutputValues all, Map<String, OutputValues> byOrgan) {

	/** The note in a model's header that tells of all. */
	private static final String ALL = "values";
	/** The note that tells of each organ. */
	private static final String ORGANS = "organvalues";

	private static final Gson GSON = new Gson();

	static OrganValues of(final SegmentSource source) {
		final List<String> structures = source.set().structures();
		final Map<String, Set<String>> rules = new TreeMap<>();
		for (int i = 0; i < source.size(); i++)
			rules.computeIfAbsent(source.organs().get(source.organOf()[i]), key -> new TreeSet<>()).add(source.set().values(i));
		final Map<String, OutputValues> byOrgan = new LinkedHashMap<>();
		rules.forEach((organ, each) -> byOrgan.put(organ, OutputValues.of(structures, each)));
		return new OrganValues(structures, OutputValues.of(structures, source.set().values().values()), byOrgan);
	}

	/** {@return those in a model's header; one of before tells of all organs together} */
	static OrganValues of(final SegmentationConfig config) {
		final List<String> structures = config.structures();
		final OutputValues all = OutputValues.of(structures, List.of(config.notes().getOrDefault(ALL, "")));
		final Map<String, OutputValues> byOrgan = new LinkedHashMap<>();
		try {
			final Map<String, String> texts = GSON.fromJson(config.notes().getOrDefault(ORGANS, "{}"), new TypeToken<Map<String,
				String>>() {}.getType());
			if (texts != null) texts.forEach((organ, text) -> byOrgan.put(organ, OutputValues.of(structures, List.of(text))));
		}
		catch (final JsonSyntaxException | NumberFormatException e) {
			byOrgan.clear();
		}
		return new OrganValues(structures, all, byOrgan);
	}

	/** {@return for the model's header} */
	Map<String, String> notes() {
		final Map<String, String> texts = new TreeMap<>();
		byOrgan.forEach((organ, values) -> texts.put(organ, values.note(structures)));
		return Map.of(ALL, all.note(structures), ORGANS, GSON.toJson(texts));
	}

	/** {@return the values in pictures of an organ} */
	OutputValues of(final String organ) {
		return byOrgan.getOrDefault(organ, all);
	}

	/** {@return name:value of each structure, by organ if they differ} */
	String describe(final OrganStructures known) {
		final Map<String, String> texts = new TreeMap<>();
		byOrgan.forEach((organ, values) -> texts.put(organ, values.note(structures, known.allowed(organ, structures))));
		if (new TreeSet<>(texts.values()).size() == 1) return texts.values().iterator().next();
		return texts.isEmpty() ? all.note(structures) : texts.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue())
			.collect(Collectors.joining("; "));
	}
}
