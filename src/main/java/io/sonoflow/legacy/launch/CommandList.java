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
package io.sonoflow.legacy.launch;

import io.sonoflow.SonoflowException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.scijava.annotations.Index;
import org.scijava.annotations.IndexItem;
import org.scijava.plugin.Plugin;

/** The commands that the class path offers, in the menu's order, read without starting ImageJ or SciJava. */
final class CommandList {

	/** A line of plugins.config: menu path, quoted label, class and perhaps its argument. */
	static final Pattern LINE = Pattern.compile("\\s*([^#,\"]+?)\\s*,\\s*\"([^\"]*)\"\\s*,\\s*([^\\s(]+(?:\\(\".*\"\\))?)\\s*");

	/** The adapter's argument. */
	private static final Pattern COMMAND = Pattern.compile("[^(]+\\(\"(.*)\"\\)");

	private static final Pattern END = Pattern.compile("\\. (?=\\p{Lu})");

	private CommandList() {
	}

	/** {@return what ImageJ runs, by label} */
	static Map<String, String> plugins() {
		final Map<String, String> plugins = new LinkedHashMap<>();
		try {
			for (final URL url : Collections.list(CommandList.class.getClassLoader().getResources("plugins.config")))
				try (BufferedReader lines = new BufferedReader(new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
					lines.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> plugins.put(line.group(2), line.group(3)));
				}
		}
		catch (final IOException e) {
			throw new SonoflowException.File("plugins.config cannot be read: " + e + ". Install Sonoflow again.", e);
		}
		return plugins;
	}

	/** {@return the class of each of our commands by its label} */
	static Map<String, String> classes() {
		final Map<String, String> classes = new LinkedHashMap<>();
		plugins().forEach((label, plugin) -> {
			final Matcher matcher = COMMAND.matcher(plugin);
			if (matcher.matches()) classes.put(label, matcher.group(1));
		});
		return classes;
	}

	/** {@return a sentence on each of our commands by its label} */
	static Map<String, String> sentences() {
		final Map<String, String> byClass = new LinkedHashMap<>();
		for (final IndexItem<Plugin> item : Index.load(Plugin.class, CommandList.class.getClassLoader()))
			byClass.put(item.className(), item.annotation().description());
		final Map<String, String> sentences = new LinkedHashMap<>();
		classes().forEach((label, type) -> sentences.put(label, first(byClass.getOrDefault(type, ""))));
		return sentences;
	}

	/** {@return the first sentence} */
	private static String first(final String text) {
		final Matcher end = END.matcher(text);
		return end.find() ? text.substring(0, end.start() + 1) : text;
	}
}
