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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which structures each organ was marked with: a network of several organs is not asked for what it never learned of one.
 *
 * @param byOrgan names of the structures, by organ
 */
record OrganStructures(Map<String, List<String>> byOrgan) {

	/** The note in a model's header. */
	static final String NOTE = "organstructures";

	/** The note that names organs of which no picture was learned from. */
	static final String UNLEARNED = "organsunlearned";

	private static final Gson GSON = new Gson();

	static OrganStructures of(final SegmentSource source) {
		final Map<String, TreeSet<Integer>> found = new TreeMap<>();
		for (int i = 0; i < source.size(); i++)
			for (int k = 0; k < source.set().structures().size(); k++)
				if (source.annotated()[i][k]) found.computeIfAbsent(source.organs().get(source.organOf()[i]), key -> new TreeSet<>())
					.add(k);
		final Map<String, List<String>> byOrgan = new TreeMap<>();
		found.forEach((organ, numbers) -> byOrgan.put(organ, numbers.stream().map(source.set().structures()::get).toList()));
		return new OrganStructures(byOrgan);
	}

	/** {@return what a model's header says; nothing is known of all organs if it says nothing} */
	static OrganStructures of(final SegmentationConfig config) {
		try {
			final Map<String, List<String>> byOrgan = GSON.fromJson(config.notes().getOrDefault(NOTE, "{}"),
				new TypeToken<Map<String, List<String>>>() {}.getType());
			return new OrganStructures(byOrgan == null ? Map.of() : byOrgan);
		}
		catch (final JsonSyntaxException e) {
			return new OrganStructures(Map.of());
		}
	}

	/** {@return for the model's header} */
	String note() {
		return GSON.toJson(byOrgan);
	}

	/** {@return of each structure whether it is looked for in pictures of an organ; all of an organ of which nothing is known} */
	boolean[] allowed(final String organ, final List<String> structures) {
		final boolean[] allowed = new boolean[structures.size()];
		final List<String> known = byOrgan.get(organ);
		if (known == null) Arrays.fill(allowed, true);
		else for (final String each : new ArrayList<>(known))
			if (structures.contains(each)) allowed[structures.indexOf(each)] = true;
		return allowed;
	}
}
