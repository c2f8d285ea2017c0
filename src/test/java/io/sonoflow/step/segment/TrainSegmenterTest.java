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
import io.sonoflow.plot.sheet.MaskOutlines;
import io.sonoflow.run.RunInfo;
import io.sonoflow.step.evaluate.EvaluateSegmentation;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

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
		// The order of a hash would be another in each process, and so the file's.
		assertEquals(List.of("crop", "organstructures", "organvalues", "values"), List.copyOf(config.notes().keySet()).subList(0, 4));
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

	/** Before the first checkpoint nothing was looked at yet: it is then. */
	@Test
	void endsEarlyWithAThresholdThatWasChosen() {
		final TrainSegmenter.Result early = step(table, folder.resolve("soon")).run(stopping(3, true));
		final Map<String, String> notes = SegmentationFile.config(early.model()).notes();
		assertEquals("3", notes.get("step"));
		assertTrue(notes.containsKey("validationdice"), notes.toString());
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

	/** {@return the data with two structures, 1 and 2, in the masks of organ b, and 255 in those of organ a} */
	private static Path twoAndOne(final Path folder) {
		final Path other = Discs.write(folder, 8, WIDTH, HEIGHT);
		for (final Sample sample : Dataset.read(other, Monitor.NONE).samples()) {
			if (!sample.organ().equals("b")) continue;
			final Mask mask = Mask.of(ImageFiles.readMask(sample.mask()));
			final byte[] values = new byte[WIDTH * HEIGHT];
			// The lower half is another structure; the first picture of organ b shows that alone.
			for (int i = 0; i < values.length; i++)
				values[i] = (byte) (!mask.data()[i] ? 0 : i / WIDTH < HEIGHT / 2 ? sample.image().endsWith("p1_0.png") ? 0 : 1 : 2);
			ImageFiles.writePng(sample.mask(), Images.bytes(values, WIDTH, HEIGHT));
		}
		return other;
	}

	/** Masks are written by the values of the organ, by which whoever evaluates reads them: value 2 of organ b is no 1. */
	@Test
	void theTestsMasksAreReadAsTheyWereMeant() throws IOException {
		final Path other = twoAndOne(folder.resolve("data"));
		final Path output = folder.resolve("two");
		final TrainSegmenter step = step(other, output);
		step.set(Map.of("holdout", 0.5, "steps", 20));
		step.run(Monitor.NONE);
		assertEquals("a: foreground:255; b: 1:1,2:2", RunInfo.read(output).figures().get("values"));
		assertTrue(colours(output.resolve("sheet.png")) >= 3, "orange, blue and green");
		final Path evaluated = folder.resolve("evaluated");
		EvaluateSegmentation.of(output.resolve("predictions/reference.csv"), output.resolve("predictions"),
			evaluated).run(Monitor.NONE);
		assertEquals(figures(output.resolve("metrics.csv"), "false"), figures(evaluated.resolve("summary.csv"), ""));
		final SegmentUltrasound segment = SegmentUltrasound.of(output, output.resolve("predictions/reference.csv"));
		segment.set(Map.of("device", "cpu", "post", false, "output", folder.resolve("segmented")));
		segment.run(Monitor.NONE);
		for (final Path image : held(output))
			assertEquals(-1, Files.mismatch(output.resolve("predictions/masks").resolve(image.getFileName()), folder.resolve(
				"segmented/masks").resolve(image.getFileName())), image.toString());
	}

	/** {@return how many of the structures' colours a picture has} */
	private static long colours(final Path picture) throws IOException {
		final BufferedImage image = ImageIO.read(picture.toFile());
		final Set<Integer> found = new TreeSet<>();
		for (final int rgb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
			found.add(rgb);
		return IntStream.range(0, 5).filter(i -> found.contains(MaskOutlines.color(i).getRGB())).count();
	}

	/** {@return mean, n and undefined of each organ, structure and metric that both tables have} */
	private static Map<String, String> figures(final Path table, final String post) {
		final Tables.Table rows = Tables.read(table);
		final Map<String, String> figures = new TreeMap<>();
		for (final List<String> row : rows.rows()) {
			final String metric = row.get(rows.header().indexOf("metric"));
			if (!post.isEmpty() && !row.get(rows.header().indexOf("post")).equals(post) || metric.startsWith("dicep") || metric
				.equals("dicegain")) continue;
			final String mean = row.get(rows.header().indexOf("mean"));
			figures.put(row.get(0) + " " + row.get(1) + " " + metric, (mean.isEmpty() ? "" : Float.toString(Float.parseFloat(mean))) +
				" of " + row.get(rows.header().indexOf("n")) + " " + row.get(rows.header().indexOf("undefined")));
		}
		return figures;
	}

	private Path split(final String... parts) {
		final List<Sample> samples = Dataset.read(table, Monitor.NONE).samples();
		final Path split = folder.resolve("split.csv");
		Dataset.write(split, IntStream.range(0, samples.size()).mapToObj(i -> samples.get(i).withExtra(Sample.SPLIT, parts[i]))
			.toList());
		return split;
	}

	/** {@return how pictures of these parts, two of each patient, are divided} */
	private SegmentTask divided(final int folds, final List<String> said, final String... parts) {
		final Path split = split(parts);
		final SegmentDivision division = new SegmentDivision();
		division.folds = folds;
		final Monitor monitor = ear(said);
		return division.tasks(SegmentSource.read(split, "", true, null, monitor), 1, monitor).get(0);
	}

	private static Monitor ear(final List<String> said) {
		return new Monitor() {

			@Override
			public void message(final String text) {
				said.add(text);
			}

			@Override
			public void warn(final String text) {
				said.add(text);
			}
		};
	}

	private static boolean has(final List<String> said, final String fragment) {
		return said.stream().anyMatch(text -> text.contains(fragment));
	}

	@Test
	void theDataSetsOwnPartsHoldOrItIsSaidThatTheyDoNot() {
		final String[] parts = new String[16];
		for (int i = 0; i < parts.length; i++)
			parts[i] = i < 8 ? "Training" : i < 12 ? "val" : "test";
		final List<String> said = new ArrayList<>();
		final SegmentTask task = divided(0, said, parts);
		assertArrayEquals(IntStream.range(0, 8).toArray(), task.train());
		assertArrayEquals(IntStream.range(8, 12).toArray(), task.validation());
		assertArrayEquals(IntStream.range(12, 16).toArray(), task.held());
		assertFalse(has(said, "too bold"), said.toString());
		divided(2, said, parts);
		assertTrue(has(said, "folds=2 divides anew"), said.toString());
		parts[9] = "train";
		divided(0, said, parts);
		assertTrue(has(said, "1 pictures of the parts train and val are of one patient"), said.toString());
		parts[13] = "train";
		assertTrue(assertThrows(SonoflowException.Input.class, () -> divided(0, said, parts)).getMessage().contains("one patient"));
		parts[13] = "";
		assertTrue(divided(0, said, parts).held().length > 0);
		assertTrue(has(said, "1 of 16 pictures stand in no part"), said.toString());
	}

	/** Organ b is tested on only: the network has a code of it, and knows nothing. */
	@Test
	void anOrganThatWasNotLearnedIsNotSegmented() {
		final String[] parts = new String[16];
		for (int i = 0; i < parts.length; i++)
			parts[i] = i / 2 % 2 == 1 ? "test" : i < 8 ? "train" : "val";
		final TrainSegmenter step = step(split(parts), folder.resolve("half"));
		step.set(Map.of("steps", 2));
		final List<String> said = new ArrayList<>();
		final Path model = step.run(ear(said)).model();
		assertTrue(has(said, "no picture of b to learn"), said.toString());
		final SegmentUltrasound segment = SegmentUltrasound.of(model, table);
		segment.set(Map.of("device", "cpu"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> segment.run(Monitor.NONE)).getMessage().contains(
			"knows b by name only"));
		segment.set(Map.of("organ", "a"));
		assertEquals(16, segment.run(Monitor.NONE).names().size());
	}

	@Test
	void theOnlyPatientOfAnOrganIsLearnedFrom() {
		final List<Sample> samples = Dataset.read(table, Monitor.NONE).samples();
		final Path file = folder.resolve("alone.csv");
		Dataset.write(file, IntStream.range(0, 16).mapToObj(i -> i / 2 != 5 ? samples.get(i) : new Sample(samples.get(i).image(),
			"p5",
			"", "", "", "c", samples.get(i).mask(), "", Map.of())).toList());
		final SegmentDivision division = new SegmentDivision();
		final SegmentSource source = SegmentSource.read(file, "", true, null, Monitor.NONE);
		for (int seed = 0; seed < 20; seed++) {
			final SegmentTask task = division.tasks(source, seed, Monitor.NONE).get(0);
			assertTrue(IntStream.of(task.train()).anyMatch(i -> i == 10) && IntStream.of(task.train()).anyMatch(i -> i == 11));
			assertEquals(16, task.train().length + task.validation().length + task.held().length);
			assertTrue(task.validation().length > 0 && task.held().length > 0);
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
		refused(Map.of("weights", result.model(), "widths", "4,16"), "widths=4,8");
		refused(Map.of("weights", result.model(), "widths", "4"), "left over", "widths=4,8");
		final Path mixed = folder.resolve("mixed.csv");
		Files.writeString(mixed, Files.readString(table).replaceFirst(",a,", ",,").replace("images/", table.resolveSibling("images") +
			"/").replace("masks/", table.resolveSibling("masks") + "/"));
		refused(Map.of("input", mixed), "organ", "film=false");
		final TrainSegmenter diverging = step(table, folder.resolve("diverged"));
		diverging.set(Map.of("rate", 1e30));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> diverging.run(Monitor.NONE)).getMessage().contains("step"));
		assertTrue(assertThrows(SonoflowException.Input.class, () -> diverging.run(Monitor.NONE)).getMessage()
			.contains("rate=2.0e-02"));
	}
}
