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
package io.sonoflow.read;

import io.sonoflow.SonoflowException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.imageio.ImageIO;

/**
 * Clips as scanners export them: DICOM with encapsulated 8-bit JPEG frames (PS3.5 A.4.1), which ImageJ's own reader
 * refuses. The file is mapped, one frame at a time is decoded.
 */
public final class DicomJpeg extends Pixels {

	/** JPEG baseline and extended; the lossless kinds need another decoder. */
	private static final Set<String> SYNTAXES = Set.of("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51");
	private static final Set<String> LONG_FORMS = Set.of("OB", "OW", "OF", "OD", "OL", "OV", "SQ", "UT", "UN", "UC", "UR");

	private static final int TRANSFER_SYNTAX = 0x0002_0010;
	private static final int FRAMES = 0x0028_0008;
	private static final int PIXEL_DATA = 0x7FE0_0010;
	private static final int ITEM = 0xFFFE_E000;
	private static final int ITEM_END = 0xFFFE_E00D;
	private static final int SEQUENCE_END = 0xFFFE_E0DD;

	private final Path path;
	private final ByteBuffer data;
	private final StringBuilder header = new StringBuilder();
	private String syntax = "";
	private int declaredFrames = 1;
	/** For each frame its fragments as pairs (offset, length). */
	private final List<List<int[]>> fragments = new ArrayList<>();
	private final int width;
	private final int height;
	private int cachedIndex = -1;
	private Frame cached;

	private DicomJpeg(final Path path, final ByteBuffer data) throws IOException {
		this.path = path;
		this.data = data;
		parse();
		if (!SYNTAXES.contains(syntax) || fragments.isEmpty()) throw new IOException("no JPEG frames");
		final BufferedFrame first = decode(0);
		width = first.width();
		height = first.height();
	}

	/** {@return null if the file is not such a clip} */
	public static DicomJpeg open(final Path path) {
		try (FileChannel channel = FileChannel.open(path)) {
			if (channel.size() > Integer.MAX_VALUE) return null;
			return new DicomJpeg(path, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(
				ByteOrder.LITTLE_ENDIAN));
		}
		catch (final IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
			return null;
		}
	}

	private void parse() throws IOException {
		int position = 132;
		int depth = 0;
		while (position + 8 <= data.limit()) {
			final int tag = tag(position);
			if (tag == ITEM || tag == ITEM_END || tag == SEQUENCE_END) {
				if (tag == SEQUENCE_END) depth--;
				position += 8;
				continue;
			}
			final String vr = ascii(position + 4, 2);
			final boolean longForm = LONG_FORMS.contains(vr);
			final int start = position + (longForm ? 12 : 8);
			final int length = longForm ? data.getInt(position + 8) : data.getShort(position + 6) & 0xFFFF;
			if (tag == PIXEL_DATA && depth == 0) {
				if (length == -1) frames(start);
				return;
			}
			if (vr.equals("SQ") && length == -1) depth++;
			if (length < -1) throw new IOException("a length beyond the file");
			// Items are walked like what surrounds them, except in sequences that say how long they are.
			position = length == -1 ? start : start + length;
			if (vr.equals("SQ") && length > 0) regions(start, start + length);
			else element(tag, vr, start, length);
		}
	}

	/** The ultrasound regions may lie in a sequence of known length. */
	private void regions(final int from, final int to) {
		int position = from;
		while (position + 8 <= to) {
			final int tag = tag(position);
			if (tag >>> 16 == 0xFFFE) {
				position += 8;
				continue;
			}
			final String vr = ascii(position + 4, 2);
			final boolean longForm = LONG_FORMS.contains(vr);
			final int start = position + (longForm ? 12 : 8);
			final int length = longForm ? data.getInt(position + 8) : data.getShort(position + 6) & 0xFFFF;
			element(tag, vr, start, length);
			position = length < 0 ? start : start + length;
		}
	}

	private void element(final int tag, final String vr, final int start, final int length) {
		if (tag == TRANSFER_SYNTAX) syntax = ascii(start, length).replace("\0", "").strip();
		else if (tag == FRAMES) declaredFrames = Integer.parseInt(ascii(start, length).strip());
		else if (tag >>> 16 == 0x0018 && (tag & 0xFF00) == 0x6000 && (vr.equals("UL") || vr.equals("US") || vr.equals(
			"SL"))) header.append(String.format("%04X,%04X  ---: %d%n", tag >>> 16, tag & 0xFFFF, vr.equals("US") ? data
				.getShort(start) & 0xFFFF : data.getInt(start)));
	}

	/** Basic offset table, then one item a fragment. */
	private void frames(final int start) {
		final List<int[]> all = new ArrayList<>();
		int position = start + 8 + data.getInt(start + 4);
		final int table = data.getInt(start + 4) / 4;
		final int base = position;
		while (position + 8 <= data.limit() && tag(position) == ITEM) {
			final int length = data.getInt(position + 4);
			all.add(new int[] { position + 8, length });
			position += 8 + length;
		}
		if (all.size() == declaredFrames) all.forEach(fragment -> fragments.add(List.of(fragment)));
		else if (declaredFrames == 1) fragments.add(all);
		else if (table == declaredFrames) for (int i = 0; i < table; i++) {
			final long from = base + (data.getInt(start + 8 + 4 * i) & 0xFFFFFFFFL);
			final long to = i + 1 < table ? base + (data.getInt(start + 12 + 4 * i) & 0xFFFFFFFFL) : Long.MAX_VALUE;
			fragments.add(all.stream().filter(fragment -> fragment[0] - 8 >= from && fragment[0] - 8 < to).toList());
		}
	}

	private int tag(final int position) {
		return (data.getShort(position) & 0xFFFF) << 16 | data.getShort(position + 2) & 0xFFFF;
	}

	private String ascii(final int position, final int length) {
		final byte[] bytes = new byte[length];
		data.get(position, bytes);
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private BufferedFrame decode(final int index) throws IOException {
		final ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
		for (final int[] fragment : fragments.get(index)) {
			final byte[] bytes = new byte[fragment[1]];
			data.get(fragment[0], bytes);
			jpeg.writeBytes(bytes);
		}
		final BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg.toByteArray()));
		if (image == null) throw new IOException("frame " + index + " is no JPEG");
		return new BufferedFrame(path, image);
	}

	@Override
	public Frame frame(final int index) {
		if (index == cachedIndex) return cached;
		try {
			cached = decode(index).frame(0);
			cachedIndex = index;
			return cached;
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot decode frame " + index + " of " + path + ": " + e.getMessage() +
				". The file is broken; export it again.", e);
		}
	}

	@Override
	public int frames() {
		return fragments.size();
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
		return header.toString();
	}

	@Override
	public void close() {
		// The mapping goes with the buffer.
	}
}
