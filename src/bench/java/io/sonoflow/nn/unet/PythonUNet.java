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
package io.sonoflow.nn.unet;

import io.sonoflow.Contest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same network in PyTorch, in a process of its own that waits for its turns. */
final class PythonUNet implements AutoCloseable {

	private static final String PYTHON = System.getProperty("python", "/usr/bin/python3");
	private static final String SCRIPT = Path.of("src", "bench", "python", "unet.py").toString();

	private final Process process;
	private final BufferedReader answers;
	private final Writer questions;
	private final String version;

	/** @param folder that {@link #save} has filled */
	PythonUNet(final Path folder, final int threads, final int size, final int base, final int batch) throws IOException {
		process = start("time", folder.toString(), "" + threads, "" + size, "" + base, "" + batch);
		answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		questions = process.outputWriter(StandardCharsets.UTF_8);
		version = answer();
	}

	/** Writes weights and traced networks. */
	static void save(final Path folder, final int size, final int base) throws IOException, InterruptedException {
		final Process process = start("save", folder.toString(), "" + size, "" + base);
		if (process.waitFor() != 0) throw new IOException(PYTHON + " could not save the networks; name another Python with " +
			"PyTorch by -Dpython=");
	}

	private static Process start(final String... arguments) throws IOException {
		final List<String> command = new ArrayList<>(List.of(PYTHON, "-W", "ignore", SCRIPT));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	private String answer() throws IOException {
		final String line = answers.readLine();
		if (line == null) throw new IOException("the Python process has ended");
		return line;
	}

	/** {@return of PyTorch} */
	String version() {
		return version;
	}

	/** @param what forward or backward */
	Contest.Time time(final String what) {
		try {
			questions.write(what + "\n");
			questions.flush();
			final String[] seconds = answer().split(" ");
			return new Contest.Time(Double.parseDouble(seconds[0]), Double.parseDouble(seconds[1]));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void close() throws IOException {
		questions.close();
		process.destroy();
	}
}
