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
package io.sonoflow.legacy.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.read.FormatTest;
import io.sonoflow.read.SampleFiles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Bio-Formats, where somebody has it: {@code -Dbioformats.dir=FOLDER} names a folder with its jars and those it needs, e.g.
 * Fiji's {@code jars}. It is found as in Fiji, by ImageJ's class loader.
 */
class BioFormatsTest extends FormatTest {

	private static final int W = SampleFiles.WIDTH, H = SampleFiles.HEIGHT;

	/** Strangers' files, where they are. */
	private static final List<Path> FOLDERS = List.of(Path.of("..", "shared", "cases"), Path.of("..", "shared", "data"));

	/** Of each folder of these so many are read, and of each clip so many frames. */
	private static final int FILES = 4, FRAMES = 3;

	private URLClassLoader jars;

	@BeforeEach
	void install() throws Exception {
		final String dir = System.getProperty("bioformats.dir", "");
		if (dir.isBlank()) System.out.println("[bioformats] skipped: no -Dbioformats.dir=FOLDER of Bio-Formats' jars");
		assumeFalse(dir.isBlank(), "skipped: no -Dbioformats.dir=FOLDER of Bio-Formats' jars");
		final List<URL> urls = new ArrayList<>();
		try (Stream<Path> files = Files.walk(Path.of(dir))) {
			for (final Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList())
				urls.add(jar.toUri().toURL());
		}
		// Apart from our own libraries, so that what it needs is what the folder holds.
		jars = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
		use(jars);
		assertTrue(BioFormats.loader().isPresent(), "no Bio-Formats in " + dir);
	}

	@AfterEach
	void remove() throws Exception {
		if (jars == null) return;
		use(getClass().getClassLoader());
		jars.close();
	}

	/** ImageJ sets its class loader itself; as it is patched for SciJava, the field has another name. */
	private static void use(final ClassLoader loader) throws Exception {
		final Class<?> ij = Class.forName("ij.IJ");
		for (final Field field : ij.getDeclaredFields())
			if (field.getName().equals("classLoader") || field.getName().equals("_classLoader")) {
				field.setAccessible(true);
				field.set(null, loader);
			}
	}

	/** {@return the first frames' colours, or why there are none} */
	private static Object outcome(final Path path) {
		try (FrameReader reader = ImageFiles.open(path)) {
			final List<Object> all = new ArrayList<>(List.of(reader.frames(), reader.width(), reader.height()));
			for (int f = 0; f < Math.min(FRAMES, reader.frames()); f++) {
				for (final int color : reader.color(f).update(null).getCurrentStorageArray())
					all.add(color);
			}
			return all;
		}
		catch (final SonoflowException.File e) {
			return e.getMessage();
		}
	}

	private void assertSame(final List<Path> files) throws Exception {
		final List<Object> with = files.stream().map(BioFormatsTest::outcome).toList();
		use(getClass().getClassLoader());
		assertTrue(BioFormats.loader().isEmpty(), "Bio-Formats is on the class path");
		int read = 0;
		for (int i = 0; i < files.size(); i++) {
			final Object without = outcome(files.get(i));
			if (without instanceof String) {
				System.out.println("[bioformats] " + files.get(i) + ": " + (with.get(i) instanceof String ? with.get(i)
					: "read by Bio-Formats only"));
				continue;
			}
			read++;
			assertEquals(without, with.get(i), files.get(i).toString());
		}
		System.out.println("[bioformats] " + read + " of " + files.size() + " files are read without it, and equal with it");
		assertTrue(read > 0);
	}

	@Test
	void whatIsReadWithoutItIsTheSameWithIt() throws Exception {
		final List<Path> files = new ArrayList<>();
		for (final var each : SampleFiles.all().entrySet())
			files.add(Files.write(folder.resolve(each.getKey()), each.getValue()));
		assertSame(files);
	}

	@Test
	void strangersFilesAreTheSameWithIt() throws Exception {
		final List<Path> files = new ArrayList<>();
		for (final Path root : FOLDERS) {
			assumeTrue(Files.isDirectory(root), root + " is absent");
			try (Stream<Path> folders = Files.walk(root)) {
				for (final Path each : folders.filter(Files::isDirectory).sorted().toList())
					try (Stream<Path> inside = Files.list(each)) {
						inside.filter(Files::isRegularFile).filter(file -> !file.toString().matches(".*\\.(csv|md|txt|json|py)")).sorted()
							.limit(root.endsWith("data") ? FILES : Integer.MAX_VALUE).forEach(files::add);
					}
			}
		}
		assertSame(files);
	}

