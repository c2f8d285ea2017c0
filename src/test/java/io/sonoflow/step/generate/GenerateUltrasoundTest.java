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
package io.sonoflow.step.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.diffusion.GaussianStart;
import io.sonoflow.file.Sha256;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.UNetConfig;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.step.generate.GenerateUltrasound.Result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That generations are right, repeatable, divisible and resumable, and refuse what cannot be. */
class GenerateUltrasoundTest {

	private static final int THREADS = Torch.threads();

	@TempDir
	static Path shared;

	private static Path model;
	private static Path classes;

	@TempDir
	Path folder;

	@BeforeAll
	static void models() {
		Torch.threads(1);
		Torch.inference();
		model = TinyDiffusion.write(shared.resolve("model ä.safetensors"), TinyDiffusion.config().build(), TinyDiffusion.NOTES);
		classes = TinyDiffusion.write(shared.resolve("classes.safetensors"), TinyDiffusion.config().classes(List.of("benign",
			"malignant")).build(), TinyDiffusion.NOTES);
	}

	@AfterAll
	static void restore() {
		Torch.threads(THREADS);
	}

	/** The defaults with other values by key. */
	private static GenerateUltrasound step(final Path model, final Path output, final Object... keysAndValues) {
		final GenerateUltrasound step = new GenerateUltrasound(model == null ? null : model.toFile(), output.toFile());
		step.set(Map.of("sampler", "dpm++", "steps", 3, "count", 10, "batch", 2, "device", "cpu"));
		for (int i = 0; i < keysAndValues.length; i += 2)
			step.set(Map.of((String) keysAndValues[i], keysAndValues[i + 1]));
		return step;
	}

	private Result run(final String output, final Object... keysAndValues) {
		return step(model, folder.resolve(output), keysAndValues).run(Monitor.NONE);
	}

	/** {@return images, table and sheet by name} */
	private Map<String, String> content(final String output) throws IOException {
		final Map<String, String> content = new TreeMap<>();
		try (Stream<Path> walk = Files.walk(folder.resolve(output))) {
			for (final Path file : walk.filter(Files::isRegularFile).filter(file -> !file.getFileName().toString().endsWith(
				".json")).toList())
				content.put(folder.resolve(output).relativize(file).toString().replace('\\', '/'), Sha256.of(file));
		}
		return content;
	}

	@Test
	void everySamplerWritesImagesTableAndSheet() throws IOException {
		final Object[][] runs = { { "sampler", "ddpm", "steps", 4 }, { "sampler", "ddim", "steps", 3 }, { "sampler", "ddim",
			"steps", 3, "eta", 1.0 }, { "sampler", "dpm++", "steps", 0 } };
		final List<Map<String, String>> contents = new ArrayList<>();
		for (int i = 0; i < runs.length; i++) {
			final List<Object> keys = new ArrayList<>(List.of(runs[i]));
			keys.addAll(List.of("count", 3));
			final Result result = run("out" + i, keys.toArray());
			assertTrue(result.complete());
			contents.add(content("out" + i));
			assertEquals(List.of("dataset.csv", "images/synthetic-0-000000.png", "images/synthetic-0-000001.png",
				"images/synthetic-0-000002.png", "sheet.png"), List.copyOf(contents.get(i).keySet()));
			final Dataset table = Dataset.read(folder.resolve("out" + i), Monitor.NONE);
			assertEquals(result.samples(), table.samples());
			assertEquals("synthetic-0-000002", table.samples().get(2).patient());
			final byte[] pixels = Images.pixels(ImageFiles.readGray(table.samples().get(0).image()));
			assertEquals(256, pixels.length);
			for (int j = 0; j < i; j++)
				assertNotEquals(contents.get(j).get("images/synthetic-0-000000.png"), contents.get(i).get(
					"images/synthetic-0-000000.png"), "run " + j + " and " + i);
			run("again" + i, keys.toArray());
			assertEquals(contents.get(i), content("again" + i), "not repeatable");
		}
		assertEquals(20, HashFill.json(folder.resolve("out3/run.json")).getAsJsonObject("figures").get("steps")
			.getAsInt());
		run("other", "seed", 1L, "count", 3, "sampler", "dpm++", "steps", 0);
		assertFalse(contents.get(3).containsValue(content("other").get("images/synthetic-1-000000.png")));
	}

