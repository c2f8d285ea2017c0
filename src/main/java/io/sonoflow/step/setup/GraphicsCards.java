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
package io.sonoflow.step.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The NVIDIA cards of this computer, as the program nvidia-smi, which comes with their driver, tells of them. */
final class GraphicsCards {

	private static final String[] COMMAND = { "nvidia-smi", "--query-gpu=name,memory.total,memory.free,compute_cap,driver_version",
		"--format=csv,noheader" };

	private static final int SECONDS = 10;

	private GraphicsCards() {
	}

	/** {@return a line for each, for people to read; none if there is no driver} */
	static List<String> list() {
		return list(COMMAND);
	}

	/** @param command prints a line for each card: name, memory, memory that is free, compute capability, driver's version */
	static List<String> list(final String... command) {
		try {
			final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
			process.getOutputStream().close();
			if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				return List.of("nvidia-smi does not answer: the driver hangs");
			}
			final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.exitValue() != 0) return List.of("nvidia-smi fails: " + text.strip().lines().findFirst().orElse("exit code " +
				process.exitValue()));
			return text.lines().map(String::strip).filter(line -> !line.isEmpty()).map(GraphicsCards::words).toList();
		}
		catch (final IOException e) {
			// There is no such program: no driver.
			return List.of();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			return List.of();
		}
	}

	private static String words(final String line) {
		final String[] parts = line.split(", *");
		return parts.length < 5 ? line : parts[0] + ", " + parts[1] + ", " + parts[2] + " free, compute capability " + parts[3] +
			", driver " + parts[4];
	}
}
