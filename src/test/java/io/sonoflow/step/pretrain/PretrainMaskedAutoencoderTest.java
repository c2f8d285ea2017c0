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
package io.sonoflow.step.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.step.setup.InspectWeights;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pretraining by masking on tiny textures: what it writes, that it goes on to the bit, and that wrong starts are refused. */
class PretrainMaskedAutoencoderTest {

	@TempDir
	static Path shared;

	private static Path table;
	private static Path whole;

	@TempDir
	Path folder;

	@BeforeAll
	static void train() {
		Torch.threads(1);
		table = Textures.write(shared.resolve("data"), 6, 40);
		whole = shared.resolve("whole");
		step(table, whole).run(Monitor.NONE);
	}

	/** Everything that has a state: moments, a rest of each epoch, warm-up, clipping, a probe. */
	private static PretrainMaskedAutoencoder step(final Path input, final Path output) {
		final PretrainMaskedAutoencoder step = small(input, output);
		step.set(Map.of("epochs", 3, "batch", 5, "warmup", 0.2, "every", 3, "probe", input, "rate", 1e-2));
		return step;
	}

	private static PretrainMaskedAutoencoder small(final Path input, final Path output) {
		final PretrainMaskedAutoencoder step = PretrainMaskedAutoencoder.of(input, output);
		step.set(Map.of("backbone", "vit-tiny16", "size", 32, "decoderdepth", 1, "decoderwidth", 32, "device", "cpu", "seed", 7));
		return step;
	}

	/** Everything but the records of the run, which hold times. */
	private static Set<String> files(final Path output) throws IOException {
		try (Stream<Path> walk = Files.walk(output)) {
			return new TreeSet<>(walk.filter(Files::isRegularFile).map(file -> output.relativize(file).toString().replace('\\',
				'/')).filter(name -> !name.matches("\\.?run\\..*") && !name.endsWith(".lock")).toList());
		}
	}

	/** Collects warnings and messages. */
	private static class Ears implements Monitor {

		private final List<String> heard = new ArrayList<>();
		private int previews;

		@Override
		public void warn(final String text) {
			heard.add("! " + text);
		}

		@Override
		public void message(final String text) {
			heard.add(text);
		}

		@Override
		public void preview(final String name,
			final RandomAccessibleInterval<UnsignedByteType> image)
		{
			if (name.equals("original, masked, reconstructed")) previews++;
			if (name.startsWith("original")) assertEquals(3 * image.dimension(1), image.dimension(0));
		}

		void assertHeard(final String fragment) {
			assertTrue(heard.stream().anyMatch(text -> text.contains(fragment)), fragment + " in " + heard);
		}
	}

	@Test
	void writesWhatThePublicInterfacePromises() throws IOException {
		assertEquals(Set.of("model.safetensors", "encoder.safetensors", "losses.csv", "losses.png", "samples/step_0000003.png",
			"samples/step_0000006.png", "checkpoint/step_0000006/weights.safetensors",
			"checkpoint/step_0000006/optimizer.safetensors", "checkpoint/step_0000006/state.json"), files(whole));
		final Tables.Table losses = Tables.read(whole.resolve("losses.csv"));
		assertEquals(List.of("step", "loss", "imagemean", "gradient", "rate", "neighbours", "linear"), losses.header());
		assertEquals(List.of("0", "1", "2", "3", "4", "5", "6"), losses.rows().stream().map(row -> row.get(0)).toList());
		assertEquals(List.of("", "", "", ""), losses.rows().get(0).subList(1, 5), "nothing was learned before step 1");
		assertFalse(losses.rows().get(0).get(6).isEmpty());
		assertEquals(0, Double.parseDouble(losses.rows().get(1).get(4)), "the first step of a warm-up");
		assertEquals(1e-2 * 5 / 256, Double.parseDouble(losses.rows().get(2).get(4)), 1e-10, "the largest rate");
		assertTrue(losses.rows().get(2).get(6).isEmpty() && !losses.rows().get(3).get(6).isEmpty(), "probe at checkpoints");
		for (final List<String> row : losses.rows().subList(1, 7))
			assertTrue(Double.parseDouble(row.get(1)) > 0 && Double.parseDouble(row.get(2)) > 0);
		final String record = Files.readString(whole.resolve("run.json")).replaceAll("\\s", "");
		for (final String figure : List.of("\"images\":12", "\"steps\":6", "\"patches\":4", "\"kept\":1", "\"normalised\":false",
			"\"clip\":1.0", "\"imagemean\":"))
			assertTrue(record.contains(figure), figure + " in " + record);
	}