	/** With two threads the last of five images has other bits than at another place, so this also tests the places. */
	@Test
	void anyDivisionGivesTheSameBytes() throws IOException {
		for (final int threads : new int[] { 1, 2 }) {
			Torch.threads(threads);
			final Object[] keys = { "batch", threads == 1 ? 2 : 5, "steps", 2, "sampler", "ddim", "eta", 0.5 };
			final String whole = "whole" + threads;
			run(whole, keys);
			final int count = threads == 1 ? 3 : 2;
			final String parts = "parts" + threads;
			for (int part = count; part >= 1; part--)
				assertEquals(part == 1, run(parts, with(keys, "shard", part + "/" + count)).complete());
			assertEquals(content(whole), content(parts));
			assertEquals("finished", HashFill.json(folder.resolve(parts).resolve("run.json")).get("status")
				.getAsString());
			run("short" + threads, with(keys, "count", 3));
			final Map<String, String> all = content(whole);
			for (final Map.Entry<String, String> file : content("short" + threads).entrySet())
				if (file.getKey().startsWith("images/")) assertEquals(all.get(file.getKey()), file.getValue(), file.getKey());
		}
		Torch.threads(1);
	}

	private static Object[] with(final Object[] keys, final Object... more) {
		return Stream.of(keys, more).flatMap(Stream::of).toArray();
	}

	/** Cancels after so many calls of the network. */
	private static final class Stop implements Monitor {

		private final int after;
		private long done;

		Stop(final int after) {
			this.after = after;
		}

		@Override
		public void progress(final String stage, final long now, final long total) {
			done = now;
		}

		@Override
		public boolean isCancelled() {
			return done >= after;
		}
	}

	@Test
	void anInterruptedRunGoesOn() throws IOException {
		run("whole");
		final GenerateUltrasound step = step(model, folder.resolve("out"));
		assertEquals("Cancelled. Kept in " + folder.resolve("out") + ": 4 of 10 images, those of finished batches. Run the command " +
			"again with the same parameters to go on from there.", assertThrows(SonoflowException.Cancelled.class, () -> step.run(
				new Stop(8))).getMessage());
		final Map<String, String> kept = content("out");
		assertEquals(4, kept.size(), "two batches of two: " + kept.keySet());
		assertEquals("cancelled", HashFill.json(folder.resolve("out/run.json")).get("status").getAsString());
		final FileTime old = FileTime.fromMillis(1_000_000_000_000L);
		final List<Path> files = kept.keySet().stream().map(name -> folder.resolve("out").resolve(name)).toList();
		for (final Path file : files)
			Files.setLastModifiedTime(file, old);
		Files.write(files.get(3), new byte[] { 1, 2, 3 });
		final Stop count = new Stop(Integer.MAX_VALUE);
		assertTrue(step.run(count).complete());
		assertEquals(4 * 3, count.done, "one batch was kept, the one with a damaged file made again");
		assertEquals(old, Files.getLastModifiedTime(files.get(0)));
		assertEquals(old, Files.getLastModifiedTime(files.get(1)));
		assertEquals(content("whole"), content("out"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> run("out")).getMessage().contains("overwrite=true"));
		run("out", "overwrite", true, "count", 2);
		assertEquals(4, content("out").size());
	}

	/** In the second batch of two images, and before the first is done. */
	@Test
	void endedEarlyItIsThatOfSoManyImages() throws IOException {
		run("two", "count", 2);
		for (final int after : new int[] { 4, 0 }) {
			final String output = "early" + after;
			final Result result = step(model, folder.resolve(output)).run(new Monitor() {

				private long done;

				@Override
				public void progress(final String stage, final long now, final long total) {
					done = now;
				}

				@Override
				public boolean isFinishing() {
					return done >= after;
				}
			});
			assertTrue(result.complete());
			assertEquals(content("two"), content(output));
			final JsonObject record = HashFill.json(folder.resolve(output).resolve("run.json"));
			assertEquals("finished with 2 of 10 images", record.get("status").getAsString() + " " + record.get("early")
				.getAsString());
		}
	}

	@Test
	void classesAndGuidance() throws IOException {
		final Map<String, String> first = new LinkedHashMap<>();
		for (final Object[] keys : new Object[][] { {}, { "class", "benign" }, { "class", "malignant" }, { "class", "malignant",
			"guidance", 3.0 }, { "class", "malignant", "guidance", 0.0 } }) {
			final String name = "out" + first.size();
			final List<Object> all = new ArrayList<>(List.of(keys));
			all.addAll(List.of("count", 1, "batch", 1));
			final Result result = step(classes, folder.resolve(name), all.toArray()).run(Monitor.NONE);
			assertEquals(keys.length == 0 ? "" : keys[1], result.samples().get(0).label());
			first.put(name, content(name).get("images/synthetic-0-000000.png"));
		}
		assertEquals(first.get("out0"), first.get("out4"), "guidance 0 is without a class");
		assertEquals(4, Map.copyOf(first).values().stream().distinct().count());
		assertEquals("malignant", HashFill.json(folder.resolve("out3/run.json")).getAsJsonObject("parameters")
			.get("class").getAsString());
	}

