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
package io.sonoflow.read.dicom;

import java.util.Arrays;
import java.util.List;

/**
 * Lossless JPEG with Huffman codes (ISO/IEC 10918-1 annex H), 2 to 16 bits, all seven predictors, restarts. Own code,
 * because of the libraries at hand one fails with predictor 4 and the other with predictor 7 at 16 bits, both in silence.
 */
final class LosslessJpeg {

	/** A Huffman table: for each 16 bits that may follow, the length of the code at their front and its value. */
	private record Codes(byte[] lengths, byte[] values) {}

	private final JpegStream stream;
	private final byte[] bytes;
	private final int columns;
	private final int rows;
	private final int components;
	private final Codes[] tables = new Codes[4];
	private final char[] samples;
	private int restart;
	private int position;
	private int end;
	private long buffer;
	private int held;

	private LosslessJpeg(final JpegStream stream) throws Refused {
		this.stream = stream;
		bytes = stream.bytes();
		columns = stream.columns();
		rows = stream.rows();
		components = stream.components().size();
		if (stream.precision() < 2 || stream.precision() > 16) throw Refused.broken("its JPEG frames have " + stream
			.precision() + " bits");
		if (components > 1 && stream.components().stream().anyMatch(each -> each.across() != 1 || each.down() != 1))
			throw Refused.unknown("its pixels are lossless JPEG with colours at a lower resolution");
		samples = new char[columns * rows * components];
	}

	/** {@return the components as they are} */
	static StoredFrame decode(final JpegStream stream, final Picture picture, final StoredFrame.Space space) throws Refused {
		if (stream.precision() > picture.allocated()) throw Refused.broken(Tag.ALLOCATED, picture.allocated() +
			", but its JPEG frames have " + stream.precision() + " bits");
		final LosslessJpeg decoder = new LosslessJpeg(stream);
		int scanned = 0;
		for (final JpegStream.Segment each : stream.segments())
			switch (each.marker()) {
				case JpegStream.DHT -> decoder.tables(each);
				case JpegStream.DRI -> decoder.restart = stream.u16(each.start());
				case JpegStream.SOS -> scanned += decoder.scan(each);
				default -> {
				}
			}
		if (scanned != decoder.components) throw Refused.broken("its JPEG frames hold " + scanned + " of " +
			decoder.components + " components");
		final byte[] data = new byte[decoder.samples.length * picture.bytes()];
		for (int i = 0; i < decoder.samples.length; i++)
			for (int b = 0; b < picture.bytes(); b++)
				data[i * picture.bytes() + b] = (byte) (decoder.samples[i] >> 8 * b);
		return new StoredFrame(data, picture.bytes(), stream.precision(), space);
	}

	private static Refused broken() {
		return Refused.broken("the lossless JPEG of a frame breaks off or is damaged");
	}

	private void tables(final JpegStream.Segment segment) throws Refused {
		int at = segment.start();
		while (at + 17 <= segment.end()) {
			final int number = stream.u8(at) & 15;
			if (number >= tables.length) throw broken();
			final byte[] lengths = new byte[1 << 16];
			final byte[] values = new byte[1 << 16];
			int value = at + 17;
			int from = 0;
			for (int length = 1; length <= 16; length++)
				for (int i = stream.u8(at + length); i > 0; i--) {
					final int to = from + (1 << 16 - length);
					if (to > lengths.length || value >= segment.end()) throw broken();
					Arrays.fill(lengths, from, to, (byte) length);
					Arrays.fill(values, from, to, bytes[value++]);
					from = to;
				}
			tables[number] = new Codes(lengths, values);
			at = value;
		}
	}

