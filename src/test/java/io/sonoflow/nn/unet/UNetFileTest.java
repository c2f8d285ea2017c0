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
package io.sonoflow.nn.unet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Fixtures;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.diffusion.ForeignModelSettings;
import io.sonoflow.diffusion.GeneratorModel;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** U-Nets from and to files. */
class UNetFileTest {

	private static final Map<String, String> NOTES = Map.of("schedule", "cosine", "timesteps", "1000");

	@TempDir
	private Path folder;

	@BeforeEach
	void noGradient() {
		Torch.inference();
	}

	private static UNetConfig config() {
		return UNetConfig.builder(16).base(32).multipliers(List.of(1.0, 2.0)).blocks(1).attention(List.of(8)).headChannels(16)
			.order(AttentionOrder.NEW).scaleShift(false).residualResampling(true).dropout(0.25).classes(List.of("a", "b, \"c\""))
			.build();
	}

	private static UNetFile open(final Path file) {
		return UNetFile.open(file, UNetHints.NONE, Monitor.NONE);
	}

	@Test
	void roundTrip() {
		final Path file = folder.resolve("model.safetensors");
		try (UNet network = UNet.create(Device.cpu(), config(), 3)) {
			UNetFile.write(file, UNetFile.arrays(network), network.config(), NOTES);
			final UNetFile read = open(file);
			assertEquals(config(), read.config());
			assertEquals(NOTES, read.notes());
			assertEquals(config().shape(), Architecture.of(read.weights()).unet());
			try (UNet again = read.network(Device.cpu())) {
				assertEquals(network.named().keySet(), again.named().keySet());
				network.named().forEach((name, parameter) -> assertArrayEquals(parameter.getArray().toFloatArray(), again.named()
					.get(name).getArray().toFloatArray(), name));
			}
			assertThrows(IllegalArgumentException.class, () -> UNetFile.write(file, UNetFile.arrays(network), network.config(), Map
				.of("heads", "7")));
		}
	}

	static List<String> models() {
		return Fixtures.names("unet", "(.*)_model\\.pt");
	}

	/** Size and heads leave no trace in the weights: they are guessed, said, and taken from whoever knows them. */
	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("models")
	void weightsOfOthers(final String name) {
		final List<String> heard = new ArrayList<>();
		final Monitor ear = new Monitor() {

			@Override
			public void message(final String text) {
				heard.add(text);
			}
		};
		final Path file = Fixtures.file("unet", name + "_model.pt");
		final UNetConfig real = ReferenceUNet.config(Fixtures.json("unet", name), AttentionOrder.LEGACY);
		final UNetConfig guessed = UNetFile.open(file, UNetHints.NONE, ear).config();
		assertEquals(real.shape(), guessed.shape());
		assertTrue(heard.get(0).contains("size " + guessed.size() + ", 4 heads, legacy attention order"), heard.get(0));
		assertEquals(real, UNetFile.open(file, new UNetHints(real.size(), real.heads(), real.headChannels(), null), ear)
			.config());
		final UNetConfig told = UNetFile.open(file, new UNetHints(2 * real.size(), 2, 0, AttentionOrder.NEW), ear).config();
		assertEquals(2 * real.size(), told.size());
		assertEquals(2, told.heads());
		assertEquals(AttentionOrder.NEW, told.order());
		assertThrows(SonoflowException.Input.class, () -> UNetFile.open(file, new UNetHints(0, 7, 0, null), ear));
	}

	private static String complaint(final Path file) {
		return assertThrows(SonoflowException.File.class, () -> open(file).network(Device.cpu()).close()).getMessage();
	}

	/** Each would ask for more memory than there is, or for a loop of hours. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "widths|[1000000000,64]", "widths|[1999999968,1999999968]", "base|1999999998",
		"blocks|1999999999", "channels|1000000000", "outputs|2000000000", "size|1000000000", "heads|1000000000",
		"headchannels|1000000000", "attentionrates|[1,2,1073741824]", "blocks|-1", "widths|[]", "dropout|1e300", "base|1e9",
		"timesteps|99999999999" })
	void numbersOfTheHeaderAreCheckedBeforeAnythingIsAllocated(final String key, final String value) {
		final Path good = folder.resolve("model.safetensors");
		try (UNet network = UNet.create(Device.cpu(), config(), 3)) {
			UNetFile.write(good, UNetFile.arrays(network), network.config(), NOTES);
		}
		final StateDict whole = Weights.read(good);
		final Map<String, String> header = new LinkedHashMap<>(whole.metadata());
		header.put(key, value);
		if (key.equals("heads")) header.put("headchannels", "0");
		final Path bad = folder.resolve("bad.safetensors");
		Safetensors.write(bad, whole.tensors(), header);
		final String message = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThrows(SonoflowException.File.class,
			() -> GeneratorModel.open(bad, new ForeignModelSettings(), Monitor.NONE).file().network(Device.cpu()).close())
				.getMessage());
		assertTrue(message.contains("bad.safetensors"), message);
	}

	@Test
	void filesThatAreNoModel() {
		final Path good = folder.resolve("model.safetensors");
		try (UNet network = UNet.create(Device.cpu(), config(), 3)) {
			UNetFile.write(good, UNetFile.arrays(network), network.config(), NOTES);
		}
		final Map<String, String> header = Weights.read(good).metadata();
		final Map<String, Tensor> tensors = new LinkedHashMap<>(Weights.read(good).tensors());
		final Path bad = folder.resolve("bad.safetensors");
		final Tensor last = tensors.remove("out.2.weight");
		Safetensors.write(bad, tensors, header);
		assertTrue(complaint(bad).contains("missing out.2.weight"), complaint(bad));
		tensors.put("out.2.weight", Tensor.of(new float[4], 4));
		tensors.put("surplus", last);
		Safetensors.write(bad, tensors, header);
		assertTrue(complaint(bad).contains("out.2.weight [4] instead of [2, 32, 3, 3]; not part of it surplus"), complaint(bad));
		for (final String key : Set.of("heads", "order", "classes", "widths")) {
			final Map<String, String> damaged = new LinkedHashMap<>(header);
			damaged.put(key, "[");
			Safetensors.write(bad, tensors, damaged);
			assertTrue(complaint(bad).contains("is damaged"), complaint(bad));
		}
		final Map<String, String> later = new LinkedHashMap<>(header);
		later.put("sonoflow", "99");
		Safetensors.write(bad, tensors, later);
		assertTrue(complaint(bad).contains("later version"), complaint(bad));
		Safetensors.write(bad, Map.of("fc.weight", Tensor.of(new float[4], 4)), Map.of());
		assertTrue(complaint(bad).contains("is no diffusion model"), complaint(bad));
	}
}