	/** Weights as other programs write them say nothing of the process; colour and fixed variances come along. */
	@Test
	void modelsOfOthers() throws IOException {
		final UNetConfig config = UNetConfig.builder(64).base(32).multipliers(List.of(1.0, 1.0, 1.0)).blocks(1).attention(List.of(
			16)).channels(3).learnedSigma(false).build();
		final Path own = TinyDiffusion.write(folder.resolve("own.safetensors"), config, Map.of("schedule", "linear",
			"timesteps", "100"));
		final Path foreign = folder.resolve("foreign.safetensors");
		Safetensors.write(foreign, Weights.read(own).tensors(), Map.of());
		final List<String> warnings = new ArrayList<>();
		final Monitor ear = new Monitor() {

			@Override
			public void warn(final String text) {
				warnings.add(text);
			}

			@Override
			public List<String> warnings() {
				return warnings;
			}
		};
		step(own, folder.resolve("a"), "count", 1, "batch", 1, "sampler", "ddpm").run(Monitor.NONE);
		step(foreign, folder.resolve("b"), "count", 1, "batch", 1, "sampler", "ddpm", "schedule",
			"linear", "timesteps", 100, "heads", 4, "order", "legacy", "size", 64).run(ear);
		assertEquals("foreign.safetensors makes colour images: they are written as grey ones.", warnings.get(0));
		assertTrue(warnings.get(1).contains("32 channels at its finest level"), warnings.toString());
		assertEquals(2, warnings.size(), warnings.toString());
		assertEquals(content("a"), content("b"));
		step(foreign, folder.resolve("c"), "count", 1, "batch", 1, "sampler", "ddpm").run(ear);
		assertTrue(warnings.get(3).contains("does not say the schedule") && warnings.get(3).contains("cosine"), warnings
			.toString());
		assertTrue(warnings.get(4).contains("does not say the timesteps") && warnings.get(4).contains("1000"), warnings
			.toString());
		assertEquals(warnings.size() - 2, HashFill.json(folder.resolve("c/run.json")).getAsJsonArray("warnings")
			.size());
		assertFalse(content("a").get("sheet.png").equals(content("c").get("sheet.png")));
		final Path image = TinyDiffusion.write(folder.resolve("image.safetensors"), config, Map.of("schedule", "linear",
			"timesteps", "100", "predict", "image"));
		step(image, folder.resolve("d"), "count", 1, "batch", 1).run(Monitor.NONE);
		step(foreign, folder.resolve("e"), "count", 1, "batch", 1, "schedule", "linear", "timesteps", 100, "predict", "image")
			.run(Monitor.NONE);
		assertEquals(content("d"), content("e"));
		step(own, folder.resolve("f"), "count", 1, "batch", 1).run(Monitor.NONE);
		assertNotEquals(content("d").get("sheet.png"), content("f").get("sheet.png"), "another image from the same answer");
	}

	/** Half of the images bright, half dark: the network of random weights leaves them so. */
	@Test
	void generationMayStartInTheDistributionOfTheTrainingImages() throws IOException {
		final Map<String, String> notes = new LinkedHashMap<>(TinyDiffusion.NOTES);
		final int size = TinyDiffusion.config().build().size();
		notes.put("start", GaussianStart.fit(40, size, (index, target) -> Arrays.fill(target, index % 2 == 0 ? 0.8f : -0.8f),
			false).encode());
		final Path file = TinyDiffusion.write(folder.resolve("start.safetensors"), TinyDiffusion.config().build(), notes);
		for (final String sampler : List.of("ddpm", "ddim", "dpm++")) {
			final GenerateUltrasound whole = step(file, folder.resolve(sampler), "start", 0.5, "sampler", sampler);
			whole.run(Monitor.NONE);
			for (int part = 1; part <= 3; part++)
				step(file, folder.resolve(sampler + " parts"), "start", 0.5, "sampler", sampler, "shard",
					part + "/3").run(Monitor.NONE);
			assertEquals(content(sampler), content(sampler + " parts"));
			step(file, folder.resolve(sampler + " noise"), "sampler", sampler).run(Monitor.NONE);
			assertFalse(content(sampler).equals(content(sampler + " noise")), "started elsewhere");
		}
		refused(file, "start=0.2 is out of range", "start", 0.2);
		refused(model, "start=0.85 needs to know how the training images are distributed", "start", 0.85);
		notes.put("start", notes.get("start").substring(9));
		refused(TinyDiffusion.write(folder.resolve("damaged.safetensors"), TinyDiffusion.config().build(), notes),
			"distribution of training images cannot be read", "start", 0.85);
	}

	private void refused(final Path file, final String expected, final Object... keysAndValues) {
		final Path output = folder.resolve("none");
		final SonoflowException e = assertThrows(SonoflowException.class, () -> step(file, output,
			keysAndValues).run(Monitor.NONE), expected);
		assertTrue(e.getMessage().contains(expected), e.getMessage());
		assertFalse(Files.exists(output), "something was written");
	}

