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

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.image.appearance.AppearanceRange;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Weights;
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
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pretraining on tiny textures: that runs are complete, and the same if they were cancelled or killed on the way. */
class PretrainEncoderTest {

	@TempDir
	static Path shared;

	private static Path table;
	private static Path whole;

	@TempDir
	Path folder;

	@BeforeAll
	static void train() {
		Torch.threads(1);
		table = data(shared.resolve("data ä"), 6);
		whole = shared.resolve("whole");
		step(table, whole).run(Monitor.NONE);
	}

	/** The textures as two organs with labels across them; one image of unknown organ. */
	private static Path data(final Path folder, final int patients) {
		final List<Sample> samples = new ArrayList<>();
		for (final Sample each : Dataset.read(Textures.write(folder, patients, 32), Monitor.NONE).samples()) {
			final String organ = samples.isEmpty() ? "" : each.label().equals("rough") ? "thyroid" : "testis";
			samples.add(new Sample(each.image(), each.patient(), each.side(), each.view(), each.label(), organ, null, "", each
				.extra()));
		}
		Dataset.write(folder.resolve(Dataset.FILE), samples);
		return folder.resolve(Dataset.FILE);
	}

	/** Everything that has a state: momentum, chunks, a rest of each epoch, warm-up, a probe. */
	private static PretrainEncoder step(final Path input, final Path output) {
		final PretrainEncoder step = small(input, output);
		step.set(Map.of("steps", 5, "batch", 5, "chunk", 2, "projection", 16, "rate", 0.5, "schedule", "cosine", "warmup", 1,
			"every", 2, "probe", input));
		return step;
	}

	private static PretrainEncoder small(final Path input, final Path output) {
		final PretrainEncoder step = new PretrainEncoder(input.toFile(), output.toFile());
		step.set(Map.of("size", 32, "epochs", 1, "device", "cpu", "seed", 7));
		return step;
	}

