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
package io.sonoflow.step.crossvalidate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.dataset.learned.SetDigests;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.step.Step;
import io.sonoflow.step.classify.TrainClassifier;
import io.sonoflow.train.Textures;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are only ever learned: they train as any others do, are tested nowhere, and are no copies of what is tested. */
class ExtraImagesTest {

	private static final int SIDE = 48;

	@TempDir
	static Path shared;

	/** Those of the first twelve patients are the data, the others extra. */
	private static List<Sample> all;
	private static Path input;
	private static Path extra;

	@TempDir
	Path folder;

	private final List<String> heard = new ArrayList<>();
	private final Monitor ear = new Monitor() {

		@Override
		public void warn(final String text) {
			heard.add(text);
		}

		@Override
		public void message(final String text) {
			heard.add(text);
		}
	};

	@BeforeAll
	static void write() {
		Torch.threads(1);
		all = Dataset.read(Textures.write(shared.resolve("data"), 16, SIDE), Monitor.NONE).samples();
		input = table("input", all.subList(0, 24));
		extra = table("extra", all.subList(24, 32));
	}

	private static Path table(final String name, final List<Sample> samples) {
		final Path table = shared.resolve("data/" + name + ".csv");
		Dataset.write(table, samples);
		return table;
	}

	private static Path extra(final String name, final UnaryOperator<Sample> change) {
		return table(name, all.subList(24, 32).stream().map(change).toList());
	}

	/** {@return a table of half of the extra images in a folder of its own} */
	private Path generated(final String name) throws IOException {
		final Path table = Files.createDirectories(folder.resolve("in_" + name)).resolve(name + ".csv");
		Dataset.write(table, name.equals("some") ? all.subList(24, 28) : all.subList(28, 32));
		return table;
	}

	private Step<?> tiny(final Step<?> step, final Map<String, ?> values) {
		step.set(Map.of("backbone", "vit-tiny16", "size", 32, "steps", 2, "batch", 8, "backbonerate", 1e-4, "headrate", 1e-3,
			"device", "cpu", "seed", 5));
		step.set(values);
		return step;
	}

	private Step<?> train(final String out, final Map<String, ?> values) {
		return tiny(TrainClassifier.of(input, folder.resolve(out)), values);
	}

	private Step<?> validate(final String out, final Map<String, ?> values) {
		return tiny(CrossValidateClassifier.of(input, folder.resolve(out)).with("folds", 2).with("seeds", 1), values);
	}

	private String refused(final Step<?> step) {
		final String message = assertThrows(SonoflowException.class, () -> step.run(ear)).getMessage();
		assertFalse(Files.exists(folder.resolve("out")), message);
		return message;
	}

	private JsonObject figures(final String out) {
		return HashFill.json(folder.resolve(out).resolve("run.json")).getAsJsonObject("figures");
	}

