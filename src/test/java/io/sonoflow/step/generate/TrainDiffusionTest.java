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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.sonoflow.Children;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.diffusion.ForeignModelSettings;
import io.sonoflow.diffusion.GaussianStart;
import io.sonoflow.diffusion.GeneratorModel;
import io.sonoflow.diffusion.Prediction;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.nn.unet.UNetHints;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training a tiny network: that runs are complete, and the same if they were cancelled or killed on the way. */
class TrainDiffusionTest {

	private static final int STEPS = 9;

	@TempDir
	static Path shared;

	private static Path table;
	private static Path whole;

	@TempDir
	Path folder;

	@BeforeAll
	static void train() {
		Torch.threads(1);
		table = Textures.write(shared.resolve("data ä"), 5, 32);
		whole = shared.resolve("whole");
		step(table, whole).run(Monitor.NONE);
	}

	/** Everything that has a state: classes, dropout of labels and values, flips, loss-aware timesteps, parts. */
	static TrainDiffusion step(final Path input, final Path output) {
		final TrainDiffusion step = small(input, output, "cosine", STEPS);
		step.set(Map.of("attention", "8", "dropout", 0.1, "timesteps", 21, "classes", true, "labeldropout", 0.3, "accumulate",
			2, "rate", 1e-3, "flips", true));
		step.set(Map.of("timestepsampler", "lossaware", "batch", 4, "every", 3, "samples", 2, "seed", 7));
		return step;
	}

	/** A network of two levels at 16 px. */
	private static TrainDiffusion small(final Path input, final Path output, final String schedule, final int steps) {
		final TrainDiffusion step = new TrainDiffusion(input.toFile(), output.toFile());
		step.set(Map.of("size", 16, "base", 32, "multipliers", "1,1", "blocks", 1, "attention", "", "schedule", schedule,
			"steps", steps, "samples", 0, "device", "cpu"));
		return step;
	}

	private static TrainDiffusion plain(final Path input, final Path output, final int size, final double rate,
		final boolean classes)
	{
		final TrainDiffusion step = small(input, output, "linear", 4);
		step.set(Map.of("size", size, "classes", classes, "batch", 3, "rate", rate, "every", 2, "seed", 1));
		return step;
	}

	/** Everything but the records of the run, which hold times. */
	private static Set<String> files(final Path output) throws IOException {
		try (Stream<Path> walk = Files.walk(output)) {
			return new TreeSet<>(walk.filter(Files::isRegularFile).map(file -> output.relativize(file).toString().replace('\\',
				'/')).filter(name -> !name.equals("run.json") && !name.endsWith(".lock")).toList());
		}
	}

	private static void assertSameAsWhole(final Path actual) throws IOException {
		assertEquals(files(whole), files(actual));
		for (final String name : files(whole))
			assertArrayEquals(Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(actual.resolve(name)), name);
	}

	@Test
	void writesWhatThePublicInterfacePromises() throws IOException {
		assertEquals(Set.of("model.safetensors", "losses.csv", "losses.png", "samples/step_0000003.png",
			"samples/step_0000006.png", "samples/step_0000009.png", "checkpoint/step_0000009/weights.safetensors",
			"checkpoint/step_0000009/ema.safetensors", "checkpoint/step_0000009/optimizer.safetensors",
			"checkpoint/step_0000009/state.json"), files(whole));
		final UNetFile file = UNetFile.open(whole.resolve("model.safetensors"), UNetHints.NONE, Monitor.NONE);
		assertEquals(Set.of("schedule", "timesteps", "labeldropout", "start", "trainingimages", "learnedfrom"), file.notes()
			.keySet());
		assertEquals(List.of("cosine", "21", "0.3"), Stream.of("schedule", "timesteps", "labeldropout").map(file.notes()::get)
			.toList());
		final GaussianStart start = GaussianStart.decode(file.notes().get("start"));
		assertEquals(16, start.side());
		assertEquals(19, start.components().length, "10 images and their mirror images");
		assertEquals(List.of("even", "rough"), file.config().classes());
		assertEquals(16, file.config().size());
		assertTrue(file.config().shape().learnedSigma());
		final UNetFile average = UNetFile.open(whole.resolve("checkpoint/step_0000009/ema.safetensors"), UNetHints.NONE,
			Monitor.NONE);
		for (final String name : average.weights().tensors().keySet())
			assertArrayEquals(average.weights().get(name).floats(), file.weights().get(name).floats(), name);
		final UNetFile raw = UNetFile.open(whole.resolve("checkpoint/step_0000009/weights.safetensors"), UNetHints.NONE,
			Monitor.NONE);
		assertFalse(Arrays.equals(raw.weights().get("out.2.weight").floats(), file.weights().get("out.2.weight")
			.floats()), "the average differs from the weights");
		final Tables.Table losses = Tables.read(whole.resolve("losses.csv"));
		assertEquals(List.of("step", "loss", "mse", "vb", "q0", "q1", "q2", "q3", "gradient", "rate"), losses.header());
		assertEquals(List.of("3", "6", "9"), losses.rows().stream().map(row -> row.get(0)).toList());
		assertEquals(1e-3 * (1 + 1 + 8 / 9.0) / 3, Double.parseDouble(losses.rows().get(0).get(9)), 1e-9);
	}

