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
package io.sonoflow.desk;

import ij.Executer;
import ij.IJ;
import ij.ImageJ;
import ij.Menus;
import ij.plugin.frame.Recorder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ImageJ 1 with its windows and our commands, as on a user's desk; in the program with windows. */
final class PlainImageJ {

	private static final Pattern LINE = Pattern.compile("([^#,\"]+?)\\s*,\\s*\"([^\"]+[^-\"])\"\\s*,\\s*(\\S+)\\s*");

	private PlainImageJ() {
	}

	/** Opens ImageJ, and {@return the labels of our commands in the order of the menu} */
	static List<String> open() throws IOException {
		new ImageJ();
		@SuppressWarnings("unchecked")
		final Hashtable<String, String> commands = Menus.getCommands();
		final List<String> labels = new ArrayList<>();
		try (InputStream config = PlainImageJ.class.getResourceAsStream("/plugins.config")) {
			for (final String line : new String(config.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
				final Matcher matcher = LINE.matcher(line);
				if (!matcher.matches()) continue;
				labels.add(matcher.group(2));
				commands.put(matcher.group(2), matcher.group(3));
			}
		}
		return labels;
	}

	/** Chooses a command in the menu. */
	static void choose(final String label) {
		new Executer(label, null);
	}

	/** Waits until the last command is over. */
	static void awaitIdle(final String label) throws InterruptedException {
		Hands.await(label + " is over", () -> Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName()
			.equals(label)));
	}

	/** Opens the macro recorder. */
	static void record() throws InterruptedException {
		IJ.run("Record...");
		Hands.await("recorder", () -> Recorder.getInstance() != null && Recorder.record);
		Thread.sleep(300);
	}

	/** {@return the lines of the recorder} */
	static List<String> recorded() {
		return Recorder.getInstance().getText().lines().filter(line -> !line.isBlank()).toList();
	}
}
