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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The segments of one JPEG picture (ISO/IEC 10918-1 annex B), before anything is decoded. */
final class JpegStream {

	static final int SOF3 = 0xC3, DHT = 0xC4, SOS = 0xDA, DRI = 0xDD;
	private static final int SOI = 0xD8, EOI = 0xD9, DNL = 0xDC, RST0 = 0xD0, RST7 = 0xD7, APP0 = 0xE0, ADOBE = 0xEE,
			APP15 = 0xEF, COM = 0xFE, TEM = 0x01, SOF55 = 0xF7;

	/**
	 * One segment.
	 *
	 * @param start of its content, behind marker and length
	 * @param end of its content
	 * @param dataEnd of the entropy-coded data behind it; the same if there are none
	 */
	record Segment(int marker, int start, int end, int dataEnd) {}

	/** A component of the picture; factors of sampling across and down. */
	record Component(int id, int across, int down) {}

	private final byte[] bytes;
	private final List<Segment> segments = new ArrayList<>();
	private final List<Component> components = new ArrayList<>();
	private int frameMarker;
	private int precision;
	private int rows;
	private int columns;
	/** The transform that Adobe's mark names, -1 without it. */
	private int adobe = -1;

	/**
	 * @throws Refused if it is none, or breaks off before its data
	 */
	JpegStream(final byte[] bytes) throws Refused {
		this.bytes = bytes;
		if (!isJpeg(bytes)) throw Refused.broken("a frame does not begin like a JPEG");
		int position = 2;
		while (position >= 0)
			position = segment(position);
		if (components.isEmpty() || segments.stream().noneMatch(each -> each.marker == SOS)) throw broken();
	}

	static boolean isJpeg(final byte[] bytes) {
		return bytes.length > 3 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == SOI && (bytes[2] & 0xFF) == 0xFF;
	}

	private static Refused broken() {
		return Refused.broken("the JPEG of a frame breaks off or is damaged");
	}

	/** {@return where the next begins, -1 at the end} */
	private int segment(final int from) throws Refused {
		int position = from;
		// Between segments, bytes that fill up are allowed.
		while (position + 1 < bytes.length && !(bytes[position] == -1 && bytes[position + 1] != -1 && bytes[position +
			1] != 0)) position++;
		if (position + 1 >= bytes.length) return -1;
		final int marker = bytes[position + 1] & 0xFF;
		if (marker == EOI) return -1;
		if (marker == SOI || marker == TEM || marker >= RST0 && marker <= RST7) return position + 2;
		final int start = position + 4;
		final int end = start + u16(position + 2) - 2;
		if (end < start || end > bytes.length) throw broken();
		final int dataEnd = marker == SOS ? dataEnd(end) : end;
		segments.add(new Segment(marker, start, end, dataEnd));
		if (marker == ADOBE && end - start >= 12 && new String(bytes, start, 5, StandardCharsets.ISO_8859_1).equals("Adobe"))
			adobe = u8(start + 11);
		if (isFrame(marker)) frame(marker, start, end);
		return dataEnd;
	}

	private static boolean isFrame(final int marker) {
		return marker == SOF55 || marker >= 0xC0 && marker <= 0xCF && marker != DHT && marker != 0xC8 && marker != 0xCC;
	}

	/** Coded data end at a mark; stuffed zeros and restarts are of them. */
	private int dataEnd(final int from) {
		for (int i = from; i + 1 < bytes.length; i++)
			if (bytes[i] == -1) {
				final int next = bytes[i + 1] & 0xFF;
				if (next != 0 && next != 0xFF && !(next >= RST0 && next <= RST7)) return i;
			}
		return bytes.length;
	}

