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
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.bridge.ParameterTable;
import io.sonoflow.bridge.StepInfo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.scijava.command.CommandInfo;
import org.scijava.module.ModuleItem;

/**
 * The README's tables of parameters are written from the commands' own declarations. The test says when they are out of
 * date, and with {@code -Dsonoflow.readme=true} writes them.
 */
class ReadmeTest {

	private static final Path README = Path.of("README.md");
	private static final String BEGIN = "<!-- parameters: generated from the commands' own declarations; do not edit -->\n";
	private static final String END = "<!-- /parameters -->\n";

	@Test
	void theTablesAreThoseOfTheCommands() throws IOException {
		final String text = Files.readString(README);
		if (Boolean.getBoolean("sonoflow.readme")) Files.writeString(README, update(text));
		else assertEquals(update(text), text,
			"The README's tables are out of date. Run: mvn -q test -Dtest=ReadmeTest -Dsonoflow.readme=true");
	}

	@Test
	void markersAreFoundAndAllElseIsKept() {
		final String text = update("before\n" + BEGIN + "old\n" + END + "after\n");
		assertTrue(text.startsWith("before\n" + BEGIN) && text.endsWith(END + "after\n"), text);
		assertTrue(text.contains("### Check Setup...") && !text.contains("old\n"), text);
		assertTrue(text.contains("| `device` | auto |"), text);
	}

	private static String update(final String readme) {
		final int begin = readme.indexOf(BEGIN);
		final int end = readme.indexOf(END);
		assertTrue(begin >= 0 && end > begin, "README.md lacks the lines " + BEGIN + END);
		return readme.substring(0, begin + BEGIN.length()) + tables() + readme.substring(end);
	}

	private static String tables() {
		final StringBuilder text = new StringBuilder("\n");
		for (final Map.Entry<String, CommandInfo> command : CommandsTest.commands().entrySet())
			text.append("### ").append(command.getKey()).append("\n\n").append(command.getValue().getDescription()).append(
				"\n\n").append(table(command.getValue())).append('\n');
		return text.toString();
	}

	private static String table(final CommandInfo info) {
		if (info instanceof StepInfo step) return ParameterTable.of(step);
		final StringBuilder text = new StringBuilder("| key | default | allowed | meaning |\n|---|---|---|---|\n");
		for (final ModuleItem<?> item : Inputs.of(info))
			text.append("| `").append(Inputs.key(item)).append("` | ").append(initial(item)).append(" | ").append(escape(Values
				.allowed(item))).append(" | ").append(escape(item.getDescription())).append(" |\n");
		return text.toString();
	}

	private static String initial(final ModuleItem<?> item) {
		final Object value = item.getDefaultValue();
		if (value == null || value.equals("") || value instanceof File) return item.is(SonoflowCommand.REQUIRED) ? "*" : "";
		return escape(value.toString());
	}

	private static String escape(final String text) {
		return text.replace("|", "\\|");
	}
}
