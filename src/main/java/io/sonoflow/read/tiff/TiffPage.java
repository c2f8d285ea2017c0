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

import static io.sonoflow.read.tiff.TiffDirectory.BITS;
import static io.sonoflow.read.tiff.TiffDirectory.COLOR_MAP;
import static io.sonoflow.read.tiff.TiffDirectory.COMPRESSION;
import static io.sonoflow.read.tiff.TiffDirectory.EXTRA_SAMPLES;
import static io.sonoflow.read.tiff.TiffDirectory.HEIGHT;
import static io.sonoflow.read.tiff.TiffDirectory.INK_SET;
import static io.sonoflow.read.tiff.TiffDirectory.OLD_SUBFILE;
import static io.sonoflow.read.tiff.TiffDirectory.ORIENTATION;
import static io.sonoflow.read.tiff.TiffDirectory.PHOTOMETRIC;
import static io.sonoflow.read.tiff.TiffDirectory.PLANAR;
import static io.sonoflow.read.tiff.TiffDirectory.ROWS_PER_STRIP;
import static io.sonoflow.read.tiff.TiffDirectory.SAMPLES;
import static io.sonoflow.read.tiff.TiffDirectory.SAMPLE_FORMAT;
import static io.sonoflow.read.tiff.TiffDirectory.STRIP_BYTES;
import static io.sonoflow.read.tiff.TiffDirectory.STRIP_OFFSETS;
import static io.sonoflow.read.tiff.TiffDirectory.SUBFILE;
import static io.sonoflow.read.tiff.TiffDirectory.TILE_BYTES;
import static io.sonoflow.read.tiff.TiffDirectory.TILE_HEIGHT;
import static io.sonoflow.read.tiff.TiffDirectory.TILE_OFFSETS;
import static io.sonoflow.read.tiff.TiffDirectory.TILE_WIDTH;
import static io.sonoflow.read.tiff.TiffDirectory.WIDTH;

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.Pixels;
import io.sonoflow.read.Samples;
import io.sonoflow.read.UnsupportedKindException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** What one page of a TIFF is, from its fields; nothing is decoded yet. */
final class TiffPage {

	static final int WHITE_IS_ZERO = 0, BLACK_IS_ZERO = 1, RGB = 2, PALETTE = 3, MASK = 4, CMYK = 5, YCBCR = 6;
	static final int NONE = 1, JPEG = 7;

	private static final Map<Integer, String> OTHER_COMPRESSIONS = Map.of(6, "old JPEG", 34712, "JPEG 2000", 33003, "JPEG 2000",
		33005, "JPEG 2000", 34925, "LZMA", 50000, "Zstandard", 50001, "WebP", 34892, "lossy JPEG", 34887, "LERC");
	private static final int[] COMPRESSIONS = { NONE, 2, 3, 4, 5, JPEG, 8, 32773, 32946 };
	private static final int MOST_SIDE = 1 << 20;
	private static final String CURE = "Save it without compression or with LZW, e.g. in Fiji: File>Save As>Tiff.";

	final TiffDirectory directory;
	final int width;
	final int height;
	final int bits;
	final int samples;
	final int compression;
	final int photometric;
	final boolean planar;

	TiffPage(final TiffDirectory directory) throws IOException {
		this.directory = directory;
		Bitmap.require(directory.value(WIDTH, 0), directory.value(HEIGHT, 0));
		width = (int) directory.value(WIDTH, 0);
		height = (int) directory.value(HEIGHT, 0);
		samples = (int) directory.value(SAMPLES, 1);
		bits = (int) directory.value(BITS, 1);
		compression = (int) directory.value(COMPRESSION, NONE);
		// Some writers forget it: what it must be follows from the number of samples.
		photometric = (int) directory.value(PHOTOMETRIC, samples >= 3 ? RGB : directory.has(COLOR_MAP) ? PALETTE : BLACK_IS_ZERO);
		planar = samples > 1 && directory.value(PLANAR, 1) == 2;
	}

	/** {@return whether it is a smaller copy or a mask of another page} */
	boolean isSideShow() throws IOException {
		return (directory.value(SUBFILE, 0) & 5) != 0 || directory.value(OLD_SUBFILE, 1) == 2;
	}

	/** {@return whether it is grey in more than 8 bits, and nothing else} */
	boolean isDeepGray() {
		return bits > 8 && samples == 1 && (photometric == BLACK_IS_ZERO || photometric == WHITE_IS_ZERO);
	}

	/** Refuses what is not decoded right, and what was cut off, before anything is decoded. */
	void check(final Path path, final long fileSize) throws IOException {
		for (final long one : directory.values(BITS))
			if (one != bits) throw UnsupportedKindException.forAll("a TIFF whose samples have different numbers of bits", CURE);
		final long format = directory.value(SAMPLE_FORMAT, 1);
		if (bits > 8) throw Pixels.tooDeep(path, bits);
		if (format != 1 && format != 4 || bits != 1 && bits != 2 && bits != 4 && bits != 8) throw UnsupportedKindException.forAll(
			"a TIFF of " + bits + "-bit samples of the format " + format, CURE);
		checkKind();
		checkData(fileSize);
	}

