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
package io.sonoflow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.stream.JsonReader;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

	private static final Checkpoint.Origin ORIGIN = new Checkpoint.Origin("abc", 2);

	@TempDir
	Path folder;

	private final List<String> warnings = new ArrayList<>();
	private final Monitor monitor = new Monitor() {

		@Override
		public void warn(final String text) {
			warnings.add(text);
		}
	};
	private NDManager manager;

	private record Extra(double[] means, double sum) {
	}

	@BeforeEach
	void open() {
		manager = Torch.manager(Device.cpu());
	}

	@AfterEach
	void close() {
		manager.close();
	}

	private Map<String, NDArray> arrays(final float... values) {
		return Map.of("layer.weight", Torch.floats(manager, values, values.length));
	}

	private Path write() {
		Checkpoint.write(folder, 7, ORIGIN, new Extra(new double[] { 0.1, Double.NaN }, 1.0 / 3), part -> Checkpoint.writeArrays(
			part.resolve(Checkpoint.WEIGHTS), arrays(1, 2, 3)));
		return CheckpointFolder.latest(folder).orElseThrow();
	}

	@Test
	void comesBackToTheBit() {
		write();
		final Checkpoint checkpoint = Checkpoint.latest(folder, ORIGIN, monitor).orElseThrow();
		assertEquals(7, checkpoint.steps());
		final Extra extra = checkpoint.state(Extra.class);
		assertArrayEquals(new double[] { 0.1, Double.NaN }, extra.means);
		assertEquals(1.0 / 3, extra.sum);
		final Map<String, NDArray> target = arrays(0, 0, 0);
		checkpoint.fill(Checkpoint.WEIGHTS, target);
		assertArrayEquals(new float[] { 1, 2, 3 }, target.get("layer.weight").toFloatArray());
		assertThrows(SonoflowException.File.class, () -> checkpoint.fill(Checkpoint.WEIGHTS, arrays(0, 0)));
		assertEquals(List.of(), warnings);
	}

	@Test
	void aDamagedByteIsSeenAndPassedOverWithAWord() throws IOException {
		final Path file = write().resolve(Checkpoint.WEIGHTS);
		final byte[] bytes = Files.readAllBytes(file);
		bytes[bytes.length - 2] ^= 1;
		Files.write(file, bytes);
		final var error = assertThrows(SonoflowException.File.class, () -> Checkpoint.open(file.getParent()));
		assertTrue(error.getMessage().contains("weights.safetensors was damaged"), error.getMessage());
		assertTrue(Checkpoint.latest(folder, ORIGIN, monitor).isEmpty());
		assertTrue(warnings.size() == 1 && warnings.get(0).contains("starts anew"), warnings.toString());
	}

	/** Of any byte of any file, whatever becomes of it. */
	@Test
	void everyDamagedByteIsSeen() throws IOException {
		final Path checkpoint = write();
		for (final String name : List.of("state.json", Checkpoint.WEIGHTS)) {
			final Path file = checkpoint.resolve(name);
			final byte[] whole = Files.readAllBytes(file);
			for (int i = 0; i < whole.length; i++)
				for (final int change : new int[] { 1, 2, 0x10, 0x20, 0x80 }) {
					final byte[] bytes = whole.clone();
					bytes[i] ^= (byte) change;
					Files.write(file, bytes);
					assertThrows(SonoflowException.File.class, () -> Checkpoint.open(checkpoint), name + " at " + i);
				}
			Files.write(file, Arrays.copyOf(whole, whole.length - 1));
			assertThrows(SonoflowException.File.class, () -> Checkpoint.open(checkpoint), name);
			Files.write(file, whole);
		}
		Checkpoint.open(checkpoint);
	}

	@Test
	void anAbsurdNumberOfStepsIsSeen() throws IOException {
		final Path checkpoint = write();
		final String text = Files.readString(checkpoint.resolve("state.json"));
		// As versions before this one wrote it.
		final String old = "{" + text.substring(text.indexOf("\"steps\""));
		Files.writeString(checkpoint.resolve("state.json"), old);
		assertEquals(7, Checkpoint.open(checkpoint).steps());
		for (final String steps : List.of("-7", "8", "9223372036854775807", "92233720368547758070", "1e300", "0.5", "null", "{}",
			"\"x\"", "[]")) {
			Files.writeString(checkpoint.resolve("state.json"), old.replace("\"steps\":7", "\"steps\":" + steps));
			assertThrows(SonoflowException.File.class, () -> Checkpoint.open(checkpoint), steps);
		}
		Files.writeString(checkpoint.resolve("state.json"), old);
		for (final String name : List.of("step_0000008", "step_999999999999999999")) {
			final Path renamed = Files.move(checkpoint, folder.resolve(name));
			assertThrows(SonoflowException.File.class, () -> Checkpoint.open(renamed), name);
			assertTrue(Checkpoint.latest(folder, ORIGIN, monitor).isEmpty());
			Files.move(renamed, checkpoint);
		}
		Files.createDirectory(folder.resolve("step_99999999999999999999999"));
		assertEquals(checkpoint, CheckpointFolder.latest(folder).orElseThrow());
	}

	@Test
	void itsStateIsJsonForEveryProgram() throws IOException {
		final Path state = write().resolve("state.json");
		try (JsonReader strict = new JsonReader(new StringReader(Files.readString(state)))) {
			new Gson().getAdapter(JsonElement.class).read(strict);
		}
		assertTrue(Files.readString(state).contains("\"NaN\""));
	}

	@Test
	void aMissingFileOrStateIsSeen() throws IOException {
		final Path checkpoint = write();
		Files.delete(checkpoint.resolve(Checkpoint.WEIGHTS));
		assertTrue(Checkpoint.latest(folder, ORIGIN, monitor).isEmpty());
		write();
		Files.writeString(checkpoint.resolve("state.json"), "{\"steps\": 7");
		assertTrue(Checkpoint.latest(folder, ORIGIN, monitor).isEmpty());
		Files.writeString(checkpoint.resolve("state.json"), "");
		assertTrue(Checkpoint.latest(folder, ORIGIN, monitor).isEmpty());
		assertEquals(3, warnings.size(), warnings.toString());
	}

	@Test
	void thoseOfOtherRunsArePassedOver() {
		write();
		assertTrue(Checkpoint.latest(folder, new Checkpoint.Origin("other", 2), monitor).isEmpty());
		assertTrue(warnings.size() == 1 && warnings.get(0).contains("images are not those"), warnings.toString());
		assertTrue(Checkpoint.latest(folder, new Checkpoint.Origin("abc", 1), monitor).isPresent());
		assertTrue(warnings.get(1).contains("2 threads and goes on with 1"), warnings.toString());
		assertTrue(Checkpoint.latest(folder.resolve("absent"), ORIGIN, monitor).isEmpty());
	}

	/** Diffusion called the hash "images"; there were no checksums, and the kind's own content stood beside the steps. */
	@Test
	void thoseOfVersion01AreRead() throws IOException {
		final Path old = Files.createDirectories(folder.resolve("step_0000005"));
		Files.writeString(old.resolve("state.json"),
			"{\"steps\":5,\"seed\":0,\"origin\":{\"images\":\"abc\",\"threads\":2},\"means\":[0.5],\"sum\":2.0}");
		final Checkpoint checkpoint = Checkpoint.latest(folder, ORIGIN, monitor).orElseThrow();
		assertEquals(5, checkpoint.steps());
		assertArrayEquals(new double[] { 0.5 }, checkpoint.state(Extra.class).means);
		assertEquals(List.of(), warnings);
	}
}
