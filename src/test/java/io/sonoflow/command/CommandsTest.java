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
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.bridge.MenuEntryService;
import io.sonoflow.bridge.StepInfo;
import io.sonoflow.nn.Networks;
import io.sonoflow.parameter.Key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;

/** What holds for the declaration of every command. */
class CommandsTest {

	private static final Pattern LINE = Pattern.compile(
		"(Plugins>Sonoflow|File>Open Samples), \"([^\"]+)\", io\\.sonoflow\\.legacy\\.launch\\.Adapter\\(\"([^\"]+)\"\\)");

	private static final String SEPARATOR = "Plugins>Sonoflow, \"-\"";

	/** {@return every command of the plugin index by its label} */
	static Map<String, StepInfo> commands() {
		try (Context context = new Context(CommandService.class, MenuEntryService.class)) {
			final Map<String, StepInfo> commands = new TreeMap<>();
			for (final CommandInfo info : context.service(CommandService.class).getCommands())
				if (info.getDelegateClassName().startsWith("io.sonoflow.")) commands.put(info.getMenuPath().getLeaf().getName(),
					(StepInfo) info);
			assertTrue(commands.containsKey("Check Setup..."), "commands found: " + commands.keySet());
			return commands;
		}
	}

	@Test
	void pluginsConfigNamesEveryCommandAndNoOther() throws IOException {
		final Map<String, String> lines = new TreeMap<>();
		for (final String line : Files.readAllLines(Path.of("plugins.config"))) {
			if (line.isBlank() || line.startsWith("#") || line.equals(SEPARATOR)) continue;
			final Matcher matcher = LINE.matcher(line);
			assertTrue(matcher.matches(), line);
			assertEquals(null, lines.put(matcher.group(2), matcher.group(3)), line);
		}
		final Map<String, String> commands = new TreeMap<>();
		commands().forEach((label, info) -> commands.put(label, info.getDelegateClassName()));
		assertEquals(commands, lines);
	}

	/** SciJava sorts a menu by weights and puts a separator where they differ by more than 1; ImageJ takes it as written. */
	@Test
	void bothMenusHaveTheSameOrderAndSeparators() throws IOException {
		final List<String> written = Files.readAllLines(Path.of("plugins.config")).stream().filter(line -> line.startsWith(
			"Plugins>Sonoflow,")).map(line -> line.split("\"")[1]).toList();
		final List<StepInfo> sorted = commands().values().stream().filter(info -> info.getMenuPath().get(0).getName().equals(
			"Plugins")).sorted(Comparator.comparingDouble(CommandsTest::weight)).toList();
		final List<String> shown = new ArrayList<>();
		for (int i = 0; i < sorted.size(); i++) {
			if (i > 0 && weight(sorted.get(i)) - weight(sorted.get(i - 1)) > 1) shown.add("-");
			shown.add(sorted.get(i).getMenuPath().getLeaf().getName());
		}
		assertEquals(written, shown);
		assertTrue(shown.indexOf("Crop Ultrasound...") < shown.indexOf("Train Classifier...") && shown.contains("-"));
	}

	private static double weight(final StepInfo info) {
		return info.getMenuPath().getLeaf().getWeight();
	}

	/** Commands that came after the page was written; it may be extended, and is not ours to write. */
	private static final Set<String> ADDED = Set.of("Compare Classifiers...", "Insert Markers...", "Review Crops...",
		"Review Labels...");