	private static PretrainEncoder plain(final Path input, final Path output, final int steps, final boolean contrastive,
		final double lambda, final String optimizer, final double rate)
	{
		final PretrainEncoder step = small(input, output);
		step.set(Map.of("steps", steps, "contrastive", contrastive, "epsilon", 1e-8, "lambda", lambda, "summed", true,
			"projection", 16, "optimizer", optimizer, "rate", rate, "skip", true));
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

	/** Collects warnings and messages. */
	private static final class Ears implements Monitor {

		private final List<String> heard = new ArrayList<>();

		@Override
		public void warn(final String text) {
			heard.add(text);
		}

		@Override
		public void message(final String text) {
			heard.add(text);
		}

		void assertHeard(final String fragment) {
			assertTrue(heard.stream().anyMatch(text -> text.contains(fragment)), fragment + " in " + heard);
		}
	}

	@Test
	void writesWhatThePublicInterfacePromises() throws IOException {
		assertEquals(Set.of("encoder.safetensors", "losses.csv", "losses.png", "views.png",
			"checkpoint/step_0000005/weights.safetensors", "checkpoint/step_0000005/optimizer.safetensors",
			"checkpoint/step_0000005/state.json"), files(whole));
		final Tables.Table losses = Tables.read(whole.resolve("losses.csv"));
		assertEquals(List.of("step", "loss", "contrastive", "organ", "matched", "spread", "gradient", "rate", "neighbours",
			"linear"), losses.header());
		assertEquals(List.of("0", "1", "2", "3", "4", "5"), losses.rows().stream().map(row -> row.get(0)).toList());
		final List<String> beginning = losses.rows().get(0);
		assertEquals(List.of("", "", "", "", "", "", ""), beginning.subList(1, 8), "nothing was learned before step 1");
		assertFalse(beginning.get(9).isEmpty());
		assertEquals(0.5, Double.parseDouble(losses.rows().get(1).get(7)), 1e-6, "one step of warm-up");
		assertTrue(losses.rows().get(1).get(9).isEmpty() && !losses.rows().get(2).get(9).isEmpty(), "probe at checkpoints");
		final List<String> last = losses.rows().get(5);
		assertEquals(Double.parseDouble(last.get(1)), Double.parseDouble(last.get(2)) + 0.2 * Double.parseDouble(last.get(3)),
			1e-5);
	}

	/** Under torchvision's names, without heads; and a classifier starts from it. */
	@Test
	void theEncoderIsAStartForClassifiers() {
		final Path file = whole.resolve("encoder.safetensors");
		final StateDict encoder = Weights.read(file);
		assertTrue(encoder.has("conv1.weight") && encoder.has("layer4.1.bn2.running_var"));
		assertTrue(encoder.tensors().keySet().stream().noneMatch(name -> name.startsWith("fc.") || name.startsWith(
			"projection.")));
		assertEquals("resnet18", encoder.metadata().get("architecture"));
		assertTrue(AppearanceRange.decode(encoder.metadata()).isPresent());
		assertEquals("encoder: 12 images of 6 named patients", LearnedFrom.header(encoder.metadata()).describe());
		final Ears ears = new Ears();
		try (ImageNetwork network = ModelFile.start(file, "resnet18", 2, ModelFile.Grey.REPEAT, Device.cpu(), 0, ears)) {
			assertEquals(List.of(file + ": loaded 100 of 102, new: fc.weight, fc.bias"), ears.heard, "only the head is new");
			assertArrayEquals(encoder.get("layer1.0.conv1.weight").floats(), network.named().get("layer1.0.conv1.weight")
				.getArray().toFloatArray());
		}
		assertTrue(new InspectWeights(file.toFile()).run(Monitor.NONE).architecture().contains(
			"resnet18"));
	}

	/** Weights of three channels become an encoder of one, which a classifier reads as it would have read the weights. */
	@Test
	void threeChannelsAreSummed() {
		final Path file = folder.resolve("rgb.safetensors");
		try (ImageNetwork three = Networks.create("resnet18", Device.cpu(), 3, 2, 7)) {
			Safetensors.write(file, ModelFile.tensors(three), Map.of());
		}
		final PretrainEncoder step = step(table, folder.resolve("out"));
		step.network.weights = file.toFile();
		final float[] theirs = Weights.read(file).get("conv1.weight").floats();
		try (ImageNetwork started = step.start(1, Device.cpu(), Monitor.NONE)) {
			assertEquals(1, started.channels());
			final float[] stem = started.named().get("conv1.weight").getArray().toFloatArray();
			for (int i = 0; i < stem.length; i++) {
				final int at = i / 49 * 147 + i % 49;
				assertEquals(theirs[at] + theirs[at + 49] + theirs[at + 98], stem[i], 1e-6f);
			}
		}
	}

	@Test
	void cancelledAndResumedIsTheSame() throws IOException {
		final Path output = folder.resolve("out");
		for (final int stop : new int[] { 1, 3 }) {
			assertThrows(SonoflowException.Cancelled.class, () -> step(table, output).run(new Monitor() {

				private boolean reached;

				@Override
				public void progress(final String stage, final long done, final long total) {
					reached |= stage.equals("pretraining") && done == stop;
				}

				@Override
				public boolean isCancelled() {
					return reached;
				}
			}));
			assertTrue(Files.isDirectory(output.resolve("checkpoint").resolve("step_000000" + stop)), "step " + stop);
			assertEquals(Integer.toString(stop), Weights.read(output.resolve("encoder.safetensors")).metadata().get("steps"),
				"the encoder is kept");
		}
		step(table, output).run(Monitor.NONE);
		assertSameAsWhole(output);
	}

	/** Kills the process after a checkpoint, or while the next one is being written. */
	@Test
	void killedAndResumedIsTheSame() throws IOException, InterruptedException {
		final Path output = folder.resolve("out");
		final Path log = folder.resolve("process.txt");
		final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx1g", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"), getClass().getName(), table
				.toString(), output.toString()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		final Path sign = output.resolve("checkpoint").resolve("step_0000002");
		while (process.isAlive() && !Files.exists(sign))
			Thread.sleep(1);
		final boolean alive = process.isAlive();
		process.destroyForcibly().waitFor();
		assertTrue(alive, Files.readString(log));
		step(table, output).run(Monitor.NONE);
		assertSameAsWhole(output);
	}

	/** Runs in a process of its own. */
	public static void main(final String[] args) {
		Torch.threads(1);
		step(Path.of(args[0]), Path.of(args[1])).run(Monitor.NONE);
	}

