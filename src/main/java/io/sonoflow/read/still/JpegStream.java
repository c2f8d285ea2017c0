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

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.Exif;
import io.sonoflow.read.UnsupportedKindException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the markers of a JPEG say (ITU-T T.81 annex B), and the stream without those that decoders differ about. */
final class JpegStream {

	private static final int RST0 = 0xD0, RST7 = 0xD7, SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, APP0 = 0xE0, APP1 = 0xE1, APP14 = 0xEE,
		APP15 = 0xEF, COM = 0xFE;

	/** The lossy kinds: baseline, extended, progressive; and the first of those with arithmetic coding. */
	private static final int SOF0 = 0xC0, SOF2 = 0xC2, SOF9 = 0xC9;

	/**
	 * What decides about the pixels.
	 *
	 * @param from where its content begins
	 * @param to where that ends
	 * @param dataEnd of the start of a scan, where the entropy-coded data that follow end; else the same as {@code to}
	 */
	record Segment(int marker, int from, int to, int dataEnd) {
	}

	private final byte[] data;
	private final List<Segment> segments = new ArrayList<>();
	private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
	private int frame = -1;
	private int[] ids = {};
	private int precision;
	private int width;
	private int height;
	private boolean jfif;
	private int adobe = -1;
	private int orientation = 1;

	JpegStream(final byte[] data) throws IOException {
		this.data = data;
		int position = 2;
		if (u16(0) != 0xFF00 + SOI) throw new IOException("it does not begin as a JPEG");
		while (position >= 0)
			position = segment(position);
		if (frame < 0) throw new IOException("it has no picture");
	}

	private int u8(final int position) throws IOException {
		if (position >= data.length) throw new IOException("it was cut off");
		return data[position] & 0xFF;
	}

	private int u16(final int position) throws IOException {
		return u8(position) << 8 | u8(position + 1);
	}

	/** {@return where the next marker is; -1 after the last} */
	private int segment(final int at) throws IOException {
		int position = at;
		// Fill bytes, and what some writers leave between segments, which decoders skip.
		while (u8(position) != 0xFF || u8(position + 1) == 0xFF || u8(position + 1) == 0)
			position++;
		final int marker = u8(position + 1);
		if (marker == EOI) return -1;
		if (marker == 1 || marker >= RST0 && marker <= SOI) return position + 2;
		final int length = u16(position + 2);
		if (length < 2) throw new IOException("it has a segment without a length");
		final int end = position + 2 + length;
		u8(end - 1);
		if (marker >= APP0 && marker <= APP15 || marker == COM) {
			application(marker, position + 4, end);
			return end;
		}
		if (marker >= SOF0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) picture(marker, position + 4);
		final int after = marker == SOS ? scan(end) : end;
		keep(position, after);
		segments.add(new Segment(marker, position + 4, end, after));
		return after;
	}

	private void keep(final int from, final int to) {
		plain.write(data, from, to - from);
	}

	/** {@return where the entropy-coded data end} */
	private int scan(final int from) throws IOException {
		if (frame < 0) throw new IOException("its data come before their size");
		int position = from;
		while (true) {
			while (u8(position) != 0xFF)
				position++;
			int next = position + 1;
			// Fill bytes, of which there may be any number before a marker (B.1.1.2), a restart as well.
			while (u8(next) == 0xFF)
				next++;
			final int marker = u8(next);
			if (marker != 0 && (marker < RST0 || marker > RST7)) return position;
			position = next + 1;
		}
	}

	private void picture(final int marker, final int at) throws IOException {
		if (frame >= 0) throw new IOException("it has two pictures in one");
		frame = marker;
		precision = u8(at);
		height = u16(at + 1);
		width = u16(at + 3);
		ids = new int[u8(at + 5)];
		for (int i = 0; i < ids.length; i++)
			ids[i] = u8(at + 6 + 3 * i);
	}

	private void application(final int marker, final int from, final int to) {
		final String text = new String(data, from, to - from, StandardCharsets.ISO_8859_1);
		if (marker == APP0 && text.startsWith("JFIF\0")) jfif = true;
		else if (marker == APP14 && text.startsWith("Adobe") && text.length() >= 12) adobe = text.charAt(11);
		else if (marker == APP1 && text.startsWith("Exif\0\0") && orientation == 1) orientation = Exif.orientation(Arrays
			.copyOfRange(data, from + 6, to));
	}

	/**
	 * {@return whether three components are colours as they are} As in libjpeg, the decoder that all viewers share:
	 * JFIF first, then Adobe's word, then the names of the components.
	 */
	boolean isRgb() {
		if (ids.length != 3) return false;
		if (jfif) return false;
		if (adobe >= 0) return adobe == 0;
		return ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
	}

	/** {@return the marker of its size, which says how it is coded} */
	int kind() {
		return frame;
	}

	int width() {
		return width;
	}

	int height() {
		return height;
	}

	/** {@return the whole file} */
	byte[] data() {
		return data;
	}

	/** {@return its parts in their order, but for those that no pixel depends on} */
	List<Segment> segments() {
		return segments;
	}

	/** {@return number of components, 1 = grey, 3 = colours, 4 = printing inks} */
	int components() {
		return ids.length;
	}

	/** {@return whether four components are luma, two colour differences and black} */
	boolean isYcck() {
		return adobe == 2;
	}

	/** {@return how it is to be turned, 1..8} */
	int orientation() {
		return orientation;
	}

	/** Refuses by name what is not decoded here. */
	void check() throws IOException {
		final String advice = "Open it in the program that wrote it and save it as PNG.";
		if (frame == 0xC3) throw UnsupportedKindException.forAll("a lossless JPEG, which is read in DICOM files only", advice);
		// The libjpeg of some Javas has a decoder of it, that of most has none.
		if (frame >= SOF9) throw UnsupportedKindException.forAll("a JPEG with arithmetic coding, which is not read here", advice);
		if (frame > SOF2) throw UnsupportedKindException.forAll("a hierarchical JPEG, " +
			"which is not read here", advice);
		if (precision != 8) throw UnsupportedKindException.forAll("a JPEG of " + precision +
			" bits a sample, which is not read here", advice);
		if (ids.length != 1 && ids.length != 3 && ids.length != 4) throw UnsupportedKindException.forAll("a JPEG of " + ids.length +
			" components, which is not read here", advice);
		Bitmap.require(width, height);
		if ((long) width * height > Bitmap.MOST_OF_A_JPEG_BYTE * data.length) throw new IOException(
			"it was cut off: it says that it has " + width + " x " + height + " pixels, but holds only " + data.length + " bytes");
	}

	/**
	 * @param rgb whether three components are to be taken as they are
	 * @return the picture with one mark of its colours and none else: no profiles, previews, comments
	 */
	byte[] plain(final boolean rgb) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream(plain.size() + 20);
		out.writeBytes(new byte[] { (byte) 0xFF, (byte) SOI });
		if (ids.length == 3) adobe(out, rgb ? 0 : 1);
		else if (ids.length == 4) adobe(out, isYcck() ? 2 : 0);
		out.writeBytes(plain.toByteArray());
		out.writeBytes(new byte[] { (byte) 0xFF, (byte) EOI });
		return out.toByteArray();
	}

	private static void adobe(final ByteArrayOutputStream out, final int transform) {
		out.writeBytes(new byte[] { (byte) 0xFF, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0,
			(byte) transform });
	}
}
