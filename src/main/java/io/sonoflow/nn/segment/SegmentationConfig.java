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

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ModelConfig;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What must be known of a segmenter beside its weights; lives in the header of the model file, so that the file alone is
 * enough to segment.
 *
 * @param structures names of the outputs in their order; different, at least one
 * @param organs names of the organs in the order of the network's codes; different; may be empty without FiLM
 * @param widths channels of each scale, the finest first
 * @param film whether the network is told the organ
 * @param size side of the input in pixels; images are resized to size x size
 * @param threshold probability from which on a pixel belongs to a structure, above 0 and below 1
 * @param normalisation what grey levels become
 * @param notes anything else worth keeping, e.g. the values of the masks; keys of its own
 */
public record SegmentationConfig(List<String> structures, List<String> organs, List<Integer> widths, boolean film, int size,
	double threshold, Normalisation normalisation, Map<String, String> notes)
{

	/** What the header's key {@code architecture} says. */
	public static final String ARCHITECTURE = "film-unet";

	/** The threshold of a network whose best one is not known. */
	public static final double HALF = 0.5;

	private static final String NAME = "architecture";
	private static final String NORMALISATION = "normalisation";
	private static final Gson GSON = new Gson();
	private static final List<String> KEYS = List.of(ModelConfig.FORMAT, NAME, "structures", "organs", "widths", "film", "size",
		"threshold", NORMALISATION);

	/**
	 * Copies the collections.
	 *
	 * @throws SonoflowException.Input if they make no network
	 */
	public SegmentationConfig {
		structures = List.copyOf(structures);
		organs = List.copyOf(organs);
		widths = List.copyOf(widths);
		notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
		if (film && organs.isEmpty()) throw new SonoflowException.Input("film=true needs the organ of each image, and none is " +
			"named. Give the column organ, or film=false.");
		if (structures.stream().distinct().count() < structures.size() || organs.stream().distinct().count() < organs.size())
			throw new SonoflowException.Input("The same name stands twice among the structures " + structures + " or the organs " +
				organs + ".");
		if (size < 1 || size > ModelConfig.MAX_SIZE) throw new SonoflowException.Input("size=" + size +
			" is no side of an image. Use 1 to " + ModelConfig.MAX_SIZE + ".");
		if (!(threshold > 0 && threshold < 1)) throw new SonoflowException.Input("threshold=" + threshold +
			" is no probability above 0 and below 1.");
		new SegmentShape(widths, structures.size(), film ? organs.size() : 0);
	}

	/** {@return the network's sizes} */
	public SegmentShape shape() {
		return new SegmentShape(widths, structures.size(), film ? organs.size() : 0);
	}

	/** {@return a copy with another threshold} */
	public SegmentationConfig withThreshold(final double value) {
		return new SegmentationConfig(structures, organs, widths, film, size, value, normalisation, notes);
	}

	/** {@return a copy with one more note} */
	public SegmentationConfig withNote(final String key, final String value) {
		if (KEYS.contains(key) || key.equals(FrozenClassifier.KEY)) throw new IllegalArgumentException(key +
			" is not free for a note");
		final Map<String, String> copy = new LinkedHashMap<>(notes);
		copy.put(key, value);
		return new SegmentationConfig(structures, organs, widths, film, size, threshold, normalisation, copy);
	}

	/**
	 * @param organ its name
	 * @return its number for {@link SegmentationNetwork#forward}; 0 for any if the network is told none
	 * @throws SonoflowException.Input if the network does not know it
	 */
	public int organ(final String organ) {
		if (!film) return 0;
		final int index = organs.indexOf(organ);
		if (index < 0) throw new SonoflowException.Input((organ.isBlank() ? "The model must be told the organ. It knows: "
			: "The model has not learned the organ \"" + organ + "\". It knows: ") + String.join(", ", organs) + ".");
		return index;
	}

	/** {@return as the texts of a file's header} */
	public Map<String, String> toMetadata() {
		final Object[] values = { ModelConfig.VERSION, ARCHITECTURE, GSON.toJson(structures), GSON.toJson(organs), GSON.toJson(
			widths), film, size, threshold, normalisation.name().toLowerCase(Locale.ROOT) };
		final Map<String, String> texts = new LinkedHashMap<>();
		for (int i = 0; i < values.length; i++)
			texts.put(KEYS.get(i), String.valueOf(values[i]));
		texts.putAll(notes);
		return texts;
	}

	/** {@return whether this is the header of a segmenter of ours, of whatever version} */
	public static boolean isSegmenter(final Map<String, String> texts) {
		return texts.containsKey(ModelConfig.FORMAT) && ARCHITECTURE.equals(texts.get(NAME));
	}

	/**
	 * @param texts of a file's header
	 * @param source the file, for messages
	 * @return the configuration
	 * @throws SonoflowException.File if the file is no segmenter of ours, damaged, or of a later version
	 */
	public static SegmentationConfig fromMetadata(final Map<String, String> texts, final String source) {
		if (!isSegmenter(texts)) throw new SonoflowException.File(source + " is not a Sonoflow segmenter" + (texts.containsKey(NAME)
			? " (its header says architecture " + texts.get(NAME) + ")" : "") +
				". Give the model.safetensors of \"Train Segmenter...\"; " +
			"\"Inspect Weights...\" says what a file is.");
		try {
			if (Integer.parseInt(texts.get(ModelConfig.FORMAT)) > ModelConfig.VERSION) throw new SonoflowException.File(source +
				" was written by a later version of Sonoflow. Update Sonoflow.");
			final List<String> missing = KEYS.stream().filter(key -> !texts.containsKey(key)).toList();
			if (!missing.isEmpty()) throw new IllegalArgumentException("it does not say " + String.join(", ", missing));
			final Map<String, String> notes = new LinkedHashMap<>(texts);
			notes.keySet().removeAll(KEYS);
			notes.remove(FrozenClassifier.KEY);
			return new SegmentationConfig(names(texts, "structures"), names(texts, "organs"), List.of(GSON.fromJson(texts.get(
				"widths"), Integer[].class)), bool(texts.get("film")), Integer.parseInt(texts.get("size")), Double.parseDouble(texts
					.get("threshold")), Normalisation.valueOf(texts.get(NORMALISATION).toUpperCase(Locale.ROOT)), notes);
		}
		catch (final IllegalArgumentException | JsonSyntaxException | NullPointerException | SonoflowException.Input e) {
			throw new SonoflowException.File("The configuration in the header of " + source + " is damaged (" + e.getMessage() +
				"). Train the segmenter again, or take another copy of the file.", e);
		}
	}

	private static List<String> names(final Map<String, String> texts, final String key) {
		return List.of(GSON.fromJson(texts.get(key), String[].class));
	}

	private static boolean bool(final String text) {
		if (!List.of("true", "false").contains(text)) throw new IllegalArgumentException("film " + text);
		return Boolean.parseBoolean(text);
	}
}
