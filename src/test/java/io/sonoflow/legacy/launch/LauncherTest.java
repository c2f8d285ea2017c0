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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

	@TempDir
	private Path folder;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();
	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private int launch(final String... args) {
		return Launcher.launch(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true,
			StandardCharsets.UTF_8), args);
	}

	private int macro(final String code, final String... args) throws IOException {
		final Path file = Files.writeString(folder.resolve("macro.ijm"), code);
		final String[] all = new String[args.length + 1];
		all[0] = file.toString();
		System.arraycopy(args, 0, all, 1, args.length);
		return launch(all);
	}

	private String path(final String name) {
		return folder.resolve(name).toString().replace('\\', '/');
	}

	@Test
	void aMacroThatReachesItsEndGivesZeroAndSeesItsArguments() throws IOException {
		assertEquals(0, macro("File.saveString(getArgument(), '" + path("argument") + "'); // end", "a b", "ü"));
		assertEquals("a b ü", Files.readString(folder.resolve("argument")).strip());
		assertEquals(0, macro("// nothing"));
	}

	@Test
	void aMacroThatDoesNotReachItsEndGivesOne() throws IOException {
		assertEquals(1, macro("exit();"));
		assertEquals(1, macro("exit('enough');"));
		assertEquals(1, macro("x = 1 +* 2;"));
		assertEquals(1, macro("run('No Such Command');"));
		assertEquals(1, macro("return 'x';"));
		assertTrue(err.toString(StandardCharsets.UTF_8).contains("did not reach its end"));
	}

	@Test
	void aFailingCommandAbortsTheMacroAndTheNextRunIsFine() throws IOException {
		assertEquals(1, macro("run('Check Setup...', 'devise=cpu'); File.saveString('x', '" + path("after") + "');"));
		assertFalse(Files.exists(folder.resolve("after")));
		final String lines = err.toString(StandardCharsets.UTF_8).strip();
		assertTrue(lines.startsWith(path("macro.ijm") + ", line 1: Check Setup: Unknown key devise=cpu"), lines);
		assertEquals(1, lines.lines().count(), lines);
		assertEquals(0, macro("File.saveString('x', '" + path("after") + "');"));
		assertTrue(Files.exists(folder.resolve("after")));
	}

	@Test
	void aFileOfMacroBlocksRunsItsFirst() throws IOException {
		final String blocks = "macro 'a' { File.saveString('x', '" + path("first") + "'); }\nmacro 'b' { exit(); }";
		assertEquals(0, macro(blocks));
		assertTrue(Files.exists(folder.resolve("first")));
		assertEquals(1, macro("macro 'a' { run('No Such Command'); }"));
		assertEquals(1, macro("macro 'a' { run('Check Setup...', 'devise=cpu'); }"));
	}

	@Test
	void aBlockMustReachItsEndToo() throws IOException {
		assertEquals(0, macro("var a = \"}\"; function f() { return '{'; } /* { */" +
			" macro \"a\" { if (true) { a = f(); } // }\n }"));
		assertEquals(0, macro("macro 'a' { x = 'it\\'s }'; }\nmacro 'b' { exit(); }"));
		assertEquals(1, macro("macro 'a' { exit(); }"));
		assertEquals(1, macro("macro 'a' { call('ij.macro.Interpreter.abort'); }"));
		assertEquals(1, macro("call('ij.macro.Interpreter.abort');"));
		assertEquals(1, macro("macro 'a' { x = 1;"));
		assertEquals(0, macro("print('macro \"a\" { exit(); }');"));
	}

	@Test
	void oneCommand() {
		assertEquals(1, launch("--run", "Check Setup...", "device=\"cpu\""));
		assertEquals(1, launch("--run", "No Such Command"));
		assertEquals(1, launch("--run"));
		assertTrue(err.toString(StandardCharsets.UTF_8).contains("--run takes"), err.toString());
		assertEquals("\"a\\\\b \\\"c\\\"\"", Launcher.quote("a\\b \"c\""));
	}

	@Test
	void anErrorIsOneLineWithoutMacroCode() throws IOException {
		assertEquals(1, launch("--run", "Check Setup...", "device=gpu77"));
		assertTrue(lastError().startsWith("Check Setup: device=gpu77"), lastError());
		assertEquals(1, launch("--run", "Check Setip...", "device=cpu"));
		assertTrue(lastError().startsWith("Unrecognized command: \"Check Setip...\" (did you mean Check Setup...?)."), lastError());
		assertEquals(1, macro("x = 1;\ny = 2 +* 3;"));
		assertTrue(lastError().startsWith(path("macro.ijm") + ", line 2: "), lastError());
		assertFalse(err.toString(StandardCharsets.UTF_8).contains("<*>"), err.toString());
	}

	private String lastError() {
		return err.toString(StandardCharsets.UTF_8).lines().reduce("", (before, line) -> line);
	}

	@Test
	void commandsAreListedWithASentenceAndTheirKeys() {
		assertEquals(0, launch("--list"));
		final String list = out.toString(StandardCharsets.UTF_8);
		assertTrue(list.lines().anyMatch(line -> line.matches("Crop Ultrasound\\.\\.\\. +Cuts .+\\.")), list);
		assertEquals(CommandList.classes().size(), list.lines().count());
		out.reset();
		assertEquals(0, launch("--run", "Train Classifier...", "--help"));
		final String help = out.toString(StandardCharsets.UTF_8);
		assertTrue(help.contains("  input *\n"), help);
		assertTrue(help.contains("  epochs=30  (1 .. "), help);
		assertTrue(help.contains("  backbone=resnet18  (resnet18 | "), help);
		assertTrue(help.lines().allMatch(line -> line.length() <= 130), help);
		assertEquals(1, launch("--run", "Trane Classifier...", "--help"));
		assertTrue(lastError().contains("did you mean Train Classifier...?"), lastError());
	}

	@Test
	void helpVersionAndMissingFile() throws IOException {
		assertEquals(0, launch("--help"));
		assertTrue(out.toString(StandardCharsets.UTF_8).contains("Usage"));
		assertEquals(0, launch("--version"));
		assertTrue(out.toString(StandardCharsets.UTF_8).contains("Sonoflow "));
		assertEquals(1, launch());
		assertEquals(1, launch("missing.ijm"));
		assertTrue(err.toString(StandardCharsets.UTF_8).contains("missing.ijm"));
		Files.write(folder.resolve("latin1.ijm"), new byte[] { '/', '/', (byte) 0xE4, 'x', '\n' });
		assertEquals(1, launch(folder.resolve("latin1.ijm").toString()));
		assertTrue(err.toString(StandardCharsets.UTF_8).contains("UTF-8"));
	}
}
