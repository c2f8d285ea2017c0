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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is never in memory, only the tensor asked for: 192 MB of weights are read with a heap of 48 MB. */
class MemoryTest {

	private static final int TENSORS = 12;
	private static final int SIDE = 2048;

	@TempDir
	private Path folder;

	@Test
	void safetensors() throws IOException, InterruptedException {
		final Path file = folder.resolve("large.safetensors");
		Safetensors.write(file, SmallHeap.tensors(TENSORS, SIDE), Map.of());
		readWithSmallHeap(file);
	}

	/** One storage, shared by all: transposed, so that the bytes are not in the tensors' order. */
	@Test
	void torchZipOfTransposedViews() throws IOException, InterruptedException {
		final Path file = folder.resolve("large.pt");
		final byte[] values = new byte[SIDE * SIDE * 4];
		SmallHeap.tensors(1, SIDE).get("layer0.weight").copyTo(ByteBuffer.wrap(values));
		try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
			zip.putNextEntry(new ZipEntry("archive/data.pkl"));
			zip.write(pickle());
			zip.closeEntry();
			for (int i = 0; i < TENSORS; i++) {
				final ZipEntry entry = new ZipEntry("archive/data/" + i);
				// The last is deflated: even then the tensor alone is in memory.
				if (i < TENSORS - 1) {
					entry.setMethod(ZipEntry.STORED);
					entry.setSize(values.length);
					entry.setCrc(SmallHeap.crc(values));
				}
				zip.putNextEntry(entry);
				zip.write(values);
				zip.closeEntry();
			}
		}
		readWithSmallHeap(file);
	}

	private static byte[] pickle() throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final DataOutputStream out = new DataOutputStream(bytes);
		out.write(new byte[] { (byte) 0x80, 2, '}', '(' });
		for (int i = 0; i < TENSORS; i++) {
			text(out, "w" + i);
			out.writeBytes("ctorch._utils\n_rebuild_tensor_v2\n((");
			text(out, "storage");
			out.writeBytes("ctorch\nFloatStorage\n");
			text(out, String.valueOf(i));
			text(out, "cpu");
			integer(out, SIDE * SIDE);
			out.writeBytes("tQK\0");
			integer(out, SIDE);
			integer(out, SIDE);
			out.write(0x86);
			integer(out, 1);
			integer(out, SIDE);
			out.write(new byte[] { (byte) 0x86, (byte) 0x89, '}', 't', 'R' });
		}
		out.writeBytes("u.");
		return bytes.toByteArray();
	}

	private static void text(final DataOutputStream out, final String text) throws IOException {
		final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		out.write('X');
		out.writeInt(Integer.reverseBytes(bytes.length));
		out.write(bytes);
	}

	private static void integer(final DataOutputStream out, final int value) throws IOException {
		out.write('J');
		out.writeInt(Integer.reverseBytes(value));
	}

	private static void readWithSmallHeap(final Path file) throws IOException, InterruptedException {
		assertTrue(Files.size(file) > 170 << 20);
		final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx48m", "-XX:MaxDirectMemorySize=8m", "-cp", System.getProperty("java.class.path"), SmallHeap.class.getName(), file
				.toString()).redirectErrorStream(true).start();
		final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertTrue(process.waitFor(30, TimeUnit.SECONDS));
		assertEquals(String.valueOf(TENSORS * (double) SIDE * SIDE / 2), output.strip());
	}
}
