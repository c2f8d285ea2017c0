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
package io.sonoflow.run;

import io.sonoflow.legacy.launch.Launcher;
import io.sonoflow.train.TrainingCheckpoint;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The program in a process of its own, in a working folder of its own. */
final class KilledProcess {

	/** How a process is ended. */
	enum Signal {
		KILL(137), TERM(143);

		/** The exit code that it gives. */
		final int code;

		Signal(final int code) {
			this.code = code;
		}
	}

	private static final long POLL = 5;

	private final Process process;
	private final Path log;

	private KilledProcess(final Process process, final Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * @param work the working folder, for logs and what a crash leaves
	 * @param threads of PyTorch
	 */
	static KilledProcess start(final Path work, final int threads, final String label, final String keys) throws IOException {
		final Path log = work.resolve("log.txt");
		final List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-D" +
				TrainingCheckpoint.PROPERTY + "=1", "-Djava.util.prefs.userRoot=" + work.resolve("prefs"), "-cp",
			classPath(), Launcher.class.getName(), "--run", label, keys);
		final ProcessBuilder builder = new ProcessBuilder(command).directory(Files.createDirectories(work).toFile())
			.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		builder.environment().put("OMP_NUM_THREADS", String.valueOf(threads));
		builder.environment().put("LC_ALL", "C.UTF-8");
		return new KilledProcess(builder.start(), log);
	}

	/** {@return that of this process, whatever the working folder} */
	private static String classPath() {
		return String.join(File.pathSeparator, Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(
			each -> Path.of(each).toAbsolutePath().toString()).toList());
	}

	/** {@return the exit code of a process that nobody kills} */
	int end() throws InterruptedException {
		return process.waitFor();
	}

	/**
	 * Waits until something is so.
	 *
	 * @return false if the process ended before
	 */
	boolean await(final BooleanSupplier condition) throws InterruptedException {
		while (!condition.getAsBoolean())
			if (process.waitFor(POLL, TimeUnit.MILLISECONDS)) return false;
		return true;
	}

	/** {@return whether it ended within some milliseconds} */
	boolean isOver(final long millis) throws InterruptedException {
		return process.waitFor(millis, TimeUnit.MILLISECONDS);
	}

	/**
	 * Ends it after a while.
	 *
	 * @return whether that ended it
	 */
	boolean end(final Signal signal, final double millis) throws InterruptedException {
		if (process.waitFor((long) (millis * 1e3), TimeUnit.MICROSECONDS)) return false;
		if (signal == Signal.KILL) process.destroyForcibly();
		else process.destroy();
		// It may have come to its end at that moment, or in spite of the signal.
		return process.waitFor() != 0;
	}

	int code() {
		return process.exitValue();
	}

	/** {@return the last lines that it wrote} */
	String tail() throws IOException {
		final List<String> lines = Files.readAllLines(log);
		return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
	}

	/** {@return how many crashes of native code have left their report in a working folder} */
	static long crashes(final Path work) throws IOException {
		try (Stream<Path> files = Files.list(work)) {
			return files.filter(file -> file.getFileName().toString().matches("hs_err.*|core.*")).count();
		}
	}
}