	@Test
	void theFilesSayHowTheyWereMade() {
		final StateDict model = Weights.read(whole.resolve("model.safetensors"));
		final StateDict encoder = Weights.read(whole.resolve("encoder.safetensors"));
		assertTrue(model.has("mask_token") && model.has("decoder_blocks.0.attn.qkv.weight") && model.has("decoder_pos_embed"));
		assertEquals(150, encoder.tensors().size(), "nothing of the decoder");
		encoder.tensors().forEach((name, tensor) -> assertArrayEquals(model.get(name).floats(), tensor.floats(), name));
		for (final StateDict each : List.of(model, encoder)) {
			assertEquals("false", each.metadata().get("normalised"));
			assertEquals("masked", each.metadata().get("pretraining"));
			assertEquals("2x2", each.metadata().get("grid"));
			assertEquals("vit-tiny16", each.metadata().get("architecture"));
			assertTrue(AppearanceRange.decode(each.metadata()).isPresent());
		}
		final var told = new InspectWeights(whole.resolve("model.safetensors").toFile()).run(Monitor.NONE);
		assertEquals("vit-tiny16", told.architecture());
		assertTrue(told.description().contains("masked autoencoder") && told.notes().toString().contains(
			"Pretrain Masked Autoencoder"), told.description() + told.notes());
	}

	@Test
	void cancelledAndResumedIsTheSame() throws IOException {
		final Path output = folder.resolve("out");
		for (final int stop : new int[] { 1, 4 }) {
			assertThrows(SonoflowException.Cancelled.class, () -> step(table, output).run(until(stop)));
			assertTrue(Files.isDirectory(output.resolve("checkpoint").resolve("step_000000" + stop)), "step " + stop);
			assertEquals(Integer.toString(stop), Weights.read(output.resolve("encoder.safetensors")).metadata().get("steps"),
				"the encoder is kept");
		}
		final var other = assertThrows(SonoflowException.Input.class, () -> step(table, output).with("epochs", 4).run(
			Monitor.NONE));
		assertTrue(other.getMessage().contains("epochs"), "another length is another course of the rate: " + other.getMessage());
		step(table, output).run(Monitor.NONE);
		assertEquals(files(whole), files(output));
		for (final String name : files(whole))
			assertArrayEquals(Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(output.resolve(name)), name);
	}

	private static Monitor until(final int stop) {
		return new Monitor() {

			private boolean reached;

			@Override
			public void progress(final String stage, final long done, final long total) {
				reached |= stage.equals("pretraining") && done == stop;
			}

			@Override
			public boolean isCancelled() {
				return reached;
			}
		};
	}

