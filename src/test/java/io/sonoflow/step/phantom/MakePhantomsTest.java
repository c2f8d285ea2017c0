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
package io.sonoflow.step.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.ScannerScreen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakePhantomsTest {

	@TempDir
	private Path folder;

	private static MakePhantoms phantoms(final Path output, final int patients, final String organs, final boolean screens) {
		return new MakePhantoms(Map.of("output", output, "patients", patients, "organs", organs, "screens", screens,
			"inhomogeneous", 0.5, "markers", 0.5, "seed", 5));
	}

	private static List<String> files(final Path root) throws IOException {
		try (Stream<Path> walk = Files.walk(root)) {
			return walk.filter(Files::isRegularFile).map(path -> root.relativize(path).toString().replace('\\', '/')).filter(
				name -> name.endsWith(".png") || name.endsWith(".csv")).sorted().toList();
		}
	}

	/** Decoded pixels and the table's text: the bytes of a PNG depend on Java's deflater, its pixels do not. */
	private static void assertSame(final Path expected, final Path actual) throws IOException {
		assertEquals(files(expected), files(actual));
		for (final String file : files(expected))
			if (file.endsWith(".csv")) assertEquals(Files.readString(expected.resolve(file)), Files.readString(actual.resolve(
				file)));
			else assertArrayEquals(Images.pixels(ImageFiles.readGray(expected.resolve(file))), Images.pixels(ImageFiles
				.readGray(actual.resolve(file))), file);
	}

	@Test
	void sampleDataIsWhatTheCommandMakes() throws IOException {
		final Path sampleData = Path.of("sample-data");
		assertTrue(Files.readString(sampleData.resolve("README.md")).contains(
			"patients=10 inhomogeneous=0.4 noise=0.1 seed=1"));
		final Path again = folder.resolve("again");
		new MakePhantoms(Map.of("output", again, "patients", 10, "inhomogeneous", 0.4, "noise", 0.1, "seed", 1)).run(
			Monitor.NONE);
		assertSame(sampleData, again);
		long bytes = 0;
		try (Stream<Path> walk = Files.walk(sampleData)) {
			for (final Path file : walk.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(
				".safetensors")).toList())
				bytes += Files.size(file);
		}
		assertTrue(bytes <= 3 << 20, bytes + " bytes");
	}

	@Test
	void threadsChangeNothing() throws Exception {
		for (final int threads : new int[] { 1, 2 }) {
			final ForkJoinPool pool = new ForkJoinPool(threads);
			try {
				pool.submit(() -> phantoms(folder.resolve("t" + threads), 3, "testis,thyroid", false).run(Monitor.NONE)).get();
			}
			finally {
				pool.shutdown();
			}
		}
		assertSame(folder.resolve("t1"), folder.resolve("t2"));
	}

	@Test
	void screensHoldTheViewsWhereTheyAreCropped() {
		final List<Sample> samples = phantoms(folder.resolve("s"), 2, "testis", true).run(Monitor.NONE).samples();
		assertEquals(4, samples.size());
		assertEquals("transverse+sagittal", samples.get(0).view());
		assertEquals("phantom-02", samples.get(2).patient());
		for (final Sample sample : samples) {
			final var image = ImageFiles.readGray(sample.image());
			final var mask = ImageFiles.readMask(sample.mask());
			assertEquals(800, Images.width(image));
			assertEquals(600, Images.height(image));
			int outside = 0;
			for (final byte value : Images.pixels(mask))
				if (value != 0) outside++;
			for (final Box box : ScannerScreen.VIEWS) {
				int organ = 0;
				for (final byte value : Images.pixels(Images.crop(mask, box)))
					if (value != 0) organ++;
				outside -= organ;
				assertTrue(organ > 0.1 * box.area() && organ < 0.8 * box.area(), organ + " pixels of organ");
				double sum = 0;
				for (final byte value : Images.pixels(Images.crop(image, box)))
					sum += value & 255;
				assertTrue(sum / box.area() > 25 && sum / box.area() < 110, "mean " + sum / box.area());
			}
			assertEquals(0, outside);
		}
	}

	@Test
	void theTableIsReadBackAndTellsTruthFromLabel() {
		final Path output = folder.resolve("v");
		new MakePhantoms(Map.of("output", output, "patients", 5, "organs", "thyroid", "size", 64, "screens", false,
			"inhomogeneous", 0.4, "noise", 0.2, "markers", 0, "seed", 2)).run(Monitor.NONE);
		final Dataset data = Dataset.read(output, Monitor.NONE);
		assertEquals(20, data.samples().size());
		assertEquals(5, data.groups());
		assertEquals(List.of("homogeneous", "inhomogeneous"), data.requireClasses());
		assertEquals(8, data.samples().stream().filter(sample -> sample.truth().equals("inhomogeneous")).count());
		assertEquals(4, data.samples().stream().filter(sample -> !sample.truth().equals(sample.label())).count());
		assertEquals(10, data.samples().stream().filter(sample -> sample.view().equals("sagittal")).count());
		assertEquals(10, data.samples().stream().filter(sample -> sample.side().equals("left")).count());
		assertTrue(data.samples().stream().allMatch(sample -> sample.organ().equals("thyroid") && Images.width(ImageFiles
			.readGray(sample.image())) == 64));
	}

	/** Patients of the first site are those of a set of one site; at others the same patients are seen by another scanner. */
	@Test
	void sitesAreScannersOfTheirOwn() throws IOException {
		final List<Sample> one = phantoms(folder.resolve("one"), 6, "testis", false).run(Monitor.NONE).samples();
		final MakePhantoms asked = phantoms(folder.resolve("six"), 6, "testis", false);
		final List<Sample> six = ((MakePhantoms) asked.with("sites", 6)).run(Monitor.NONE).samples();
		assertFalse(Files.readString(folder.resolve("one/dataset.csv")).contains("site"));
		final Set<Long> grains = new HashSet<>();
		for (int i = 0; i < six.size(); i++) {
			final byte[] there = Images.pixels(ImageFiles.readGray(six.get(i).image()));
			final int site = i / 4 + 1;
			assertEquals("site-" + site, six.get(i).extra().get("site"));
			assertEquals(one.get(i).label(), six.get(i).label());
			assertEquals(site == 1, Arrays.equals(Images.pixels(ImageFiles.readGray(one.get(i).image())), there), "site " + site);
			assertArrayEquals(Images.pixels(ImageFiles.readMask(one.get(i).mask())), Images.pixels(ImageFiles.readMask(six.get(i)
				.mask())), "the patient is the same");
			if (i % 4 == 0) grains.add(Math.round(200 * grain(there)));
		}
		assertTrue(grains.size() >= 4, "scanners differ in their grain: " + grains);
		assertEquals("site-6", Dataset.read(folder.resolve("six"), Monitor.NONE).samples().get(23).extra().get("site"));
		final List<Sample> screens = ((MakePhantoms) phantoms(folder.resolve("screens"), 6, "testis", true).with("sites", 6)).run(
			Monitor.NONE).samples();
		final Set<Integer> tops = new HashSet<>();
		for (final Sample sample : screens) {
			final byte[] mask = Images.pixels(ImageFiles.readMask(sample.mask()));
			int row = 0;
			while (row < 600 && IntStream.range(row * 800, row * 800 + 800).allMatch(at -> mask[at] == 0))
				row++;
			tops.add(row / 40);
		}
		assertTrue(tops.size() >= 4, "screens are laid out otherwise: " + tops);
	}

	/** {@return correlation of neighbours in a row} */
	private static double grain(final byte[] pixels) {
		final int[] grey = IntStream.range(0, pixels.length).map(i -> pixels[i] & 255).toArray();
		final double mean = Arrays.stream(grey).average().orElseThrow();
		double square = 0;
		double product = 0;
		for (int i = 1; i < grey.length; i++) {
			square += (grey[i] - mean) * (grey[i] - mean);
			product += (grey[i] - mean) * (grey[i - 1] - mean);
		}
		return product / square;
	}

	@Test
	void kidneysHaveThreeClasses() {
		final Path output = folder.resolve("k");
		new MakePhantoms(Map.of("output", output, "patients", 6, "organs", "kidney", "size", 64, "screens", false,
			"inhomogeneous", 0.7, "noise", 0.2, "markers", 0, "seed", 2)).run(Monitor.NONE);
		final Dataset data = Dataset.read(output, Monitor.NONE);
		assertEquals(List.of("dilated", "multicystic", "normal"), data.requireClasses());
		assertEquals(16, data.samples().stream().filter(sample -> !sample.truth().equals("normal")).count());
		assertTrue(data.samples().stream().allMatch(sample -> sample.organ().equals("kidney")));
		assertTrue(data.samples().stream().anyMatch(sample -> !sample.truth().equals(sample.label())));
	}

	@Test
	void markersAreBurntIntoTheMarkedViewsOnly() {
		final Path none = folder.resolve("none");
		final Path all = folder.resolve("all");
		new MakePhantoms(Map.of("output", none, "patients", 1, "size", 300, "screens", false, "inhomogeneous", 0, "markers", 0,
			"seed", 1)).run(Monitor.NONE);
		new MakePhantoms(Map.of("output", all, "patients", 1, "size", 300, "screens", false, "inhomogeneous", 0, "markers", 1,
			"seed", 1)).run(Monitor.NONE);
		for (final Sample sample : Dataset.read(none, Monitor.NONE).samples()) {
			final byte[] plain = Images.pixels(ImageFiles.readGray(sample.image()));
			final byte[] marked = Images.pixels(ImageFiles.readGray(all.resolve("images").resolve(sample.image()
				.getFileName())));
			int changed = 0;
			for (int i = 0; i < plain.length; i++)
				if (plain[i] != marked[i]) {
					changed++;
					assertTrue((marked[i] & 255) > (plain[i] & 255));
				}
			assertTrue(changed > 15 && changed < 3000, changed + " pixels of markers");
		}
	}

	@Test
	void wrongInputsWriteNothingAndNameKeyValueAndCure() {
		final Map<String, Object> wrong = Map.of("patients=0", 0, "patients=10000", 10000, "organs=liver",
			"liver", "sites=7", 7, "size=63", 63,
			"size=1025", 1025, "noise=1.5", 1.5, "noise=NaN", Double.NaN);
		wrong.forEach((text, value) -> {
			final MakePhantoms phantoms = phantoms(folder.resolve("out"), 2, "testis", true);
			final String message = assertThrows(SonoflowException.Input.class, () -> {
				phantoms.set(Map.of(text.substring(0, text.indexOf('=')), value));
				phantoms.run(Monitor.NONE);
			}).getMessage();
			assertTrue(message.startsWith(text) && message.contains("Allowed"), message);
			assertFalse(Files.exists(folder.resolve("out")));
		});
		assertTrue(assertThrows(SonoflowException.Input.class, () -> new MakePhantoms().run(Monitor.NONE)).getMessage()
			.contains("output"));
	}

	@Test
	void valuesWithoutEffectAreSaid() {
		final List<String> warnings = new ArrayList<>();
		new MakePhantoms(Map.of("output", folder.resolve("w"), "patients", 1, "organs", "testis,thyroid", "size", 128,
			"inhomogeneous", 0, "markers", 0, "biased", 1)).run(new Monitor() {

				@Override
				public void warn(final String text) {
					warnings.add(text);
				}
			});
		assertEquals(3, warnings.size(), warnings.toString());
		assertTrue(warnings.get(0).startsWith("size=128") && warnings.get(1).startsWith("biased=1.0") && warnings.get(2)
			.startsWith("organs=testis,thyroid"), warnings.toString());
	}

	@Test
	void anInterruptedRunGoesOn() throws IOException {
		final MakePhantoms config = phantoms(folder.resolve("r"), 3, "testis", true);
		final var stopper = new Monitor() {

			private volatile boolean stop;

			@Override
			public void progress(final String stage, final long done, final long total) {
				stop = true;
			}

			@Override
			public boolean isCancelled() {
				return stop;
			}
		};
		assertThrows(SonoflowException.Cancelled.class, () -> config.run(stopper));
		assertFalse(Files.exists(config.output.toPath().resolve(Dataset.FILE)));
		config.run(Monitor.NONE);
		phantoms(folder.resolve("whole"), 3, "testis", true).run(Monitor.NONE);
		assertNotNull(Dataset.read(config.output.toPath(), Monitor.NONE));
		assertSame(folder.resolve("whole"), config.output.toPath());
	}
}
