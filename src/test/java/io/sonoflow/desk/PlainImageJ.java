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

import java.awt.Menu;
import java.awt.MenuItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;

/** ImageJ 1 with its windows and our commands, as on a user's desk; in the program with windows. */
final class PlainImageJ {

	private static final Pattern LINE = Pattern.compile("[^#,\"]+,\s*\"([^\"]+[^-\"])\".*");

	private PlainImageJ() {
	}

	/**
	 * Opens ImageJ on a folder of plugins with a jar that names our commands.
	 *
	 * @return their labels in the order of the file
	 */
	static List<String> open(final Path folder) throws IOException {
		final Path plugins = Files.createDirectories(folder.resolve("ij").resolve("plugins"));
		final String config = config();
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("Sonoflow_.jar")))) {
			jar.putNextEntry(new ZipEntry("plugins.config"));
			jar.write(config.getBytes(StandardCharsets.UTF_8));
		}
		System.setProperty("plugins.dir", plugins.getParent().toString());
		new ImageJ();
		return config.lines().map(LINE::matcher).filter(Matcher::matches).map(matcher -> matcher.group(1)).toList();
	}

	private static String config() throws IOException {
		try (InputStream config = PlainImageJ.class.getResourceAsStream("/plugins.config")) {
			return new String(config.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/** {@return the labels of a menu as they are shown, "-" for a separator} */
	static List<String> menu(final String... path) {
		Entries items = new Entries(path[0]);
		for (int i = 1; i < path.length; i++)
			items = items.inner(path[i]);
		return items.labels();
	}

	/** A menu of the bar, or in it. */
	private record Entries(Menu menu) {

		Entries(final String name) {
			this(IntStream.range(0, Menus.getMenuBar().getMenuCount()).mapToObj(Menus.getMenuBar()::getMenu).filter(menu -> menu
				.getLabel().equals(name)).findFirst().orElseThrow());
		}

		Entries inner(final String name) {
			return new Entries((Menu) IntStream.range(0, menu.getItemCount()).mapToObj(menu::getItem).filter(
				item -> item.getLabel().equals(name)).findFirst().orElseThrow());
		}

		List<String> labels() {
			return IntStream.range(0, menu.getItemCount()).mapToObj(menu::getItem).map(MenuItem::getLabel).toList();
		}
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
