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
package io.sonoflow.dataset.learned;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;

import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that something was learned from, directly and through what it started from: in the header of a model's file under
 * {@link #KEY}, and beside generated images in {@link #FILE}.
 *
 * <pre>
 * LearnedFrom all = digests.entry(LearnedRole.ENCODER, samples, monitor).with(LearnedFrom.header(weights.metadata()));
 * notes.put(LearnedFrom.KEY, all.encode());
 * </pre>
 *
 * @param entries the newest first, each once
 */
public record LearnedFrom(List<LearnedEntry> entries) {

	/** The key in the header of a model's file. */
	public static final String KEY = "learnedfrom";

	/** The file in a folder of generated images. */
	public static final String FILE = "learnedfrom.json";

	/** Nothing. */
	public static final LearnedFrom NOTHING = new LearnedFrom(List.of());

	/** Keeps each once. */
	public LearnedFrom {
		entries = List.copyOf(new LinkedHashSet<>(entries));
	}

	/** {@return of something that does not say it} */
	public static LearnedFrom unknown(final LearnedRole role) {
		return new LearnedFrom(List.of(LearnedEntry.unknown(role)));
	}

	/** {@return both} */
	public LearnedFrom with(final LearnedFrom others) {
		final List<LearnedEntry> all = new ArrayList<>(entries);
		all.addAll(others.entries);
		return new LearnedFrom(all);
	}

	/** {@return whether there is no entry} */
	public boolean isEmpty() {
		return entries.isEmpty();
	}

	/** {@return as the text of a header or file} */
	public String encode() {
		final JsonArray array = new JsonArray();
		entries.forEach(entry -> array.add(entry.toJson()));
		return new Gson().toJson(array);
	}

	/** {@return what a text says; empty if it is not what {@link #encode} makes} */
	public static Optional<LearnedFrom> decode(final String text) {
		try {
			final List<LearnedEntry> entries = new ArrayList<>();
			for (final JsonElement each : new Gson().fromJson(text, JsonArray.class))
				entries.add(LearnedEntry.of(each.getAsJsonObject()));
			return Optional.of(new LearnedFrom(entries));
		}
		catch (final RuntimeException e) {
			// Damaged, or of a later version: then it is not known.
			return Optional.empty();
		}
	}

	/** {@return what the header of a model's file says; unknown if it says nothing} */
	public static LearnedFrom header(final Map<String, String> header) {
		return Optional.ofNullable(header.get(KEY)).flatMap(LearnedFrom::decode).orElse(unknown(LearnedRole.WEIGHTS));
	}

	/**
	 * @param input a folder of images or a table
	 * @return what the images of a run that generates or filters say; {@link #NOTHING} if nothing lies there: real images
	 */
	public static LearnedFrom beside(final Path input) {
		final Path folder = Files.isDirectory(input) ? input : input.toAbsolutePath().getParent();
		return read(folder).or(() -> read(folder == null ? null : folder.toAbsolutePath().getParent())).orElse(NOTHING);
	}

	private static Optional<LearnedFrom> read(final Path folder) {
		final Path file = folder == null ? null : folder.resolve(FILE);
		if (file == null || !Files.isRegularFile(file)) return Optional.empty();
		try {
			return Optional.of(decode(Files.readString(file)).orElse(unknown(LearnedRole.GENERATOR)));
		}
		catch (final IOException e) {
			// Nobody may read it, or it is no text: then it is not known.
			return Optional.of(unknown(LearnedRole.GENERATOR));
		}
	}

	/** Writes {@link #FILE} into a folder, if there is something to be told. */
	public void write(final Path folder) {
		if (!isEmpty()) AtomicFiles.writeText(folder.resolve(FILE), encode() + "\n");
	}

	/** {@return in words for people, e.g. "encoder: 160 images of 12 named patients"} */
	public String describe() {
		return entries.stream().map(entry -> entry.role().word() + ": " + (entry.isKnown() ? entry.images().size() +
			" images of " + entry.patientCount() + " named patients" : "not known")).collect(Collectors.joining("; "));
	}

	/** {@return the roles of entries that do not say what was learned from} */
	public Set<LearnedRole> unknown() {
		return entries.stream().filter(entry -> !entry.isKnown()).map(LearnedEntry::role).collect(Collectors.toCollection(
			LinkedHashSet::new));
	}
}
