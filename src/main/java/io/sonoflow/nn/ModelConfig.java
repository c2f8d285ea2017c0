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

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Normalisation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What must be known of a classifier beside its weights; lives in the metadata of the model file, so that the file alone
 * is enough to classify.
 *
 * @param architecture one that {@link Networks} knows
 * @param channels of the first convolution, 1 or 3
 * @param classes the labels in the order of the network's outputs; different, at least one
 * @param size side of the input in pixels; images are resized to size x size
 * @param normalisation what grey levels become
 * @param notes anything else worth keeping, e.g. the seed of the training; keys of its own
 */
public record ModelConfig(String architecture, int channels, List<String> classes, int size,
	Normalisation normalisation, Map<String, String> notes)
{

	/** Version of this set of metadata; a file with a higher one is refused. */
	public static final int VERSION = 1;

	/** The key of the version, by which our files are known. */
	public static final String FORMAT = "sonoflow";

	/** The key of what grey levels become. */
	static final String NORMALISATION = "normalisation";

	/** The largest side that a header may declare, pixels: a larger one is damage, and would ask for more memory than there is. */
	public static final int MAX_SIZE = 4096;

	private static final List<String> KEYS = List.of(FORMAT, "architecture", "channels", "classes", "size", NORMALISATION);

	/** Copies the collections. */
	public ModelConfig {
		classes = List.copyOf(classes);
		notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
	}

	/** A configuration with the usual normalisation, (x / 255 - 0.5) / 0.25, and no notes. */
	public ModelConfig(final String architecture, final int channels, final List<String> classes, final int size) {
		this(architecture, channels, classes, size, Normalisation.CLASSIFIER, Map.of());
	}

	/** {@return a copy with one more note} */
	public ModelConfig withNote(final String key, final String value) {
		if (KEYS.contains(key)) throw new IllegalArgumentException(key + " is not free for a note");
		final Map<String, String> copy = new LinkedHashMap<>(notes);
		copy.put(key, value);
		return new ModelConfig(architecture, channels, classes, size, normalisation, copy);
	}

	/** {@return the organs of which the network must be told one for each image; empty = it is told nothing} */
	public List<String> organs() {
		try {
			final String heads = notes.get(ModelFile.HEADS);
			if (heads != null) return List.copyOf(new Gson().fromJson(heads, JsonObject.class).keySet());
			final String organs = notes.get(ModelFile.ORGANS);
			return organs == null ? List.of() : List.of(new Gson().fromJson(organs, String[].class));
		}
		catch (final JsonSyntaxException | NullPointerException e) {
			throw damaged("the model", "organs", e);
		}
	}

	/** {@return as the texts of a file's header} */
	public Map<String, String> toMetadata() {
		final Map<String, String> texts = new LinkedHashMap<>();
		texts.put(FORMAT, Integer.toString(VERSION));
		texts.put("architecture", architecture);
		texts.put("channels", Integer.toString(channels));
		texts.put("classes", new Gson().toJson(classes));
		texts.put("size", Integer.toString(size));
		texts.put(NORMALISATION, normalisation.name().toLowerCase(Locale.ROOT));
		texts.putAll(notes);
		return texts;
	}

	/**
	 * @param texts of a file's header
	 * @param source the file, for messages
	 * @return the configuration
	 * @throws SonoflowException.File if the file is no classifier of ours, or of a later version
	 */
	public static ModelConfig fromMetadata(final Map<String, String> texts, final String source) {
		if (!texts.keySet().containsAll(KEYS)) throw new SonoflowException.File(source + " is not a Sonoflow classifier: its " +
			"header does not say " + String.join(", ", KEYS.stream().filter(key -> !texts.containsKey(key)).toList()) +
			". Give the model.safetensors of \"Train Classifier...\"; weights of other programs are a start for training " +
			"(key weights), not a classifier.");
		final Map<String, String> notes = new LinkedHashMap<>(texts);
		notes.keySet().removeAll(KEYS);
		try {
			if (Integer.parseInt(texts.get(FORMAT)) > VERSION) throw new SonoflowException.File(source +
				" was written by a later version of Sonoflow. Update Sonoflow.");
			final ModelConfig config = new ModelConfig(texts.get("architecture"), Integer.parseInt(texts.get("channels")), List
				.of(new Gson().fromJson(texts.get("classes"), String[].class)), Integer.parseInt(texts.get("size")), Normalisation
					.valueOf(texts.get(NORMALISATION).toUpperCase(Locale.ROOT)), notes);
			config.check(source);
			return config;
		}
		catch (final IllegalArgumentException | JsonSyntaxException | NullPointerException e) {
			throw damaged(source, e.getMessage(), e);
		}
	}

	private void check(final String source) {
		if (!Networks.isKnown(architecture)) throw new SonoflowException.File(source + " is a model of the " +
			"architecture \"" + architecture + "\", which this version does not know; known are: " + String.join(", ", Networks
				.names()) + ", " + String.join(", ", Networks.clipNames()) + ". Update Sonoflow, or give another model.");
		if (channels != 1 && channels != 3) throw damaged(source, channels + " channels", null);
		if (classes.isEmpty() || classes.stream().distinct().count() < classes.size()) throw damaged(source, "classes " +
			classes, null);
		if (size < 1 || size > MAX_SIZE) throw damaged(source, "size " + size, null);
	}

	private static SonoflowException.File damaged(final String source, final String what, final Throwable cause) {
		return new SonoflowException.File("The configuration in the header of " + source + " is damaged (" + what +
			"). Train the classifier again, or take another copy of the file.", cause);
	}

	/**
	 * @param label a class's name
	 * @return its place among the outputs
	 * @throws SonoflowException.Input if the model does not know it
	 */
	public int indexOf(final String label) {
		final int index = classes.indexOf(label);
		if (index < 0) throw new SonoflowException.Input("The model has no class \"" + label + "\". Its classes are: " + String
			.join(", ", classes) + ".");
		return index;
	}
}
