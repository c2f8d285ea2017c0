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
package io.sonoflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers of the fixtures, before anything is judged by them. */
class FixturesTest {

	/** The first values printed in the reference. */
	@Test
	void hashMatchesThePrintedValues() {
		assertArrayEquals(new double[] { -0.7507867477834225, 0.5286578922532499, 0.11506175296381116,
			-0.31491964729502797 }, new double[] { HashFill.u(0, 0), HashFill.u(0, 1), HashFill.u(0, 2), HashFill.u(0, 3) });
		assertArrayEquals(new double[] { -0.4727772264741361, -0.6103703617118299, -0.8526499080471694,
			-0.9579218397848308 }, new double[] { HashFill.u(5, 0), HashFill.u(5, 1), HashFill.u(5, 2), HashFill.u(5, 3) });
	}

	@Test
	void inputsMatchTheirCheckValues() {
		final Path folder = Path.of("..", "shared", "reference", "resnet18");
		Assumptions.assumeTrue(Files.isDirectory(folder), "no " + folder);
		final JsonObject inputs = HashFill.json(folder.resolve("meta.json")).getAsJsonObject("inputs");
		for (final String name : inputs.keySet()) {
			final JsonObject input = inputs.getAsJsonObject(name);
			final float[] x = HashFill.image(input);
			double sum = 0;
			for (final float value : x)
				sum += value;
			assertEquals(input.get("sum").getAsDouble(), sum, 1e-6, name);
			for (int i = 0; i < 4; i++)
				assertEquals(input.getAsJsonArray("first4").get(i).getAsFloat(), x[i], 1e-7f, name);
		}
	}

	@Test
	void readsWhatNumpyWrites(@TempDir final Path folder) throws IOException {
		final Path file = folder.resolve("a.npz");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
			final ByteBuffer floats = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
			for (int i = 0; i < 6; i++)
				floats.putFloat(i / 2f);
			put(zip, "a.b", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", floats.array());
			put(zip, "c", "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", new byte[] { 1, -1 });
		}
		final Npz npz = Npz.read(file);
		assertArrayEquals(new long[] { 2, 3 }, npz.get("a.b").shape());
		assertArrayEquals(new float[] { 0, 0.5f, 1, 1.5f, 2, 2.5f }, npz.get("a.b").floats());
		assertArrayEquals(new long[] { 1, 255 }, npz.get("c").longs());
	}

	private static void put(final ZipOutputStream zip, final String name, final String header, final byte[] data)
		throws IOException
	{
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(new byte[] { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0 });
		out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
		out.writeBytes(data);
		zip.putNextEntry(new ZipEntry(name + ".npy"));
		zip.write(out.toByteArray());
		zip.closeEntry();
	}
}