	private void frame(final int marker, final int start, final int end) throws Refused {
		if (!components.isEmpty()) throw Refused.broken("the JPEG of a frame holds several pictures");
		if (end - start < 6) throw broken();
		frameMarker = marker;
		precision = u8(start);
		rows = u16(start + 1);
		columns = u16(start + 3);
		final int count = u8(start + 5);
		if (end - start < 6 + 3 * count) throw broken();
		for (int i = 0; i < count; i++) {
			final int sampling = u8(start + 7 + 3 * i);
			components.add(new Component(u8(start + 6 + 3 * i), sampling >> 4, sampling & 15));
		}
	}

	int u8(final int position) throws Refused {
		if (position >= bytes.length) throw broken();
		return bytes[position] & 0xFF;
	}

	int u16(final int position) throws Refused {
		return u8(position) << 8 | u8(position + 1);
	}

	byte[] bytes() {
		return bytes;
	}

	List<Segment> segments() {
		return segments;
	}

	List<Component> components() {
		return components;
	}

	/** {@return the mark of the frame: C0 to C2 lossy, C3 lossless} */
	int frameMarker() {
		return frameMarker;
	}

	int precision() {
		return precision;
	}

	int rows() {
		return rows;
	}

	int columns() {
		return columns;
	}

	/** Both colour differences alike, and less than brightness; a writer that thins out green and blue unlike has RGB. */
	private boolean isSubsampled() {
		final Component first = components.get(0);
		final Component second = components.get(1);
		final Component third = components.get(2);
		return second.across == third.across && second.down == third.down && (first.across > second.across ||
			first.down > second.down);
	}

	/**
	 * What three components mean: what the stream says for certain (ids R, G, B; Adobe's mark; colours at half the
	 * resolution), else what the DICOM header says. A JFIF mark is no witness: many writers put it into every JPEG.
	 */
	StoredFrame.Space space(final Picture.Photometric photometric) throws Refused {
		final StringBuilder ids = new StringBuilder();
		components.forEach(each -> ids.append((char) each.id));
		if (ids.toString().equalsIgnoreCase("RGB")) return StoredFrame.Space.RGB;
		if (adobe == 0) return StoredFrame.Space.RGB;
		if (adobe == 1 || isSubsampled()) return StoredFrame.Space.YBR_FULL;
		return switch (photometric) {
			case RGB -> StoredFrame.Space.RGB;
			case YBR_PARTIAL_422, YBR_PARTIAL_420 -> StoredFrame.Space.YBR_PARTIAL;
			case YBR_FULL, YBR_FULL_422 -> StoredFrame.Space.YBR_FULL;
			default -> throw Refused.broken(Tag.PHOTOMETRIC, photometric + " with JPEG of three components");
		};
	}

	/** {@return the same picture without marks of applications, its components numbered from 1, its end marked} */
	byte[] plain() throws Refused {
		final ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
		out.write(0xFF);
		out.write(SOI);
		for (final Segment each : segments) {
			if (each.marker >= APP0 && each.marker <= APP15 || each.marker == COM || each.marker == DNL) continue;
			final byte[] content = Arrays.copyOfRange(bytes, each.start, each.end);
			if (isFrame(each.marker)) renumber(content, 6, u8(each.start + 5), 3);
			if (each.marker == SOS && content.length > 0) renumber(content, 1, content[0] & 0xFF, 2);
			out.write(0xFF);
			out.write(each.marker);
			out.write(content.length + 2 >> 8);
			out.write(content.length + 2);
			out.writeBytes(content);
			out.write(bytes, each.end, each.dataEnd - each.end);
		}
		out.write(0xFF);
		out.write(EOI);
		return out.toByteArray();
	}

	private void renumber(final byte[] content, final int first, final int count, final int step) throws Refused {
		for (int i = 0; i < count; i++) {
			final int at = first + i * step;
			if (at >= content.length) throw broken();
			int number = -1;
			for (int c = 0; c < components.size(); c++)
				if (components.get(c).id == (content[at] & 0xFF)) number = c;
			if (number < 0) throw broken();
			content[at] = (byte) (number + 1);
		}
	}
}
