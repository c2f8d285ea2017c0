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

import io.sonoflow.legacy.launch.Launcher;
import io.sonoflow.nn.weights.install.WeightsStore;

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

	/** @param folder for the macro itself; its sub-folder weights, empty unless filled, is that of installed weights */
	static MacroRun of(final Path folder, final String label, final String options) throws IOException {
		final String store = System.getProperty(WeightsStore.PROPERTY);
		System.setProperty(WeightsStore.PROPERTY, folder.resolve("weights").toString());
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
			if (store == null) System.clearProperty(WeightsStore.PROPERTY);
			else System.setProperty(WeightsStore.PROPERTY, store);
		}
	}

	private static String quote(final String text) {
		return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
	}
}
