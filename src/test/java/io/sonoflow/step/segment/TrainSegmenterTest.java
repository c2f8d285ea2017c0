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
package io.sonoflow.step.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.run.RunInfo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training of segmenters on tiny discs and squares. */
class TrainSegmenterTest {

	private static final int WIDTH = 52, HEIGHT = 40;

	@TempDir
	static Path shared;

	private static Path table;
	private static Path whole;
	private static TrainSegmenter.Result result;

	@TempDir
	Path folder;

	@BeforeAll
	static void train() {
		Torch.threads(1);
		table = Discs.write(shared.resolve("data"), 8, WIDTH, HEIGHT);
		whole = shared.resolve("whole");
		result = step(table, whole).run(Monitor.NONE);
	}

	private static TrainSegmenter step(final Path input, final Path output) {
		final TrainSegmenter step = TrainSegmenter.of(input, output);
		step.set(Map.of("size", 32, "widths", "4,8", "steps", 30, "batch", 4, "every", 10, "validation", 0.3, "holdout", 0.3,
			"device",
			"cpu", "seed", 5));
		return step;
	}

	private static Set<Path> held(final Path output) {
		final Set<Path> held = new TreeSet<>();
		Dataset.read(output.resolve("predictions"), Monitor.NONE).samples().forEach(sample -> held.add(sample.image()));
		return held;
	}

	@Test
	void writesModelMasksAndFigures() throws IOException {
		final SegmentationConfig config = SegmentationFile.config(result.model());
		assertEquals(List.of("foreground"), config.structures());
		assertEquals(List.of("a", "b"), config.organs());
		assertTrue(config.film());
		assertEquals(result.threshold(), config.threshold());
		assertEquals(Map.of("a", List.of("foreground"), "b", List.of("foreground")), OrganStructures.of(config).byOrgan());
		final List<Sample> predicted = Dataset.read(whole.resolve("predictions"), Monitor.NONE).samples();
		final List<Sample> all = Dataset.read(table, Monitor.NONE).samples();
		assertTrue(predicted.size() >= 4 && predicted.size() < all.size() / 2, predicted.size() + " held out");
		for (final Sample sample : predicted) {
			final var mask = ImageFiles.readGray(sample.mask());
			assertEquals(List.of(WIDTH, HEIGHT), List.of(Images.width(mask), Images.height(mask)));
			for (final byte value : Images.pixels(mask))
				assertTrue(value == 0 || value == -1, "value " + value);
			assertTrue(all.stream().filter(each -> each.patient().equals(sample.patient())).allMatch(each ->
				predicted.stream().anyMatch(
				other -> other.image().equals(each.image()))), "a patient is in both parts");
		}
		assertTrue(result.dice() > 0.5 && result.dice() <= 1, "Dice " + result.dice());
		final List<Tables.Line> metrics = Tables.lines(whole.resolve("metrics.csv"));
		assertEquals(List.of("organ", "structure", "metric", "post", "mean", "low", "high", "n", "undefined", "infinite"),
			metrics.get(0)
			.values());
		assertEquals(2 * 3 * 7, metrics.size() - 1);
		assertEquals("0.02", Tables.lines(whole.resolve("losses.csv")).get(1).values().get(5));
		for (final String file : List.of("curves.png", "sheet.png", "run.json"))
			assertTrue(Files.isRegularFile(whole.resolve(file)), file);
		assertFalse(Files.exists(whole.resolve("checkpoints")));
	}

	/** What is scored on decides nothing: with all of its masks inverted the model is the same to the byte. */
	@Test
	void heldOutPicturesSteerNothing() throws IOException {
		final Path other = Discs.write(folder.resolve("data"), 8, WIDTH, HEIGHT);
		for (final Path image : held(whole)) {
			final Path mask = other.resolveSibling("masks").resolve(image.getFileName());
			ImageFiles.writePng(mask, Mask.of(ImageFiles.readMask(mask)).negate().toImage());
		}
		final TrainSegmenter.Result again = step(other, folder.resolve("again")).run(Monitor.NONE);
		assertArrayEquals(Files.readAllBytes(result.model()), Files.readAllBytes(again.model()));
		assertTrue(again.dice() < result.dice() - 0.2, again.dice() + " after " + result.dice());
	}

	/** Stops after a step. */
	private static Monitor stopping(final int step, final boolean finish) {
		return new Monitor() {

			private long done;

			@Override
			public void progress(final String stage, final long now, final long total) {
				if (stage.equals("training")) done = now;
			}

			@Override
			public boolean isCancelled() {
				return !finish && done >= step;
			}

			@Override
			public boolean isFinishing() {
				return finish && done >= step;
			}
		};
	}

