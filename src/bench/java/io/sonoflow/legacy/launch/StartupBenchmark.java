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

import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Time from the start of the JVM to the end of the first command, against a JVM that only prints its version. Prints medians
 * in seconds and their ratio.
 *
 * <pre>
 * java -cp (test class path) io.sonoflow.legacy.launch.StartupBenchmark [rounds]
 * </pre>
 */
public final class StartupBenchmark {

	private StartupBenchmark() {
	}

	/** @param args number of rounds, 5 if absent */
	public static void main(final String... args) throws IOException, InterruptedException {
		final int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
		final Path folder = Files.createTempDirectory("startup");
		final Path image = folder.resolve("a.png");
		ImageFiles.writePng(image, Images.bytes(64, 64));
		final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		final List<String> bare = List.of(java, "-version");
		final List<String> command = List.of(java, "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", System.getProperty(
			"java.class.path"), Launcher.class.getName(), "--run", "Preview Markers...", "input=[" + image + "] count=1");
		final double[] bareSeconds = new double[rounds];
		final double[] seconds = new double[rounds];
		for (int i = 0; i < rounds; i++) {
			bareSeconds[i] = time(bare);
			seconds[i] = time(command);
		}
		System.out.printf("java -version %.2f s, first command %.2f s, ratio %.1f (medians of %d)%n", median(bareSeconds),
			median(seconds), median(seconds) / median(bareSeconds), rounds);
	}

	private static double time(final List<String> command) throws IOException, InterruptedException {
		final long start = System.nanoTime();
		final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(
			ProcessBuilder.Redirect.DISCARD).start();
		if (process.waitFor() != 0) throw new IllegalStateException("exit code " + process.exitValue() + " of " + command);
		return (System.nanoTime() - start) * 1e-9;
	}

	private static double median(final double[] values) {
		final double[] sorted = values.clone();
		Arrays.sort(sorted);
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}
}
