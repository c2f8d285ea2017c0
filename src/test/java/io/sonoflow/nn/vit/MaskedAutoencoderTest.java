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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.HashFill;
import io.sonoflow.Npz;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The masked autoencoder, against the reference's numbers and by itself. */
class MaskedAutoencoderTest {

	private static final TransformerShape SMALL = new TransformerShape(4, 16, 2, 2, 4, 4, true);

	@BeforeAll
	static void start() {
		Torch.inference();
	}

	private static JsonObject meta() {
		return Fixtures.json("vit_mae", "tiny");
	}

	/** The reference's network, filled by its formula. */
	private static MaskedAutoencoder network() {
		final JsonObject config = meta().getAsJsonObject("config");
		final MaskedAutoencoder network = new MaskedAutoencoder(Device.cpu(), ViT.shape(config), config.get("c").getAsInt(),
			new MaskedAutoencoder.Decoder(config.get("dD").getAsInt(), config.get("ddepth").getAsInt(), config.get("dh").getAsInt()));
		ViT.fill(network.named(), HashFill.parameters(meta(), "params"), network.shape());
		return network;
	}

	private static MaskedAutoencoder small() {
		return new MaskedAutoencoder(Device.cpu(), SMALL, 1, new MaskedAutoencoder.Decoder(12, 1, 3));
	}

	private static NDArray images(final NDManager manager) {
		final JsonObject input = meta().getAsJsonObject("input");
		return Torch.floats(manager, HashFill.image(input, HashFill.phase(meta())), HashFill.shape(input.get("shape")));
	}

	private static float[][] rows(final float[] flat, final int count) {
		final float[][] rows = new float[count][];
		for (int i = 0; i < count; i++)
			rows[i] = Arrays.copyOfRange(flat, i * flat.length / count, (i + 1) * flat.length / count);
		return rows;
	}

	private static void assertMasking(final Npz npz, final String prefix, final double ratio) {
		final Npz.Array noise = npz.get(prefix + "noise");
		final Masking masking = Masking.of(rows(noise.floats(), (int) noise.shape()[0]), ratio);
		assertArrayEquals(npz.get(prefix + "ids_keep").ints(), Arrays.stream(masking.kept()).flatMapToInt(Arrays::stream).toArray());
		assertArrayEquals(npz.get(prefix + "ids_restore").ints(), Arrays.stream(masking.restore()).flatMapToInt(Arrays::stream)
			.toArray());
		assertArrayEquals(rows(npz.get(prefix + "mask").floats(), masking.mask().length), masking.mask());
	}

