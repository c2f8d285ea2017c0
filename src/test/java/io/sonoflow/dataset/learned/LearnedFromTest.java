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
package io.sonoflow.dataset.learned;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What travels with a model recognises images and patients again, and tells no name. */
class LearnedFromTest {

	@TempDir
	Path folder;

	/** An image of a patient, whose pixels depend on a number. */
	private record Shot(int number, String patient, String site) {

		Sample sample() {
			final Sample sample = new Sample(Path.of("/x/" + number + ".png"), patient, "", "", "", "", null, "", Map.of());
			return site.isEmpty() ? sample : sample.withExtra(Sample.SITE, site);
		}

		byte[] pixels() {
			final byte[] pixels = new byte[48];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = (byte) (i * 5 + number * 7);
			return pixels;
		}
	}

	private static SetDigests set(final List<Shot> shots) {
		return SetDigests.of(shots.stream().map(Shot::sample).toList(), i -> Images.bytes(shots.get(i).pixels(), 8, 6),
			Monitor.NONE);
	}

	private static LearnedFrom record(final List<Shot> shots, final long seed) {
		return set(shots).record(LearnedRole.ENCODER, seed, Monitor.NONE);
	}

	private static SeenSamples seen(final LearnedFrom learned, final List<Shot> tested) {
		return set(tested).seen(learned.entries().get(0), Monitor.NONE);
	}

	private final List<Shot> learned = List.of(new Shot(1, "Miller-007", ""), new Shot(2, "Miller-007", ""), new Shot(3, "Jones",
		""), new Shot(4, "", ""));

	@Test
	void imagesAndPatientsAreRecognised() {
		final LearnedFrom read = LearnedFrom.decode(record(learned, 3).encode()).orElseThrow();
		assertEquals(record(learned, 3), read);
		assertEquals("encoder: 4 images of 2 named patients", read.describe());
		final SeenSamples found = seen(read, List.of(new Shot(2, "renamed", ""), new Shot(9, "miller 7", ""), new Shot(8, "Smith",
			""), new Shot(4, "", ""), new Shot(5, "renamed", ""), new Shot(6, "Miller 70", "")));
		assertArrayEquals(new boolean[] { true, false, false, true, false, false }, found.images());
		assertArrayEquals(new boolean[] { false, true, false, false, false, false }, found.names());
		assertArrayEquals(new boolean[] { true, true, false, true, true, false }, found.patients(), "one image shows the patient");
		assertEquals(new SeenSamples.Count(5, 3, 1, 6, 2), found.count(new int[] { 0, 1, 2, 3, 4, 5 }));
		assertEquals(new SeenSamples.Count(2, 1, 0, 2, 0), found.count(new int[] { 2, 4 }));
	}

	/** The same values in other rows, or one grey level, make another image. */
	@Test
	void anImageIsItsPixels() {
		final byte[] pixels = new Shot(1, "", "").pixels();
		final byte[] digest = SetDigests.digest(Images.bytes(pixels, 8, 6));
		assertFalse(java.util.Arrays.equals(digest, SetDigests.digest(Images.bytes(pixels, 6, 8))));
		pixels[7]++;
		assertFalse(java.util.Arrays.equals(digest, SetDigests.digest(Images.bytes(pixels, 8, 6))));
	}

	/** Each hospital counts from 1; where one side does not say where it is, the name alone must do. */
	@Test
	void sitesTellNamesakesApart() {
		final List<Shot> sites = List.of(new Shot(1, "1", "Bonn"), new Shot(2, "2", "Mainz"));
		final LearnedFrom read = LearnedFrom.decode(record(sites, 0).encode()).orElseThrow();
		final List<Shot> tested = List.of(new Shot(11, "1", "Bonn"), new Shot(12, "1", "Mainz"), new Shot(13, "001", "BONN"),
			new Shot(14, "1", ""), new Shot(15, "3", ""));
		assertArrayEquals(new boolean[] { true, false, true, true, false }, seen(read, tested).names());
		assertArrayEquals(new boolean[] { true, true, false }, seen(record(List.of(new Shot(1, "1", "")), 0), List.of(new Shot(11,
			"1", "Bonn"), new Shot(12, "1", ""), new Shot(13, "2", ""))).names());
		assertEquals(2, read.entries().get(0).patientCount());
	}

	/** The same run writes the same text; another salt gives other hashes; the order of the images is not told. */
	@Test
	void nothingCanBeReadOut() {
		final String text = record(learned, 3).encode();
		assertEquals(text, record(learned, 3).encode());
		final List<Shot> turned = new ArrayList<>(learned);
		Collections.reverse(turned);
		assertEquals(text, record(turned, 3).encode());
		final LearnedEntry one = record(learned, 3).entries().get(0);
		final LearnedEntry other = record(learned, 4).entries().get(0);
		assertNotEquals(one.salt(), other.salt());
		assertTrue(Collections.disjoint(one.images(), other.images()) && Collections.disjoint(one.patients(), other.patients()));
		assertFalse(text.contains("Miller") || text.contains("Jones") || text.contains("007"), text);
		assertTrue(one.rounds() >= 10_000, "a guess costs nothing");
	}

	@Test
	void whatCannotBeReadIsUnknown() {
		final String text = record(learned, 3).encode();
		assertEquals(LearnedFrom.unknown(LearnedRole.WEIGHTS), LearnedFrom.header(Map.of()));
		for (final String damaged : List.of("", "[", "[{}]", "7", text.replace("\"rounds\":10000", "\"rounds\":2000000000"), text
			.substring(0, text.length() - 9), text.replaceFirst("\"images\":\"....", "\"images\":\"!")))
			assertEquals(LearnedFrom.unknown(LearnedRole.WEIGHTS), LearnedFrom.header(Map.of(LearnedFrom.KEY, damaged)), damaged);
		final LearnedFrom later = LearnedFrom.decode(text.replace("\"encoder\"", "\"telepath\"")).orElseThrow();
		assertFalse(later.entries().get(0).isKnown());
		assertArrayEquals(new boolean[] { false }, set(List.of(new Shot(1, "Jones", ""))).seen(later.entries().get(0), Monitor.NONE)
			.patients());
	}

	/** Beside the table, also for a sub-folder of the run; each entry is kept once. */
	@Test
	void generatedImagesSayItBesideThem() throws Exception {
		final LearnedFrom both = record(learned, 3).with(LearnedFrom.unknown(LearnedRole.WEIGHTS)).with(record(learned, 3));
		assertEquals(2, both.entries().size());
		Files.createDirectories(folder.resolve("run/images"));
		assertEquals(LearnedFrom.NOTHING, LearnedFrom.beside(folder.resolve("run")));
		LearnedFrom.NOTHING.write(folder.resolve("run"));
		assertFalse(Files.exists(folder.resolve("run").resolve(LearnedFrom.FILE)));
		both.write(folder.resolve("run"));
		for (final String input : List.of("run", "run/dataset.csv", "run/images"))
			assertEquals(both, LearnedFrom.beside(folder.resolve(input)), input);
		Files.writeString(folder.resolve("run").resolve(LearnedFrom.FILE), "not JSON");
		assertFalse(LearnedFrom.beside(folder.resolve("run")).entries().get(0).isKnown());
	}
}
