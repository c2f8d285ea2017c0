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
package io.sonoflow.step.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Fixtures;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.TokenNetwork;
import io.sonoflow.nn.unet.ReferenceUNet;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.nn.unet.UNetHints;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.UNetShape;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inspect Weights... without its window. */
class InspectWeightsTest {

	@TempDir
	private Path folder;

	@Test
	void tableMessageAndFile() {
		final Path file = folder.resolve("m.safetensors");
		Safetensors.write(file, Map.of("a.weight", Tensor.of(new float[6], 2, 3), "n", Tensor.of(new long[1])), Map.of("k",
			"v"));
		final List<String> messages = new ArrayList<>();
		final InspectWeights.Result result = new InspectWeights(file.toFile()).with("output", folder.resolve("out")).run(
			new Monitor() {

				@Override
				public void message(final String text) {
					messages.add(text);
				}
			});
		assertEquals(List.of(new InspectWeights.Row("n", "", "int64"), new InspectWeights.Row("a.weight", "2 x 3",
			"float32")), result.rows());
		assertEquals(7, result.parameters());
		assertEquals("unknown", result.architecture());
		assertTrue(messages.contains("metadata k: v"), messages.toString());
		final Tables.Table table = Tables.read(folder.resolve("out").resolve("weights.csv"));
		assertEquals(InspectWeights.COLUMNS, table.header());
		assertEquals(List.of(List.of("n", "", "int64"), List.of("a.weight", "2 x 3", "float32")), table.rows());
	}