	@Tag(Fixtures.TAG)
	@Test
	void masksAreTheReferences() {
		final Npz npz = Fixtures.npz("vit_mae", "masking");
		for (final String key : Fixtures.matches(npz.all().keySet(), "(.*)noise"))
			assertMasking(npz, key, Double.parseDouble(key.replaceAll(".*ratio|\\.$", "")));
		assertMasking(Fixtures.npz("vit_mae", "tiny"), "mae_", meta().get("mae_mask_ratio").getAsDouble());
		for (final JsonElement each : meta().getAsJsonArray("len_keep_examples")) {
			final JsonObject one = each.getAsJsonObject();
			assertEquals(one.get("len_keep").getAsInt(), Masking.keep(one.get("L").getAsInt(), one.get("ratio").getAsDouble()));
		}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 1, 0.99, -0.1, 1.5 })
	void aRatioThatKeepsNoneOrAllIsRefused(final double ratio) {
		final String message = assertThrows(SonoflowException.Input.class, () -> Masking.keep(16, ratio)).getMessage();
		assertTrue(message.contains(Double.toString(ratio)) && message.contains("16 patches"), message);
	}

	@Test
	void masksAreDrawnPerImageAndStep() {
		final Masking first = Masking.draw(4, 9, new long[] { 5, 8 }, 16, 0.75);
		assertArrayEquals(first.mask()[1], Masking.draw(4, 9, new long[] { 8 }, 16, 0.75).mask()[0]);
		assertNotEquals(Arrays.toString(first.restore()[0]), Arrays.toString(first.restore()[1]));
		assertNotEquals(Arrays.toString(first.restore()[0]), Arrays.toString(Masking.draw(4, 10, new long[] { 5 }, 16, 0.75)
			.restore()[0]));
	}

	@Tag(Fixtures.TAG)
	@Test
	void patchesAreInTheReferencesOrder() {
		for (final String name : Fixtures.names("vit_mae", "(patchify_.*)\\.npz")) {
			final Npz npz = Fixtures.npz("vit_mae", name);
			final long[] shape = npz.get("image").shape();
			final int patch = Integer.parseInt(name.replaceAll(".*_p", ""));
			final int grid = (int) shape[2] / patch;
			try (MaskedAutoencoder network = new MaskedAutoencoder(Device.cpu(), new TransformerShape(patch, 4, 1, 1, grid, grid, true),
				(int) shape[1], new MaskedAutoencoder.Decoder(4, 1, 1)); NDManager scope = network.manager().newSubManager())
			{
				final NDArray x = Torch.floats(scope, npz.get("image").floats(), shape);
				final NDArray patches = network.patchify(x);
				assertArrayEquals(npz.get("patches").shape(), patches.getShape().getShape());
				assertArrayEquals(npz.get("patches").floats(), patches.toFloatArray());
				assertArrayEquals(x.toFloatArray(), network.unpatchify(patches, grid, grid).toFloatArray());
			}
		}
	}

	@Tag(Fixtures.TAG)
	@Test
	void tablesAreTheReferences() {
		final Npz npz = Fixtures.npz("vit_mae", "pos_embed");
		for (final String key : npz.all().keySet()) {
			final int grid = Integer.parseInt(key.replaceAll(".*grid", ""));
			final double[] expected = npz.get(key).doubles();
			final double[] table = PositionTable.sinCos((int) npz.get(key).shape()[1], grid, grid);
			assertArrayEquals(expected, table, 1e-12, key);
		}
	}

	@Tag(Fixtures.TAG)
	@Test
	void encoderIsTheReferences() {
		final Npz expected = Fixtures.npz("vit_mae", "tiny");
		try (MaskedAutoencoder network = network(); NDManager scope = network.manager().newSubManager()) {
			final NDArray x = images(scope);
			NDArray tokens = network.embed(x, null);
			Fixtures.assertClose("embedding", expected.get("tokens_after_embedding").floats(), tokens.toFloatArray(), 1e-5);
			for (int i = 0; i < network.blocks.length; i++) {
				tokens = TokenEncoder.through(tokens, List.of(network.blocks[i]));
				Fixtures.assertClose("block " + i, expected.get("after_block" + i).floats(), tokens.toFloatArray(), 1e-5);
			}
			Fixtures.assertClose("tokens", expected.get("tokens").floats(), network.forward(x, false).toFloatArray(), 1e-5);
		}
	}

	@Tag(Fixtures.TAG)
	@ParameterizedTest
	@CsvSource({ "true,normpix", "false,plain" })
	void lossIsTheReferences(final boolean normalised, final String name) {
		final Npz expected = Fixtures.npz("vit_mae", "tiny");
		final float[] noise = expected.get("mae_noise").floats();
		try (MaskedAutoencoder network = network(); NDManager scope = network.manager().newSubManager()) {
			network.requireGradient(true);
			final NDArray x = images(scope);
			final Masking masking = Masking.of(rows(noise, (int) x.getShape().get(0)), meta().get("mae_mask_ratio").getAsDouble());
			final MaskedAutoencoder.Output output = Torch.withGradient(() -> network.run(x, masking, normalised));
			Fixtures.assertClose("latent", expected.get("mae_latent").floats(), output.latent().toFloatArray(), 1e-5);
			Fixtures.assertClose("prediction", expected.get("mae_pred").floats(), output.prediction().toFloatArray(), 1e-5);
			Fixtures.assertClose("patches", expected.get("mae_loss_per_patch_" + name).floats(), output.patchLosses().toFloatArray(),
				1e-5);
			final double loss = meta().get("mae_loss_" + name).getAsDouble();
			assertEquals(loss, output.loss().toFloatArray()[0], 1e-5 * loss);
			if (!normalised) return;
			Torch.backward(output.loss(), null);
			for (final String key : Fixtures.matches(expected.all().keySet(), "grad_(.*)")) {
				final String parameter = key.replace("_weight", ".weight").replace("_bias", ".bias").replace(
					"patch_embed.", "patch_embed.proj.");
				Fixtures.assertClose(key, expected.get("grad_" + key).floats(), network.named().get(parameter).getArray().getGradient()
					.toFloatArray(), 1e-4);
			}
			assertFalse(network.named().get("pos_embed").getArray().hasGradient(), "the table is fixed");
		}
	}

	/** What is under removed patches changes neither the encoder's output nor, where it is kept, the loss. */
	@Test
	void onlyKeptPatchesAreSeenAndOnlyRemovedOnesCount() {
		try (MaskedAutoencoder network = small(); NDManager scope = network.manager().newSubManager()) {
			network.initialize(2);
			final Masking masking = Masking.draw(1, 1, new long[] { 3 }, 16, 0.75);
			final float[] image = HashFill.image(5, 1, 1, 16, 16);
			final float[] other = image.clone();
			for (int y = 0; y < 16; y++)
				for (int x = 0; x < 16; x++)
					if (masking.mask()[0][y / 4 * 4 + x / 4] == 1) other[16 * y + x] += 1 + x;
			final NDArray latent = network.encode(Torch.floats(scope, image, 1, 1, 16, 16), masking);
			assertArrayEquals(new long[] { 1, 5, 16 }, latent.getShape().getShape());
			final NDArray same = network.encode(Torch.floats(scope, other, 1, 1, 16, 16), masking);
			assertArrayEquals(latent.toFloatArray(), same.toFloatArray(), 1e-6f);
			final MaskedAutoencoder.Output output = network.run(Torch.floats(scope, image, 1, 1, 16, 16), masking, false);
			double sum = 0;
			for (int k = 0; k < 16; k++)
				sum += masking.mask()[0][k] * output.patchLosses().toFloatArray()[k];
			assertEquals(sum / 12, output.loss().toFloatArray()[0], 1e-5);
		}
	}

	@Test
	void aConstantPatchHasTargetsOfZero() {
		try (MaskedAutoencoder network = small(); NDManager scope = network.manager().newSubManager()) {
			network.initialize(2);
			network.requireGradient(true);
			final NDArray dark = scope.zeros(new Shape(2, 1, 16, 24));
			assertEquals(0, network.target(dark, true).abs().max().getFloat());
			final Masking masking = Masking.draw(1, 1, new long[] { 3, 4 }, 24, 0.5);
			final MaskedAutoencoder.Output output = Torch.withGradient(() -> network.run(dark, masking, true));
			Torch.backward(output.loss(), null);
			assertTrue(Float.isFinite(output.loss().toFloatArray()[0]));
			for (final float value : network.named().get("mask_token").getArray().getGradient().toFloatArray())
				assertTrue(Float.isFinite(value));
		}
	}

	/** Every step of training gives back what it took: no array stays with the network's manager. */
	@Test
	void memoryIsFlatOverTheSteps() {
		try (MaskedAutoencoder network = small()) {
			network.initialize(2);
			network.requireGradient(true);
			// another size than the tables': they are interpolated at each step
			final float[] image = HashFill.image(5, 2, 1, 24, 16);
			int before = 0;
			for (int step = 0; step < 220; step++) {
				if (step == 20) before = network.manager().getManagedArrays().size();
				try (NDManager scope = network.manager().newSubManager()) {
					final NDArray x = Torch.floats(scope, image, 2, 1, 24, 16);
					final Masking masking = Masking.draw(1, step, new long[] { 1, 2 }, 24, 0.75);
					final int start = scope.getManagedArrays().size();
					try (MaskedAutoencoder.Output output = Torch.withGradient(() -> network.run(x, masking, true))) {
						Torch.backward(output.loss(), null);
						assertEquals(start + 4, scope.getManagedArrays().size(), "only the output stays");
					}
				}
			}
			assertEquals(before, network.manager().getManagedArrays().size());
		}
	}

	/** In bfloat16, too, norm and loss are float32: the loss is that of the prediction as it is, over removed patches alone. */
	@Test
	void theLossIsNotRounded() {
		try (MaskedAutoencoder network = small(); NDManager scope = network.manager().newSubManager()) {
			network.initialize(5);
			network.compute(Precision.BF16);
			final float[] pixels = HashFill.image(2, 1, 1, 16, 16);
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = 300 + 10 * pixels[i];
			final NDArray x = Torch.floats(scope, pixels, 1, 1, 16, 16);
			final Masking masking = Masking.draw(3, 0, new long[] { 0 }, 16, 0.75);
			try (MaskedAutoencoder.Output output = network.run(x, masking, false)) {
				final float[] prediction = output.prediction().toFloatArray();
				final float[] target = network.target(x, false).toFloatArray();
				double sum = 0;
				for (int i = 0; i < target.length; i++)
					if (masking.mask()[0][i / 16] == 1) sum += Math.pow((double) prediction[i] - target[i], 2) / 16;
				final double exact = sum / Math.rint(16 * 0.75);
				assertEquals(exact, output.loss().getFloat(), 1e-5 * exact);
				final float[] latent = output.latent().toFloatArray();
				for (int token = 0; token < latent.length / 16; token++) {
					double mean = 0;
					for (int i = 0; i < 16; i++)
						mean += latent[16 * token + i] / 16;
					assertEquals(0, mean, 1e-5, "the norm's output has mean 0");
				}
			}
		}
	}
}
