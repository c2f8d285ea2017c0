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
package io.sonoflow.read.still;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/**
 * Looks whether the data of a baseline JPEG are such as an encoder writes. A JPEG has no checksum, and decoders make a picture
 * of damaged data without a word: after a wrong byte, codes are other codes. But then they rarely come to their end together
 * with the picture, or make sense up to there.
 */
final class ScanCheck {

	private static final int SOF0 = 0xC0, SOF1 = 0xC1, DHT = 0xC4, SOS = 0xDA, DQT = 0xDB, DRI = 0xDD;

	/** Bits of coefficients, of the mean and the others, at most (F.1.2.1, F.1.2.2). */
	private static final int MEAN_BITS = 11, BITS = 10;

	/**
	 * No pixels of 0..255 have larger coefficients: eight times the greatest distance from grey. Of the mean half a step more, to
	 * which it is rounded, and a little for sums of few bits; of others twice as much, as some sharpen.
	 */
	private static final int MOST_MEAN = 1024 + 4, MOST = 2048;

	private static final int BLOCK = 64, ZEROS = 16;

	private final JpegStream stream;
	private final int[][] steps = new int[4][];
	private final HuffmanCodes[] meanCodes = new HuffmanCodes[4];
	private final HuffmanCodes[] codes = new HuffmanCodes[4];
	private final List<Component> components = new ArrayList<>();
	private int widest = 1;
	private int highest = 1;
	private int interval;

	/** A plane of the picture and its tables. */
	private static final class Component {

		private final int id;
		private final int across;
		private final int down;
		private final int table;
		private int[] steps;
		private HuffmanCodes meanCodes;
		private HuffmanCodes codes;
		private int mean;

		Component(final int id, final int sampling, final int table) throws IOException {
			this.id = id;
			this.across = sampling >> 4;
			this.down = sampling & 15;
			this.table = table;
			if (across < 1 || across > 4 || down < 1 || down > 4 || table > 3) throw new IOException("its planes make no sense");
		}
	}

	private ScanCheck(final JpegStream stream) throws IOException {
		this.stream = stream;
		meanCodes[0] = HuffmanCodes.standard(JPEGHuffmanTable.StdDCLuminance);
		meanCodes[1] = HuffmanCodes.standard(JPEGHuffmanTable.StdDCChrominance);
		codes[0] = HuffmanCodes.standard(JPEGHuffmanTable.StdACLuminance);
		codes[1] = HuffmanCodes.standard(JPEGHuffmanTable.StdACChrominance);
	}

	/**
	 * {@return how many bytes and restart markers follow pixels that should be the last before a marker, without filling; 0 of
	 * progressive pictures, which are not looked at}
	 *
	 * @throws IOException if no encoder can have written these data
	 */
	static int leftOver(final JpegStream stream) throws IOException {
		if (stream.kind() != SOF0 && stream.kind() != SOF1) return 0;
		final ScanCheck check = new ScanCheck(stream);
		int left = 0;
		for (final JpegStream.Segment segment : stream.segments())
			try {
				left += check.segment(segment);
			}
			catch (final ArrayIndexOutOfBoundsException e) {
				throw new IOException("its tables make no sense", e);
			}
		return left;
	}

	private int u8(final int position) {
		return stream.data()[position] & 255;
	}

	private int u16(final int position) {
		return u8(position) << 8 | u8(position + 1);
	}

	/** {@return what {@link #leftOver} says, of this part} */
	private int segment(final JpegStream.Segment segment) throws IOException {
		switch (segment.marker()) {
			case SOF0, SOF1 -> planes(segment.from());
			case DQT -> steps(segment);
			case DHT -> tables(segment);
			case DRI -> interval = u16(segment.from());
			case SOS -> {
				return scan(segment);
			}
			default -> {
				// Says nothing about the data.
			}
		}
		return 0;
	}

	private void planes(final int at) throws IOException {
		for (int i = 0; i < u8(at + 5); i++) {
			final Component one = new Component(u8(at + 6 + 3 * i), u8(at + 7 + 3 * i), u8(at + 8 + 3 * i));
			components.add(one);
			widest = Math.max(widest, one.across);
			highest = Math.max(highest, one.down);
		}
	}

