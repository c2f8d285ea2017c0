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
package io.sonoflow.step.marks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.read.SampleFiles;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.Moving;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsertMarkersTest {

	private static final int IMAGES = 60;
	private static final int SIDE = 48;
	private static final byte GREY = 10;

	@TempDir
	private Path folder;

	private Path table;

	/** Uniform images, every third one "ill". */
	@BeforeEach
	void makeImages() {
		final List<Sample> samples = new ArrayList<>();
		final byte[] pixels = new byte[SIDE * SIDE];
		Arrays.fill(pixels, GREY);
		for (int i = 0; i < IMAGES; i++) {
			final Path file = folder.resolve("in/scans/view" + i + ".png");
			final Path organ = folder.resolve("in/organs/view" + i + ".png");
			ImageFiles.writePng(file, Images.bytes(pixels, SIDE, SIDE));
			ImageFiles.writePng(organ, Images.bytes(pixels, SIDE, SIDE));
			samples.add(new Sample(file, "p" + i / 2, "left", "v", i % 3 == 0 ? "ill" : "healthy", "testis", organ, "", Map.of(
				"note", "n" + i)));
		}
		table = folder.resolve("in").resolve(Dataset.FILE);
		Dataset.write(table, samples);
	}

	private InsertMarkers config(final String output, final double share, final double biased, final boolean swapped) {
		return new InsertMarkers(Map.of("input", table, "output", folder.resolve(output), "share", share, "biased", biased,
			"swapped", swapped, "seed", 4));
	}

	private List<Sample> run(final InsertMarkers config) {
		config.run(Monitor.NONE);
		return Dataset.read(config.output.toPath(), Monitor.NONE).samples();
	}

	private static byte[] image(final Sample sample) {
		return Images.pixels(ImageFiles.readGray(sample.image()));
	}

	private static byte[] mask(final Sample sample) {
		return Images.pixels(ImageFiles.readMask(sample.marks()));
	}

	/** On a dark ground every covered pixel becomes brighter, so the mask must be what changed, no more and no less. */
	private static boolean marked(final Sample sample) {
		final byte[] image = image(sample);
		final byte[] mask = mask(sample);
		boolean any = false;
		for (int i = 0; i < mask.length; i++) {
			assertEquals(image[i] != GREY, mask[i] != 0, sample.image() + " pixel " + i);
			any |= mask[i] != 0;
		}
		return any;
	}

	private static double share(final List<Sample> samples, final String label) {
		return samples.stream().filter(sample -> sample.label().equals(label)).mapToInt(sample -> marked(sample) ? 1 : 0)
			.average().orElseThrow();
	}

	/** A clip of several frames, in one file or one a frame, bears the same marks at the same places in all of them, or none. */
	@Test
	void allFramesOfAClipBearTheSameMarks() throws IOException {
		final List<Sample> rows = new ArrayList<>();
		for (final String label : List.of("ill", "ill", "healthy")) {
			final Path clip = Moving.write(folder.resolve("in/c" + rows.size() + ".avi"), ClipCodec.FFV1, 3, new FrameRate(25, 1));
			rows.add(new Sample(clip, "p" + rows.size(), "", "", label, "", null, "", Map.of()));
		}
		for (int i = 0; i < 2; i++) {
			final Path file = folder.resolve("in/f" + i + ".png");
			ImageFiles.writePng(file, Moving.gray(i, Moving.W, Moving.H));
			rows.add(new Sample(file, "p", "", "", "ill", "", null, "", Map.of(Sample.CLIP, "sweep")));
		}
		Dataset.write(table, rows);
		final InsertMarkers step = config("clips", 1, 1, false);
		step.label = "ill";
		final List<Sample> samples = run(step);
		final List<byte[]> masks = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			assertTrue(samples.get(i).image().endsWith("images/c" + i + ".avi"), samples.get(i).toString());
			final Path marked = samples.get(i).marks();
			try (FrameReader image = ImageFiles.open(samples.get(i).image()); FrameReader mask = ImageFiles.open(marked)) {
				assertEquals(List.of(3, 3), List.of(image.frames(), mask.frames()));
				masks.add(Images.pixels(mask.mask(0)).clone());
				for (int frame = 0; frame < 3; frame++) {
					final byte[] marks = Images.pixels(mask.mask(frame));
					assertArrayEquals(masks.get(i), marks);
					final byte[] before = Images.pixels(Moving.gray(frame, Moving.W, Moving.H));
					final byte[] after = Images.pixels(image.gray(frame));
					for (int k = 0; k < after.length; k++)
						if (marks[k] == 0) assertEquals(before[k], after[k]);
				}
			}
		}
		assertArrayEquals(new byte[Moving.W * Moving.H], masks.get(2), "none");
		assertFalse(Arrays.equals(masks.get(0), masks.get(1)) || Arrays.equals(masks.get(0), masks.get(2)), "each clip its own");
		assertArrayEquals(mask(samples.get(3)), mask(samples.get(4)), "rows of one clip");
	}

	@Test
	void rowsOfAClipHaveOneSize() throws IOException {
		final List<Sample> rows = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			final Path file = folder.resolve("in/s" + i + ".png");
			ImageFiles.writePng(file, Moving.gray(0, Moving.W, Moving.H + i));
			for (final String clip : i == 0 ? List.of("", "sweep") : List.of("sweep")) {
				final Path copy = Files.copy(file, folder.resolve("in/s" + i + clip + ".copy.png"));
				rows.add(new Sample(copy, "p", "", "", clip.isEmpty() ? "healthy" : "ill", "", null, "", Map.of(Sample.CLIP, clip)));
			}
		}
		Dataset.write(table, rows);
		final String said = assertThrows(SonoflowException.File.class, () -> run(config("sizes", 1, 1, false))).getMessage();
		assertTrue(said.contains("s0sweep.copy.png has " + Moving.W + " x " + Moving.H + " pixels") && said.contains(
			"s1sweep.copy.png has " + Moving.W + " x " + (Moving.H + 1)), said);
		assertFalse(Files.exists(folder.resolve("sizes")), "before any work");
	}

	/** Of a clip that breaks after its first frame an image is left; one that does not say its rate gets the usual one. */
	@Test
	void oneFrameIsAnImageAndARateThatIsNotKnownIsSaid() throws IOException {
		final byte[] frame = jpeg(Moving.W, Moving.H);
		final List<Sample> rows = new ArrayList<>();
		for (final byte[] second : List.of(jpeg(64, 48), frame)) {
			final Path clip = folder.resolve("in/m" + rows.size() + ".avi");
			Files.write(clip, SampleFiles.avi(Moving.W, Moving.H, 24, "MJPG", new byte[0], List.of(frame, second)));
			rows.add(new Sample(clip, "p" + rows.size(), "", "", rows.isEmpty() ? "ill" : "healthy", "", null, "", Map.of()));
		}
		Dataset.write(table, rows);
		final List<String> said = new ArrayList<>();
		final InsertMarkers step = config("broken", 1, 0, false);
		final List<Sample> samples = step.run(new Monitor() {

			@Override
			public void warn(final String text) {
				said.add(text);
			}
		}).samples();
		assertTrue(samples.get(0).image().endsWith("images/m0.png"), samples.toString());
		for (final Path file : List.of(samples.get(0).image(), samples.get(0).marks()))
			assertEquals((byte) 'P', Files.readAllBytes(file)[1], "a PNG: " + file);
		try (FrameReader written = ImageFiles.open(samples.get(1).image())) {
			assertEquals(List.of(2, new FrameRate(25, 1)), List.of(written.frames(), written.rate().orElseThrow()));
		}
		assertTrue(said.contains("1 of 1 clips do not say how many frames a second they have: written at 25 frames a second. " +
			"The first: " + rows.get(1).image() + "."), said.toString());
	}

	private static byte[] jpeg(final int width, final int height) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "jpeg", bytes);
		return bytes.toByteArray();
	}

	@Test
	void tiedMarksFollowTheRarerLabelAndTheMaskIsWhatChanged() {
		final List<Sample> samples = run(config("tied", 1, 1, false));
		assertEquals(IMAGES, samples.size());
		for (int i = 0; i < IMAGES; i++) {
			final Sample sample = samples.get(i);
			assertEquals(i % 3 == 0, marked(sample), "image " + i);
			assertEquals("view" + i + ".png", sample.image().getFileName().toString());
			assertEquals("p" + i / 2, sample.patient());
			assertEquals("n" + i, sample.extra().get("note"));
			assertEquals(folder.resolve("in/organs/view" + i + ".png"), sample.mask());
		}
		final JsonObject figures = HashFill.json(folder.resolve("tied/run.json")).getAsJsonObject("figures");
		assertEquals(IMAGES / 3, figures.get("marked").getAsInt());
		assertEquals(IMAGES / 3, figures.get("marked.ill").getAsInt());
		assertEquals(0, figures.get("marked.healthy").getAsInt());
		assertEquals("ill", figures.get("label").getAsString());
	}

	@Test
	void swappedIsTheComplementAtAnyBias() {
		for (final double biased : new double[] { 0, 0.5, 1 }) {
			final List<Sample> plain = run(config("plain" + biased, 0.7, biased, false));
			final List<Sample> swapped = run(config("swapped" + biased, 0.7, biased, true));
			for (int i = 0; i < IMAGES; i++)
				assertNotEquals(marked(plain.get(i)), marked(swapped.get(i)), "image " + i + ", biased " + biased);
		}
	}

	@Test
	void anImageHasTheMarksThatItWouldHaveWhicheverOthersBearSome() {
		final List<Sample> swapped = run(config("swapped", 1, 1, true));
		final List<Sample> all = run(config("all", 1, 0, false));
		int compared = 0;
		for (int i = 0; i < IMAGES; i++)
			if (i % 3 != 0) {
				assertArrayEquals(image(all.get(i)), image(swapped.get(i)), "image " + i);
				compared++;
			}
		assertEquals(40, compared);
		// Nor do they depend on the image's place in the table.
		final List<Sample> few = Dataset.read(table, Monitor.NONE).samples().subList(20, 40);
		final Path other = folder.resolve("in/few.csv");
		Dataset.write(other, few);
		new InsertMarkers(Map.of("input", other, "output", folder.resolve("few"), "label", "ill", "biased", 0, "seed",
			4)).run(Monitor.NONE);
		assertArrayEquals(image(all.get(25)), Images.pixels(ImageFiles.readGray(folder.resolve("few/images/view25.png"))));
		assertFalse(Arrays.equals(image(all.get(25)), image(all.get(26))), "each image has marks of its own");
	}

	@Test
	void biasMixesMarksThatFollowAndMarksThatDoNot() {
		final List<Sample> none = run(config("none", 0.6, 0, false));
		final List<Sample> half = run(config("half", 0.6, 0.5, false));
		final List<Sample> full = run(config("full", 0.6, 1, false));
		assertEquals(share(none, "ill"), share(half, "ill"), "share of the marked label does not depend on biased");
		assertEquals(share(none, "ill"), share(full, "ill"));
		assertEquals(0.6, share(none, "healthy"), 0.25);
		assertEquals(0.3, share(half, "healthy"), 0.2);
		assertEquals(0, share(full, "healthy"));
	}

	@Test
	void theColumnStaysValidInATableElsewhere() {
		final List<Sample> samples = run(config("tied", 1, 1, false));
		final Path elsewhere = folder.resolve("far/away/split.csv");
		Dataset.write(write(elsewhere), samples);
		final Sample again = Dataset.read(elsewhere, Monitor.NONE).samples().get(3);
		assertEquals(folder.resolve("tied/marks/view3.png"), again.marks());
		assertTrue(marked(again));
		assertEquals(null, again.withFiles(table, null).marks(), "another image need not bear the same marks");
	}

	private static Path write(final Path file) {
		try {
			Files.createDirectories(file.getParent());
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return file;
	}

	@Test
	void imagesThatBearMarksAndUnknownWordsAreRefusedBeforeAnythingIsWritten() {
		final InsertMarkers tied = config("tied", 1, 1, false);
		run(tied);
		refused("bears burnt-in marks already", new InsertMarkers(Map.of("input", tied.output, "output", folder.resolve("no"))));
		refused("Its labels are: healthy, ill", new InsertMarkers(Map.of("input", table, "output", folder.resolve("no"),
			"label", "dead")));
		refused("kinds=star", new InsertMarkers(Map.of("input", table, "output", folder.resolve("no"), "kinds", "star")));
		refused("biased=1.5", config("no", 1, 1.5, false));
		final InsertMarkers nan = config("no", 1, 1, false);
		nan.share = Double.NaN;
		refused("share=NaN", nan);
	}

	private void refused(final String message, final InsertMarkers config) {
		final SonoflowException problem = assertThrows(SonoflowException.Input.class, () -> config.run(Monitor.NONE));
		assertTrue(problem.getMessage().contains(message), problem.getMessage());
		assertFalse(Files.exists(config.output.toPath()));
	}
}
