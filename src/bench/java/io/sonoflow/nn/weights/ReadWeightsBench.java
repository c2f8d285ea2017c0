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
package io.sonoflow.nn.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reading weights against the bare reading of the same bytes. Arguments: any weight files; without one, a safetensors
 * file of 200 MB is made.
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.sonoflow.nn.weights.ReadWeightsBench
 * </pre>
 */
public final class ReadWeightsBench {

	private static final int REPEATS = 7;
	private static final int TENSORS = 50;
	private static final int SIZE = 1 << 20;

	private ReadWeightsBench() {
	}

	/** @param args weight files */
	public static void main(final String[] args) throws IOException {
		if (args.length > 0) for (final String file : args)
			measure(Path.of(file));
		else {
			final Path file = Files.createTempFile("weights", ".safetensors");
			try {
				final float[] values = new float[SIZE];
				final Map<String, Tensor> tensors = new LinkedHashMap<>();
				for (int i = 0; i < TENSORS; i++)
					tensors.put("t" + i, Tensor.of(values, SIZE));
				Safetensors.write(file, tensors, Map.of());
				measure(file);
			}
			finally {
				Files.delete(file);
			}
		}
	}

	private static void measure(final Path file) throws IOException {
		long directory = Long.MAX_VALUE;
		long floats = Long.MAX_VALUE;
		long bare = Long.MAX_VALUE;
		long sink = 0;
		for (int i = 0; i < REPEATS; i++) {
			final long start = System.nanoTime();
			final StateDict weights = Weights.read(file);
			final long read = System.nanoTime();
			for (final Tensor tensor : weights.tensors().values())
				sink += tensor.floats().length;
			final long end = System.nanoTime();
			sink += readBare(file);
			directory = Math.min(directory, read - start);
			floats = Math.min(floats, end - read);
			bare = Math.min(bare, System.nanoTime() - end);
		}
		System.out.printf(Locale.ROOT, "%s: %.1f MB, directory %.1f ms, all tensors as float[] %.1f ms (%.2f GB/s), bare " +
			"read %.1f ms, ratio %.2f (%d)%n", file.getFileName(), Files.size(file) / 1e6, directory / 1e6, floats / 1e6, Files
				.size(file) / (double) floats, bare / 1e6, (double) floats / bare, sink);
	}

	/** The least that can be done: every byte once from the file system's cache into one buffer. */
	private static long readBare(final Path file) throws IOException {
		final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
		long sum = 0;
		try (FileChannel channel = FileChannel.open(file)) {
			while (channel.read(buffer.clear()) >= 0)
				sum += buffer.get(0);
		}
		return sum;
	}
}