	@Test
	void goesOnToTheBit() throws IOException {
		final Path output = folder.resolve("stopped");
		assertThrows(SonoflowException.Cancelled.class, () -> step(table, output).run(stopping(13, false)));
		assertTrue(Files.isDirectory(output.resolve("checkpoints/seed5")));
		step(table, output).run(Monitor.NONE);
		for (final String file : List.of("model.safetensors", "losses.csv", "metrics.csv"))
			assertEquals(-1, Files.mismatch(whole.resolve(file), output.resolve(file)), file);
		for (final Path image : held(whole))
			assertEquals(-1, Files.mismatch(whole.resolve("predictions/masks").resolve(image.getFileName()), output.resolve(
				"predictions/masks").resolve(image.getFileName())), image.toString());
	}

	@Test
	void endsEarlyWithTheBestSoFar() {
		final Path output = folder.resolve("early");
		final TrainSegmenter.Result early = step(table, output).run(stopping(13, true));
		assertTrue(Files.isRegularFile(early.model()));
		final RunInfo run = RunInfo.read(output);
		assertTrue(Integer.parseInt(run.figures().get("steps")) < 30, run.figures().toString());
		assertTrue(Integer.parseInt(run.figures().get("step")) > 0);
	}

	@Test
	void foldsTestEachPictureOnceASeedAndTheirNetworksAreAveraged() {
		final Path output = folder.resolve("folds");
		final TrainSegmenter step = step(table, output);
		step.set(Map.of("folds", 2, "seeds", 2, "steps", 2, "every", 2));
		step.run(Monitor.NONE);
		assertEquals(5, Tables.lines(output.resolve("folds.csv")).size());
		for (final String seed : List.of("seed5", "seed6"))
			assertEquals(16, Dataset.read(output.resolve("predictions/" + seed), Monitor.NONE).samples().size());
		assertEquals(4, NetworkAnswerer.files(output).size());
		final SegmentUltrasound segment = SegmentUltrasound.of(output, table);
		segment.set(Map.of("device", "cpu", "uncertainty", true, "threshold", 0.4));
		assertEquals(16, segment.run(Monitor.NONE).uncertainties().size());
	}

	@Test
	void listensToAClassifierAndStartsFromAnother() {
		final Path classifier = folder.resolve("classifier.safetensors");
		try (var network = Networks.create("resnet18", Device.cpu(), 1, 2, 1)) {
			ModelFile.write(classifier, network, new ModelConfig("resnet18", 1, List.of("x", "y"), 32));
		}
		final TrainSegmenter step = step(table, folder.resolve("fused"));
		step.set(Map.of("classifier", classifier, "weights", result.model(), "steps", 2, "optimizer", "adamw", "rate", 0.001, "crop",
			true));
		final TrainSegmenter.Result fused = step.run(Monitor.NONE);
		try (var network = SegmentationFile.read(fused.model(), Device.cpu())) {
			assertTrue(network.named().containsKey("fusion.alpha") && network.named().containsKey("classifier.conv1.weight"));
		}
	}

	private void refused(final Map<String, ?> keys, final String... fragments) {
		final TrainSegmenter step = step(table, folder.resolve("refused"));
		step.set(keys);
		final SonoflowException e = assertThrows(SonoflowException.class, () -> step.run(Monitor.NONE));
		for (final String fragment : fragments)
			assertTrue(e.getMessage().contains(fragment), e.getMessage());
		assertFalse(Files.exists(folder.resolve("refused/run.json")), "work was begun");
	}

	@Test
	void wrongInputIsNamedBeforeWork() throws IOException {
		refused(Map.of("folds", 1), "folds=1");
		refused(Map.of("folds", 9), "folds=9");
		refused(Map.of("widths", "4,8,16,32,64,128,256"), "size", "64");
		refused(Map.of("optimizer", "adamw", "momentum", 0.5), "momentum=0.5");
		refused(Map.of("values", "nerve:7"), "255");
		refused(Map.of("weights", result.model(), "widths", "4,16"), "widths");
		final Path mixed = folder.resolve("mixed.csv");
		Files.writeString(mixed, Files.readString(table).replaceFirst(",a,", ",,").replace("images/", table.resolveSibling("images") +
			"/").replace("masks/", table.resolveSibling("masks") + "/"));
		refused(Map.of("input", mixed), "organ", "film=false");
		final TrainSegmenter diverging = step(table, folder.resolve("diverged"));
		diverging.set(Map.of("rate", 1e30));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> diverging.run(Monitor.NONE)).getMessage().contains("step"));
	}
}
