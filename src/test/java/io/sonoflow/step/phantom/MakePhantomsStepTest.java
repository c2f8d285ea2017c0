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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakePhantomsStepTest {

	@TempDir
	private Path folder;

	private static MakePhantomsStep.Config config(final Path output, final int patients, final String organs,
		final boolean screens)
	{
		return new MakePhantomsStep.Config(output, patients, organs, 256, screens, 0.5, 0, 0.5, 0, 5, false);
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
		final MakePhantomsStep.Config defaults = MakePhantomsStep.Config.of(folder.resolve("again"));
		MakePhantomsStep.run(new MakePhantomsStep.Config(defaults.output(), 10, defaults.organs(), defaults.size(), defaults
			.screens(), 0.4, 0.1, defaults.markers(), defaults.biased(), 1, false), Monitor.NONE);
		assertSame(sampleData, defaults.output());
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
				pool.submit(() -> MakePhantomsStep.run(config(folder.resolve("t" + threads), 3, "testis,thyroid", false),
					Monitor.NONE)).get();
			}
			finally {
				pool.shutdown();
			}
		}
		assertSame(folder.resolve("t1"), folder.resolve("t2"));
	}

	@Test
	void screensHoldTheViewsWhereTheyAreCropped() {
		final List<Sample> samples = MakePhantomsStep.run(config(folder.resolve("s"), 2, "testis", true), Monitor.NONE)
			.samples();
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
		final MakePhantomsStep.Config config = new MakePhantomsStep.Config(folder.resolve("v"), 5, "thyroid", 64, false, 0.4,
			0.2, 0, 0, 2, false);
		MakePhantomsStep.run(config, Monitor.NONE);
		final Dataset data = Dataset.read(config.output(), Monitor.NONE);
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

	@Test
	void markersAreBurntIntoTheMarkedViewsOnly() {
		final Path none = folder.resolve("none");
		final Path all = folder.resolve("all");
		MakePhantomsStep.run(new MakePhantomsStep.Config(none, 1, "testis", 300, false, 0, 0, 0, 0, 1, false), Monitor.NONE);
		MakePhantomsStep.run(new MakePhantomsStep.Config(all, 1, "testis", 300, false, 0, 0, 1, 0, 1, false), Monitor.NONE);
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
		final MakePhantomsStep.Config good = config(folder.resolve("out"), 2, "testis", true);
		final Map<String, UnaryOperator<MakePhantomsStep.Config>> wrong = Map.of(//
			"patients=0", c -> copy(c, 0, c.organs(), c.size(), c.noise()), //
			"patients=10000", c -> copy(c, 10000, c.organs(), c.size(), c.noise()), //
			"organs=liver", c -> copy(c, 2, "liver", c.size(), c.noise()), //
			"size=63", c -> copy(c, 2, c.organs(), 63, c.noise()), //
			"size=1025", c -> copy(c, 2, c.organs(), 1025, c.noise()), //
			"noise=1.5", c -> copy(c, 2, c.organs(), c.size(), 1.5), //
			"noise=NaN", c -> copy(c, 2, c.organs(), c.size(), Double.NaN));
		wrong.forEach((text, change) -> {
			final String message = assertThrows(SonoflowException.Input.class, () -> MakePhantomsStep.run(change.apply(good),
				Monitor.NONE)).getMessage();
			assertTrue(message.startsWith(text) && (message.contains("allowed") || message.contains("testis, thyroid")),
				message);
			assertFalse(Files.exists(good.output()));
		});
		final MakePhantomsStep.Config nowhere = config(null, 2, "testis", true);
		assertTrue(assertThrows(SonoflowException.Input.class, () -> MakePhantomsStep.run(nowhere, Monitor.NONE)).getMessage()
			.contains("output"));
	}

	private static MakePhantomsStep.Config copy(final MakePhantomsStep.Config c, final int patients, final String organs,
		final int size, final double noise)
	{
		return new MakePhantomsStep.Config(c.output(), patients, organs, size, c.screens(), c.inhomogeneous(), noise, c
			.markers(), c.biased(), c.seed(), c.overwrite());
	}

	@Test
	void valuesWithoutEffectAreSaid() {
		final List<String> warnings = new ArrayList<>();
		MakePhantomsStep.run(new MakePhantomsStep.Config(folder.resolve("w"), 1, "testis,thyroid", 128, true, 0, 0, 0, 1, 0,
			false), new Monitor() {

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
		final MakePhantomsStep.Config config = config(folder.resolve("r"), 3, "testis", true);
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
		assertThrows(SonoflowException.Cancelled.class, () -> MakePhantomsStep.run(config, stopper));
		assertFalse(Files.exists(config.output().resolve(Dataset.FILE)));
		MakePhantomsStep.run(config, Monitor.NONE);
		MakePhantomsStep.run(config(folder.resolve("whole"), 3, "testis", true), Monitor.NONE);
		assertNotNull(Dataset.read(config.output(), Monitor.NONE));
		assertSame(folder.resolve("whole"), config.output());
	}
}
