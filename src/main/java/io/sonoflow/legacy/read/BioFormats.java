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

import ij.IJ;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.read.Bitmap;
import io.sonoflow.read.FrameFormat;
import io.sonoflow.read.ImageDecoders;
import io.sonoflow.read.Pixels;
import io.sonoflow.read.UnknownKind;
import io.sonoflow.read.UnsupportedKindException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bio-Formats, where it is installed, for what no other decoder here reads: by its API, found at run time, with a reader
 * of its own for every file. It is never asked for files of a kind that another decoder reads.
 */
public final class BioFormats implements FrameFormat {

	private static final String READER = "loci.formats.ImageReader";
	private static final String CURE = "Save it as PNG or as a TIFF of one size, e.g. with Fiji.";

	/** It walks in circles in some broken files. */
	private static final int SECONDS = 120;

	/**
	 * What it must not read though it could: kinds that have a decoder here, which it shows otherwise in silence, and
	 * files that are several or none: of an archive it takes one picture, and any table for one.
	 */
	private static final Set<String> NOT_ITS = Set.of("DICOM", "JPEG", "Animated PNG", "Graphics Interchange Format",
		"Windows Bitmap", "Portable Any Map", "Zip", "File pattern", "Text");

	private static final int UINT8 = 1;
	private static final int[] BITS = { 8, 8, 16, 16, 32, 32, 32, 64, 1 };

	/** {@return where Bio-Formats is, in ImageJ's plugins or beside us; empty if it is not installed} */
	static Optional<ClassLoader> loader() {
		for (final ClassLoader loader : new ClassLoader[] { BioFormats.class.getClassLoader(), IJ.getClassLoader() })
			if (loader != null) try {
				Class.forName(READER, false, loader);
				return Optional.of(loader);
			}
			catch (final ClassNotFoundException | LinkageError e) {
				continue;
			}
		return Optional.empty();
	}

	/** It claims tables and what not. */
	@Override
	public boolean isSure() {
		return false;
	}

	@Override
	public boolean claims(final byte[] head, final Path path) {
		final Optional<ClassLoader> loader = loader();
		if (loader.isEmpty() || head.length == 0) return false;
		try {
			return limited(path, () -> {
				final Loci reader = Loci.create(loader.get());
				try {
					return reader.isThisType(path.toString(), true);
				}
				finally {
					close(reader);
				}
			});
		}
		catch (final IOException e) {
			// It does not start or stumbles: opening says so.
			return true;
		}
	}

	@Override
	public FrameReader open(final Path path) throws IOException {
		try {
			return planes(path);
		}
		catch (final UnsupportedKindException e) {
			throw e;
		}
		catch (final IOException e) {
			throw refused(path, e.getMessage());
		}
	}

	private static FrameReader planes(final Path path) throws IOException {
		final Loci reader = Loci.create(loader().orElseThrow());
		Planes opened = null;
		try {
			limited(path, () -> {
				reader.setGroupFiles(false);
				reader.setFlattenedResolutions(false);
				reader.setId(path.toString());
				return null;
			});
			if (NOT_ITS.contains(reader.getFormat())) throw refused(path, "it takes it for \"" + reader.getFormat() +
				"\", which it does not read right or whole");
			opened = new Planes(path, reader);
			return opened;
		}
		finally {
			if (opened == null) close(reader);
		}
	}

	/** It claims much that it then cannot open, so what the file is counts first, and what it says second. */
	private static UnsupportedKindException refused(final Path path, final String reason) throws IOException {
		final UnsupportedKindException kind;
		try (var in = Files.newInputStream(path)) {
			kind = UnknownKind.of(in.readNBytes(HEAD));
		}
		return new UnsupportedKindException(kind.getMessage() + " (Bio-Formats was asked, too: " + reason + ")", kind.cure()
			.contains("Bio-Formats") ? CURE : kind.cure());
	}