	@Test
	void endsEarlyWithItsResult() {
		final Path output = folder.resolve("out");
		final PretrainMaskedAutoencoder step = small(table, output);
		step.set(Map.of("steps", 9, "batch", 4));
		step.run(new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				if (stage.equals("pretraining") && done == 2) try {
					Files.createFile(output.resolve("finish"));
					Thread.sleep(700);
				}
				catch (final IOException | InterruptedException e) {
					throw new IllegalStateException(e);
				}
			}
		});
		assertEquals("finished", HashFill.json(output.resolve("run.json")).get("status").getAsString());
		assertEquals("after step 2 of 9", HashFill.json(output.resolve("run.json")).get("early").getAsString());
		assertTrue(Files.exists(output.resolve("samples/step_0000002.png")));
		assertEquals("2", Weights.read(output.resolve("encoder.safetensors")).metadata().get("steps"));
	}

	/** {@return a patch of 16 px, five times enlarged, of one of the pictures on a sheet of six a row} */
	private static byte[] patch(final byte[] sheet, final int picture, final int patch) {
		final int left = 15 + picture % 6 * 180 + patch % 2 * 80;
		final int top = 45 + picture / 6 * 200 + patch / 2 * 80;
		final byte[] found = new byte[80 * 80];
		for (int y = 0; y < 80; y++)
			System.arraycopy(sheet, (top + y) * 1090 + left, found, 80 * y, 80);
		return found;
	}

	@Test
	void sheetsShowTheSameImagesUnderTheSameMasksAndPasteWhatIsVisible() {
		final var image = ImageFiles.readGray(whole.resolve("samples/step_0000003.png"));
		assertEquals(1090, Images.width(image));
		final byte[] early = Images.pixels(image);
		final byte[] late = Images.pixels(ImageFiles.readGray(whole.resolve("samples/step_0000006.png")));
		final byte[] removed = new byte[80 * 80];
		Arrays.fill(removed, (byte) 128);
		for (int i = 0; i < 8; i++) {
			int visible = 0;
			for (int k = 0; k < 4; k++) {
				final byte[] original = patch(early, 3 * i, k);
				assertArrayEquals(original, patch(late, 3 * i, k));
				assertArrayEquals(patch(early, 3 * i + 1, k), patch(late, 3 * i + 1, k), "the mask");
				if (Arrays.equals(removed, patch(early, 3 * i + 1, k))) {
					assertFalse(Arrays.equals(patch(early, 3 * i + 2, k), patch(late, 3 * i + 2, k)), "something was learned");
					continue;
				}
				visible++;
				assertArrayEquals(original, patch(early, 3 * i + 1, k));
				assertArrayEquals(original, patch(early, 3 * i + 2, k), "pasted");
			}
			assertEquals(1, visible);
		}
	}

	@Test
	void aClassifierStartsFromTheEncoder() {
		final Ears ears = new Ears();
		final TrainClassifier classifier = TrainClassifier.of(table, folder.resolve("classifier"));
		classifier.set(Map.of("backbone", "vit-tiny16", "weights", whole.resolve("encoder.safetensors"), "size", 32, "epochs", 1,
			"batch", 8, "device", "cpu"));
		classifier.run(ears);
		ears.assertHeard("encoder.safetensors: loaded 150 of 152, new: head.weight, head.bias");
		assertTrue(Files.exists(folder.resolve("classifier/model.safetensors")));
	}

	/** What patches were normalised by stands in the file and is followed by whoever starts from it. */
	@Test
	void aModelIsAStartForTheNext() {
		final Path model = folder.resolve("mae/model.safetensors");
		final PretrainMaskedAutoencoder mae = small(table, folder.resolve("mae"));
		mae.set(Map.of("recipe", "mae", "steps", 1, "batch", 4));
		final Ears first = new Ears();
		mae.run(first);
		assertEquals("true", Weights.read(model).metadata().get("normalised"), "the recipe's");
		first.assertHeard("the encoder sees 1 of 4 patches. Recipe mae: rate 2.34e-06 (of 4 images a step), " +
			"gradients of any length; " +
			"the targets are normalised patch by patch.");
		assertEquals(1, first.previews);
		final Ears ears = new Ears();
		final PretrainMaskedAutoencoder next = small(table, folder.resolve("next"));
		next.set(Map.of("weights", model, "steps", 1, "rate", 1e-12, "batch", 64, "more",
			Textures.write(folder.resolve("more"), 2, 40)));
		next.run(ears);
		ears.assertHeard("! batch=64, but there are 16 images");
		ears.assertHeard("model.safetensors: loaded 170 of 170, new: none");
		assertEquals("true", Weights.read(folder.resolve("next/model.safetensors")).metadata().get("normalised"), "the weights'");
		assertArrayEquals(Weights.read(model).get("decoder_pred.weight").floats(), Weights.read(folder.resolve(
			"next/model.safetensors")).get("decoder_pred.weight").floats(), 1e-7f, "one step of no rate to speak of");
		final Ears other = new Ears();
		final PretrainMaskedAutoencoder wider = small(table, folder.resolve("wider"));
		wider.set(Map.of("weights", model, "steps", 1, "batch", 4, "normalised", false, "decoderwidth", 64));
		wider.run(other);
		other.assertHeard("! The decoder of " + model + " was trained with normalised=true");
		other.assertHeard("is not that of this run (64 wide, 1 blocks");
		other.assertHeard("loaded 150 of 170, new: 20 (decoder)");
	}

	/** MAE's own file says nothing of its targets. The run is stopped by an empty folder before it begins. */
	@Test
	void aDecoderOfUnknownTargetsIsTold() throws IOException {
		final Path file = folder.resolve("mae_full.safetensors");
		Safetensors.write(file, Weights.read(whole.resolve("model.safetensors")).tensors(), Map.of());
		final Path nothing = Files.createDirectory(folder.resolve("nothing"));
		for (final String normalised : List.of("recipe", "true")) {
			final Ears ears = new Ears();
			final PretrainMaskedAutoencoder next = small(nothing, folder.resolve("next"));
			next.set(Map.of("weights", file, "normalised", normalised));
			assertThrows(SonoflowException.class, () -> next.run(ears));
			assertEquals(normalised.equals("recipe"), ears.heard.stream().anyMatch(text -> text.startsWith("! " + file +
				" has a decoder and does not say")), ears.heard::toString);
		}
	}

	@Test
	void encodersWithoutADecoderAreAStartToo() {
		final Ears ears = new Ears();
		final PretrainMaskedAutoencoder next = small(table, folder.resolve("next"));
		next.set(Map.of("weights", whole.resolve("encoder.safetensors"), "steps", 1, "batch", 4, "size", 48));
		next.run(ears);
		ears.assertHeard("encoder.safetensors: loaded 150 of 170, new: 20 (decoder)");
		assertEquals("2x2", Weights.read(folder.resolve("next/encoder.safetensors")).metadata().get("grid"),
			"the table of the weights, interpolated to 3 x 3 on the way");
	}

	/** The step and its images are named, and what was saved is what it was. */
	@Test
	void aDivergedTrainingSaysWhereAndKeepsItsCheckpoint() throws IOException {
		final Path output = folder.resolve("out");
		final PretrainMaskedAutoencoder step = small(table, output);
		step.set(Map.of("steps", 8, "batch", 4, "rate", 1e30, "warmup", 0.3, "every", 1));
		final Map<String, byte[]> saved = new TreeMap<>();
		final var error = assertThrows(SonoflowException.Input.class, () -> step.run(new Monitor() {

			@Override
			public boolean isCancelled() {
				try {
					saved.clear();
					if (Files.exists(output)) for (final String name : files(output))
						saved.put(name, Files.readAllBytes(output.resolve(name)));
				}
				catch (final IOException e) {
					throw new IllegalStateException(e);
				}
				return false;
			}
		}));
		assertTrue(error.getMessage().matches("The (loss|gradient) of the pretraining became .* in step \\d: the network has " +
			"diverged\\. Its images: (p\\d_\\d\\.png, ){3}p\\d_\\d\\.png\\. The encoder of step \\d is kept\\. .*lower rate.*"), error
				.getMessage());
		assertEquals(saved.keySet(), files(output));
		for (final String name : saved.keySet())
			assertArrayEquals(saved.get(name), Files.readAllBytes(output.resolve(name)), name);
		assertTrue(saved.keySet().stream().anyMatch(name -> name.endsWith("state.json")), saved.keySet().toString());
	}

	@Test
	void wrongInputIsSaidBeforeAnythingIsWritten() {
		assertRefused("size", 100, "size=100", "size=96 or size=112");
		assertRefused("mask", 1, "mask=1.0 keeps 0 of 4 patches");
		assertRefused("mask", 0, "mask=0.0 keeps 4 of 4 patches");
		assertRefused("decoderwidth", 50, "decoderwidth=50", "decoderwidth=32 or decoderwidth=64");
		assertRefused("weights", whole.resolve("encoder.safetensors"), "of another backbone, vit-tiny16");
		assertFalse(Files.exists(folder.resolve("out")));
	}

	private void assertRefused(final String key, final Object value, final String... said) {
		final PretrainMaskedAutoencoder step = small(table, folder.resolve("out"));
		step.set(Map.of(key, value));
		if (key.equals("weights")) step.set(Map.of("backbone", "vit-small16"));
		final var error = assertThrows(SonoflowException.class, () -> step.run(Monitor.NONE));
		assertTrue(Arrays.stream(said).allMatch(error.getMessage()::contains), error.getMessage());
	}
}
