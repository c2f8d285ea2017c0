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

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.FileBytes;
import io.sonoflow.read.Samples;
import io.sonoflow.read.UnsupportedKindException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What ImageJ wrote into a TIFF about its stack: which planes are channels of one picture, their colour tables and
 * display ranges. For other TIFFs every page is a frame.
 */
final class ImageJStack {

	/** ImageJ's colours of channels that have no table: red, green, blue, white, cyan, magenta, yellow, then white. */
	private static final int[] COLORS = { 0xFF0000, 0xFF00, 0xFF, 0xFFFFFF, 0xFFFF, 0xFF00FF, 0xFFFF00, 0xFFFFFF };
	private static final int MAGIC = 0x494A494A, RANGES = 0x72616E67, TABLES = 0x6C757473;

	/** Reads a plane. */
	interface Planes {
		Bitmap get(int plane) throws IOException;
	}

	private final String description;
	private final int planes;
	private int channels = 1;
	private double[] ranges = {};
	private final List<byte[]> tables = new ArrayList<>();

	private ImageJStack(final String description, final int planes) {
		this.description = description;
		this.planes = planes;
	}

	static ImageJStack of(final FileBytes file, final List<TiffPage> pages) throws IOException {
		final TiffPage first = pages.get(0);
		final String description = first.directory.text(TiffDirectory.DESCRIPTION);
		if (!description.startsWith("ImageJ=")) return new ImageJStack("", pages.size());
		final int declared = (int) number(description, "images").orElse(1.0).doubleValue();
		final ImageJStack stack = new ImageJStack(description, pages.size() == 1 && declared > 1 ? declared : pages.size());
		if (stack.planes > pages.size()) requireBehind(file, first, declared);
		stack.channels = (int) Math.max(1, number(description, "channels").orElse(1.0));
		if (stack.planes % stack.channels != 0) throw new IOException("it says that it has " + stack.channels +
			" channels, but has " + stack.planes + " planes");
		stack.metadata(first.directory);
		// "mode=color" and "mode=grayscale" show one channel at a time: there is no one picture.
		if (stack.channels > 1 && !description.contains("mode=composite")) throw UnsupportedKindException.forAll(
			"an ImageJ stack of " + stack.channels + " channels that are shown one at a time",
			"In ImageJ, choose Image>Color>Channels Tool>Composite (one picture) or Image>Hyperstacks>Hyperstack to Stack " +
				"(a picture each) and save it again.");
		return stack;
	}

	private static void requireBehind(final FileBytes file, final TiffPage page, final int count) throws IOException {
		if (page.compression != TiffPage.NONE || page.bits != 8 || page.planar || page.offsets().length == 0)
			throw UnsupportedKindException.forAll("an ImageJ stack of " + count + " images with one page",
				"Save it again as an image sequence.");
		file.require(page.offsets()[0], (long) page.width * page.height * page.samples * count);
	}

	private static Optional<Double> number(final String description, final String key) {
		return description.lines().filter(line -> line.startsWith(key + "=")).map(line -> line.substring(key.length() + 1))
			.findFirst().flatMap(ImageJStack::parsed);
	}

	private static Optional<Double> parsed(final String text) {
		try {
			return Optional.of(Double.valueOf(text.strip()));
		}
		catch (final NumberFormatException e) {
			return Optional.empty();
		}
	}

	/** A header of (kind, number of entries) and the entries behind one another, in the file's order of bytes. */
	private void metadata(final TiffDirectory page) throws IOException {
		final long[] counts = page.values(TiffDirectory.IMAGEJ_COUNTS);
		final ByteBuffer data = ByteBuffer.wrap(page.bytes(TiffDirectory.IMAGEJ_DATA));
		if (page.isLittleEndian()) data.order(ByteOrder.LITTLE_ENDIAN);
		if (counts.length < 2 || data.limit() < 12 || counts[0] > data.limit() || data.getInt(0) != MAGIC) return;
		int entry = 1;
		int at = (int) counts[0];
		for (int kind = 0; kind < (counts[0] - 4) / 8; kind++) {
			final int type = data.getInt(4 + 8 * kind);
			final int entries = data.getInt(8 + 8 * kind);
			for (int i = 0; i < entries; i++, entry++) {
				if (entry >= counts.length || counts[entry] < 0 || counts[entry] > data.limit() - at) return;
				take(type, data.slice(at, (int) counts[entry]).order(data.order()));
				at += (int) counts[entry];
			}
		}
	}

