package io.sonoflow.legacy;

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
		assertTrue(err.toString(StandardCharsets.UTF_8).contains("Check Setup failed"), err.toString());
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
	void oneCommand() {
		assertEquals(1, launch("--run", "Check Setup...", "device=\"cpu\""));
		assertEquals(1, launch("--run", "No Such Command"));
		assertEquals(1, launch("--run"));
		assertTrue(err.toString(StandardCharsets.UTF_8).contains("--run takes"), err.toString());
		assertEquals("\"a\\\\b \\\"c\\\"\"", Launcher.quote("a\\b \"c\""));
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