	@Test
	void learns() {
		final List<String> first = Tables.read(whole.resolve("losses.csv")).rows().get(0);
		assertEquals(1, Double.parseDouble(first.get(2)), 0.2, "the network begins with zero for the noise");
		final TrainDiffusion step = small(table, folder.resolve("out"), "cosine", 60);
		step.set(Map.of("batch", 8, "rate", 2e-3, "every", 60, "seed", 7));
		final double[] losses = step.run(Monitor.NONE).losses().column("mse");
		final double late = losses[losses.length - 1];
		assertTrue(late < 0.6, "mean square error of the last steps: " + late);
	}

	/** The model's file says what it tells, so that nobody need be asked when it generates. */
	@Test
	void theVelocityIsLearnedAndRemembered() {
		final TrainDiffusion step = small(table, folder.resolve("out"), "cosine", 4);
		step.set(Map.of("predict", "velocity", "batch", 2, "every", 4, "samples", 1, "seed", 7));
		final TrainDiffusion.Result result = step.run(Monitor.NONE);
		assertTrue(Files.exists(folder.resolve("out/samples/step_0000004.png")));
		for (final Path file : List.of(result.model(), folder.resolve("out/checkpoint/step_0000004/ema.safetensors")))
			assertEquals(Prediction.VELOCITY, GeneratorModel.open(file, new ForeignModelSettings(), Monitor.NONE).prediction());
		final double first = result.losses().column("mse")[0];
		assertTrue(first < 0.95, "of velocities, which are smaller than the noise at least noise alone: " + first);
		final GenerateUltrasound made = new GenerateUltrasound(result.model().toFile(), folder.resolve("made").toFile());
		made.set(Map.of("count", 1, "batch", 1, "sampler", "dpm++", "steps", 3, "device", "cpu"));
		assertEquals(1, made.run(Monitor.NONE).samples().size());
	}

	/** Trains until so many steps are done. */
	private static void cancel(final TrainDiffusion step, final int stop) {
		assertThrows(SonoflowException.Cancelled.class, () -> step.run(new Monitor() {

			private boolean reached;

			@Override
			public void progress(final String stage, final long done, final long total) {
				reached |= stage.equals("training") && done == stop;
			}

			@Override
			public boolean isCancelled() {
				return reached;
			}
		}));
	}

	@Test
	void cancelledAndResumedIsTheSame() throws IOException {
		final Path output = folder.resolve("out");
		for (final int stop : new int[] { 1, 5, 6, STEPS }) {
			cancel(step(table, output), stop);
			assertTrue(Files.isDirectory(output.resolve("checkpoint").resolve("step_000000" + stop)), "step " + stop);
		}
		step(table, output).run(Monitor.NONE);
		assertSameAsWhole(output);
	}

