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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.Fixtures;
import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing safetensors. */
class SafetensorsTest {

	private static final float[] VALUES = { 1.5f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, 1e-40f, 7 };

	@TempDir
	private Path folder;

	private static Map<String, Tensor> tensors() {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		tensors.put("flag", Tensor.of(DType.BOOL, ByteBuffer.wrap(new byte[] { 1, 0, 1 }), 3));
		tensors.put("b.weight", Tensor.of(VALUES, 2, 3));
		tensors.put("a.ä \"\\", Tensor.of(VALUES.clone(), 3, 1, 2));
		tensors.put("count", Tensor.of(new long[] { Long.MIN_VALUE }));
		tensors.put("none", Tensor.of(new float[0], 0, 4));
		return tensors;
	}

	@Test
	void roundTrip() {
		final Path file = folder.resolve("m.safetensors");
		final Map<String, String> metadata = Map.of("config", "{\"base\":32,\"classes\":[\"<a>\",\"ü\"]}", "format", "pt");
		Safetensors.write(file, tensors(), metadata);
		final StateDict read = Weights.read(file);
		assertEquals(metadata, read.metadata());
		assertEquals(tensors().keySet(), read.tensors().keySet());
		tensors().forEach((name, tensor) -> {
			assertEquals(tensor.dtype(), read.get(name).dtype());
			assertArrayEquals(tensor.shape(), read.get(name).shape());
			assertArrayEquals(bytes(tensor), bytes(read.get(name)), name);
		});
		assertArrayEquals(VALUES, read.get("b.weight").floats());
	}

	private static byte[] bytes(final Tensor tensor) {
		final byte[] bytes = new byte[(int) tensor.byteSize()];
		tensor.copyTo(ByteBuffer.wrap(bytes));
		return bytes;
	}

	@Test
	void layoutIsWhatPythonExpects() throws IOException {
		final Path file = folder.resolve("m.safetensors");
		Safetensors.write(file, tensors(), Map.of("k", "v"));
		final byte[] bytes = Files.readAllBytes(file);
		final int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
		assertEquals(0, length % 8);
		final String text = new String(bytes, 8, length, StandardCharsets.UTF_8);
		assertTrue(text.startsWith("{\"__metadata__\":{\"k\":\"v\"}"), text);
		final JsonObject header = JsonParser.parseString(text).getAsJsonObject();
		header.entrySet().stream().filter(e -> !e.getKey().equals("__metadata__")).forEach(e -> {
			final JsonObject span = e.getValue().getAsJsonObject();
			final int begin = span.getAsJsonArray("data_offsets").get(0).getAsInt();
			assertEquals(0, begin % DType.valueOf(span.get("dtype").getAsString()).bytes(), e.getKey() + " is not aligned");
		});
		try (var left = Files.list(folder)) {
			assertEquals(1, left.count(), "the temporary file is left");
		}
	}

	@Tag(Fixtures.TAG)
	@Test
	void viewsOfATorchFileAreWrittenOut() {
		final StateDict views = Weights.read(Fixtures.file("weights", Fixtures.names("weights", "(pt_views_.*zip.*)").get(0)));
		final Path file = folder.resolve("views.safetensors");
		Safetensors.write(file, views.tensors(), Map.of());
		final StateDict read = Weights.read(file);
		views.tensors().forEach((name, tensor) -> assertArrayEquals(tensor.doubles(), read.get(name).doubles(), name));
	}

	@Test
	void aFileThatChangedIsNotedNotMisread() throws IOException {
		final Path file = folder.resolve("m.safetensors");
		Safetensors.write(file, tensors(), Map.of());
		final Tensor tensor = Weights.read(file).get("b.weight");
		Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
		final String message = assertThrows(SonoflowException.File.class, tensor::floats).getMessage();
		assertTrue(message.contains("changed"), message);
	}

	@Test
	void whatCannotBeWrittenSaysSo() throws IOException {
		final Path blocked = Files.createFile(folder.resolve("file")).resolve("m.safetensors");
		assertThrows(SonoflowException.File.class, () -> Safetensors.write(blocked, tensors(), Map.of()));
	}

	@Test
	void tensorsRefuseWhatTheyCannotBe() {
		assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[5], 2, 3));
		assertThrows(IllegalArgumentException.class, () -> Bytes.size(new long[] { 1 << 16, 1 << 15 }));
		assertEquals(Integer.MAX_VALUE, Bytes.size(new long[] { Integer.MAX_VALUE, 1 }));
		assertThrows(IllegalStateException.class, () -> Tensor.of(new float[1], 1).longs());
	}

	@Test
	void halvesAreExact() {
		for (int bits = 0; bits < 1 << 16; bits++) {
			final int exponent = bits >> 10 & 31;
			final int fraction = bits & 1023;
			final double sign = bits >> 15 == 0 ? 1 : -1;
			final double expected = exponent == 31 ? fraction == 0 ? sign / 0 : Double.NaN : exponent == 0 ? sign * fraction *
				Math.pow(2, -24) : sign * (1024 + fraction) * Math.pow(2, exponent - 25);
			assertEquals((Double) expected, (Double) (double) DType.halfToFloat((short) bits));
		}
	}
}