	@Test
	void wrongValuesAreRefusedBeforeWork() {
		refused(null, "The key model is missing");
		refused(folder, "is a folder. Give a file.");
		refused(model, "count=0", "count", 0);
		refused(model, "batch=0", "batch", 0);
		refused(model, "steps=1001", "steps", 1001);
		refused(model, "steps=-1", "steps", -1);
		refused(model, "eta=1.5", "sampler", "ddim", "eta", 1.5);
		refused(model, "eta=0.5", "eta", 0.5);
		refused(model, "sampler=euler", "sampler", "euler");
		refused(model, "shard=4/3", "shard", "4/3");
		refused(model, "device=tpu", "device", "tpu");
		refused(model, "It was trained without classes", "class", "benign");
		refused(model, "guidance=2.0 needs a class", "guidance", 2.0);
		refused(classes, "Its classes are: benign, malignant", "class", "healthy");
		refused(classes, "class=benign or class=malignant", "guidance", 2.0);
		refused(classes, "guidance=-1.0", "class", "benign", "guidance", -1.0);
		refused(model, "size=32 contradicts the model, which was trained with 16", "size", 32);
		refused(model, "heads=2 contradicts", "heads", 2);
		refused(model, "headchannels=16 contradicts", "headchannels", 16);
		refused(model, "exclude each other", "heads", 4, "headchannels", 16);
		refused(model, "order=new contradicts", "order", "new");
		refused(model, "order=old is not a choice", "order", "old");
		refused(model, "schedule=linear contradicts", "schedule", "linear");
		refused(model, "timesteps=500 contradicts", "timesteps", 500);
		refused(model, "predict=image contradicts the model, which was trained with noise", "predict", "image");
		refused(model, "predict=score is not a choice", "predict", "score");
		final Map<String, String> notes = new LinkedHashMap<>(TinyDiffusion.NOTES);
		notes.put("predict", "score");
		refused(TinyDiffusion.write(folder.resolve("told.safetensors"), TinyDiffusion.config().build(), notes),
			"damaged: predict is \"score\"");
	}

	@Test
	void wrongModelsAreRefusedBeforeWork() {
		final Path strict = TinyDiffusion.write(folder.resolve("strict.safetensors"), TinyDiffusion.config().classes(List.of(
			"a", "b")).build(), Map.of("schedule", "cosine", "timesteps", "1000", "labeldropout", "0"));
		refused(strict, "class is missing");
		refused(strict, "guidance=2.0 is not possible with this model", "class", "a", "guidance", 2.0);
		final Path bad = folder.resolve("bad.safetensors");
		final Map<String, Tensor> tensors = new LinkedHashMap<>(Weights.read(model).tensors());
		final Map<String, String> header = new LinkedHashMap<>(Weights.read(model).metadata());
		for (final String note : List.of("timesteps", "labeldropout")) {
			final Map<String, String> damaged = new LinkedHashMap<>(header);
			damaged.put(note, "many");
			Safetensors.write(bad, tensors, damaged);
			refused(bad, note + " is \"many\"");
		}
		tensors.remove("middle_block.1.qkv.weight");
		Safetensors.write(bad, tensors, header);
		refused(bad, "missing middle_block.1.qkv.weight");
		Safetensors.write(bad, Map.of("fc.weight", Tensor.of(new float[4], 4)), Map.of());
		refused(bad, "is no diffusion model");
	}

	/** More than any address space: PyTorch's own words. */
	@Test
	void lackOfMemoryIsKnownByItsWords() {
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final EngineException e = assertThrows(EngineException.class, () -> manager.zeros(new Shape(1L << 60)));
			assertTrue(Devices.isMemory(e), e.getMessage());
		}
		assertFalse(Devices.isMemory(new EngineException("shapes do not fit")));
	}

	@Test
	void weightsThatAreNoNumbersAreSaid() {
		final Map<String, Tensor> tensors = new LinkedHashMap<>(Weights.read(model).tensors());
		tensors.put("out.2.bias", Tensor.of(new float[] { Float.NaN, 0 }, 2));
		final Path bad = folder.resolve("nan.safetensors");
		Safetensors.write(bad, tensors, Weights.read(model).metadata());
		final SonoflowException e = assertThrows(SonoflowException.File.class, () -> step(bad, folder
			.resolve("out")).run(Monitor.NONE));
		assertTrue(e.getMessage().contains("no numbers for image 0"), e.getMessage());
		assertFalse(Files.exists(folder.resolve("out/images")));
		assertArrayEquals(new String[0], folder.resolve("out").toFile().list() == null ? new String[0] : folder.resolve("out")
			.toFile().list());
	}
}