	@Test
	void aFileNamedFinishEndsItWithItsResult() throws IOException {
		final Path output = folder.resolve("early");
		step(table, output).run(new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				if (stage.equals("training") && done == 4) put(output.resolve("finish"));
			}
		});
		final JsonObject record = HashFill.json(output.resolve("run.json"));
		assertEquals("finished after step 4 of 9", record.get("status").getAsString() + " " + record.get("early").getAsString());
		assertEquals(4, record.getAsJsonObject("figures").get("steps").getAsInt());
		assertTrue(record.getAsJsonArray("warnings").toString().contains("ended early"), record::toString);
		assertFalse(Files.exists(output.resolve("finish")), "heeded and gone");
		assertEquals(List.of("3", "4"), Tables.read(output.resolve("losses.csv")).rows().stream().map(row -> row.get(0))
			.toList());
		assertTrue(Files.exists(output.resolve("samples/step_0000004.png")));
		final Path cancelled = folder.resolve("cancelled");
		cancel(step(table, cancelled), 4);
		final UNetFile average = UNetFile.open(cancelled.resolve("checkpoint/step_0000004/ema.safetensors"), UNetHints.NONE,
			Monitor.NONE);
		final UNetFile model = UNetFile.open(output.resolve("model.safetensors"), UNetHints.NONE, Monitor.NONE);
		for (final String name : average.weights().tensors().keySet())
			assertArrayEquals(average.weights().get(name).floats(), model.weights().get(name).floats(), name);
	}

	@Test
	void imagesThatAreGoneAfterTheTrainingCostNoModel() throws IOException {
		final Path images = Textures.write(folder.resolve("drive"), 5, 32);
		final Path output = folder.resolve("out");
		step(images, output).run(new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				if (!stage.equals("training") || done < total) return;
				try (Stream<Path> all = Files.walk(images.getParent())) {
					for (final Path each : all.filter(file -> file.toString().endsWith(".png")).toList())
						Files.delete(each);
				}
				catch (final IOException e) {
					throw new IllegalStateException(e);
				}
			}
		});
		assertArrayEquals(Files.readAllBytes(whole.resolve("model.safetensors")), Files.readAllBytes(output.resolve(
			"model.safetensors")));
	}

	/** And waits until the run looks for it again. */
	private static void put(final Path file) {
		try {
			Files.createFile(file);
			Thread.sleep(700);
		}
		catch (final IOException | InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	/** Bfloat16 on a CPU takes its time. */
	private static TrainDiffusion tiny(final Path output, final String precision) {
		final TrainDiffusion step = small(table, output, "cosine", 12);
		step.set(Map.of("size", 8, "multipliers", "1", "heads", 2, "dropout", 0.1, "labeldropout", 0, "batch", 2, "rate", 4e-3,
			"ema", 0.9, "flips", true, "every", 6));
		step.set(Map.of("precision", precision, "seed", 7));
		return step;
	}

	/** And never goes on in another precision. */
	@Test
	void halfPrecisionResumedIsTheSameToo() throws IOException {
		final Path straight = folder.resolve("straight");
		final Path broken = folder.resolve("broken");
		final double[] losses = tiny(straight, "bf16").run(Monitor.NONE).losses().column("mse");
		assertTrue(losses[losses.length - 1] < 0.8 * losses[0], Arrays.toString(losses));
		cancel(tiny(broken, "bf16"), 7);
		final var error = assertThrows(SonoflowException.Input.class, () -> tiny(broken, "fp32").run(Monitor.NONE));
		assertTrue(error.getMessage().contains("precision was \"bf16\", now \"fp32\""), error.getMessage());
		tiny(broken, "bf16").run(Monitor.NONE);
		for (final String name : files(straight))
			assertArrayEquals(Files.readAllBytes(straight.resolve(name)), Files.readAllBytes(broken.resolve(name)), name);
		final List<String> said = new ArrayList<>();
		// auto stays in float32.
		final double[] exact = tiny(folder.resolve("exact"), "auto").run(new Monitor() {

			@Override
			public void message(final String text) {
				said.add(text);
			}
		}).losses().column("mse");
		assertTrue(said.stream().anyMatch(text -> text.startsWith("precision=auto: computing in float32. ")), said.toString());
		assertFalse(Arrays.equals(losses, exact), "another precision");
		assertArrayEquals(exact, losses, 0.05, "and yet the same training");
		final String record = Files.readString(straight.resolve("run.json"));
		assertTrue(record.contains("\"precision\": \"bf16\""), record);
	}

	/** Kills the process after a checkpoint, and once more while one is being written (or right after). */
	@Test
	void killedAndResumedIsTheSame() throws IOException, InterruptedException {
		final Path output = folder.resolve("out");
		final Path checkpoint = output.resolve("checkpoint");
		kill(output, checkpoint.resolve("step_0000003"));
		kill(output, checkpoint.resolve(".part-step_0000006"), checkpoint.resolve("step_0000006"));
		assertTrue(Files.readString(output.resolve("run.json")).contains("\"running\""));
		assertFalse(Files.exists(output.resolve("model.safetensors")));
		step(table, output).run(Monitor.NONE);
		removeWhatTheKilledWereWriting(output);
		assertSameAsWhole(output);
	}

	/** A file under a temporary name stays behind if the process was killed before it got its own. */
	private static void removeWhatTheKilledWereWriting(final Path output) throws IOException {
		try (Stream<Path> files = Files.list(output)) {
			for (final Path file : files.filter(file -> file.getFileName().toString().startsWith(".part-")).toList())
				Files.delete(file);
		}
	}

	/** Runs in a process of its own. */
	public static void main(final String[] args) {
		Torch.threads(1);
		step(Path.of(args[0]), Path.of(args[1])).run(Monitor.NONE);
	}

	private void kill(final Path output, final Path... signs) throws IOException, InterruptedException {
		final List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), Children.QUICK,
			"-Xmx1g", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"), getClass().getName(), table.toString(),
			output.toString());
		final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(
			"process.txt").toFile()).start();
		while (process.isAlive() && Stream.of(signs).noneMatch(Files::exists))
			Thread.sleep(1);
		final boolean alive = process.isAlive();
		process.destroyForcibly().waitFor();
		assertTrue(alive, () -> "ended by itself: " + read(folder.resolve("process.txt")));
	}

	private static String read(final Path file) {
		try {
			return Files.readString(file);
		}
		catch (final IOException e) {
			return e.toString();
		}
	}

	@Test
	void divergedTrainingKeepsTheLastCheckpoint() {
		final Path output = folder.resolve("out");
		final var error = assertThrows(SonoflowException.Input.class, () -> plain(table, output, 16,
			1e18, false).run(Monitor.NONE));
		assertTrue(error.getMessage().matches("The (loss|gradient) of the training became .* in step \\d: .*rate=3e\\+17.*"),
			error.getMessage());
	}

	@Test
	void otherImagesAreNotedOnResuming() throws IOException {
		final Path output = folder.resolve("out");
		final Path data = Textures.write(folder.resolve("data"), 3, 32);
		assertThrows(SonoflowException.Cancelled.class, () -> plain(data, output, 16, 1e-4, false).run(new Monitor() {

				@Override
				public boolean isCancelled() {
					return Files.exists(output.resolve("checkpoint").resolve("step_0000002"));
				}
			}));
		ImageFiles.writePng(folder.resolve("data/images/p0_0.png"), Images.bytes(new byte[32 * 32], 32, 32));
		final var error = assertThrows(SonoflowException.Input.class, () -> plain(data, output, 16, 1e-4,
			false).run(Monitor.NONE));
		assertTrue(error.getMessage().contains("other input files"), error.getMessage());
	}

	@Test
	void wrongInputIsSaidBeforeAnythingIsWritten() throws IOException {
		final Path unlabelled = Files.createDirectories(folder.resolve("plain"));
		ImageFiles.writePng(unlabelled.resolve("a.png"), Images.bytes(new byte[32 * 32], 32, 32));
		ImageFiles.writePng(unlabelled.resolve("b.png"), Images.bytes(new byte[32 * 32], 32, 32));
		refused(unlabelled, 16, true, "classes=true", "a.png", "classes=false");
		refused(Files.createDirectories(folder.resolve("empty")), 16, false, "holds no image");
		refused(unlabelled, 15, false, "size=15", "divisible by 2");
		ImageFiles.writePng(unlabelled.resolve("c.png"), Images.bytes(new byte[32 * 24], 32, 24));
		refused(unlabelled, 16, false, "different sizes", "32 x 32", "c.png has 32 x 24");
		final Path one = folder.resolve("one");
		ImageFiles.writePng(one.resolve("same/a.png"), Images.bytes(new byte[32 * 32], 32, 32));
		refused(one, 16, true, "all images", "same");
		assertFalse(Files.exists(folder.resolve("out")));
	}

	private void refused(final Path input, final int size, final boolean classes, final String... fragments) {
		final var error = assertThrows(SonoflowException.class, () -> plain(input, folder.resolve("out"),
			size, 1e-4, classes).run(Monitor.NONE));
		for (final String fragment : fragments)
			assertTrue(error.getMessage().contains(fragment), error.getMessage());
	}
}
