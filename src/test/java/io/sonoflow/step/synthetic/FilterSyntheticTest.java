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
package io.sonoflow.step.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.curate.manifold.Authenticity;
import io.sonoflow.curate.manifold.CoverageFilter;
import io.sonoflow.curate.manifold.FaithfulFilter;
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.curate.manifold.Fid;
import io.sonoflow.curate.manifold.Kid;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.curate.manifold.Vendi;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.file.Tables;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.install.WeightsStore;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterSyntheticTest {

	private static final int REAL = 48;
	private static final int OTHERS = 16;
	private static final int COPIES = 6;
	private static final int NOISE = 6;

	@TempDir
	static Path shared;

	private static Path real;
	private static Path synthetic;
	private static Path model;
	private static Path cache;
	private static Features realFeatures;
	private static Features syntheticFeatures;

	@TempDir
	Path folder;

	private final List<String> messages = new ArrayList<>();

	private final Monitor monitor = new Monitor() {

		@Override
		public void message(final String text) {
			messages.add(text);
		}

		@Override
		public void warn(final String text) {
			messages.add(text);
		}
	};

	@BeforeAll
	static void make() {
		Torch.threads(1);
		Torch.inference();
		real = SyntheticScene.real(shared.resolve("real"), REAL);
		synthetic = SyntheticScene.synthetic(shared.resolve("synthetic \u00e4"), OTHERS, COPIES, NOISE);
		model = SyntheticScene.classifier(shared.resolve("model.safetensors"));
		cache = shared.resolve("cache");
		try (FeatureExtractor extractor = FeatureExtractor.open(model.toString(), "fid", Device.cpu(), Monitor.NONE)) {
			realFeatures = Features.of(extractor.embed(files(real), cache, "", Monitor.NONE).features());
			syntheticFeatures = Features.of(extractor.embed(files(synthetic), cache, "", Monitor.NONE).features());
		}
	}

	private static List<Path> files(final Path table) {
		return Dataset.read(table, Monitor.NONE).samples().stream().map(Sample::image).toList();
	}

	private FilterSynthetic filter(final String output) {
		return filter(real, synthetic, output);
	}

	private FilterSynthetic filter(final Path reals, final Path generated, final String output) {
		final FilterSynthetic step = new FilterSynthetic(reals.toFile(), generated.toFile(), folder.resolve(output).toFile());
		step.embedding.features = model.toString();
		step.storage.cache = cache.toFile();
		step.computation.device = "cpu";
		return step;
	}

	private FilterSynthetic filter(final String output, final int k, final String sweep, final boolean audit,
		final String copies)
	{
		final FilterSynthetic step = filter(output);
		step.k = k;
		step.sweep = sweep;
		step.audit = audit;
		step.copies = copies;
		return step;
	}

	private FilterSynthetic coverage(final FilterSynthetic step, final int keep) {
		step.method = "coverage";
		step.keep = keep;
		return step;
	}

	@Test
	void keepsWhatAlgorithmOneKeepsAndWritesIt() throws IOException {
		final var result = filter("out", 0, "", true, "report").run(monitor);
		assertEquals(3, result.k(), "0.057 of 48");
		final FaithfulFilter.Result expected = FaithfulFilter.run(realFeatures, syntheticFeatures, 3, Monitor.NONE);
		assertEquals(expected.rows().length, result.kept());
		assertEquals(OTHERS + COPIES + NOISE, result.kept() + result.dropped());
		assertTrue(result.dropped() >= NOISE - 1, "noise was kept");
		final Tables.Table table = Tables.read(result.table());
		assertEquals(List.of("image", "kept", "distance", "nearest", "balls"), table.header().subList(0, 5));
		final Dataset reals = Dataset.read(real, Monitor.NONE);
		for (int i = 0; i < table.rows().size(); i++) {
			final List<String> row = table.rows().get(i);
			assertEquals(expected.kept()[i], Boolean.parseBoolean(row.get(1)));
			assertEquals(expected.distance()[i], Double.parseDouble(row.get(2)));
			assertEquals(reals.samples().get(expected.nearest()[i]).image(), real.resolveSibling(row.get(3)));
		}
		final Dataset kept = Dataset.read(folder.resolve("out"), Monitor.NONE);
		final Dataset all = Dataset.read(synthetic, Monitor.NONE);
		assertEquals(IntStream.of(expected.rows()).mapToObj(i -> all.samples().get(i)).toList(), kept.samples());
		assertTrue(Files.size(folder.resolve("out").resolve("sheet.png")) > 0);
	}

	@Test
	void namesCopiesAndLeavesThemOutIfAsked() throws IOException {
		final var report = filter("report", 40, "", true, "report").run(monitor);
		assertEquals(COPIES, report.copies());
		assertTrue(messages.stream().anyMatch(text -> text.contains(COPIES + " of 28 generated images are taken for copies")),
			messages::toString);
		final Tables.Table table = Tables.read(report.table());
		for (final List<String> row : table.rows()) {
			final boolean copy = row.get(0).contains("copy");
			assertEquals(copy, Boolean.parseBoolean(row.get(table.column("copy"))), row::toString);
			if (!copy) continue;
			assertEquals(row.get(0).replace("copy", "real"), row.get(table.column("resembles")));
			assertEquals("horizontal", row.get(table.column("flip")));
		}
		assertTrue(Files.size(folder.resolve("report").resolve("copies.png")) > 0);
		final var drop = filter("drop", 40, "", true, "drop").run(monitor);
		assertEquals(report.kept() - COPIES, drop.kept());
		assertFalse(Files.readString(folder.resolve("drop").resolve(Dataset.FILE)).contains("copy"));
		final var varied = coverage(filter("varied", 40, "", true, "drop"), 12).run(Monitor.NONE);
		assertEquals(12, varied.kept(), "copies took places");
		assertFalse(Files.readString(folder.resolve("varied").resolve(Dataset.FILE)).contains("copy"));
	}

	@Test
	void sweepScoresWhatEachKWouldKeep() {
		filter("sweep", 0, "20,2, 5,2", false, "report").run(monitor);
		final Tables.Table table = Tables.read(folder.resolve("sweep").resolve("sweep.csv"));
		assertEquals(List.of("all", "2", "5", "20"), table.rows().stream().map(row -> row.get(0)).toList());
		for (final List<String> row : table.rows()) {
			final int[] rows = row.get(0).equals("all") ? IntStream.range(0, syntheticFeatures.rows()).toArray() : FaithfulFilter
				.run(realFeatures, syntheticFeatures, Integer.parseInt(row.get(0)), Monitor.NONE).rows();
			final Features kept = syntheticFeatures.select(rows);
			assertEquals(rows.length, Integer.parseInt(row.get(table.column("kept"))));
			assertEquals(syntheticFeatures.rows() - rows.length, Integer.parseInt(row.get(table.column("dropped"))));
			assertEquals(Fid.between(realFeatures, kept), Double.parseDouble(row.get(table.column("fid"))));
			assertEquals(Kid.score(realFeatures, kept, 0).mean(), Double.parseDouble(row.get(table.column("kid"))));
			final ManifoldScores scores = ManifoldScores.of(realFeatures, kept, 3, Monitor.NONE);
			assertEquals(scores.precision(), Double.parseDouble(row.get(table.column("precision"))));
			assertEquals(scores.recall(), Double.parseDouble(row.get(table.column("recall"))));
			final double is = Double.parseDouble(row.get(table.column("is")));
			assertTrue(is >= 1 && is <= 2, "of two classes: " + is);
		}
		assertTrue(ImageFiles.readGray(folder.resolve("sweep").resolve("sweep.png")).dimension(0) > 1000);
		assertTrue(messages.stream().anyMatch(text -> text.contains("Trust KID")), messages::toString);
		assertFalse(Files.exists(folder.resolve("sweep").resolve("copies.png")));
		assertFalse(Tables.read(folder.resolve("sweep").resolve("filter.csv")).header().contains("copy"));
	}

	@Test
	void coverageKeepsAVariedPartOfWhatIsFaithful() {
		final var result = coverage(filter("coverage", 20, "", false, "report"), 9).run(monitor);
		final CoverageFilter.Result expected = CoverageFilter.run(realFeatures, syntheticFeatures, 20, 9, Monitor.NONE);
		assertEquals(9, result.kept());
		final Tables.Table table = Tables.read(result.table());
		for (int i = 0; i < table.rows().size(); i++)
			assertEquals(expected.kept()[i], Boolean.parseBoolean(table.rows().get(i).get(1)));
		assertTrue(messages.stream().anyMatch(text -> text.contains("method=coverage keeps 9 of the")), messages::toString);
		final FilterSynthetic both = filter("bad", 20, "", false, "report");
		both.keep = 9;
		refuses(both, "keep=9", "method=coverage");
	}

	@Test
	void missingWeightsAreNamedWithTheirCure() {
		final String before = System.getProperty(WeightsStore.PROPERTY);
		System.setProperty(WeightsStore.PROPERTY, folder.resolve("nothing").toString());
		try {
			refuses(new FilterSynthetic(real.toFile(), synthetic.toFile(), folder.resolve("bad").toFile()),
				"features=inception", "Install Weights...");
		}
		finally {
			if (before == null) System.clearProperty(WeightsStore.PROPERTY);
			else System.setProperty(WeightsStore.PROPERTY, before);
		}
	}

	@Test
	void aStoppedRunGoesOnWithItsFeatures() throws IOException {
		final FilterSynthetic own = filter("own");
		own.storage.cache = null;
		final boolean[] stop = { false };
		final Monitor stopping = new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				if (stage.equals("real against real")) stop[0] = true;
			}

			@Override
			public boolean isCancelled() {
				return stop[0];
			}
		};
		assertThrows(SonoflowException.Cancelled.class, () -> own.run(stopping));
		final Path features = folder.resolve("own").resolve("features");
		final List<Path> before = blocks(features);
		own.run(Monitor.NONE);
		assertEquals(before, blocks(features), "features were computed again");
		filter("whole", 0, "", true, "report").run(Monitor.NONE);
		for (final String name : List.of("filter.csv", "sheet.png", "copies.png"))
			assertArrayEquals(Files.readAllBytes(folder.resolve("whole").resolve(name)), Files.readAllBytes(folder.resolve("own")
				.resolve(name)), name);
	}

	private static List<Path> blocks(final Path folder) throws IOException {
		try (Stream<Path> walk = Files.walk(folder)) {
			return walk.filter(Files::isRegularFile).sorted().toList();
		}
	}

	private EvaluateSynthetic scores(final String output, final Path features) {
		final EvaluateSynthetic step = new EvaluateSynthetic(real.toFile(), synthetic.toFile(), folder.resolve(output).toFile());
		step.embedding.features = features.toString();
		step.computation.device = "cpu";
		return step;
	}

	@Test
	void scoresAreThoseOfTheMetrics() {
		final EvaluateSynthetic step = scores("scores", model);
		step.k = 5;
		step.storage.cache = cache.toFile();
		step.seed = 3;
		final var result = step.run(monitor);
		final Tables.Table table = Tables.read(folder.resolve("scores").resolve("scores.csv"));
		assertEquals(List.of("fid", "kid", "kidstd", "is", "precision", "recall", "density", "coverage"), table.header().subList(
			0, 8));
		assertEquals(List.of(result.values()), table.rows());
		final Kid.Score kid = Kid.score(realFeatures, syntheticFeatures, 3);
		final ManifoldScores manifold = ManifoldScores.of(realFeatures, syntheticFeatures, 5, Monitor.NONE);
		final double[] expected = { Fid.between(realFeatures, syntheticFeatures), kid.mean(), kid.std(), Double.NaN, manifold
			.precision(), manifold.recall(), manifold.density(), manifold.coverage() };
		for (int i = 0; i < expected.length; i++)
			if (i != 3) assertEquals(expected[i], Double.parseDouble(result.values().get(i)), table.header().get(i));
		final JsonObject run = HashFill.json(folder.resolve("scores").resolve("run.json"));
		assertEquals(expected[0], run.getAsJsonObject("figures").get("fid").getAsDouble());
		assertTrue(messages.stream().anyMatch(text -> text.contains("Trust KID")), messages::toString);
	}

	@Test
	void batchesAndUnseenImages() throws IOException {
		final Path unseen = SyntheticScene.real(folder.resolve("others"), 12);
		final EvaluateSynthetic step = scores("batches", model);
		step.storage.cache = cache.toFile();
		step.parts.batches = 2;
		step.parts.batchsize = 10;
		step.unseen = unseen.toFile();
		assertTrue(assertThrows(SonoflowException.Input.class, () -> step.run(monitor)).getMessage().contains(
			"shares 3 patient(s)"));
		// Without the table nobody is named.
		Files.delete(unseen);
		step.unseen = unseen.resolveSibling("images").toFile();
		final var result = step.run(monitor);
		final int authpct = result.columns().indexOf("authpct");
		assertEquals(List.of("authpct", "ct", "vendi"), result.columns().subList(authpct, authpct + 3));
		assertEquals(Authenticity.percent(realFeatures, syntheticFeatures, Monitor.NONE), Double.parseDouble(result.values().get(
			authpct)));
		assertEquals(Vendi.of(syntheticFeatures), Double.parseDouble(result.values().get(authpct + 2)), 1e-9);
		final Tables.Table batches = Tables.read(folder.resolve("batches").resolve("batches.csv"));
		assertEquals(List.of("1", "2", "mean", "std"), batches.rows().stream().map(row -> row.get(0)).toList());
		for (int column = 1; column < 4; column++) {
			final double a = Double.parseDouble(batches.rows().get(0).get(column));
			final double b = Double.parseDouble(batches.rows().get(1).get(column));
			assertEquals((a + b) / 2, Double.parseDouble(batches.rows().get(2).get(column)), 1e-9);
			assertEquals(Math.abs(a - b) / Math.sqrt(2), Double.parseDouble(batches.rows().get(3).get(column)), 1e-9);
		}
		assertNotEquals(batches.rows().get(0).get(1), batches.rows().get(1).get(1));
		step.overwrite = true;
		step.parts.batchsize = realFeatures.rows();
		assertTrue(assertThrows(SonoflowException.Input.class, () -> step.run(monitor)).getMessage().contains("batches=1"));
		step.parts.batchsize = 3;
		assertTrue(assertThrows(SonoflowException.Input.class, () -> step.run(monitor)).getMessage().contains("more than k=3"));
		step.parts.batchsize = 10;
		step.unseen = real.toFile();
		assertTrue(assertThrows(SonoflowException.Input.class, () -> step.run(monitor)).getMessage().contains("never saw"));
	}

	@Test
	void withoutClassesThereIsNoInceptionScore() {
		final Path encoder = SyntheticScene.encoder(folder.resolve("encoder.safetensors"));
		final var result = scores("encoder", encoder).run(monitor);
		assertEquals("", result.values().get(3));
		assertFalse(result.values().get(1).isEmpty());
		assertTrue(messages.stream().anyMatch(text -> text.contains("no inception score")), messages::toString);
	}

	@Test
	void fewPatientsAreSaidToSayNothing() {
		final Path few = SyntheticScene.real(folder.resolve("few"), 12);
		final var result = filter(few, synthetic, "out").run(monitor);
		assertEquals(-1, result.copies());
		assertTrue(messages.stream().anyMatch(text -> text.contains("12 real images of 3 patients are too few")),
			messages::toString);
	}

	private void refuses(final FilterSynthetic step, final String... fragments) {
		final var e = assertThrows(SonoflowException.class, () -> step.run(Monitor.NONE));
		for (final String fragment : fragments)
			assertTrue(e.getMessage().contains(fragment), e.getMessage());
		assertFalse(step.output.exists(), "something was written");
	}

	@Test
	void refusesWhatCannotBeCompared() {
		refuses(filter("bad", REAL, "", true, "report"), "k=48", "48 real images", "1 to 47");
		refuses(filter("bad", 3, "3,48", true, "report"), "sweep=3,48", "1 to 47");
		refuses(filter("bad", 3, "", false, "drop"), "copies=drop", "audit=true");
		refuses(filter(real, real.getParent().resolve("images"), "bad"), "among the real and the synthetic");
		final Path thyroid = folder.resolve("thyroid.csv");
		Dataset.write(thyroid, Dataset.read(synthetic, Monitor.NONE).samples().stream().map(sample -> new Sample(sample.image(),
			"", "", "", "", "thyroid", null, "", sample.extra())).toList());
		refuses(filter(real, thyroid, "bad"), "testis against thyroid");
	}

	/** Real images of two sizes: refused, unless it is said how they become one. */
	@Test
	void imagesOfOtherSizesAreBroughtToThatOfTheGeneratedOnesIfAsked() throws IOException {
		final Path mixed = SyntheticScene.real(folder.resolve("mixed"), REAL);
		final Path large = files(mixed).get(3);
		final Path wide = files(mixed).get(5);
		ImageFiles.writePng(large, Resize.resize(ImageFiles.readGray(large), 128, 128, Interpolation.BICUBIC));
		ImageFiles.writePng(wide, Resize.resize(ImageFiles.readGray(wide), 128, 64, Interpolation.BICUBIC));
		final String refusal = assertThrows(SonoflowException.Input.class, () -> filter(mixed, synthetic, "refused").run(monitor))
			.getMessage();
		assertTrue(refusal.contains("128 x 128") && refusal.contains("resize=fit"), refusal);
		final FilterSynthetic fit = filter(mixed, synthetic, "fit");
		fit.embedding.resize = "fit";
		fit.run(monitor);
		assertTrue(messages.stream().anyMatch(text -> text.contains("brought to 64 x 64")), messages::toString);
		assertTrue(messages.stream().anyMatch(text -> text.contains("1 of 48 real images have other proportions")),
			messages::toString);
		final String record = Files.readString(folder.resolve("fit/run.json"));
		assertTrue(record.contains("\"resize\": \"fit\"") && record.contains("images brought to 64 x 64 (fit)"), record);
		final EvaluateSynthetic stretch = new EvaluateSynthetic(mixed.toFile(), synthetic.toFile(), folder.resolve("stretch")
			.toFile());
		stretch.embedding.features = model.toString();
		stretch.embedding.resize = "stretch";
		stretch.computation.device = "cpu";
		final EvaluateSynthetic.Result scores = stretch.run(monitor);
		final EvaluateSynthetic whole = new EvaluateSynthetic(real.toFile(), synthetic.toFile(), folder.resolve("whole").toFile());
		whole.embedding.features = model.toString();
		whole.computation.device = "cpu";
		final double before = Double.parseDouble(whole.run(monitor).values().get(scores.columns().indexOf("fid")));
		final double after = Double.parseDouble(scores.values().get(scores.columns().indexOf("fid")));
		// Two of 48 images went up and down again: nearly the same images, nearly the same score, and not the same bits.
		assertEquals(before, after, 0.1 * before);
		assertNotEquals(before, after);
	}

	@Test
	void allImagesThatCannotBeReadAreNamedTogether() throws IOException {
		final Path damaged = SyntheticScene.real(folder.resolve("damaged"), 8);
		for (final int i : new int[] { 2, 6 }) {
			final byte[] bytes = Files.readAllBytes(files(damaged).get(i));
			Files.write(files(damaged).get(i), Arrays.copyOf(bytes, bytes.length / 2));
		}
		final String message = assertThrows(SonoflowException.File.class, () -> filter(damaged, synthetic, "none").run(monitor))
			.getMessage();
		assertTrue(message.contains("2 of 36") && message.contains("real2.png") && message.contains("real6.png"), message);
		assertFalse(Files.exists(folder.resolve("none")));
	}

	/** Clips of the real images: scored, and filtered by, as these; generated ones are kept or dropped as images only. */
	@Test
	void framesOfClipsAreImages() throws IOException {
		final List<Sample> clips = new ArrayList<>();
		for (int c = 0; c < 4; c++) {
			final Path file = folder.resolve("clip" + c + ".avi");
			final FrameRate rate = new FrameRate(25, 1);
			try (ClipWriter writer = new ClipWriter(file, ClipCodec.FFV1, SyntheticScene.SIDE, SyntheticScene.SIDE, false, rate)) {
				for (int i = 0; i < REAL / 4; i++)
					for (int twice = 0; twice < 2 - i % 2; twice++)
						writer.add(ImageFiles.readGray(files(real).get(c * REAL / 4 + i)));
				writer.finish();
			}
			clips.add(new Sample(file, "patient" + c, "", "", "", "testis", null, "", Map.of()));
		}
		final Path table = folder.resolve(Dataset.FILE);
		Dataset.write(table, clips);
		final List<List<String>> scores = new ArrayList<>();
		for (final Path reals : List.of(real, table)) {
			final EvaluateSynthetic step = EvaluateSynthetic.of(reals, synthetic, folder.resolve("scores" + scores.size()));
			step.set(Map.of("features", model, "device", "cpu", "cache", cache, "batches", 4, "batchsize", 12));
			scores.add(step.run(monitor).values());
		}
		assertEquals(scores.get(0), scores.get(1));
		assertTrue(messages.contains("24 frames are left out: they are the one before again (less than 0.5 grey levels apart)."),
			messages.toString());
		// Each batch is one clip, whichever is the first.
		final EvaluateSynthetic many = EvaluateSynthetic.of(table, synthetic, folder.resolve("many"));
		many.set(Map.of("features", model, "device", "cpu", "cache", cache, "batches", 4, "batchsize", 11));
		many.run(Monitor.NONE);
		many.set(Map.of("batches", 6, "batchsize", 8, "output", folder.resolve("few")));
		final String few = assertThrows(SonoflowException.Input.class, () -> many.run(Monitor.NONE)).getMessage();
		assertTrue(few.contains("batches share no clip, and there are real clips for 4 only"), few);
		final FilterSynthetic filter = filter(table, synthetic, "filtered");
		filter.run(Monitor.NONE);
		filter("plain").run(Monitor.NONE);
		final Tables.Table mine = Tables.read(folder.resolve("filtered/filter.csv"));
		final Tables.Table plain = Tables.read(folder.resolve("plain/filter.csv"));
		for (int i = 0; i < plain.rows().size(); i++)
			assertEquals(plain.rows().get(i).subList(0, 3), mine.rows().get(i).subList(0, 3));
		assertTrue(mine.rows().get(0).get(mine.column("nearest")).matches("clip\\d\\.avi frame \\d+"), mine.rows().get(0).toString());
		final String refused = assertThrows(SonoflowException.Input.class, () -> filter(real, table, "none").run(Monitor.NONE))
			.getMessage();
		assertTrue(refused.contains("has clips (48 frames and images of 4 files, 4 of them clips)"), refused);
	}

	/** Which frame of a clip counts is known by its features and in messages, also where it is one alone. */
	@Test
	void oneFrameOfAClipIsNoImage() throws IOException {
		final Path clip = folder.resolve("clip.avi");
		final Path still = folder.resolve("still.avi");
		for (final Path file : List.of(clip, still))
			try (ClipWriter writer = new ClipWriter(file, ClipCodec.FFV1, SyntheticScene.SIDE, SyntheticScene.SIDE, false,
				new FrameRate(25, 1)))
			{
				for (int i = 0; i < 3; i++)
					writer.add(ImageFiles.readGray(files(real).get(file.equals(clip) ? i : 0)));
				writer.finish();
			}
		final Dataset one = new Dataset(folder, List.of(Sample.of(clip)));
		final List<float[]> features = new ArrayList<>();
		try (FeatureExtractor extractor = FeatureExtractor.open(model.toString(), "fid", Device.cpu(), Monitor.NONE)) {
			for (final FrameChoice choice : List.of(new FrameChoice(1, 1), new FrameChoice(999, 0))) {
				final SetPictures pictures = SetPictures.read(List.of(one), choice, Monitor.NONE).get(0);
				assertEquals(List.of(1, 1), List.of(pictures.size(), pictures.clips()));
				features.add(extractor.embedAll(pictures.pictures(), cache, "", Monitor.NONE).features()[0]);
			}
		}
		assertFalse(Arrays.equals(features.get(0), features.get(1)), "the middle frame and the first");
		for (final Path file : List.of(clip, still)) {
			final Path table = folder.resolve(Dataset.FILE);
			Dataset.write(table, List.of(Sample.of(file)));
			final FilterSynthetic step = filter(real, table, "none");
			step.clips.maxframes = file.equals(clip) ? 1 : 0;
			final String refused = assertThrows(SonoflowException.Input.class, () -> step.run(Monitor.NONE)).getMessage();
			assertTrue(refused.contains("has clips (1 frames and images of 1 files, 1 of them clips)"), refused);
		}
	}

	/** Frames of a clip are in one batch, a file each or all in one. */
	@Test
	void batchesShareNoClipOfRows() {
		final List<Sample> rows = Dataset.read(real, Monitor.NONE).samples().subList(0, 12).stream().map(sample -> sample.withExtra(
			Sample.CLIP, "sweep")).toList();
		final SetPictures pictures = SetPictures.read(List.of(new Dataset(folder, rows)), FrameChoice.ALL, Monitor.NONE).get(0);
		final BatchScores scores = new BatchScores();
		scores.batches = 3;
		scores.batchsize = 4;
		scores.check(pictures, 3, 0);
		scores.batches = 2;
		scores.batchsize = 5;
		final String few = assertThrows(SonoflowException.Input.class, () -> scores.check(pictures, 3, 0)).getMessage();
		assertTrue(few.contains("batches share no clip, and there are real clips for 1 only"), few);
	}
}