	private void take(final int type, final ByteBuffer data) {
		if (type == RANGES) {
			ranges = new double[data.limit() / 8];
			for (int i = 0; i < ranges.length; i++)
				ranges[i] = data.getDouble(8 * i);
		}
		else if (type == TABLES && data.limit() == 768) {
			final byte[] table = new byte[768];
			data.get(table);
			tables.add(table);
		}
	}

	/** {@return what ImageJ wrote; empty if the file is none of its} */
	String description() {
		return description;
	}

	/** {@return number of planes of pixels} */
	int planes() {
		return planes;
	}

	/** {@return number of pictures} */
	int frames() {
		return planes / channels;
	}

	/** {@return picture number index, as ImageJ shows it} */
	Bitmap frame(final int index, final Planes source) throws IOException {
		if (channels == 1) return ranged(source.get(index));
		final Bitmap first = source.get(index * channels);
		final int[] colors = new int[first.width() * first.height()];
		for (int c = 0; c < channels; c++) {
			final Bitmap plane = c == 0 ? first : source.get(index * channels + c);
			if (plane.frame().values() == null) throw UnsupportedKindException.forAll("an ImageJ composite of colour pictures",
				"Convert it with Image>Type>RGB Color and save it again.");
			final int[] table = table(c);
			for (int i = 0; i < colors.length; i++)
				colors[i] = sum(colors[i], table[plane.frame().values()[i] & 255]);
		}
		return Bitmap.ofColors(first.width(), first.height(), colors);
	}

	private static int sum(final int a, final int b) {
		int sum = 0xFF000000;
		for (int shift = 0; shift <= 16; shift += 8)
			sum |= Math.min(255, (a >> shift & 255) + (b >> shift & 255)) << shift;
		return sum;
	}

	/** {@return the colours of channel c: its table over its display range} */
	private int[] table(final int c) {
		final int[] colors = new int[256];
		final int own = COLORS[Math.min(c, COLORS.length - 1)];
		for (int i = 0; i < 256; i++)
			colors[i] = c < tables.size() ? Samples.rgb(tables.get(c)[i], tables.get(c)[i + 256], tables.get(c)[i + 512])
				: 0xFF000000 | own & i * 0x010101;
		if (ranges.length == 2 * channels) return stretched(colors, ranges[2 * c], ranges[2 * c + 1]);
		return stretched(colors, number(description, "min").orElse(0.0), number(description, "max").orElse(0.0));
	}

	/** ImageJ writes the display range of an 8-bit picture only if it is not 0 to 255. */
	private Bitmap ranged(final Bitmap plane) {
		if (plane.frame().values() == null || description.isEmpty()) return plane;
		final double low = number(description, "min").orElse(0.0);
		final double high = number(description, "max").orElse(0.0);
		if (low == 0 && high == 0) return plane;
		return Bitmap.ofPalette(plane.width(), plane.height(), plane.frame().values(), stretched(plane.frame().palette(), low,
			high));
	}

	/** As ImageJ stretches a colour table; 0 to 0 and what lies the wrong way round leave it as it is. */
	private static int[] stretched(final int[] colors, final double low, final double high) {
		if (high < low || low == 0 && high == 0) return colors;
		final int[] stretched = new int[256];
		for (int i = 0; i < 256; i++) {
			final int from = i < low ? 0 : i > high ? 255 : (int) (256.0 * (i - Math.round(low)) / (high - low));
			stretched[i] = colors[Math.max(0, Math.min(255, from))];
		}
		return stretched;
	}
}