	private Path write(final String name, final Object... parts) throws IOException {
		return Files.write(folder.resolve(name), SampleFiles.bytes(parts));
	}

	private static String nrrd(final String type, final String sizes) {
		return "NRRD0004\ntype: " + type + "\ndimension: " + sizes.split(" ").length + "\nsizes: " + sizes +
			"\nencoding: raw\nendian: little\n\n";
	}

	private static byte[] planes(final int count) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int f = 0; f < count; f++)
			out.writeBytes(SampleFiles.levels(f));
		return out.toByteArray();
	}

	/** The frames are the sample planes, and no more. */
	private static void assertLevels(final int expected, final List<int[]> frames) {
		assertEquals(expected, frames.size());
		for (int f = 0; f < expected; f++) {
			final byte[] levels = SampleFiles.levels(f);
			assertPixels(i -> (levels[i] & 255) * 0x10101, frames.get(f), 0);
		}
	}

	@Test
	void allPlacesAndTimesAreFrames() throws Exception {
		assertLevels(5, read(write("volume.nrrd", nrrd("uint8", W + " " + H + " 5"), planes(5))));
		final Path both = write("both.ics", "\t\nics_version\t2.0\nfilename\tboth\nlayout\tparameters\t5\n" +
			"layout\torder\tbits\tx\ty\tz\tt\nlayout\tsizes\t8\t" + W + "\t" + H + "\t2\t3\n" +
			"layout\tsignificant_bits\t8\nrepresentation\tformat\tinteger\nrepresentation\tsign\tunsigned\n" +
			"representation\tcompression\tuncompressed\nrepresentation\tbyte_order\t1\nend\n", planes(6));
		assertLevels(6, read(both));
	}

	@Test
	void channelsAreColours() throws Exception {
		final byte[] mixed = new byte[3 * W * H];
		for (int i = 0; i < W * H; i++)
			for (int c = 0; c < 3; c++)
				mixed[3 * i + c] = SampleFiles.levels(c)[i];
		final List<int[]> frames = read(write("colours.nrrd", nrrd("uint8", "3 " + W + " " + H + " 1"), mixed));
		assertEquals(1, frames.size());
		assertPixels(i -> (mixed[3 * i] & 255) << 16 | (mixed[3 * i + 1] & 255) << 8 | mixed[3 * i + 2] & 255, frames.get(0), 0);
	}

	@Test
	void seriesOfOneSizeAreFrames() throws Exception {
		assertEquals(12, read(write("s&sizeX=20&sizeY=24&series=2&sizeZ=2&sizeT=3.fake", "x")).size());
	}

	/** {@return the message of a refusal} */
	private static String refused(final Path path) {
		final Object outcome = outcome(path);
		assertTrue(outcome instanceof String, path + " was read");
		assertTrue(outcome.toString().contains(path.toString()), outcome.toString());
		return outcome.toString();
	}

	@Test
	void deepAndForeignSamplesAreRefused() throws Exception {
		assertTrue(refused(write("deep.nrrd", nrrd("uint16", W + " " + H), planes(2))).contains("16 bits a pixel"));
		assertTrue(refused(write("x&sizeX=20&sizeY=24&pixelType=float.fake", "x")).contains("32 bits a pixel"));
		assertTrue(refused(write("x&sizeX=20&sizeY=24&pixelType=int8.fake", "x")).contains("signed"));
		assertTrue(refused(write("x&sizeX=20&sizeY=24&sizeC=5.fake", "x")).contains("5 channels"));
	}

	@Test
	void whatItReadsInPartIsRefused() throws Exception {
		final ByteArrayOutputStream zip = new ByteArrayOutputStream();
		try (ZipOutputStream out = new ZipOutputStream(zip)) {
			for (final String name : new String[] { "a.png", "b.png" }) {
				out.putNextEntry(new ZipEntry(name));
				out.write(SampleFiles.all().get("gray.png"));
			}
		}
		assertTrue(refused(write("two.zip", zip.toByteArray())).contains("Unpack it"));
		refused(write("table.txt", "x,y,intensity\n0,0,1\n1,0,2\n0,1,3\n1,1,4\n"));
		refused(write("headless.png", "PNG"));
		refused(write("short.nrrd", nrrd("uint8", W + " " + H + " 5"), planes(1)));
	}

	/** Whatever it says of them, the user learns what they are and what to do. */
	@Test
	void videosAreNamed() throws Exception {
		final String message = refused(write("clip.mp4", 0, 0, 0, 24, "ftypisom", 0, 0, 2, 0, "isommp41", 0, 0, 0, 8, "mdat"));
		assertTrue(message.contains("broken"), message);
		final String meta = refused(write("a.mha", "ObjectType = Image\nNDims = 2\nDimSize = 2 2\nElementType = MET_UCHAR\n" +
			"ElementDataFile = LOCAL\n", new byte[4]));
		assertTrue(meta.contains("MetaImage"), meta);
	}

	/** Files are then not called unknown as if it were not there. */
	@Test
	void oneThatDoesNotStartIsNamed() throws Exception {
		final URL alone = ((JarURLConnection) jars.findResource("loci/formats/ImageReader.class").openConnection())
			.getJarFileURL();
		try (URLClassLoader broken = new URLClassLoader(new URL[] { alone }, ClassLoader.getPlatformClassLoader())) {
			use(broken);
			final String message = refused(write("volume.nrrd", nrrd("uint8", W + " " + H + " 5"), planes(5)));
			assertTrue(message.contains("NRRD") && message.contains("does not start"), message);
		}
	}

	/** Our own refusal ends it: it would walk in circles until the memory is full. */
	@Test
	void aTiffThatLoopsNeverReachesIt() throws Exception {
		final byte[] tiff = SampleFiles.tiff(1, 8, 1, SampleFiles.levels(0));
		final int at = 8 + W * H + W * H % 2;
		System.arraycopy(SampleFiles.ints(at), 0, tiff, at + 2 + 12 * 9, 4);
		final String message = refused(write("loop.tif", tiff));
		assertTrue(message.contains("comes back"), message);
		assertFalse(message.contains("Bio-Formats"), message);
	}

	@Test
	void manyThreads() throws Exception {
		final List<Path> files = new ArrayList<>();
		for (int i = 0; i < 24; i++)
			files.add(write("t" + i + ".nrrd", nrrd("uint8", W + " " + H + " " + (1 + i % 4)), planes(1 + i % 4)));
		Parallel.map("read", files.size(), Monitor.NONE, i -> {
			assertLevels(1 + i % 4, read(files.get(i)));
			return i;
		});
	}

	/** Read or refused: the file is closed. */
	@Test
	void filesAreClosed() throws Exception {
		final Path handles = Path.of("/proc/self/fd");
		assumeTrue(Files.isDirectory(handles), "only Linux lists open files");
		read(write("volume.nrrd", nrrd("uint8", W + " " + H + " 5"), planes(5)));
		refused(write("deep.nrrd", nrrd("uint16", W + " " + H), planes(2)));
		refused(write("short.nrrd", nrrd("uint8", W + " " + H + " 5"), planes(1)));
		final List<String> open = new ArrayList<>();
		try (Stream<Path> all = Files.list(handles)) {
			for (final Path one : all.toList())
				if (Files.isSymbolicLink(one)) open.add(Files.readSymbolicLink(one).toString());
		}
		assertEquals(List.of(), open.stream().filter(name -> name.endsWith(".nrrd")).toList());
	}

	/** DICOM is decided by our reader alone: what it refuses by name, Bio-Formats shows wrong in silence. */
	@Test
	void dicomNeverReachesIt() throws Exception {
		final byte[] syntax = "1.2.840.10008.1.2.4.80".getBytes(StandardCharsets.US_ASCII);
		final Path path = write("ls.dcm", new byte[128], "DICM", SampleFiles.shorts(2, 0x10), "UI", SampleFiles.shorts(syntax.length),
			syntax);
		final String message = refused(path);
		use(getClass().getClassLoader());
		assertEquals(refused(path), message);
		assertArrayEquals(new String[0], message.lines().filter(line -> line.contains("Bio-Formats")).toArray());
	}
}