	private static void close(final Loci reader) {
		try {
			reader.close();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** {@return what the task gives, in time; its thread is left behind if it does not come back} */
	private static <T> T limited(final Path path, final Callable<T> task) throws IOException {
		final FutureTask<T> future = new FutureTask<>(task);
		final Thread thread = new Thread(future, "Bio-Formats opens " + path.getFileName());
		thread.setDaemon(true);
		loader().ifPresent(thread::setContextClassLoader);
		thread.start();
		try {
			return future.get(SECONDS, TimeUnit.SECONDS);
		}
		catch (final TimeoutException e) {
			thread.interrupt();
			throw new IOException("it did not open it within " + SECONDS + " seconds", e);
		}
		catch (final InterruptedException e) {
			thread.interrupt();
			Thread.currentThread().interrupt();
			throw new IOException("opening it was interrupted", e);
		}
		catch (final ExecutionException e) {
			if (e.getCause() instanceof final IOException cause) throw cause;
			throw new IOException("it says " + e.getCause(), e.getCause());
		}
	}

	/** The planes of all series; the channels of a place and time are one picture. */
	private static final class Planes extends Pixels {

		private final Path path;
		private final Loci reader;
		private final int width;
		private final int height;
		private int frames;
		private int last = -1;
		private Frame kept;

		Planes(final Path path, final Loci reader) throws IOException {
			this.path = path;
			this.reader = reader;
			width = reader.getSizeX();
			height = reader.getSizeY();
			Bitmap.require(width, height);
			for (int series = 0; series < reader.getSeriesCount(); series++)
				add(series);
			frame(0);
		}

		private void add(final int series) throws IOException {
			reader.setSeries(series);
			if (reader.isThumbnailSeries()) return;
			if (reader.getSizeX() != width || reader.getSizeY() != height) throw UnsupportedKindException.forAll(
				"a file of several images of different sizes (the first has " + width + " x " + height + " pixels, number " + (series +
					1) + " has " + reader.getSizeX() + " x " + reader.getSizeY() + "), which cannot be one clip", CURE);
			final int type = reader.getPixelType();
			if (type != UINT8 && type < BITS.length && BITS[type] > 8) throw tooDeep(path, BITS[type]);
			if (type != UINT8) throw UnsupportedKindException.forAll("a file of " +
				(type == 0 ? "signed bytes" : type < BITS.length ? "single bits" : "numbers of an unknown type") +
				", which are no grey levels", CURE);
			final int channels = reader.getSizeC();
			if (channels != 1 && channels != 3 && (channels > 4 ||
				reader.getRGBChannelCount() != channels)) throw UnsupportedKindException.forAll(
				"a file of " + channels + " channels, which are neither grey nor colours", CURE);
			frames += reader.getSizeZ() * reader.getSizeT();
		}

		@Override
		public int frames() {
			return frames;
		}

		@Override
		public int width() {
			return width;
		}

		@Override
		public int height() {
			return height;
		}

		@Override
		public String header() {
			return "";
		}

		@Override
		public Frame frame(final int index) {
			if (index != last) kept = decode(index);
			last = index;
			return kept;
		}

		private Frame decode(final int index) {
			int place = index;
			for (int series = 0;; series++) {
				reader.setSeries(series);
				final int count = reader.isThumbnailSeries() ? 0 : reader.getSizeZ() * reader.getSizeT();
				if (place < count) break;
				place -= count;
			}
			final byte[][] bands = new byte[reader.getSizeC()][];
			for (int c = 0; c < bands.length; c++)
				bands[c] = plane(place % reader.getSizeZ(), c, place / reader.getSizeZ());
			return bands.length == 1 ? Bitmap.ofGray(width, height, bands[0]).frame() : new Frame(null, null, colors(bands));
		}

		private byte[] plane(final int z, final int c, final int t) {
			try {
				final byte[] plane = reader.openBytes(reader.getIndex(z, c, t));
				if (plane.length >= width * height) return plane;
				throw new IOException("Bio-Formats gives " + plane.length + " of " + width * height + " pixels");
			}
			catch (final IOException | RuntimeException | OutOfMemoryError e) {
				throw ImageDecoders.broken(path, e);
			}
		}

		/** Two and four channels: the last is how opaque a pixel is. */
		private static int[] colors(final byte[][] bands) {
			final int[] colors = new int[bands[0].length];
			final int green = bands.length > 2 ? 1 : 0;
			final int blue = bands.length > 2 ? 2 : 0;
			for (int i = 0; i < colors.length; i++) {
				final int alpha = bands.length % 2 == 0 ? bands[bands.length - 1][i] & 255 : 255;
				colors[i] = Bitmap.onBlack(alpha << 24 | (bands[0][i] & 255) << 16 | (bands[green][i] & 255) << 8 | bands[blue][i] & 255);
			}
			return colors;
		}

		@Override
		public void close() {
			BioFormats.close(reader);
		}
	}
}
