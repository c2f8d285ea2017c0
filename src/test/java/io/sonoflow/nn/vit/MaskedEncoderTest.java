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
package io.sonoflow.nn.vit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Stem;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masked autoencoders of grey images, started from weights that were trained on colour. */
class MaskedEncoderTest {

	private static final TransformerShape SHAPE = new TransformerShape(4, 16, 2, 2, 4, 4, true);
	private static final MaskedAutoencoder.Decoder DECODER = new MaskedAutoencoder.Decoder(12, 1, 3);
	private static final double[] MEAN = { 0.485, 0.456, 0.406 };
	private static final double[] DEVIATION = { 0.229, 0.224, 0.225 };

	@TempDir
	Path folder;

	private final List<String> heard = new ArrayList<>();

	private final Monitor ear = new Monitor() {

		@Override
		public void message(final String text) {
			heard.add(text);
		}
	};

	@BeforeAll
	static void start() {
		Torch.inference();
	}

	private static MaskedEncoder grey(final int size) {
		return MaskedEncoder.of("vit-tiny16", SHAPE, Device.cpu(), size, DECODER, 3);
	}

	/** {@return a colour autoencoder's tensors under the names of MAE's file} */
	private static Map<String, Tensor> tensors(final MaskedAutoencoder network) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		network.named().forEach((name, parameter) -> tensors.put("model." + name, Tensor.of(parameter.getArray().toFloatArray(),
			parameter.getShape().getShape())));
		return tensors;
	}

	private StateDict weights(final Map<String, Tensor> tensors) {
		final Path file = folder.resolve("mae.safetensors");
		Safetensors.write(file, tensors, Map.of());
		return ModelFile.weights(file, new ModelFile.Reading("", ModelFile.Grey.SUM, Stem.AUTO), "vit-tiny16", ear);
	}

	/** {@return (2, C, 16, 16): a formula's image of greys 0..1, as the network of so many channels was trained to see them} */
	private static NDArray images(final NDManager scope, final int channels) {
		final float[] formula = HashFill.image(11, 2, 1, 16, 16);
		final float[] values = new float[2 * channels * 256];
		for (int n = 0; n < 2; n++)
			for (int c = 0; c < channels; c++)
				for (int i = 0; i < 256; i++) {
					final double shade = 0.5 + formula[n * 256 + i] / 3;
					values[(n * channels + c) * 256 + i] = (float) (channels == 1 ? (shade - 0.5) / 0.25 : (shade - MEAN[c]) /
						DEVIATION[c]);
				}
		return Torch.floats(scope, values, 2, channels, 16, 16);
	}

	/** The encoder says the same of a grey image; the decoder paints the grey that its three colours were on the mean. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void coloursBecomeGrey(final boolean normalised) {
		try (MaskedAutoencoder colour = new MaskedAutoencoder(Device.cpu(), SHAPE, 3, DECODER); MaskedEncoder grey = grey(16);
				NDManager scope = colour.manager().newSubManager())
		{
			int p = 0;
			for (final var entry : colour.named().entrySet()) {
				final long[] shape = entry.getValue().getShape().getShape();
				Torch.fill(entry.getValue().getArray(), HashFill.fill(p++, shape, shape.length > 1 ? "w" : "bias", 1));
			}
			grey.load(weights(tensors(colour)), normalised, ear);
			assertTrue(heard.stream().anyMatch(text -> text.endsWith("loaded 50 of 50, new: none")), heard.toString());
			assertTrue(heard.toString().contains("paints in colours"), heard.toString());
			final Masking masking = Masking.draw(1, 2, new long[] { 3, 4 }, 16, 0.75);
			final MaskedAutoencoder.Output theirs = colour.run(images(scope, 3), masking, normalised);
			final MaskedAutoencoder.Output ours = grey.autoencoder().run(images(scope, 1), masking, normalised);
			Fixtures.assertClose("latent", theirs.latent().toFloatArray(), ours.latent().toFloatArray(), 1e-5);
			Fixtures.assertClose("features", colour.forward(images(scope, 3), false).get(":, 0").toFloatArray(), grey.embed(images(
				scope, 1), false).toFloatArray(), 1e-5);
			final float[] painted = theirs.prediction().toFloatArray();
			final float[] expected = new float[painted.length / 3];
			for (int i = 0; i < expected.length; i++)
				for (int c = 0; c < 3; c++)
					expected[i] += (float) ((normalised ? painted[3 * i + c] : (painted[3 * i + c] * DEVIATION[c] + MEAN[c] - 0.5) / 0.25) /
						3);
			Fixtures.assertClose("prediction", expected, ours.prediction().toFloatArray(), 1e-5);
		}
	}

	@Test
	void aDecoderOfAnotherSizeOrNoneIsReplaced() {
		final Map<String, Tensor> tensors;
		try (MaskedAutoencoder other = new MaskedAutoencoder(Device.cpu(), SHAPE, 1, new MaskedAutoencoder.Decoder(24, 2, 3))) {
			other.initialize(8);
			tensors = tensors(other);
		}
		for (final boolean with : new boolean[] { true, false }) {
			heard.clear();
			if (!with) tensors.keySet().removeIf(name -> name.contains("decoder_") || name.contains("mask_token"));
			try (MaskedEncoder grey = grey(24)) {
				final float[] own = grey.named().get("decoder_pred.weight").getArray().toFloatArray();
				grey.load(weights(tensors), false, ear);
				assertArrayEquals(own, grey.named().get("decoder_pred.weight").getArray().toFloatArray());
				assertArrayEquals(tensors.get("model.blocks.1.attn.qkv.weight").floats(), grey.named().get("blocks.1.attn.qkv.weight")
					.getArray().toFloatArray());
				assertArrayEquals(PositionTable.floats(12, 4, 4), grey.named().get("decoder_pos_embed").getArray().toFloatArray(),
					"the table of the weights' grid");
				assertTrue(heard.stream().anyMatch(text -> text.endsWith("loaded 30 of 50, new: 20 (decoder)")), heard.toString());
				assertEquals(with, heard.toString().contains("is not that of this run (12 wide, 1 blocks"), heard.toString());
			}
		}
	}

	@Test
	void aPartOfTheEncoderAndNumbersThatAreNoneAreRefused() {
		final Map<String, Tensor> tensors;
		try (MaskedAutoencoder other = new MaskedAutoencoder(Device.cpu(), SHAPE, 1, DECODER)) {
			other.initialize(8);
			tensors = tensors(other);
		}
		final float[] values = tensors.get("model.blocks.0.mlp.fc1.weight").floats();
		values[7] = Float.NaN;
		final Map<String, Tensor> none = new LinkedHashMap<>(tensors);
		none.put("model.blocks.0.mlp.fc1.weight", Tensor.of(values, 64, 16));
		final Map<String, Tensor> part = new LinkedHashMap<>(tensors);
		part.keySet().removeIf(name -> name.startsWith("model.blocks.1."));
		try (MaskedEncoder grey = grey(16)) {
			assertTrue(assertThrows(SonoflowException.File.class, () -> grey.load(weights(none), false, ear)).getMessage().contains(
				"The tensor blocks.0.mlp.fc1.weight in"));
			final String message = assertThrows(SonoflowException.File.class, () -> grey.load(weights(part), false, ear)).getMessage();
			assertTrue(message.contains("missing blocks.1.norm1.weight") && message.contains("of 50 tensors fit"), message);
		}
	}
}
