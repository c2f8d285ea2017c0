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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.management.ThreadMXBean;

import io.sonoflow.Fixtures;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.StateDict.Item;
import io.sonoflow.nn.weights.StateDict.Opaque;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the fixture gives its values or its rejection, quickly, in little memory, and runs nothing. */
@Tag(Fixtures.TAG)
class WeightsFixtureTest {

	/** One expectation. The name is what JUnit shows. */
	record Case(String name, JsonObject expected) {

		@Override
		public String toString() {
			return name;
		}
	}

	static Stream<Case> safetensors() throws IOException {
		return cases("safetensors.json");
	}

	static Stream<Case> torch() throws IOException {
		return cases("torch.json");
	}

	private static Stream<Case> cases(final String list) throws IOException {
		final List<Case> cases = new ArrayList<>();
		try (var reader = Files.newBufferedReader(Fixtures.file("weights", list))) {
			for (final JsonElement e : JsonParser.parseReader(reader).getAsJsonArray())
				cases.add(new Case(e.getAsJsonObject().get("file").getAsString(), e.getAsJsonObject()));
		}
		return cases.stream();
	}

	@ParameterizedTest
	@MethodSource("safetensors")
	void safetensorsFile(final Case file) {
		check(file, () -> {
			final StateDict weights = Weights.read(Fixtures.file("weights", file.name()));
			final JsonObject tensors = file.expected().getAsJsonObject("tensors");
			assertEquals(tensors.keySet(), weights.tensors().keySet());
			tensors.entrySet().forEach(e -> checkTensor(e.getKey(), e.getValue().getAsJsonObject(), weights.get(e.getKey()),
				weights.get(e.getKey()).dtype().name()));
			final JsonElement metadata = file.expected().get("metadata");
			final JsonObject found = new JsonObject();
			weights.metadata().forEach(found::addProperty);
			assertEquals(metadata.isJsonNull() ? new JsonObject() : metadata, found);
		});
	}

	@ParameterizedTest
	@MethodSource("torch")
	void torchFile(final Case file) {
		final JsonElement trap = file.expected().get("must_not_exist");
		if (trap != null) assertFalse(Files.exists(Path.of(trap.getAsString())), "left over from before");
		check(file, () -> {
			final StateDict weights = Weights.read(Fixtures.file("weights", file.name()));
			final Set<String> paths = new TreeSet<>();
			for (final JsonElement e : file.expected().getAsJsonArray("tensors")) {
				final JsonObject expected = e.getAsJsonObject();
				final Item item = item(weights, expected.getAsJsonArray("path"), paths);
				final Tensor tensor = (Tensor) item.value();
				checkTensor(item.name(), expected, tensor, tensor.dtype().torchName());
				assertEquals(tensor, weights.get(item.name()));
			}
			for (final JsonElement e : file.expected().getAsJsonArray("scalars"))
				checkScalar(e.getAsJsonObject().get("value"), item(weights, e.getAsJsonObject().getAsJsonArray("path"),
					paths).value());
			for (final JsonElement e : file.expected().getAsJsonArray("opaque"))
				assertEquals(new Opaque(e.getAsJsonObject().get("class").getAsString()), item(weights, e.getAsJsonObject()
					.getAsJsonArray("path"), paths).value());
			assertEquals(paths.size(), weights.items().size(), "more in it than expected");
		});
		if (trap != null) assertFalse(Files.exists(Path.of(trap.getAsString())), "THE PICKLE WAS EXECUTED");
	}

	private static void check(final Case file, final Runnable values) {
		final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
			final long before = threads.getCurrentThreadAllocatedBytes();
			if (file.expected().get("expect").getAsString().equals("values")) values.run();
			else {
				final Path path = Fixtures.file("weights", file.name());
				final String message = assertThrows(SonoflowException.File.class, () -> Weights.read(path)).getMessage();
				assertTrue(message.contains(file.name()), message);
			}
			assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 64 << 20, "much memory for a small file");
		});
	}

	private static Item item(final StateDict weights, final JsonArray path, final Set<String> seen) {
		final List<Object> keys = new ArrayList<>();
		for (final JsonElement key : path)
			keys.add(key.getAsJsonPrimitive().isNumber() ? (Object) key.getAsLong() : key.getAsString());
		assertTrue(seen.add(keys.toString()));
		return weights.items().stream().filter(item -> item.path().equals(keys)).findFirst().orElseThrow(
			() -> new AssertionError("nothing at " + keys));
	}

	private static void checkScalar(final JsonElement expected, final Object value) {
		if (expected.isJsonNull()) assertEquals(null, value);
		else if (expected.getAsJsonPrimitive().isBoolean()) assertEquals(expected.getAsBoolean(), value);
		else if (expected.getAsJsonPrimitive().isString() && value instanceof BigInteger big) assertEquals(expected
			.getAsString(), big.toString());
		else if (expected.getAsJsonPrimitive().isString()) assertEquals(expected.getAsString(), value);
		else if (value instanceof Long) assertEquals(expected.getAsLong(), value);
		else assertEquals(expected.getAsDouble(), value);
	}

	private static void checkTensor(final String name, final JsonObject expected, final Tensor tensor, final String type) {
		assertEquals(expected.get("dtype").getAsString(), type, name);
		final JsonArray shape = expected.getAsJsonArray("shape");
		assertEquals(shape.toString(), JsonParser.parseString(Arrays.toString(tensor.shape()))
			.toString(), name);
		final JsonArray values = expected.getAsJsonArray("values");
		assertEquals(values.size(), tensor.size(), name);
		final double[] doubles = tensor.doubles();
		final float[] floats = tensor.floats();
		final ByteBuffer raw = ByteBuffer.allocate((int) tensor.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
		tensor.copyTo(raw);
		for (int i = 0; i < values.size(); i++) {
			final String text = values.get(i).getAsString();
			if (!tensor.dtype().isFloat()) {
				final long exact = text.equals("true") ? 1 : text.equals("false") ? 0 : Long.parseLong(text);
				assertEquals(exact, tensor.longs()[i], name);
				assertEquals(exact, tensor.dtype().longAt(raw, i * tensor.dtype().bytes()), name);
				assertEquals((double) exact, doubles[i], name);
			}
			else {
				// boxed: tells 0 from -0 and takes every NaN as the same
				final Double exact = Double.valueOf(text);
				assertEquals(exact, Double.valueOf(doubles[i]), name);
				assertEquals(Float.valueOf(exact.floatValue()), Float.valueOf(floats[i]), name);
				assertEquals(exact, Double.valueOf(tensor.dtype().doubleAt(raw, i * tensor.dtype().bytes())), name);
			}
		}
	}
}