	private void checkKind() throws IOException {
		if (Arrays.stream(COMPRESSIONS).noneMatch(one -> one == compression)) throw otherCompression();
		final int colors = switch (photometric) {
			case WHITE_IS_ZERO, BLACK_IS_ZERO, PALETTE, MASK -> 1;
			case RGB, YCBCR -> 3;
			case CMYK -> 4;
			default -> throw UnsupportedKindException.forAll("a TIFF with the colours number " + photometric +
				" (CIELab, a camera's raw or others), which are not read here", CURE);
		};
		if (samples < colors || samples > colors + 8) throw UnsupportedKindException.forAll("a TIFF of " + samples +
			" samples a pixel, " + colors + " of them colours", CURE);
		if (photometric == CMYK && directory.value(INK_SET,
			1) != 1) throw UnsupportedKindException.forAll("a TIFF of special inks", CURE);
		if (photometric == PALETTE && directory.values(COLOR_MAP).length < 3 << bits) throw new IOException(
			"its palette is missing or too short");
	}

	/** Whoever else decodes it does not see to inks and does not turn it. */
	private UnsupportedKindException otherCompression() throws IOException {
		final String kind = "a TIFF with the compression " + OTHER_COMPRESSIONS.getOrDefault(compression, "number " +
			compression) + ", which is not read here";
		final boolean plain = orientation() <= 1 && samples <= 3 && (photometric <= PALETTE || photometric == YCBCR);
		return plain ? new UnsupportedKindException(kind, CURE) : UnsupportedKindException.forAll(kind, CURE);
	}

	private void checkData(final long fileSize) throws IOException {
		final long[] offsets = offsets();
		final long across = (width + (long) tileWidth() - 1) / tileWidth();
		final long down = (height + (long) tileHeight() - 1) / tileHeight();
		final long needed = across * down * (planar ? samples : 1);
		if (offsets.length < needed) throw new IOException("it has " + offsets.length + " of " + needed + " parts of a page");
		final long[] counts = directory.values(isTiled() ? TILE_BYTES : STRIP_BYTES);
		for (int i = 0; i < needed; i++) {
			final long count = compression == NONE && photometric != YCBCR ? rawBytes(i, down) : i < counts.length ? counts[i] : 1;
			if (offsets[i] < 0 || count < 0 || offsets[i] == 0 || offsets[i] > fileSize - count) throw new IOException(
				"it was cut off: a page's data end at byte " + (offsets[i] + count) + " of " + fileSize);
		}
	}

	/** {@return how many bytes strip or tile i takes without compression} */
	private long rawBytes(final int i, final long down) throws IOException {
		final long row = ((long) tileWidth() * bits * (planar ? 1 : samples) + 7) / 8;
		final long part = isTiled() ? 0 : i % down;
		return row * (isTiled() ? tileHeight() : Math.min(tileHeight(), height - part * tileHeight()));
	}

	boolean isTiled() {
		return directory.has(TILE_OFFSETS) || directory.has(TILE_WIDTH);
	}

	long[] offsets() throws IOException {
		final long[] tiles = directory.values(TILE_OFFSETS);
		return tiles.length > 0 ? tiles : directory.values(STRIP_OFFSETS);
	}

	/** {@return the width of a tile; a strip is as wide as the page} */
	int tileWidth() throws IOException {
		return isTiled() ? tile(TILE_WIDTH) : width;
	}

	/** {@return the height of a tile or strip} */
	int tileHeight() throws IOException {
		return isTiled() ? tile(TILE_HEIGHT) : rows();
	}

	private int tile(final int tag) throws IOException {
		final long side = directory.value(tag, 0);
		if (side < 1 || side > MOST_SIDE) throw new IOException("its tiles are " + side + " pixels " + (tag == TILE_WIDTH ? "wide"
			: "high"));
		return (int) side;
	}

	/** Absent, 0 or more than there are: the page is one strip. */
	private int rows() throws IOException {
		final long rows = directory.value(ROWS_PER_STRIP, height);
		return rows < 1 || rows > height ? height : (int) rows;
	}

	/** {@return what the values of a page of one colour sample stand for, 256 opaque colours} */
	int[] palette() throws IOException {
		final int[] colors = new int[256];
		final int most = (1 << bits) - 1;
		final long[] map = directory.values(COLOR_MAP);
		// Entries have 16 bits; some writers fill in 8.
		final boolean narrow = photometric == PALETTE && Arrays.stream(map).allMatch(entry -> entry < 256);
		for (int i = 0; i < 256; i++) {
			final int value = Math.min(i, most);
			final int level = (value * 255 + most / 2) / most;
			if (photometric == PALETTE) colors[i] = Samples.rgb(entry(map, value, narrow), entry(map, value + most + 1, narrow),
				entry(
				map, value + 2 * (most + 1), narrow));
			else colors[i] = 0xFF000000 | (photometric == WHITE_IS_ZERO ? 255 - level : level) * 0x010101;
		}
		return colors;
	}

	private static int entry(final long[] map, final int i, final boolean narrow) {
		return (int) (narrow ? map[i] : map[i] >> 8);
	}

	/**
	 * {@return the sample that says how opaque a pixel is, where the colours are not darkened by it already; -1 if
	 * there is none}
	 */
	int alpha() throws IOException {
		final int colors = photometric == CMYK ? 4 : photometric == RGB || photometric == YCBCR ? 3 : 1;
		final long[] extra = directory.values(EXTRA_SAMPLES);
		for (int i = 0; i < extra.length && colors + i < samples; i++)
			if (extra[i] == 2) return colors + i;
		return -1;
	}

	/** {@return 1..8 as in EXIF} */
	int orientation() throws IOException {
		return (int) directory.value(ORIENTATION, 1);
	}
}
