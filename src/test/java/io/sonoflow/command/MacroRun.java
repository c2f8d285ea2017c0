package io.sonoflow.command;

import io.sonoflow.legacy.Launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One command called from a macro, in this JVM, by the way that java -jar takes.
 *
 * @param code the exit code
 * @param reachedEnd whether the macro went on after the command
 * @param errors what was written to the standard error
 */
record MacroRun(int code, boolean reachedEnd, String errors) {

	/** @param folder for the macro itself */
	static MacroRun of(final Path folder, final String label, final String options) throws IOException {
		final Path after = folder.resolve("after.txt");
		final Path macro = Files.writeString(folder.resolve("call.ijm"), "run(" + quote(label) + ", " + quote(options) +
			");\nFile.saveString('x', " + quote(after.toString()) + ");");
		final PrintStream before = System.err;
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final PrintStream capture = new PrintStream(bytes, true, StandardCharsets.UTF_8);
		System.setErr(capture);
		try {
			final int code = Launcher.launch(capture, capture, macro.toString());
			return new MacroRun(code, Files.deleteIfExists(after), bytes.toString(StandardCharsets.UTF_8));
		}
		finally {
			System.setErr(before);
		}
	}

	private static String quote(final String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}
}