	static List<String> models() {
		return Fixtures.names("unet", "(.*)_model\\.pt");
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@MethodSource("models")
	void aRealModelIsRecognised(final String name) {
		final Path model = Fixtures.file("unet", name + "_model.pt");
		final InspectWeights.Result result = new InspectWeights(model.toFile()).run(Monitor.NONE);
		assertEquals("unet", result.architecture());
		assertEquals(ReferenceUNet.shape(name).describe(), result.description());
	}

	private static InspectWeights.Result inspect(final Path file, final String prefix) {
		return new InspectWeights(file.toFile()).with("prefix", prefix).run(Monitor.NONE);
	}

	/** {@return a small U-Net's tensors under a prefix} */
	private static Map<String, Tensor> uNet(final String prefix) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		new UNetShape(1, 2, 32, List.of(32), 1, Set.of(), 0, true, false).tensors(100).forEach((name, shape) -> tensors.put(
			prefix + name, Tensor.of(new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)], shape)));
		return tensors;
	}

	@Test
	void theWrapperAndWhatStandsBesideTheNetwork() {
		final Path file = folder.resolve("w.safetensors");
		final Map<String, Tensor> tensors = uNet("ema.ema_model.model.");
		tensors.putAll(uNet("model.model."));
		tensors.put("model.betas", Tensor.of(new float[3], 3));
		Safetensors.write(file, tensors, Map.of());
		final InspectWeights.Result result = inspect(file, "");
		assertEquals("unet", result.architecture());
		assertEquals("ema.ema_model.model", result.prefix());
		final String notes = String.join(" ", result.notes());
		for (final String part : List.of("averaged weights", "model.model", "prefix", "beside"))
			assertTrue(notes.contains(part), notes);
		assertEquals("model.model", inspect(file, "model.model").prefix());
		assertTrue(String.join(" ", inspect(file, "model").notes()).contains("model.betas"), inspect(file, "model").notes()
			.toString());
		assertTrue(assertThrows(SonoflowException.Input.class, () -> inspect(file, "encoder")).getMessage().contains("prefix"));
	}

	@Test
	void ofAGuidedDiffusionRunTheAverageIsNamed() throws IOException {
		final Path ema = folder.resolve("ema_0.9999_100000.pt");
		Safetensors.write(ema, uNet(""), Map.of());
		Files.copy(ema, folder.resolve("model100000.pt"));
		Files.copy(ema, folder.resolve("model200000.pt"));
		Files.copy(ema, folder.resolve("opt100000.pt"));
		assertTrue(inspect(ema, "").notes().toString().contains("running average (EMA, rate 0.9999) of step 100000"), inspect(ema,
			"").notes().toString());
		final String raw = inspect(folder.resolve("model100000.pt"), "").notes().toString();
		assertTrue(raw.contains("raw weights of step 100000") && raw.contains("ema_0.9999_100000.pt beside it"), raw);
		final String later = inspect(folder.resolve("model200000.pt"), "").notes().toString();
		assertTrue(later.contains("ema_<rate>_200000.pt") && later.contains("only ema_0.9999_100000.pt"), later);
		assertTrue(inspect(folder.resolve("opt100000.pt"), "").notes().toString().contains("which is no network"));
		assertEquals(List.of(), inspect(Files.copy(ema, folder.resolve("mine.pt")), "").notes());
		// who generates from the raw ones is told
		final List<String> messages = new ArrayList<>();
		UNetFile.open(folder.resolve("model100000.pt"), new UNetHints(32, 0, 0, null), new Monitor() {

			@Override
			public void message(final String text) {
				messages.add(text);
			}
		});
		assertTrue(messages.toString().contains("ema_0.9999_100000.pt"), messages.toString());
	}

	@Tag(Fixtures.TAG)
	@Test
	void aDamagedArchiveIsNotListed() throws IOException {
		final byte[] bytes = Files.readAllBytes(Fixtures.file("weights", "pt_views_zip.pt"));
		final int name = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("/data/0") + "/data/0".length();
		// behind the name of the first storage, its padding, whose length stands two bytes before the whole name
		final int header = new String(bytes, 0, name, StandardCharsets.ISO_8859_1).lastIndexOf("PK\3\4");
		bytes[name + (bytes[header + 28] & 255)] ^= 1;
		final Path file = Files.write(folder.resolve("flipped.pt"), bytes);
		final String message = assertThrows(SonoflowException.File.class, () -> inspect(file, "")).getMessage();
		assertTrue(message.contains("flipped.pt"), message);
	}

	@Test
	void aUNetInWords() {
		assertEquals("guided-diffusion U-Net: 1 input channel(s), learned sigma, base 32, multipliers 1,1,2, 1 residual " +
			"block(s) a level, attention at 1/2, 1/4 of the size, 2 classes", new UNetShape(1, 2, 32, List.of(32, 32, 64), 1,
				new TreeSet<>(List.of(2, 4)), 2, true, true).describe());
	}

	@Test
	void wrongInputWritesNothing() throws IOException {
		final Path output = folder.resolve("out");
		final Path text = Files.writeString(folder.resolve("notes.pt"), "not weights");
		// The output must not lie in it.
		final Path empty = Files.createDirectory(folder.resolve("in"));
		for (final Path input : new Path[] { text, empty, folder.resolve("absent.pt") }) {
			final String message = assertThrows(SonoflowException.File.class, () -> new InspectWeights(input.toFile()).with(
				"output", output).run(Monitor.NONE)).getMessage();
			assertTrue(message.contains(input.getFileName().toString()), message);
		}
		assertThrows(SonoflowException.Input.class, () -> new InspectWeights().with("output", output).run(Monitor.NONE));
		assertFalse(Files.exists(output));
	}

	/** Whatever is said to be of use is taken there, and what is refused there is not recommended. */
	@Test
	void usesAreTriedBeforeTheyAreRecommended() {
		final Path pooled = folder.resolve("pooled.safetensors");
		final Path broken = folder.resolve("nan.safetensors");
		try (ImageNetwork network = Networks.create(Networks.VIT_TINY16, Device.cpu(), 1, 3, 0)) {
			((TokenNetwork) network).poolMean();
			ModelFile.write(pooled, network, new ModelConfig(Networks.VIT_TINY16, 1, List.of("a", "b", "c"), 96));
			final Map<String, Tensor> tensors = new LinkedHashMap<>(ModelFile.tensors(network));
			tensors.put("blocks.3.norm1.bias", Tensor.of(filled(192, Float.NaN), 192));
			tensors.remove("pos_embed");
			Safetensors.write(broken, tensors, Map.of());
		}
		final InspectWeights.Result whole = inspect(pooled, "");
		assertTrue(whole.description().contains("positions for 224 px, mean of the patches (fc_norm)"), whole.description());
		final String notes = String.join("\n", whole.notes());
		assertTrue(notes.contains("96 px") && notes.contains("model= in Classify Ultrasound and Explain Classification") && notes
			.contains("Not in Pretrain Masked Autoencoder: ") && notes.contains("norm.weight"), notes);
		assertFalse(notes.contains("Inspect Weights"), notes);
		final InspectWeights.Result nan = inspect(broken, "");
		assertTrue(nan.description().contains("no table of positions"), nan.description());
		assertTrue(nan.notes().stream().anyMatch(note -> note.contains("holds NaN")), nan.notes().toString());
		assertTrue(nan.notes().stream().noneMatch(note -> note.startsWith("Use:")), nan.notes().toString());
	}

	private static float[] filled(final int count, final float value) {
		final float[] values = new float[count];
		Arrays.fill(values, value);
		return values;
	}

	@Test
	void aTakenFolderIsToldBeforeAnythingIsRead() throws IOException {
		final Path file = folder.resolve("m.safetensors");
		Safetensors.write(file, Map.of("n", Tensor.of(new long[1])), Map.of());
		final Path out = folder.resolve("out");
		InspectWeights.of(file).with("output", out).run(Monitor.NONE);
		Files.writeString(file, "no longer weights");
		final String message = assertThrows(SonoflowException.Input.class, () -> InspectWeights.of(file).with("output", out).run(
			Monitor.NONE)).getMessage();
		assertTrue(message.contains("already holds a finished run"), message);
	}
}
