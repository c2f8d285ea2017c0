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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Sha256;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasedSetTest {

	private static final int REAL = 24;
	private static final int OTHERS = 6;
	private static final int COPIES = 3;

	@TempDir
	static Path shared;

	private static Path real;
	private static Path synthetic;
	private static Path model;

	@TempDir
	Path folder;

	private final List<String> warnings = new ArrayList<>();

	private final Monitor monitor = new Monitor() {

		@Override
		public void warn(final String text) {
			warnings.add(text);
		}
	};

	@BeforeAll
	static void make() {
		Torch.threads(1);
		Torch.inference();
		real = SyntheticScene.real(shared.resolve("real"), REAL);
		synthetic = SyntheticScene.synthetic(shared.resolve("anna"), OTHERS, COPIES, 1);
		colour(Dataset.read(synthetic, Monitor.NONE).samples().get(0).image());
		model = SyntheticScene.classifier(shared.resolve("secret-model.safetensors"));
	}

	/** As of a colour Doppler generator. */
	private static void colour(final Path file) {
		final byte[] grey = Images.pixels(ImageFiles.readGray(file));
		final int[] pixels = new int[grey.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = 0xff000000 | (grey[i] & 255) << 16 | (grey[i] & 255) / 2 << 8;
		ImageFiles.writeColorPng(file, ArrayImgs.argbs(pixels, SyntheticScene.SIDE, SyntheticScene.SIDE));
	}

	private FilterSynthetic filter(final Path generated, final String output) {
		final FilterSynthetic step = FilterSynthetic.of(real, generated, folder.resolve(output));
		step.embedding.features = model.toString();
		step.computation.device = "cpu";
		step.k = 20;
		step.storage.cache = shared.resolve("cache").toFile();
		step.release = folder.resolve(output + "-released").toFile();
		return step;
	}

	private static List<String> names(final Path folder) throws IOException {
		try (Stream<Path> walk = Files.walk(folder)) {
			return walk.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString().replace('\\', '/')).sorted()
				.toList();
		}
	}

	/** Each kept image once and unchanged, no copy, nothing that tells where anything is from. */
	@Test
	void whatIsReleasedSaysNothingOfWhereItIsFrom() throws IOException {
		final FilterSynthetic step = filter(synthetic, "out");
		final FilterSynthetic.Result result = step.run(monitor);
		assertEquals(COPIES, result.copies());
		assertTrue(warnings.stream().anyMatch(text -> text.contains(COPIES + " of " + result.kept() + " kept images")),
			warnings::toString);
		final Path release = step.release.toPath();
		final List<String> images = names(release.resolve("images"));
		assertEquals(result.kept() - COPIES, images.size());
		assertEquals("image_00001.png", images.get(0));
		assertEquals(new TreeSet<>(Set.of("README.md", "SHA256SUMS", "audit.csv", "dataset.csv", "run.json", "scores.csv")),
			names(release).stream().filter(name -> !name.startsWith("images/")).collect(Collectors.toCollection(TreeSet::new)));
		final Dataset kept = Dataset.read(folder.resolve("out"), Monitor.NONE);
		final List<String> wanted = kept.samples().stream().filter(sample -> !sample.image().toString().contains("copy")).map(
			sample -> pixels(sample.image())).sorted().toList();
		final Dataset released = Dataset.read(release, Monitor.NONE);
		assertEquals(wanted, released.samples().stream().map(sample -> pixels(sample.image())).sorted().toList());
		assertEquals(List.of("image", "label"), Tables.read(release.resolve("dataset.csv")).header());
		assertEquals(images.stream().map(name -> "images/" + name).toList(), Tables.read(release.resolve("audit.csv")).rows()
			.stream().map(row -> row.get(0)).toList());
		for (final String line : Files.readAllLines(release.resolve("SHA256SUMS")))
			assertEquals(line.substring(0, 64), Sha256.of(release.resolve(line.substring(66))));
		assertEquals(names(release).size() - 2, Files.readAllLines(release.resolve("SHA256SUMS")).size());
		final String forbidden = "anna|secret-model|patient\\d|real\\d|other\\d|copy\\d|noise\\d|" + shared.getFileName() + "|" +
			folder.getFileName();
		for (final String name : names(release)) {
			final String text = Files.readString(release.resolve(name), StandardCharsets.ISO_8859_1);
			assertFalse(text.matches("(?s).*(" + forbidden + ").*"), name);
			if (name.endsWith(".png")) assertEquals(Set.of("IHDR", "IDAT", "IEND"), chunks(Files.readAllBytes(release.resolve(name))));
		}
		final String card = Files.readString(release.resolve("README.md"));
		for (final String part : List.of(images.size() + " synthetic ultrasound images", "Licence: ____", "Copies among all 10 " +
			"generated images: 3. Copies in this set: 0", "of 24 real images", "6 patients", "chance of at most 0.001",
			"| inhomogeneous | " + images.size() + " |", "1 of 64 x 64 pixels, colour", "k = 20", "settings are not recorded",
			"coverage = ", "of 512 features"))
			assertTrue(card.contains(part), part + " is not in\n" + card);
		assertTrue(Files.readString(release.resolve("run.json")).contains("\"copies\": 3"));
		anOrderOfAnotherKindIsTheSameSet(release);
	}

	/** Names and order of the generated images leave no trace. */
	private void anOrderOfAnotherKindIsTheSameSet(final Path before) throws IOException {
		final List<Sample> samples = new ArrayList<>();
		for (final Sample sample : Dataset.read(synthetic, Monitor.NONE).samples()) {
			final Path file = folder.resolve("other").resolve(Sha256.of(sample.image()).substring(0, 8) + ".png");
			Files.createDirectories(file.getParent());
			Files.copy(sample.image(), file);
			samples.add(sample.withFiles(file, null));
		}
		Collections.reverse(samples);
		final Path table = folder.resolve("other/dataset.csv");
		Dataset.write(table, samples);
		final FilterSynthetic step = filter(table, "again");
		step.copies = "drop";
		step.run(Monitor.NONE);
		for (final String name : names(before))
			if (!name.matches("run.json|README.md|SHA256SUMS")) assertArrayEquals(Files.readAllBytes(before.resolve(name)), Files
				.readAllBytes(step.release.toPath().resolve(name)), name);
		step.computation.device = "cpu";
		step.seed = 1;
		step.overwrite = true;
		step.run(Monitor.NONE);
		assertNotEquals(pixels(before.resolve("images/image_00001.png")) + pixels(before.resolve("images/image_00002.png")), pixels(
			step.release.toPath().resolve("images/image_00001.png")) + pixels(step.release.toPath().resolve(
				"images/image_00002.png")));
		assertEquals(names(before), names(step.release.toPath()));
	}

	private static String pixels(final Path file) {
		try (FrameReader reader = ImageFiles.open(file)) {
			final ArrayImg<ARGBType, IntArray> image = reader.color(0);
			return Arrays.toString(image.update(null).getCurrentStorageArray());
		}
	}

	private static Set<String> chunks(final byte[] png) {
		final Set<String> chunks = new TreeSet<>();
		for (int at = 8; at < png.length; at += 12 + ByteBuffer.wrap(png, at, 4).getInt())
			chunks.add(new String(png, at + 4, 4, StandardCharsets.ISO_8859_1));
		return chunks;
	}

	@Test
	void aReleaseThatWasStoppedGoesOn() throws IOException {
		final FilterSynthetic step = filter(synthetic, "stopped");
		final boolean[] stop = { false };
		final Monitor stopping = new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				if (stage.equals("release") && done == 3) stop[0] = true;
			}

			@Override
			public boolean isCancelled() {
				return stop[0];
			}
		};
		assertThrows(SonoflowException.Cancelled.class, () -> step.run(stopping));
		final Path release = step.release.toPath();
		assertFalse(Files.exists(release.resolve("README.md")));
		assertThrows(SonoflowException.Input.class, () -> Dataset.read(release, Monitor.NONE));
		step.run(Monitor.NONE);
		assertTrue(Files.readString(release.resolve("run.json")).contains("\"status\": \"finished\""));
		// Again into the finished folders: refused, or replaced if asked.
		refuses(step, "output=");
		step.output = folder.resolve("new").toFile();
		refuses(step, "release=" + release + " already holds a finished run");
		step.overwrite = true;
		Files.writeString(release.resolve("notes.txt"), "Anna's");
		refuses(step, "holds 1 other files", "notes.txt");
		Files.delete(release.resolve("notes.txt"));
		step.k = 5;
		step.run(Monitor.NONE);
		assertEquals(Dataset.read(release, Monitor.NONE).samples().size(), names(release.resolve("images")).size());
	}

	private static void refuses(final FilterSynthetic step, final String... fragments) {
		final var e = assertThrows(SonoflowException.class, () -> step.run(Monitor.NONE));
		for (final String fragment : fragments)
			assertTrue(e.getMessage().contains(fragment), e.getMessage());
	}

	@Test
	void whatMustNotBeReleasedIsRefusedBeforeWork() {
		final FilterSynthetic unaudited = filter(synthetic, "bad");
		unaudited.audit = false;
		refuses(unaudited, "release=", "needs audit=true");
		final FilterSynthetic deaf = filter(synthetic, "bad");
		deaf.alarm = 0;
		refuses(deaf, "release=", "alarm=0");
		final Path few = SyntheticScene.real(folder.resolve("few"), 12);
		final FilterSynthetic blind = filter(synthetic, "bad");
		blind.real = few.toFile();
		blind.k = 3;
		refuses(blind, "release=", "12 real images of 3 patients");
		for (final Map.Entry<String, Path> place : Map.of("output=", folder.resolve("bad"), "output= ", folder.resolve("bad/in"),
			"output=  ", folder, "input", real.getParent(), "cache=", shared.resolve("cache/x")).entrySet()) {
			final FilterSynthetic step = filter(synthetic, "bad");
			step.release = place.getValue().toFile();
			refuses(step, "release=" + place.getValue(), place.getKey().strip());
		}
		assertFalse(Files.exists(folder.resolve("bad")), "something was written");
		assertFalse(Files.exists(folder.resolve("bad-released")), "something was written");
	}
}