	private void steps(final JpegStream.Segment segment) {
		int at = segment.from();
		while (at < segment.to()) {
			final boolean wide = u8(at) >> 4 != 0;
			final int[] table = new int[BLOCK];
			final int first = at + 1;
			for (int i = 0; i < BLOCK; i++)
				table[i] = wide ? u16(first + 2 * i) : u8(first + i);
			steps[u8(at) & 15] = table;
			at = first + (wide ? 2 : 1) * BLOCK;
		}
	}

	private void tables(final JpegStream.Segment segment) throws IOException {
		int at = segment.from();
		while (at < segment.to()) {
			final int[] counts = new int[HuffmanCodes.LONGEST];
			int count = 0;
			for (int i = 0; i < counts.length; i++)
				count += counts[i] = u8(at + 1 + i);
			final byte[] values = new byte[count];
			System.arraycopy(stream.data(), at + 1 + counts.length, values, 0, count);
			(u8(at) >> 4 == 0 ? meanCodes : codes)[u8(at) & 15] = new HuffmanCodes(counts, values);
			at += 1 + counts.length + count;
		}
	}

	private int scan(final JpegStream.Segment segment) throws IOException {
		final List<Component> here = new ArrayList<>();
		for (int i = 0; i < u8(segment.from()); i++)
			here.add(component(u8(segment.from() + 1 + 2 * i), u8(segment.from() + 2 + 2 * i), here));
		final boolean alone = here.size() == 1;
		final int units = alone ? blocks(stream.width(), here.get(0).across, widest) * blocks(stream.height(), here.get(0).down,
			highest) : blocks(stream.width(), 1, widest) * blocks(stream.height(), 1, highest);
		final ScanBits bits = new ScanBits(stream.data(), segment.to(), segment.dataEnd());
		int left = 0;
		for (int unit = 0; unit < units; unit++) {
			if (interval > 0 && unit > 0 && unit % interval == 0) {
				left += bits.skip();
				bits.restart(unit / interval - 1);
				here.forEach(each -> each.mean = 0);
			}
			for (final Component each : here)
				for (int i = alone ? 1 : each.across * each.down; i > 0; i--)
					block(bits, each);
			bits.requireMore();
		}
		return left + bits.skip() + (bits.isOver() ? 0 : 1);
	}

	/** {@return how many blocks of eight pixels a side has, or units of so many blocks} */
	private static int blocks(final int side, final int sampling, final int most) {
		return sampling == most ? (side + 7) / 8 : ((side * sampling + most - 1) / most + 7) / 8;
	}

	/** {@return a plane by its name; where some have the same one, the first of them that is not among those taken} */
	private Component component(final int id, final int tables, final List<Component> taken) throws IOException {
		for (final Component one : components)
			if (one.id == id && !taken.contains(one)) {
				one.steps = steps[one.table];
				one.meanCodes = meanCodes[tables >> 4];
				one.codes = codes[tables & 15];
				one.mean = 0;
				if (one.steps == null || one.meanCodes == null || one.codes == null) throw new IOException("a table is missing");
				return one;
			}
		throw new IOException("its planes make no sense");
	}

	private static void block(final ScanBits bits, final Component component) throws IOException {
		final int size = bits.value(component.meanCodes);
		if (size > MEAN_BITS) throw ScanBits.damaged("a number is too large");
		component.mean += bits.number(size);
		if (Math.abs(component.mean * component.steps[0]) > MOST_MEAN + component.steps[0] / 2) throw ScanBits.damaged(
			"pixels are darker than black or lighter than white");
		for (int i = 1; i < BLOCK; i++) {
			final int value = bits.value(component.codes);
			final int bitsOfIt = value & 15;
			if (value == 0) return;
			i += value >> 4;
			// Zeros may go on beyond the block's end: decoders take it, libjpeg and FFmpeg's alike.
			if (bitsOfIt == 0 ? value >> 4 != ZEROS - 1 : bitsOfIt > BITS || i >= BLOCK) throw ScanBits.damaged(
				"a block has more than its pixels");
			if (bitsOfIt > 0 && Math.abs(bits.number(bitsOfIt) * component.steps[i]) > MOST) throw ScanBits.damaged(
				"a number is too large");
		}
	}
}