	/** Disks, each of its own size, that look alike from every side. */
	private static Path disks(final Path folder) {
		final List<Sample> samples = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			final byte[] pixels = new byte[48 * 48];
			for (int p = 0; p < pixels.length; p++)
				pixels[p] = (byte) (Math.hypot(p % 48 - 23.5, p / 48 - 23.5) < 3 + 2.5 * i ? 200 : 60);
			final Path file = folder.resolve(i + ".png");
			ImageFiles.writePng(file, Images.bytes(pixels, 48, 48));
			samples.add(new Sample(file, "", "", "", "", i < 4 ? "testis" : "thyroid", null, "", Map.of()));
		}
		Dataset.write(folder.resolve(Dataset.FILE), samples);
		return folder.resolve(Dataset.FILE);
	}

	@Test
	void learns() {
		final Ears ears = new Ears();
		final var losses = plain(disks(folder.resolve("disks")), folder.resolve("out"), 30, true, 0.2,
			"adamw", 1e-3).run(ears).losses();
		final double first = mean(losses.column("contrastive"), 0);
		final double last = mean(losses.column("contrastive"), 25);
		assertTrue(last < first - 0.3, first + " to " + last);
		assertTrue(mean(losses.column("organ"), 25) < 0.5 * losses.column("organ")[0], "organs");
		assertEquals(losses.last("loss"), losses.last("contrastive") + 2 * 0.2 * losses.last("organ"), 1e-5, "summed");
		ears.assertHeard("batch=256, but there are 8 images");
		ears.assertHeard("Organs: testis, thyroid");
	}

	/** Of five rows. */
	private static double mean(final double[] values, final int from) {
		return Arrays.stream(values, from, from + 5).average().orElseThrow();
	}

	@Test
	void viewsAloneOrOrgansAlone() {
		final Ears ears = new Ears();
		final var views = plain(table, folder.resolve("views"), 2, true, 0, "larc", 1e-3).run(ears)
			.losses();
		assertTrue(Double.isNaN(views.last("organ")));
		assertEquals(views.last("contrastive"), views.last("loss"));
		ears.assertHeard("lambda=0");
		ears.assertHeard("batch=256, but there are 12 images");
		final var organs = plain(table, folder.resolve("organs"), 2, false, 0.2, "lars", 1e-5).run(ears)
			.losses();
		assertTrue(Double.isNaN(organs.last("contrastive")) && Double.isNaN(organs.last("spread")));
		assertEquals(2 * organs.last("organ"), organs.last("loss"), 1e-6);
		ears.assertHeard("1 of 12 images have no organ");
		ears.assertHeard("hardly anything will be learned");
	}

	@Test
	void aCollapseIsSaid() throws IOException {
		final Path same = folder.resolve("same");
		for (int i = 0; i < 4; i++)
			ImageFiles.writePng(same.resolve(i + ".png"), Images.bytes(new byte[32 * 32], 32, 32));
		final Ears ears = new Ears();
		plain(same, folder.resolve("out"), 2, true, 0.2, "adamw", 1e-6).run(ears);
		ears.assertHeard("have collapsed");
		ears.assertHeard("No organ is named");
	}

	@Test
	void divergedTrainingSaysSo() {
		final var error = assertThrows(SonoflowException.Input.class, () -> plain(table, folder.resolve(
			"out"), 8, true, 0.2, "adamw", 1e30).run(Monitor.NONE));
		assertTrue(error.getMessage().matches("The (loss|gradient) of the pretraining became .* in step " +
			"\\d: .* Its images: (p\\d_\\d\\.png, ){4}" +
			"p\\d_\\d\\.png and 7 more\\. .*lower rate.*"),
			error.getMessage());
	}

	@Test
	void wrongInputIsSaidBeforeAnythingIsWritten() throws IOException {
		final Path few = folder.resolve("few");
		ImageFiles.writePng(few.resolve("a/1.png"), Images.bytes(new byte[32 * 32], 32, 32));
		ImageFiles.writePng(few.resolve("b/2.png"), Images.bytes(new byte[32 * 32], 32, 32));
		final Path output = folder.resolve("out");
		final var probe = assertThrows(SonoflowException.Input.class, () -> step(table, output).with(
			"probe", few).run(Monitor.NONE));
		assertTrue(probe.getMessage().contains("2 patients of each label"), probe.getMessage());
		final var warmup = assertThrows(SonoflowException.Input.class, () -> step(table, output).with(
			"warmup", 5).run(Monitor.NONE));
		assertTrue(warmup.getMessage().contains("warmup=5") && warmup.getMessage().contains("5 steps"), warmup.getMessage());
		assertFalse(Files.exists(output));
	}

	/** Two folders without a word of organs. */
	@Test
	void inputsArePooledAndTheirOrgansNamed() throws IOException {
		final Path a = Textures.write(folder.resolve("a"), 2, 32);
		final Path b = Textures.write(folder.resolve("b"), 3, 32);
		final Path output = folder.resolve("out");
		pooled(a, List.of(b), List.of("testis", "thyroid"), output).run(Monitor.NONE);
		final String record = Files.readString(output.resolve("run.json"));
		final int images = Dataset.read(a, Monitor.NONE).samples().size() + Dataset.read(b, Monitor.NONE).samples().size();
		assertTrue(record.replaceAll("\\s", "").contains("\"organs\":[\"testis\",\"thyroid\"]"), record);
		assertTrue(record.contains("\"images\": " + images), record);
		assertTrue(record.contains("\"organ\""), "the organs have a loss: " + record);
	}

	@Test
	void wrongPoolsAreRefused() throws IOException {
		final Path a = Textures.write(folder.resolve("a"), 2, 32);
		final Path output = folder.resolve("out");
		final var twice = assertThrows(SonoflowException.Input.class, () -> pooled(a, List.of(a),
			List.of(), output).run(Monitor.NONE));
		assertTrue(twice.getMessage().contains("comes twice"), twice.getMessage());
		final var organs = assertThrows(SonoflowException.Input.class, () -> pooled(a, List.of(),
			List.of("testis", "thyroid"), output).run(Monitor.NONE));
		assertTrue(organs.getMessage().startsWith("organs has 2 item(s)"), organs.getMessage());
		assertFalse(Files.exists(output));
	}

	private static PretrainEncoder pooled(final Path input, final List<Path> more, final List<String> organs,
		final Path output)
	{
		final PretrainEncoder step = small(input, output);
		step.set(Map.of("more", String.join(",", more.stream().map(Path::toString).toList()), "organs", String.join(",",
			organs), "steps", 1, "batch", 4, "chunk", 4, "projection", 8, "optimizer", "adamw", "schedule", "cosine", "every",
			5));
		return step;
	}
}
