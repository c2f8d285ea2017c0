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
package io.sonoflow.nn.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An NVIDIA card of this computer, as the program nvidia-smi, which comes with the driver, tells of it.
 *
 * @param words for people to read
 * @param driver its version, e.g. 580.95.05; empty = not told
 * @param capability for which programs are compiled, e.g. 9.0; NaN = not told
 */
public record GraphicsCard(String words, String driver, double capability) {

	/** What CUDA 12 needs, by NVIDIA's tables. */
	private static final int LINUX_DRIVER = 525;
	private static final int WINDOWS_DRIVER = 528;

	/** What PyTorch 2.7 for CUDA 12.8 is compiled for: Turing (2018) and later. */
	private static final double LEAST_CAPABILITY = 7.5;

	private static final String[] COMMAND = { "nvidia-smi", "--query-gpu=name,memory.total,memory.free,compute_cap,driver_version",
		"--format=csv,noheader" };

	private static final int SECONDS = 10;

	/** {@return those that can be asked, or a line that says why they cannot; none if there is no such program} */
	public static List<GraphicsCard> list() {
		return list(COMMAND);
	}

	/** @param command prints a line for each card: name, memory, memory that is free, compute capability, driver's version */
	static List<GraphicsCard> list(final String... command) {
		try {
			final Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
			process.getOutputStream().close();
			if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				return List.of(mute("nvidia-smi does not answer: the driver hangs"));
			}
			final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.exitValue() != 0) return List.of(mute("nvidia-smi fails: " + text.strip().lines().findFirst().orElse(
				"exit code " + process.exitValue())));
			return text.lines().map(String::strip).filter(line -> !line.isEmpty()).map(GraphicsCard::read).toList();
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

	private static GraphicsCard mute(final String words) {
		return new GraphicsCard(words, "", Double.NaN);
	}

	private static GraphicsCard read(final String line) {
		final String[] parts = line.split(", *");
		if (parts.length < 5) return mute(line);
		return new GraphicsCard(parts[0] + ", " + parts[1] + ", " + parts[2] + " free, compute capability " + parts[3] +
			", driver " + parts[4], parts[4], parts[3].matches("\\d+\\.\\d+") ? Double.parseDouble(parts[3]) : Double.NaN);
	}

	/** {@return whether the driver told of it} */
	public boolean answers() {
		return !driver.isEmpty();
	}

	/** {@return why PyTorch with CUDA 12.8 cannot use it, and what to do; empty = nothing is known against it} */
	public Optional<String> obstacle() {
		if (!answers()) return Optional.of(words + ". Restart the computer, or install NVIDIA's driver again");
		final int least = System.getProperty("os.name").startsWith("Windows") ? WINDOWS_DRIVER : LINUX_DRIVER;
		final String major = driver.replaceFirst("\\D.*", "");
		if (!major.isEmpty() && Integer.parseInt(major) < least) return Optional.of("NVIDIA's driver " + driver +
			" is too old for CUDA 12, which needs " + least + " or later. Update the driver");
		if (capability < LEAST_CAPABILITY) return Optional.of("the card's compute capability is " + capability +
			", and PyTorch for CUDA 12.8 is compiled for " + LEAST_CAPABILITY + " and later. Use the CPU, or another card");
		return Optional.empty();
	}

	/** {@return whether this computer has a card, or its driver, though nvidia-smi may not be found} */
	public static boolean isSeen() {
		final String windows = System.getenv("SystemRoot");
		return Files.exists(Path.of("/dev/nvidia0")) || windows != null && Files.exists(Path.of(windows, "System32",
			"nvcuda.dll"));
	}
}