	/** In two sets or in one, they are learned to the bit as if they were of the data; only nobody counts them. */
	@Test
	void theyAreLearnedAsAnyOthers() throws IOException {
		final Path first = table("first", all.subList(24, 26));
		final Path rest = table("rest", all.subList(26, 32));
		train("apart", Map.of("extra", first + "," + rest, "holdout", 0)).run(ear);
		train("together", Map.of("input", table("both", all).toString(), "holdout", 0)).run(Monitor.NONE);
		final byte[] apart = values("apart/model.safetensors");
		assertArrayEquals(apart, values("together/model.safetensors"));
		train("plain", Map.of("holdout", 0)).run(Monitor.NONE);
		assertFalse(Arrays.equals(apart, values("plain/model.safetensors")));
		final String own = "classifier: 24 images of 12 named patients";
		assertEquals(own, origin("plain/model.safetensors"));
		assertEquals(own + "; classifier: 8 images of 4 named patients", origin("apart/model.safetensors"));
		assertEquals(24, figures("apart").get("trained").getAsInt());
		assertEquals(8, figures("apart").get("extra.images").getAsInt());
		assertEquals("even 4, rough 4", figures("apart").get("extra.classes").getAsString());
		assertFalse(figures("plain").has("extra.images"));
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("8 extra images (even 4, rough 4)")), heard::toString);
		assertEquals(3, HashFill.json(folder.resolve("apart/run.json")).getAsJsonArray("inputs").size());
	}

	/** {@return the tensors of a file of safetensors, without its header, which says where they come from} */
	private byte[] values(final String name) throws IOException {
		final byte[] all = Files.readAllBytes(folder.resolve(name));
		return Arrays.copyOfRange(all, Long.BYTES + (int) ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong(), all.length);
	}

	private String origin(final String name) {
		return LearnedFrom.header(Weights.read(folder.resolve(name)).metadata()).describe();
	}

	/** Shards share the work; the tables know the data alone; steps of an epoch count all. */
	@Test
	void foldsNeverTestThem() throws IOException {
		// As if they were generated by what learned from one who is tested.
		final List<Sample> known = all.subList(0, 2);
		SetDigests.of(known, i -> ImageFiles.readGray(known.get(i).image()), Monitor.NONE).record(LearnedRole.GENERATOR, 1,
			Monitor.NONE).write(generated("more").getParent());
		final Map<String, Object> keys = Map.of("extra", generated("some") + "," + generated("more"), "steps", 0, "epochs", 1);
		validate("whole", keys).run(ear);
		for (final String shard : List.of("1/2", "2/2"))
			validate("shards", keys).with("shard", shard).run(Monitor.NONE);
		for (final String name : List.of("predictions.csv", "folds.csv", "models/seed5_fold2.safetensors", "extracopies.csv"))
			assertEquals(-1, Files.mismatch(folder.resolve("whole").resolve(name), folder.resolve("shards").resolve(name)), name);
		final Tables.Table predictions = Tables.read(folder.resolve("whole/predictions.csv"));
		assertEquals(24, predictions.rows().size());
		assertTrue(predictions.rows().stream().noneMatch(row -> row.get(0).contains("p12_") || row.get(0).contains("p15_")));
		// 12 of a fold and 8 extra ones in batches of 8.
		assertEquals(3, figures("whole").get("steps").getAsInt());
		assertEquals(0, figures("whole").get("extra.leftout").getAsInt());
		assertTrue(Tables.read(folder.resolve("whole/extracopies.csv")).rows().isEmpty());
		assertEquals(List.of(List.of("extra", "more.csv", "generator", "folds", "12", "1", "0", "24", "2")), Tables.read(folder
			.resolve("whole/seen.csv")).rows());
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("1 of 12 test patients (8 %) and 2 of 24 test images (folds) " +
			"are among those that extra=more.csv learned from")), heard::toString);
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("extra=some.csv says nothing of a generator.")), heard::toString);
		assertTrue(heard.stream().noneMatch(text -> text.startsWith("extra=more.csv says nothing")), heard::toString);
		assertEquals("classifier: 12 images of 6 named patients; classifier: 8 images of 4 named patients; generator: 2 images of " +
			"1 named patients", origin("whole/models/seed5_fold2.safetensors"));
	}

	/** What says who or what is tested, and what cannot be learned. */
	@Test
	void whatIsTestedIsRefused() {
		String message = refused(validate("out", Map.of("extra", table("own", all.subList(22, 26)).toString())));
		assertTrue(message.contains("2 of its 4 images are of 1 patient(s)") && message.contains("patient p11"), message);
		final Path namesakes = table("namesakes", all.subList(22, 26).stream().map(sample -> nobody(sample, sample.image()))
			.toList());
		message = refused(validate("out", Map.of("extra", namesakes.toString())));
		assertTrue(message.contains("2 of its 4 pictures are pixel for pixel") && message.contains("p11_0.png = "), message);
		assertTrue(heard.stream().anyMatch(text -> text.startsWith("Not apart: ") && text.contains("p11_1.png")), heard::toString);
		message = refused(validate("out", Map.of("extra", extra("capital", sample -> sample.withLabel("Even")).toString())));
		assertTrue(message.contains("extra=") && message.contains("\"Even\" (8 images)") && message.contains("even, rough"), message);
		message = refused(train("out", Map.of("extra", extra("blank", sample -> sample.withLabel("")).toString())));
		assertTrue(message.contains("8 of 8 images have no label"), message);
		message = refused(train("out", Map.of("extra", extra + "," + extra)));
		assertTrue(message.contains("8 of its images are named by another of the sets"), message);
		final Path dropped = extra("dropped", sample -> sample.withLabel("").withExtra(Sample.ORIGINAL, sample.label()));
		message = refused(train("out", Map.of("extra", dropped.toString())));
		assertTrue(message.contains("all labels were dropped"), message);
		final Path sites = table("sites", all.subList(0, 24).stream().map(sample -> sample.withExtra(Sample.SITE, Set.of("p0", "p1",
			"p2", "p3").contains(sample.patient()) ? "west" : "east")).toList());
		message = refused(validate("out", Map.of("input", sites.toString(), "groups", "site", "folds", 3, "extra", extra("west",
			sample -> sample.withExtra(Sample.SITE, "west")).toString())));
		assertTrue(message.contains("8 images of extra are of its sites: west"), message);
		final Path organs = table("organs", all.subList(0, 24).stream().map(sample -> sample.withOrgan("testis")).toList());
		message = refused(train("out", Map.of("input", organs.toString(), "film", true, "backbone", "resnet18", "extra", extra
			.toString())));
		assertTrue(message.contains("The model must be told the organ"), message);
	}

	private static Sample nobody(final Sample sample, final Path image) {
		return new Sample(image, "", "", "", sample.label(), "", null, "", Map.of());
	}

	/** Mirrored, brighter, noisy, under another name: the memory audit's search sees it. */
	@Test
	void alteredCopiesOfWhatIsTestedAreRefused() {
		final Sample original = all.get(7);
		final List<Sample> copied = Stream.concat(all.subList(24, 32).stream(), Stream.of(nobody(original, altered(original))))
			.toList();
		final Path with = table("copied", copied);
		String message = refused(validate("out", Map.of("extra", with.toString())));
		assertTrue(message.contains("1 of its 9 images are copies of tested ones") && message.contains(
			"altered.png of images/p3_1.png") && message.contains("copies=drop"), message);
		// The same picture in a test set, with data of others; then among what is learned, where it does no harm.
		final Path others = table("others", Stream.concat(all.subList(0, 6).stream(), all.subList(8, 24).stream()).toList());
		final Path test = table("test", all.subList(6, 8));
		message = refused(validate("out", Map.of("input", others.toString(), "test", test.toString(), "extra", with.toString())));
		assertTrue(message.contains("altered.png of images/p3_1.png"), message);
		int refusals = 0;
		for (int seed = 0; seed < 3; seed++) {
			final Step<?> step = train("seed" + seed, Map.of("extra", with.toString(), "seed", seed, "holdout", 0.5, "steps", 1));
			try {
				step.run(Monitor.NONE);
				assertFalse(tested(seed).contains("p3"), "seed " + seed);
			}
			catch (final SonoflowException.Input e) {
				refusals++;
			}
		}
		assertTrue(refusals > 0 && refusals < 3, "refused " + refusals);
	}

	private String tested(final int seed) {
		return Tables.read(folder.resolve("seed" + seed + "/predictions.csv")).rows().stream().map(row -> row.get(1)).toList()
			.toString();
	}

	private static Path altered(final Sample original) {
		final byte[] pixels = Images.pixels(ImageFiles.readGray(original.image()));
		final RandomStream random = RandomStream.of(3, "noise");
		final byte[] changed = new byte[pixels.length];
		for (int i = 0; i < pixels.length; i++)
			changed[i] = (byte) Math.max(0, Math.min(255, Math.round(1.1 * (pixels[i / SIDE * SIDE + SIDE - 1 - i % SIDE] & 0xFF) + 3 *
				random.nextGaussian())));
		final Path file = shared.resolve("data/altered.png");
		ImageFiles.writePng(file, Images.bytes(changed, SIDE, SIDE));
		return file;
	}
}