	/** {@return how many components it held} */
	private int scan(final JpegStream.Segment segment) throws Refused {
		final int count = stream.u8(segment.start());
		if (count < 1 || count > components || segment.end() - segment.start() < 4 + 2 * count) throw broken();
		final int[] places = new int[count];
		final Codes[] codes = new Codes[count];
		for (int i = 0; i < count; i++) {
			places[i] = place(stream.u8(segment.start() + 1 + 2 * i));
			final int table = stream.u8(segment.start() + 2 + 2 * i) >> 4;
			codes[i] = table < tables.length ? tables[table] : null;
			if (codes[i] == null) throw broken();
		}
		final int predictor = stream.u8(segment.end() - 3);
		final int transform = stream.u8(segment.end() - 1) & 15;
		if (predictor < 1 || predictor > 7 || transform >= stream.precision()) throw broken();
		position = segment.end();
		end = segment.dataEnd();
		held = 0;
		rows(places, codes, predictor, transform);
		return count;
	}

	private int place(final int id) throws Refused {
		final List<JpegStream.Component> all = stream.components();
		for (int i = 0; i < all.size(); i++)
			if (all.get(i).id() == id) return i;
		throw broken();
	}

	private void rows(final int[] places, final Codes[] codes, final int predictor, final int transform)
		throws Refused
	{
		// Restarts come between rows only (H.1.2.2, table B.7).
		if (restart % columns != 0) throw Refused.unknown("its pixels are lossless JPEG with restarts within a row");
		final int every = restart / columns;
		final int start = 1 << stream.precision() - transform - 1;
		for (int y = 0; y < rows; y++) {
			final boolean first = y == 0 || every > 0 && y % every == 0;
			if (first && y > 0) restart();
			for (int x = 0; x < columns; x++)
				for (int c = 0; c < places.length; c++) {
					final int at = (y * columns + x) * components + places[c];
					final int predicted = first ? x == 0 ? start : samples[at - components] : predicted(at, x, predictor);
					samples[at] = (char) (predicted + difference(codes[c]));
				}
		}
		if (transform > 0) for (int i = 0; i < columns * rows; i++)
			for (final int place : places)
				samples[i * components + place] <<= transform;
	}

	private int predicted(final int at, final int x, final int predictor) {
		final int above = samples[at - columns * components];
		if (x == 0) return above;
		final int left = samples[at - components];
		final int corner = samples[at - (columns + 1) * components];
		return switch (predictor) {
			case 1 -> left;
			case 2 -> above;
			case 3 -> corner;
			case 4 -> left + above - corner;
			case 5 -> left + (above - corner >> 1);
			case 6 -> above + (left - corner >> 1);
			default -> left + above >> 1;
		};
	}

	private int difference(final Codes codes) throws Refused {
		fill();
		final int next = (int) (buffer << 64 - held >>> 48) & 0xFFFF;
		final int length = held == 0 ? 0 : codes.lengths[next];
		if (length == 0 || length > held) throw broken();
		held -= length;
		final int bits = codes.values[next];
		if (bits == 0) return 0;
		if (bits == 16) return 1 << 15;
		if (bits < 0 || bits > 16) throw broken();
		fill();
		if (bits > held) throw broken();
		held -= bits;
		final int value = (int) (buffer >>> held) & (1 << bits) - 1;
		return value < 1 << bits - 1 ? value - (1 << bits) + 1 : value;
	}

	/** Holds 16 bits at least, unless a mark or the end comes before. */
	private void fill() {
		while (held <= 32 && position < end) {
			final int next = bytes[position] & 0xFF;
			if (next == 0xFF) {
				if (position + 1 >= end || bytes[position + 1] != 0) return;
				position++;
			}
			position++;
			buffer = buffer << 8 | next;
			held += 8;
		}
	}

	/** Steps over the mark; what bits are left before it fill up a byte. */
	private void restart() throws Refused {
		held = 0;
		while (position < end && !(bytes[position] == -1 && position + 1 < end && bytes[position + 1] != 0)) position++;
		while (position < end && bytes[position] == -1) position++;
		if (position >= end) throw broken();
		position++;
	}
}
