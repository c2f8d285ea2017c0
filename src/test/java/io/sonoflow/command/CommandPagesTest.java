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

import io.sonoflow.bridge.ParameterTable;
import io.sonoflow.bridge.StepInfo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/**
 * Every command has a page in docs/commands whose table of parameters is written from the command's own declaration. The
 * test says when a table is out of date, and with {@code -Dsonoflow.docs=true} writes them.
 */
class CommandPagesTest {

	private static final Path PAGES = Path.of("docs", "commands");
	private static final String BEGIN = "<!-- parameters: generated from the command's own declaration; do not edit -->\n";
	private static final String END = "<!-- /parameters -->\n";

	/** {@return the file of the page of a menu label} */
	static String page(final String label) {
		return label.replace("...", "").toLowerCase(Locale.ROOT).replace(' ', '-') + ".md";
	}

	@Test
	void everyCommandHasAPageAndEveryPageACommand() throws IOException {
		try (Stream<Path> files = Files.list(PAGES)) {
			final Set<String> wanted = CommandsTest.commands().keySet().stream().map(CommandPagesTest::page).collect(Collectors
				.toCollection(TreeSet::new));
			final Set<String> found = files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(
				TreeSet::new));
			assertEquals(wanted, found);
		}
	}

	@Test
	void theTablesAreThoseOfTheCommands() throws IOException {
		for (final Map.Entry<String, StepInfo> command : CommandsTest.commands().entrySet()) {
			final Path page = PAGES.resolve(page(command.getKey()));
			final String text = Files.readString(page);
			final String now = update(text, command.getValue());
			if (Boolean.getBoolean("sonoflow.docs")) Files.writeString(page, now);
			else assertEquals(now, text, page + " is out of date. Run: mvn -q test -Dtest=CommandPagesTest -Dsonoflow.docs=true");
		}
	}

	@Test
	void markersAreFoundAndAllElseIsKept() {
		final String text = update("before\n" + BEGIN + "old\n" + END + "after\n", CommandsTest.commands().get(
			"Check Setup..."));
		assertTrue(text.startsWith("before\n" + BEGIN) && text.endsWith(END + "after\n"), text);
		assertFalse(text.contains("old\n"), text);
		assertTrue(text.contains("| `device` | auto |"), text);
	}

	private static String update(final String page, final StepInfo command) {
		final int begin = page.indexOf(BEGIN);
		final int end = page.indexOf(END);
		assertTrue(begin >= 0 && end > begin, command.getTitle() + ": its page lacks the lines " + BEGIN + END);
		return page.substring(0, begin + BEGIN.length()) + "\n" + command.getDescription() + "\n\n" +
			ParameterTable.of(command) + "\n" + page.substring(end);
	}
}
