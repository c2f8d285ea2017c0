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
package io.sonoflow.legacy.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.bridge.MenuEntryService;
import io.sonoflow.bridge.StepInfo;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.step.compare.CompareClassifiers;
import io.sonoflow.step.phantom.MakePhantoms;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;

class FormCheckTest {

	@TempDir
	private Path folder;

	private static Map<String, String> texts(final Parameters parameters) {
		final Map<String, String> texts = new LinkedHashMap<>();
		parameters.keys().forEach(key -> texts.put(key.name(), key.text(key.get(parameters))));
		return texts;
	}

	private static List<Parameters> commands() {
		try (Context context = new Context(CommandService.class, MenuEntryService.class)) {
			final List<Parameters> found = context.service(CommandService.class).getCommands().stream().filter(
				StepInfo.class::isInstance).map(CommandInfo.class::cast).map(info -> ((StepInfo) info).parameters()).toList();
			assertTrue(found.size() > 15);
			return found;
		}
	}

	/** Everything wrong that can be typed, in every field of every command: the answer speaks of fields. */
	@Test
	void noMessageSpeaksMacro() {
		int wrong = 0;
		for (final Parameters parameters : commands())
			for (final Key key : parameters.keys())
				for (final String typed : List.of("", "nonsense", "-7", "1e30", "0.5", "/absent/x", "~nobody/x")) {
					if (key.type() == boolean.class || !key.choices().isEmpty()) continue;
					final Map<String, String> texts = texts(parameters);
					texts.put(key.name(), typed);
					final String message = FormCheck.of(parameters, texts).fields().getOrDefault(key.name(), "");
					if (message.isEmpty()) continue;
					wrong++;
					assertFalse(message.matches("(?s).*(\\b" + key.name() + "=|[Tt]he key|Write " + key.name() + "|Add ).*"), parameters
						.getClass() + " " + key + ": " + message);
					assertTrue(Character.isUpperCase(message.charAt(0)) && message.endsWith("."), message);
				}
		assertTrue(wrong > 300, "messages read: " + wrong);
	}

	@Test
	void defaultsLackOnlyWhatMustBeGiven() {
		for (final Parameters parameters : commands())
			FormCheck.of(parameters, texts(parameters)).fields().forEach((key, message) -> {
				assertEquals(FormCheck.NEEDED, message, parameters.getClass() + " " + key);
				assertTrue(parameters.key(key).is(Key.REQUIRED), key);
			});
	}

	@Test
	void valuesAreHeldAgainstEachOtherOnceEachIsGood() throws IOException {
		final CompareClassifiers compare = new CompareClassifiers();
		final Map<String, String> texts = texts(compare);
		texts.put("input", Files.createDirectories(folder.resolve("a")).toString());
		texts.put("output", folder.resolve("out").toString());
		assertEquals("\"Input\" names 1 folder(s). Give two or more output folders of \"Cross-Validate Classifier...\", separated " +
			"by commas.", FormCheck.of(compare, texts).whole());
		texts.put("input", folder.resolve("a") + "," + Files.createDirectories(folder.resolve("b")));
		assertTrue(FormCheck.of(compare, texts).isGood(), FormCheck.of(compare, texts).toString());
		texts.put("baseline", "c");
		assertEquals("\"Baseline\" = c is not one of the names: a, b.", FormCheck.of(compare, texts).whole());
		assertEquals("", compare.input, "nothing is changed");
	}

	@Test
	void keysInMessagesBecomeFields() {
		final MakePhantoms made = new MakePhantoms();
		assertEquals("\"Output\" = /a b already holds a run. Give another folder, or a tick at \"Overwrite\" to replace it.",
			FieldWords.of(made, "output=/a b already holds a run. Give another folder, or overwrite=true to replace it."));
		assertEquals("\"Size\" = 300 has no effect with \"Screens\" ticked: views are 300 x 300. Give \"Screens\" not ticked.",
			FieldWords.of(made, "size=300 has no effect with screens=true: views are 300 x 300. Give screens=false."));
		assertEquals("Open an image, or fill in \"Output\".", FieldWords.of(made, "Open an image, or add output=[path]."));
		assertEquals("\"Seed\" is odd. Give each the field \"Organs\".", FieldWords.of(made,
			"The key seed is odd. Give each organs=."));
		assertEquals("The folder /x/seed=3 stays.", FieldWords.of(made, "the folder /x/seed=3 stays."));
	}

	@Test
	void hintsAreShort() {
		final MakePhantoms made = new MakePhantoms();
		assertEquals(List.of("1 to 9999", "0 to 1", "", ""), Stream.of("patients", "noise", "screens", "seed").map(
			name -> KeyRow.hint(made.key(name))).toList());
	}

	@Test
	void chosenPathsJoinThoseOfAList() {
		final Key list = new CompareClassifiers().key("input");
		final Key one = new MakePhantoms().key("output");
		final List<File> two = List.of(new File("/a"), new File("/b c"));
		assertEquals("/a,/b c", PathChooser.join(list, " ", two));
		assertEquals("/x,/a,/b c", PathChooser.join(list, "/x", two));
		assertEquals("/a", PathChooser.join(one, "/x", two.subList(0, 1)));
	}
}