	@Test
	void menusAndKeysAreThoseOfThePublicInterface() throws IOException {
		final Path page = Path.of("..", "shared", "COMMANDS.md");
		Assumptions.assumeTrue(Files.isRegularFile(page), "The public interface's page is not beside this checkout");
		final Map<String, String> rows = Files.readAllLines(page).stream().map(Pattern.compile(
			"\\| (?:\\*\\*)?`([^`]+\\.\\.\\.)`(?:\\*\\*)?(?: \\(image\\))? \\| ([^|]*(?:\\\\\\|[^|]*)*)\\|.*")::matcher).filter(
				Matcher::matches).collect(Collectors
				.toMap(row -> row.group(1), row -> row.group(2)));
		assertTrue(rows.size() > 10, "rows found: " + rows.keySet());
		for (final Map.Entry<String, StepInfo> command : commands().entrySet()) {
			final List<String> place = command.getValue().getMenuPath().stream().map(entry -> entry.getName()).toList();
			if (Files.readString(page).contains("`File > Open Samples > " + command.getKey() + "`") || Files.readString(page)
				.contains("and `" + command.getKey() + "`")) assertEquals(List.of("File", "Open Samples", command.getKey()), place);
			else {
				assertTrue(rows.containsKey(command.getKey()) || ADDED.contains(command.getKey()), command.getKey() +
					" is not on the page");
				assertEquals(List.of("Plugins", "Sonoflow", command.getKey()), place);
			}
		}
	}

	@Test
	void everyParameterIsDeclaredInFull() {
		for (final StepInfo info : commands().values()) {
			assertTrue(info.isValid(), info.getTitle() + ": " + info.getProblems());
			assertFalse(info.getDescription().isBlank(), info.getTitle());
			for (final Key key : info.parameters().keys()) {
				final String name = info.getTitle() + " " + key;
				assertTrue(key.name().matches("[a-z][a-z0-9]*"), name + ": keys are lower-case words");
				assertFalse(key.label().isBlank(), name + ": label");
				assertTrue(key.help().endsWith("."), name + ": description, a sentence with its full stop");
				for (final String attribute : List.of("Required", "Exists"))
					assertFalse(key.is(attribute), name + ": attribute " + attribute);
			}
		}
	}

	/** SciJava and ImageJ are shown the keys as they are declared, in their order, and remember none. */
	@Test
	void inputsAreTheKeys() {
		for (final StepInfo info : commands().values()) {
			final List<String> shown = new ArrayList<>();
			for (final ModuleItem<?> item : info.inputs()) {
				if (item.getVisibility() == ItemVisibility.MESSAGE) continue;
				final Key key = info.parameters().key(item.getName());
				shown.add(key.name());
				assertEquals(List.of(key.label(), key.help(), key.type()), List.of(item.getLabel(), item.getDescription(), item
					.getType()), info.getTitle());
				assertEquals(key.initial(), item.getDefaultValue(), info.getTitle() + " " + key);
				assertFalse(item.isPersisted() || item.isRequired(), info.getTitle() + " " + key);
			}
			assertEquals(info.parameters().keys().stream().map(Key::name).toList(), shown, info.getTitle());
		}
	}

	/** The neutral heading is for who forgot to name one. */
	@Test
	void keysAfterAGroupHaveAHeadingOfTheirOwn() {
		for (final StepInfo info : commands().values())
			for (final ModuleItem<?> item : info.inputs())
				if (item.getVisibility() == ItemVisibility.MESSAGE) assertNotEquals("Further", item.getDefaultValue(), info
					.getTitle());
	}

	@Test
	void everyBackboneCanBeChosen() {
		int found = 0;
		for (final StepInfo info : commands().values())
			for (final Key key : info.parameters().keys())
				if (key.name().equals("backbone")) {
					final boolean masked = info.getTitle().contains("Masked");
					// Those that tell of several organs are for labelled images; what is told the organ is chosen by film.
					final String no = info.getTitle().contains("Encoder") ? "(film|cbam|unet)-.*" : "film-.*";
					// Those of clips learn from labels.
					final Stream<String> all = info.getTitle().contains("Encoder") || masked ? Networks.names().stream() : Stream.concat(
						Networks.names().stream(), Networks.clipNames().stream());
					final List<String> known = all.filter(name -> masked ? name.startsWith("vit") : !name.matches(no)).toList();
					assertEquals(known.stream().sorted().toList(), key.choices().stream().sorted().toList(), info.getTitle());
					found++;
				}
		assertTrue(found >= 3, "commands with a backbone: " + found);
	}

	/** A default that the check rejects would make the command fail for who gives nothing. */
	@Test
	void defaultsPassTheirOwnCheck() {
		for (final StepInfo info : commands().values())
			for (final Key key : info.parameters().keys())
				if (!key.is(Key.REQUIRED)) key.check(key.initial());
	}
}
