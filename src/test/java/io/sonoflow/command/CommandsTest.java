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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.bridge.MenuEntryService;
import io.sonoflow.nn.Networks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
		"(Plugins>Sonoflow), \"([^\"]+)\", io\\.sonoflow\\.legacy\\.launch\\.Adapter\\(\"([^\"]+)\"\\)");

	/** {@return every command of the plugin index by its label} */
	static Map<String, CommandInfo> commands() {
		try (Context context = new Context(CommandService.class, MenuEntryService.class)) {
			final Map<String, CommandInfo> commands = new TreeMap<>();
			for (final CommandInfo info : context.service(CommandService.class).getCommands())
				if (info.getDelegateClassName().startsWith("io.sonoflow.")) commands.put(info.getMenuPath().getLeaf().getName(),
					info);
			assertTrue(commands.containsKey("Check Setup..."), "commands found: " + commands.keySet());
			return commands;
		}
	}

	@Test
	void pluginsConfigNamesEveryCommandAndNoOther() throws IOException {
		final Map<String, String> lines = new TreeMap<>();
		for (final String line : Files.readAllLines(Path.of("plugins.config"))) {
			if (line.isBlank() || line.startsWith("#")) continue;
			final Matcher matcher = LINE.matcher(line);
			assertTrue(matcher.matches(), line);
			assertEquals(null, lines.put(matcher.group(2), matcher.group(3)), line);
		}
		final Map<String, String> commands = new TreeMap<>();
		commands().forEach((label, info) -> commands.put(label, info.getDelegateClassName()));
		assertEquals(commands, lines);
	}

	/** Commands that came after the page was written; it may be extended, and is not ours to write. */
	private static final Set<String> ADDED = Set.of("Compare Classifiers...", "Insert Markers...");

	@Test
	void menusAndKeysAreThoseOfThePublicInterface() throws IOException {
		final Path page = Path.of("..", "shared", "COMMANDS.md");
		Assumptions.assumeTrue(Files.isRegularFile(page), "The public interface's page is not beside this checkout");
		final Map<String, String> rows = Files.readAllLines(page).stream().map(Pattern.compile(
			"\\| `([^`]+\\.\\.\\.)`(?: \\(image\\))? \\| ([^|]*(?:\\\\\\|[^|]*)*)\\|.*")::matcher).filter(
				Matcher::matches).collect(Collectors
				.toMap(row -> row.group(1), row -> row.group(2)));
		assertTrue(rows.size() > 10, "rows found: " + rows.keySet());
		for (final Map.Entry<String, CommandInfo> command : commands().entrySet()) {
			assertTrue(rows.containsKey(command.getKey()) || ADDED.contains(command.getKey()), command.getKey() +
				" is not on the page");
			assertEquals(List.of("Plugins", "Sonoflow", command.getKey()), command.getValue().getMenuPath().stream().map(
				entry -> entry.getName()).toList());
		}
	}

	@Test
	void everyParameterIsDeclaredInFull() {
		for (final CommandInfo info : commands().values()) {
			assertTrue(info.isValid(), info.getTitle() + ": " + info.getProblems());
			assertFalse(info.getDescription().isBlank(), info.getTitle());
			final Set<String> keys = new TreeSet<>();
			for (final ModuleItem<?> item : info.inputs()) {
				if (item.getType() == Context.class || item.getVisibility() == ItemVisibility.MESSAGE) continue;
				final String name = info.getTitle() + " " + item.getName();
				assertTrue(Values.isSupported(item.getType()), name + ": type " + item.getType());
				assertFalse(item.isPersisted(), name + ": persist = false is missing");
				assertTrue(Inputs.key(item).matches("[a-z][a-z0-9]*"), name + ": keys are lower-case words");
				assertFalse(item.getLabel() == null || item.getLabel().isBlank(), name + ": label");
				assertFalse(item.getDescription() == null || !item.getDescription().endsWith("."), name +
					": description, a sentence with its full stop");
				assertTrue(keys.add(Inputs.key(item)), name + ": twice");
				assertTrue(item.getType() != File.class || !item.isRequired(), name +
					": a file is required = false, else SciJava speaks in our place");
				for (final String attribute : List.of("Required", "Exists"))
					assertFalse(item.is(attribute), name + ": attribute " + attribute);
			}
		}
	}

	/** SciJava takes a choice from constants only, so each command has to list them again. */
	@Test
	void everyBackboneCanBeChosen() {
		int found = 0;
		for (final CommandInfo info : commands().values())
			for (final ModuleItem<?> item : Inputs.of(info))
				if (Inputs.key(item).equals("backbone")) {
					assertEquals(Networks.names(), item.getChoices(), info.getTitle());
					found++;
				}
		assertTrue(found >= 2, "commands with a backbone: " + found);
	}

	/** A default that the check rejects would make the command fail for who gives nothing. */
	@Test
	void defaultsPassTheirOwnCheck() {
		for (final CommandInfo info : commands().values())
			for (final ModuleItem<?> item : Inputs.of(info))
				if (!item.is(SonoflowCommand.REQUIRED)) Values.check(item, item.getDefaultValue());
	}
}
