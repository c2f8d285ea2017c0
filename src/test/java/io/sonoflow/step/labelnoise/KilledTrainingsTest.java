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
package io.sonoflow.step.labelnoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Children;
import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.nn.Torch;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier;
import io.sonoflow.train.Textures;
import io.sonoflow.train.TrainingCheckpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One training, a cross-validation and a search for wrong labels, killed in the middle of a training: they go on from that
 * step, and end with the same files to the bit.
 */
class KilledTrainingsTest {

	@TempDir
	static Path shared;

	private static Path table;

	@TempDir
	Path folder;

	/** What a step runs: the folder and the monitor are given. */
	private interface Run extends BiConsumer<Path, Monitor> {
	}

	private static final class Killed extends RuntimeException {

		private static final long serialVersionUID = 1;
	}

	@BeforeAll
	static void write() {
		Torch.threads(1);
		table = Textures.write(shared.resolve("data"), 12, 32);
	}

	@AfterEach
	void asEver() {
		System.clearProperty(TrainingCheckpoint.PROPERTY);
	}

	private static final Map<String, Object> SETTINGS = Map.of("size", 32, "epochs", 2, "batch", 4, "backbonerate", 1e-4,
		"headrate", 1e-3, "device", "cpu", "seed", 5);

	private static void train(final Path output, final Monitor monitor) {
		final TrainClassifier train = TrainClassifier.of(table, output);
		train.set(SETTINGS);
		train.test.holdout = 0.3;
		train.run(monitor);
	}

	private static void crossValidate(final Path output, final Monitor monitor) {
		final CrossValidateClassifier validate = CrossValidateClassifier.of(table, output);
		validate.set(SETTINGS);
		validate.set(Map.of("folds", 2, "seeds", 1));
		validate.run(monitor);
	}

	private static void search(final Path output, final Monitor monitor) {
		final LabelNoiseRun run = LabelNoiseRun.of(table, output);
		run.epochs = 6;
		run.online = true;
		run.step().run(monitor);
	}

	/**
	 * Ends the process, or the run, after so many steps of a training, and has a checkpoint written after each of them.
	 *
	 * @param training number of the training in the run, from 1; 0 = there is but one, and the caller sets the property
	 */
	private static Monitor killer(final int training, final int steps, final Runnable end) {
		return new Monitor() {

			private boolean there = training == 0;
			private int asked;

			@Override
			public void message(final String text) {
				if (!text.startsWith("Starting training " + training + " of")) return;
				there = true;
				System.setProperty(TrainingCheckpoint.PROPERTY, "0");
			}

			@Override
			public boolean isCancelled() {
				if (there && Stream.of(Thread.currentThread().getStackTrace()).anyMatch(frame -> frame.getClassName().endsWith(
					".ClassifierTraining")) && asked++ == steps) end.run();
				return false;
			}
		};
	}

	private static Set<String> files(final Path output) throws IOException {
		try (Stream<Path> walk = Files.walk(output)) {
			return new TreeSet<>(walk.filter(each -> !each.equals(output)).map(file -> output.relativize(file).toString())
				.filter(name -> !name.startsWith("run") && !name.startsWith(".")).toList());
		}
	}

	private static void assertSame(final Path expected, final Path actual) throws IOException {
		assertEquals(files(expected), files(actual));
		for (final String name : files(expected))
			if (Files.isRegularFile(expected.resolve(name))) assertArrayEquals(Files.readAllBytes(expected.resolve(name)), Files
				.readAllBytes(actual.resolve(name)), name);
		assertTrue(!Files.readString(actual.resolve("run.json")).contains("checkpoints"));
	}

	/** Kills it at two random steps of the same training, one after the other, and goes on to the end. */
	private void assertKilledAndResumedIsTheSame(final Run run, final int training, final String name) throws IOException {
		final Path whole = folder.resolve("whole");
		run.accept(whole, Monitor.NONE);
		final Path output = folder.resolve("killed");
		final RandomStream random = RandomStream.of(training, "kill");
		int done = 0;
		for (int kill = 0; kill < 2; kill++) {
			final int steps = 1 + random.nextInt(3);
			if (training == 0) System.setProperty(TrainingCheckpoint.PROPERTY, "0");
			final Monitor killer = killer(training, steps, () -> {
				throw new Killed();
			});
			assertThrows(Killed.class, () -> run.accept(output, killer));
			done += steps;
			assertTrue(Files.isDirectory(output.resolve("checkpoints").resolve(name).resolve(String.format("step_%07d", done))),
				() -> name + " in " + output);
			System.clearProperty(TrainingCheckpoint.PROPERTY);
		}
		final List<String> heard = new ArrayList<>();
		run.accept(output, new Monitor() {

			@Override
			public void message(final String text) {
				heard.add(text);
			}
		});
		final String going = "Going on from step " + done + " of ";
		assertTrue(heard.stream().anyMatch(text -> text.startsWith(going)), going + heard);
		assertSame(whole, output);
	}

	@Test
	void aTraining() throws IOException {
		assertKilledAndResumedIsTheSame(KilledTrainingsTest::train, 0, "training");
	}

	/** First a process that is gone at once in the first training, then in the second one. */
	@Test
	void bothFoldsOfACrossValidation() throws IOException, InterruptedException {
		final Path output = folder.resolve("killed");
		final Path log = folder.resolve("process.txt");
		final int code = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), Children.QUICK,
			"-Xmx1g", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"), getClass().getName(), table.toString(),
			output.toString()).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
		assertEquals(9, code, Files.readString(log));
		assertTrue(Files.isDirectory(output.resolve("checkpoints/seed5_fold1/step_0000002")));
		assertKilledAndResumedIsTheSame(KilledTrainingsTest::crossValidate, 2, "seed5_fold2");
	}

	/** With the losses and margins of every draw, which decide in later epochs who is skipped. */
	@Test
	void aSearchForWrongLabels() throws IOException {
		assertKilledAndResumedIsTheSame(KilledTrainingsTest::search, 1, "init1_seed3_fold1");
	}

	/** Runs in a process of its own, which ends at once in the first training. */
	public static void main(final String[] args) {
		Torch.threads(1);
		table = Path.of(args[0]);
		crossValidate(Path.of(args[1]), killer(1, 2, () -> Runtime.getRuntime().halt(9)));
	}
}
