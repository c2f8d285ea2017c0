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
package io.sonoflow.read.tiff;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReader;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.FileBytes;
import io.sonoflow.read.Planes;
import io.sonoflow.read.Samples;
import io.sonoflow.read.still.JpegFormat;

import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.stream.FileImageInputStream;

/** Decodes the pages of a TIFF: samples by TwelveMonkeys' reader, JPEG by {@link JpegFormat}, colours here. */
final class TiffPixels implements AutoCloseable {

	/**
	 * Of warnings, those that change no pixel: profiles are not applied, colours are decided here and not laid between
	 * pixels, counts that are missing or too small for what is not compressed are not needed.
	 */
	private static final List<String> HARMLESS = List.of("ICC", "Missing PhotometricInterpretation", "8 bit ColorMap",
		"Missing TileByteCounts", "Missing StripByteCounts", "Ignoring all-zero", "tileByteCount < required",
		"YCbCrPositioning");

	private final FileBytes file;
	private final FileImageInputStream stream;
	private final TIFFImageReader reader;
	private final List<String> warnings = new ArrayList<>();
	private boolean closed;

	TiffPixels(final Path path, final FileBytes file) throws IOException {
		this.file = file;
		stream = new FileImageInputStream(path.toFile());
		reader = new TIFFImageReaderSpi().createReaderInstance(null);
		reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
		reader.setInput(stream);
	}

	/**
	 * @param index its place among all pages of the file
	 * @return the page, upright and on black
	 */
	Bitmap decode(final TiffPage page, final int index) throws IOException {
		final byte[][] bands = page.compression == TiffPage.JPEG ? jpeg(page) : samples(page, index);
		return bitmap(page, bands).upright(page.orientation());
	}

	/** {@return the page as it is stored} */
	Raster raster(final TiffPage page, final int index) throws IOException {
		warnings.clear();
		final Raster raster = reader.readRaster(index, null);
		for (final String warning : warnings)
			if (HARMLESS.stream().noneMatch(warning::contains)) throw new IOException("its decoder warns: " + warning);
		if (raster.getNumBands() < page.samples) throw new IOException("its decoder gives " + raster.getNumBands() + " of " +
			page.samples + " samples");
		return raster;
	}

	private byte[][] samples(final TiffPage page, final int index) throws IOException {
		final Raster raster = raster(page, index);
		final byte[][] bands = new byte[page.samples][];
		for (int b = 0; b < bands.length; b++)
			bands[b] = Samples.band(raster, b);
		return bands;
	}

	/** {@return plane number index of those that lie behind the page's own without pages, uncompressed} */
	Bitmap behind(final TiffPage page, final int index) throws IOException {
		final int size = page.width * page.height;
		final byte[] data = file.bytes(page.offsets()[0] + (long) size * page.samples * index, (long) size * page.samples);
		final byte[][] bands = new byte[page.samples][size];
		for (int i = 0; i < data.length; i++)
			bands[i % page.samples][i / page.samples] = data[i];
		return bitmap(page, bands).upright(page.orientation());
	}

	/** Each strip or tile is a JPEG of its own, without the tables that all share. */
	private byte[][] jpeg(final TiffPage page) throws IOException {
		final byte[][] bands = new byte[page.samples][page.width * page.height];
		final byte[] tables = page.directory.bytes(TiffDirectory.JPEG_TABLES);
		final long[] offsets = page.offsets();
		final long[] counts = page.directory.values(page.isTiled() ? TiffDirectory.TILE_BYTES : TiffDirectory.STRIP_BYTES);
		final int across = (page.width + page.tileWidth() - 1) / page.tileWidth();
		final int down = (page.height + page.tileHeight() - 1) / page.tileHeight();
		for (int i = 0; i < across * down * (page.planar ? page.samples : 1); i++) {
			final long count = i < counts.length ? counts[i] : file.size() - offsets[i];
			final Planes part = JpegFormat.planes(withTables(tables, file.bytes(offsets[i], count)), page.photometric !=
				TiffPage.YCBCR);
			final int plane = i % (across * down);
			final int left = plane % across * page.tileWidth();
			final int top = plane / across * page.tileHeight();
			if (part.bands().length < (page.planar ? 1 : page.samples)) throw new IOException("a part of it has too few samples");
			for (int b = 0; b < (page.planar ? 1 : page.samples); b++)
				place(page, part, b, left, top, bands[page.planar ? i / (across * down) : b]);
		}
		return bands;
	}

	private static void place(final TiffPage page, final Planes part, final int from, final int left, final int top,
		final byte[] band) throws IOException
	{
		final int columns = Math.min(page.tileWidth(), page.width - left);
		final int rows = Math.min(page.tileHeight(), page.height - top);
		if (part.width() < columns || part.height() < rows) throw new IOException("a part of it is too small");
		for (int y = 0; y < rows; y++)
			System.arraycopy(part.bands()[from], y * part.width(), band, (top + y) * page.width + left, columns);
	}

	private static byte[] withTables(final byte[] tables, final byte[] jpeg) {
		if (tables.length < 4 || jpeg.length < 2) return jpeg;
		final ByteArrayOutputStream out = new ByteArrayOutputStream(tables.length + jpeg.length);
		out.write(tables, 0, tables.length - 2);
		out.write(jpeg, 2, jpeg.length - 2);
		return out.toByteArray();
	}

	private static Bitmap bitmap(final TiffPage page, final byte[][] bands) throws IOException {
		final int alpha = page.alpha();
		final int[] palette = page.samples >= 1 && page.photometric != TiffPage.RGB && page.photometric != TiffPage.CMYK &&
			page.photometric != TiffPage.YCBCR ? page.palette() : null;
		if (palette != null && alpha < 0) return Bitmap.ofPalette(page.width, page.height, bands[0], palette);
		final int[] colors = new int[page.width * page.height];
		final int most = (1 << page.bits) - 1;
		for (int i = 0; i < colors.length; i++) {
			final int color = palette != null ? palette[bands[0][i] & 255] : color(page, bands, i, most);
			colors[i] = alpha < 0 ? color : Bitmap.onBlack(color & 0xFFFFFF | (bands[alpha][i] & 255) * 255 / most << 24);
		}
		return Bitmap.ofColors(page.width, page.height, colors);
	}

	private static int color(final TiffPage page, final byte[][] bands, final int i, final int most) {
		final int first = (bands[0][i] & 255) * 255 / most;
		final int second = (bands[1][i] & 255) * 255 / most;
		final int third = (bands[2][i] & 255) * 255 / most;
		if (page.photometric == TiffPage.CMYK) return Samples.times(Samples.rgb(255 - first, 255 - second, 255 - third), 255 -
			(bands[3][i] & 255) * 255 / most);
		if (page.photometric == TiffPage.YCBCR && page.compression != TiffPage.JPEG) return Samples.yccToRgb(first, second, third);
		return Samples.rgb(first, second, third);
	}

	@Override
	public void close() {
		if (closed) return;
		closed = true;
		reader.dispose();
		file.close();
		try {
			stream.close();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
