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
package io.sonoflow.step.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.explain.Method;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.explain.ExplainClassification.Result;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainClassificationTest {

	@TempDir
	private static Path shared;

	@TempDir
	private Path folder;

	private static Path model;
	private static Path images;

	@BeforeAll
	static void makeModelAndImages() {
		model = shared.resolve("model.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 4)) {
			ModelFile.write(model, network, new ModelConfig("resnet18", 1, List.of("healthy", "ill"), 64));
		}
		images = shared.resolve("images");
		for (int i = 0; i < 3; i++) {
			final byte[] pixels = new byte[90 * 70];
			final RandomStream random = RandomStream.of(5, "test image", i);
			for (int p = 0; p < pixels.length; p++)
				pixels[p] = (byte) random.nextInt(i == 2 ? 1 : 200);
			ImageFiles.writePng(images.resolve("view " + i + ".png"), Images.bytes(pixels, 90, 70));
		}
	}

	private ExplainClassification config(final String method, final String target, final boolean markers) {
		return config(model, images, method, target, markers, folder.resolve("out"), "cpu");
	}

	private static ExplainClassification config(final Path model, final Path images, final String method,
		final String target, final boolean markers, final Path output, final String device)
	{
		final ExplainClassification explain = new ExplainClassification(model == null ? null : model.toFile(), images.toFile());
		explain.method = method;
		explain.target = target;
		explain.markers = markers;
		explain.output = output == null ? null : output.toFile();
		explain.computation.device = device;
		return explain;
	}

	@Test
	void writesAPictureAndARowForEachImage() {
		final Result result = config("gradcam", "ill", false).run(Monitor.NONE);
		final Tables.Table table = Tables.read(folder.resolve("out").resolve("cams.csv"));
		assertEquals(List.of("image", "class", "score", "markershare", "markerarea", "markers", "picture", "map", "warning"),
			table.header());
		assertEquals(3, table.rows().size());
		for (final List<String> row : table.rows()) {
			assertEquals("ill", row.get(1));
			assertEquals("", row.get(3));
			assertTrue(Files.isRegularFile(folder.resolve("out").resolve(row.get(0))), row.get(0));
			assertTrue(Files.isRegularFile(folder.resolve("out").resolve(row.get(6))), row.get(6));
		}
		assertEquals(3, result.pictures().size());
	}

	/** Who chooses nothing gets Grad-CAM++ of convolutions and Score-CAM of 64 channels of tokens, and reads it in the record. */
	@Test
	void autoIsWhatTheNetworkNeeds() throws IOException {
		final Result known = config("gradcam++", "ill", false).run(Monitor.NONE);
		final ExplainClassification auto = config(Method.AUTO, "ill", false);
		auto.output = folder.resolve("auto").toFile();
		assertEquals(Method.AUTO, new ExplainClassification().method);
		assertArrayEquals(Images.pixels(known.explained().get(0).heat()), Images.pixels(auto.run(Monitor.NONE).explained().get(0)
			.heat()));
		auto.top = 3;
		assertTrue(assertThrows(SonoflowException.Input.class, () -> auto.run(Monitor.NONE)).getMessage().contains(
			"method=gradcam++"));
		final Path tokens = folder.resolve("vit.safetensors");
		try (ImageNetwork network = Networks.create(Networks.VIT_TINY16, Device.cpu(), 1, 2, 4)) {
			ModelFile.write(tokens, network, new ModelConfig(Networks.VIT_TINY16, 1, List.of("healthy", "ill"), 32));
		}
		config(tokens, images, Method.AUTO, "ill", false, folder.resolve("vit"), "cpu").with("count", 1).run(Monitor.NONE);
		final JsonObject record = HashFill.json(folder.resolve("vit/run.json")).getAsJsonObject("parameters");
		assertEquals("scorecam", record.get("method").getAsString());
		assertEquals(64, record.get("top").getAsInt());
		SAID.clear();
		config(tokens, images, Method.AUTO, "ill", false, null, "cpu").with("count", 1).with("top", 500).run(EAR);
		assertTrue(SAID.stream().anyMatch(text -> text.startsWith("top=500") && text.contains("192 channels")), SAID::toString);
	}

	private static final List<String> SAID = new ArrayList<>();

	private static final Monitor EAR = new Monitor() {

		@Override
		public void warn(final String text) {
			SAID.add(text);
		}

		@Override
		public List<String> warnings() {
			return SAID;
		}
	};

	/** {@return what a run on a model with changed tensors gives, and says} */
	private Result run(final int size, final float factor, final String method, final boolean markers) {
		SAID.clear();
		final Path changed = folder.resolve("changed.safetensors");
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 4)) {
			network.named().get("fc.weight").getArray().muli(factor);
			// Near the largest number the last bits decide whether sums are finite; far above it nothing does.
			if (factor > 1) network.named().get("layer4.1.bn2.weight").getArray().muli(1000);
			ModelFile.write(changed, network, new ModelConfig("resnet18", 1, List.of("healthy", "ill"), size));
		}
		return config(changed, images, method, "ill", markers, folder.resolve("out"), "cpu").run(EAR);
	}

	private void assertAll(final HeatMap.State state, final Result result) throws IOException {
		final Tables.Table table = Tables.read(folder.resolve("out/cams.csv"));
		for (final CamTable.Row row : result.rows()) {
			assertEquals(state, row.map());
			assertTrue(Double.isNaN(row.share()));
		}
		for (final List<String> row : table.rows())
			assertEquals(state.key(), row.get(7));
		final String count = result.rows().size() + " of " + result.rows().size();
		assertTrue(SAID.stream().anyMatch(text -> text.startsWith(count + " heat maps show nothing") && text.contains(state
			.reason())), SAID.toString());
		final JsonObject run = HashFill.json(folder.resolve("out/run.json"));
		assertEquals(count, run.getAsJsonObject("figures").get("heat maps that show nothing").getAsString());
		assertTrue(run.getAsJsonArray("warnings").toString().contains("show nothing"), run.toString());
		// the right half of the picture is the image once more, grey
		final BufferedImage picture = ImageIO.read(folder.resolve("out/cams/view 0.png").toFile());
		for (int x = picture.getWidth() / 2; x < picture.getWidth(); x++)
			for (int y = 0; y < picture.getHeight(); y++) {
				final int rgb = picture.getRGB(x, y);
				assertTrue(Math.abs((rgb >> 16 & 255) - (rgb & 255)) < 40, x + ", " + y + ": " + Integer.toHexString(rgb));
			}
	}

	/** At 32 px ResNet's last stage is one pixel: said before any work, and nothing is painted. */
	@ParameterizedTest
	@ValueSource(strings = { "gradcam", "gradcam++", "scorecam" })
	void aLastStageOfOnePixel(final String method) throws IOException {
		final Result result = run(32, 1, method, false);
		final int one = IntStream.range(0, SAID.size()).filter(i -> SAID.get(i).contains("single pixel: no heat map")).findFirst()
			.orElseThrow();
		assertTrue(SAID.get(one).contains("32 px") && SAID.get(one).contains("size=64"), SAID.get(one));
		final HeatMap.State state = result.rows().get(0).map();
		assertTrue(state == HeatMap.State.CONSTANT || state == HeatMap.State.EMPTY, state.toString());
		assertAll(state, result);
		try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
			files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
		}
		run(64, 1, "gradcam", false);
		assertFalse(SAID.toString().contains("single pixel"), SAID.toString());
	}

	@Test
	void nothingSpeaksForTheClass() throws IOException {
		assertAll(HeatMap.State.EMPTY, run(64, 0, "gradcam", true));
	}

	/** Each weight is a number (a file with NaN is refused), what comes of them is none. */
	@Test
	void valuesThatAreNoNumbers() throws IOException {
		assertAll(HeatMap.State.UNDEFINED, run(64, Float.MAX_VALUE, "gradcam++", false));
	}

	/** Nearly the same map and score; what the device cannot do is refused. */
	@Test
	void mapsInBfloat16() throws IOException {
		final Result exact = config("gradcam++", "ill", false).run(Monitor.NONE);
		final ExplainClassification half = config("gradcam++", "ill", false);
		half.set(Map.of("precision", "bf16"));
		half.output = folder.resolve("half").toFile();
		final Result result = half.run(Monitor.NONE);
		final double score = exact.rows().get(0).score();
		assertEquals(score, result.rows().get(0).score(), 0.05);
		assertTrue(score != result.rows().get(0).score(), "it is another precision");
		assertTrue(Files.readString(folder.resolve("half/run.json")).contains("\"precision\": \"bf16\""));
		// Scores of pictures alone, too.
		final double score32 = ClassifyUltrasound.of(model, images).with("device", "cpu").run(Monitor.NONE).rows().get(0)
			.probabilities()[1];
		assertEquals(score, score32, 1e-4);
		final double score16 = ClassifyUltrasound.of(model, images).with("device", "cpu").with("precision", "bf16").run(Monitor.NONE)
			.rows().get(0).probabilities()[1];
		assertTrue(score16 != score32 && Math.abs(score16 - score32) < 0.05, score16 + " " + score32);
		half.set(Map.of("precision", "fp16"));
		half.output = folder.resolve("none").toFile();
		assertTrue(assertThrows(SonoflowException.Device.class, () -> half.run(Monitor.NONE)).getMessage().startsWith(
			"precision=fp16 is for GPUs"));
		assertTrue(Files.notExists(folder.resolve("none")));
	}

	@Test
	void mapsOfRealModelsAreMaps() {
		assertEquals(HeatMap.State.OK, config("gradcam++", "predicted", false).run(Monitor.NONE).rows().get(0).map());
		assertEquals("ok", Tables.read(folder.resolve("out/cams.csv")).rows().get(0).get(7));
	}

	/** Image 0 has its left third masked, image 1 an empty mask, image 2 none. */
	private Path withMarks(final int width) {
		final byte[] mask = new byte[width * 70];
		final Path empty = folder.resolve("marks/none.png");
		ImageFiles.writePng(empty, Images.bytes(mask, width, 70));
		for (int i = 0; i < mask.length; i++)
			if (i % width < 30) mask[i] = (byte) 255;
		final Path left = folder.resolve("marks/left.png");
		ImageFiles.writePng(left, Images.bytes(mask, width, 70));
		final Path table = folder.resolve("marks/dataset.csv");
		Dataset.write(table, List.of(Sample.of(images.resolve("view 0.png")).withExtra(Sample.MARKS, left.toString()), Sample
			.of(images.resolve("view 1.png")).withExtra(Sample.MARKS, empty.toString()), Sample.of(images.resolve("view 2.png"))
				.withExtra(Sample.MARKS, "")));
		return table;
	}

	@Test
	void burntMarksAreMeasuredAsTheyAre() {
		final ExplainClassification config = config(model, withMarks(90), "gradcam", "ill", false, folder.resolve("burnt"), "cpu");
		final List<CamTable.Row> rows = config.run(Monitor.NONE).rows();
		final List<CamTable.Row> plain = config("gradcam", "ill", false).run(Monitor.NONE).rows();
		assertEquals(3, rows.size());
		for (int i = 0; i < 3; i++)
			assertEquals(plain.get(i).score(), rows.get(i).score(), "the image is explained as it is");
		assertTrue(rows.get(0).markers());
		assertEquals(0.333333, rows.get(0).area(), 1e-12, "as it is written");
		assertTrue(rows.get(0).share() >= 0 && rows.get(0).share() <= 1);
		assertFalse(rows.get(1).markers());
		assertEquals(0, rows.get(1).area());
		assertTrue(Double.isNaN(rows.get(1).share()));
		assertTrue(Double.isNaN(rows.get(2).area()));
		final Tables.Table table = Tables.read(folder.resolve("burnt/cams.csv"));
		assertEquals("", table.rows().get(1).get(3));
		assertEquals("0.000000", table.rows().get(1).get(4));
		final JsonObject figures = HashFill.json(folder.resolve("burnt/run.json")).getAsJsonObject("figures");
		assertEquals(1, figures.get("images with marks").getAsInt());
		assertEquals(rows.get(0).share(), figures.get("markershare").getAsDouble(), 1e-12);
		assertEquals(rows.get(0).share() / 0.333333, figures.get("markershare / markerarea").getAsDouble(), 1e-9);
		assertFalse(HashFill.json(folder.resolve("out/run.json")).getAsJsonObject("figures").has("markershare"));
	}

	@Test
	void aMaskOfAnotherSizeIsListedOrIfStrictRefusedBeforeAnyWork() {
		final Path output = folder.resolve("burnt");
		final ExplainClassification config = config(model, withMarks(80), "gradcam", "ill", false, folder.resolve("listed"), "cpu");
		final Result result = config.run(Monitor.NONE);
		assertEquals(1, result.rows().size());
		assertEquals(2, result.review().size());
		assertTrue(result.review().get(0).get(1).contains("80 x 70 pixels, but its image has 90 x 70"), () -> "" + result.review());
		config.output = output.toFile();
		config.files.strict = true;
		final SonoflowException problem = assertThrows(SonoflowException.File.class, () -> config.run(Monitor.NONE));
		assertTrue(problem.getMessage().contains("80 x 70 pixels, but its image has 90 x 70"), problem.getMessage());
		assertFalse(Files.exists(output));
	}

	@Test
	void markersAddTheSameViewWithMarks() {
		final Result result = config("gradcam++", "predicted", true).run(Monitor.NONE);
		assertEquals(6, result.rows().size());
		for (int i = 0; i < 6; i += 2) {
			final CamTable.Row plain = result.rows().get(i);
			final CamTable.Row marked = result.rows().get(i + 1);
			assertFalse(plain.markers());
			assertTrue(marked.markers());
			assertEquals(plain.image(), marked.image());
			assertEquals(plain.label(), marked.label());
			assertTrue(plain.score() >= 0.5, "the predicted one of two classes");
			assertTrue(marked.score() != plain.score());
			assertTrue(marked.area() > 0.001 && marked.area() < 0.2 && marked.area() == plain.area());
			for (final CamTable.Row row : List.of(plain, marked))
				assertTrue(Double.isNaN(row.share()) || row.share() >= 0 && row.share() <= 1);
		}
		assertEquals(result.rows(), config(model, images, "gradcam++", "predicted", true, null,
			"cpu").run(Monitor.NONE).rows(), "the same seed gives the same marks");
	}

	/** A Vision Transformer by each method, tested, on a data set whose images have masks, marks, or neither. */
	@Test
	void transformersAreExplainedAndTested() throws IOException {
		final Path vit = folder.resolve("vit.safetensors");
		try (ImageNetwork network = Networks.create(Networks.VIT_TINY16, Device.cpu(), 1, 2, 4)) {
			ModelFile.write(vit, network, new ModelConfig(Networks.VIT_TINY16, 1, List.of("healthy", "ill"), 32));
		}
		final Path table = withMarks(90);
		final Path mask = folder.resolve("marks/left.png");
		final List<Sample> samples = new ArrayList<>(Dataset.read(table, Monitor.NONE).samples());
		final Sample last = samples.get(2);
		samples.set(2, last.withFiles(last.image(), mask));
		Dataset.write(table, samples);
		for (final Method method : Method.values()) {
			final Path out = folder.resolve(method.key());
			final ExplainClassification step = config(vit, table, method.key(), "ill", false, out, "cpu");
			step.tests = true;
			step.top = method == Method.SCORECAM ? 6 : 0;
			SAID.clear();
			final List<CamTable.Row> rows = step.run(EAR).rows();
			final Tables.Table csv = Tables.read(out.resolve("cams.csv"));
			assertEquals(List.of("map", "warning", "deletion", "insertion", "pointing", "energy", "sanity"), csv.header().subList(7,
				14));
			for (int i = 0; i < 3; i++) {
				final CamTable.Row row = rows.get(i);
				final List<String> cells = csv.rows().get(i);
				final boolean ok = row.map() == HeatMap.State.OK;
				assertEquals(ok, !cells.get(9).isEmpty() && !cells.get(10).isEmpty(), method + " " + cells);
				assertEquals(ok && i == 2, !cells.get(11).isEmpty(), "pointing at the structure alone: " + method + " " + cells);
				if (ok && i == 0) assertTrue(row.share() > 0, "marks are no structure: " + cells);
				if (ok && i == 2) assertTrue(Double.isNaN(row.share()) && row.tests().energy() > 0, "the mask, which is no mark");
				assertTrue(!ok || Math.abs(row.tests().sanity()) <= 1 || Double.isNaN(row.tests().sanity()), row.toString());
			}
			final JsonObject figures = HashFill.json(out.resolve("run.json")).getAsJsonObject("figures");
			if (rows.get(0).map() == HeatMap.State.OK) assertTrue(figures.get("deletion").getAsDouble() > 0, figures.toString());
			assertEquals(rows.get(2).map() == HeatMap.State.OK, figures.has("maps with pointing"), figures.toString());
		}
	}

	/** What a stopped run has tested is read back with all its figures. */
	@Test
	void aTestedRunGoesOn() {
		final ExplainClassification step = config("gradcam", "healthy", false);
		step.tests = true;
		step.layer = "layer3.0";
		final List<CamTable.Row> whole = step.run(Monitor.NONE).rows();
		final int[] asked = new int[1];
		final Monitor impatient = new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				if (stage.equals("explaining")) asked[0]++;
			}

			@Override
			public boolean isCancelled() {
				return asked[0] == 2;
			}
		};
		step.output = folder.resolve("stopped").toFile();
		assertThrows(SonoflowException.Cancelled.class, () -> step.run(impatient));
		assertEquals(whole.size(), step.run(Monitor.NONE).rows().size());
		assertEquals(Tables.read(folder.resolve("out/cams.csv")).rows().stream().map(row -> row.subList(7, 14)).toList(), Tables.read(
			folder.resolve("stopped/cams.csv")).rows().stream().map(row -> row.subList(7, 14)).toList());
	}

	@Test
	void aCancelledRunGoesOnWhereItStopped() throws IOException {
		final int[] asked = new int[1];
		final Monitor impatient = new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				if (stage.equals("explaining")) asked[0]++;
			}

			@Override
			public boolean isCancelled() {
				return asked[0] == 2;
			}
		};
		final ExplainClassification config = config("gradcam", "healthy", false);
		assertThrows(SonoflowException.Cancelled.class, () -> config.run(impatient));
		final Path cams = folder.resolve("out").resolve("cams");
		assertEquals(2, cams.toFile().list().length);
		final long before = Files.getLastModifiedTime(cams.resolve("view 0.png")).toMillis();
		final Result result = config.run(Monitor.NONE);
		assertEquals(before, Files.getLastModifiedTime(cams.resolve("view 0.png")).toMillis());
		assertEquals(3, Tables.read(folder.resolve("out").resolve("cams.csv")).rows().size());
		assertEquals(images.resolve("view 0.png").toString(), result.rows().get(0).image());
	}

	@Test
	void wrongInputsWriteNothing() {
		final ExplainClassification good = config("gradcam", "predicted", false);
		refused(config(null, images, "gradcam", "predicted", false, folder.resolve("out"), "cpu"), "model is missing");
		refused(config("gradcam", "sick", false), "healthy, ill");
		refused(config("cam", "ill", false), "gradcam++");
		refused(config("rollout", "ill", false), "Vision Transformer");
		final ExplainClassification odd = config("gradcam", "ill", false);
		odd.layer = "layer5";
		refused(odd, "layer4.1");
		odd.layer = "layer4";
		odd.top = 5;
		refused(odd, "method=scorecam");
		refused(config(images.resolve("view 0.png"), images, "gradcam", "ill", false, folder.resolve("out"), "cpu"),
			"view 0.png");
		refused(config(model, images.resolve("none"), "gradcam", "ill", false, folder.resolve("out"), "cpu"), "none");
		refused(config(model, images, "gradcam", "ill", false, folder.resolve("out"), "gpu77"), "gpu77");
		assertFalse(Files.exists(folder.resolve("out")));
	}

	private static void refused(final ExplainClassification config, final String named) {
		final String message = assertThrows(SonoflowException.class, () -> config.run(Monitor.NONE)).getMessage();
		assertTrue(message.contains(named), message);
	}

	@Test
	void pictureNamesAreDifferent() {
		assertEquals(List.of("cams/a.png", "cams/A-2.png", "cams/b_c.png", "cams/v1.2 x.png"), CamTable.pictureNames(List.of(
			"/x/a.png", "/y/A.tif", "b:c.dcm", "v1.2 x.jpg")));
		assertEquals(List.of("cams/lung.png"), CamTable.pictureNames(List.of("clips/lung.mp4")));
	}
}
