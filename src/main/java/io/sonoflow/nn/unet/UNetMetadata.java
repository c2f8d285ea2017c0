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
package io.sonoflow.nn.unet;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.weights.UNetShape;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A {@link UNetConfig} as the texts of a file's header. */
final class UNetMetadata {

	/** What the key {@code architecture} says. */
	static final String NAME = "unet";

	/** The key of the architecture. */
	static final String ARCHITECTURE = "architecture";

	private static final Gson GSON = new Gson();
	private static final List<String> KEYS = List.of(ModelConfig.FORMAT, ARCHITECTURE, "size", "channels", "outputs", "base",
		"widths", "blocks", "attentionrates", "heads", "headchannels", "order", "scaleshift", "residualresampling", "dropout",
		"classes");

	private UNetMetadata() {
	}

	/**
	 * @param notes anything else worth keeping; keys of its own
	 * @return the header
	 */
	static Map<String, String> write(final UNetConfig config, final Map<String, String> notes) {
		final UNetShape shape = config.shape();
		final Object[] values = { ModelConfig.VERSION, NAME, config.size(), shape.channels(), shape.outputs(), shape.base(),
			GSON.toJson(shape.widths()), shape.blocks(), GSON.toJson(new TreeSet<>(shape.attention())), config.heads(), config
				.headChannels(), config.order().name().toLowerCase(Locale.ROOT), shape.scaleShift(), shape.residualResampling(),
			config.dropout(), GSON.toJson(config.classes()) };
		final Map<String, String> texts = new LinkedHashMap<>();
		for (int i = 0; i < values.length; i++)
			texts.put(KEYS.get(i), String.valueOf(values[i]));
		for (final Map.Entry<String, String> note : notes.entrySet())
			if (texts.putIfAbsent(note.getKey(), note.getValue()) != null) throw new IllegalArgumentException(note.getKey() +
				" is not free for a note");
		return texts;
	}

	/** {@return what {@link #write} was given as notes} */
	static Map<String, String> notes(final Map<String, String> texts) {
		final Map<String, String> notes = new LinkedHashMap<>(texts);
		notes.keySet().removeAll(KEYS);
		return notes;
	}

	/**
	 * @param source the file, for messages
	 * @throws SonoflowException.File if it is damaged or of a later version
	 */
	static UNetConfig read(final Map<String, String> texts, final String source) {
		try {
			final List<String> missing = KEYS.stream().filter(key -> !texts.containsKey(key)).toList();
			if (!missing.isEmpty()) throw new IllegalArgumentException("it does not say " + String.join(", ", missing));
			if (number(texts, ModelConfig.FORMAT) > ModelConfig.VERSION) throw new SonoflowException.File(source +
				" was written by a later version of Sonoflow. Update Sonoflow.");
			if (number(texts, "size") > ModelConfig.MAX_SIZE) throw new IllegalArgumentException("size " + texts.get("size"));
			final List<String> classes = List.of(GSON.fromJson(texts.get("classes"), String[].class));
			final Set<Integer> attention = new TreeSet<>(Arrays.asList(GSON.fromJson(texts.get("attentionrates"),
				Integer[].class)));
			final UNetShape shape = new UNetShape(number(texts, "channels"), number(texts, "outputs"), number(texts, "base"), List
				.of(GSON.fromJson(texts.get("widths"), Integer[].class)), number(texts, "blocks"), attention, classes.size(),
				Boolean.parseBoolean(texts.get("scaleshift")), Boolean.parseBoolean(texts.get("residualresampling")));
			return new UNetConfig(shape, number(texts, "size"), number(texts, "heads"), number(texts, "headchannels"),
				AttentionOrder.valueOf(texts.get("order").toUpperCase(Locale.ROOT)), Double.parseDouble(texts.get("dropout")),
				classes);
		}
		catch (final IllegalArgumentException | JsonSyntaxException | NullPointerException | SonoflowException.Input e) {
			throw new SonoflowException.File("The configuration in the header of " + source + " is damaged (" + e.getMessage() +
				"). Train the model again, or take another copy of the file.", e);
		}
	}

	private static int number(final Map<String, String> texts, final String key) {
		return Integer.parseInt(texts.get(key));
	}
}
