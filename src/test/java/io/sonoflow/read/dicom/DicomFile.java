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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes small DICOM files element by element, whatever a test wants to stand in them; elements in the order of calls. */
final class DicomFile {

	static final String IMPLICIT = "1.2.840.10008.1.2", EXPLICIT = "1.2.840.10008.1.2.1", DEFLATED =
		"1.2.840.10008.1.2.1.99", BIG = "1.2.840.10008.1.2.2", JPEG = "1.2.840.10008.1.2.4.50", LOSSLESS =
			"1.2.840.10008.1.2.4.70", JPEG_2000 = "1.2.840.10008.1.2.4.90", RLE = "1.2.840.10008.1.2.5";

	private static final Set<String> LONG = Set.of("OB", "OW", "OV", "SQ", "UN", "UT");

	private final String syntax;
	private final boolean implicit;
	private final boolean big;
	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	DicomFile(final String syntax) {
		this.syntax = syntax;
		implicit = syntax.equals(IMPLICIT);
		big = syntax.equals(BIG);
	}

	/** {@return of an item, in this file's form} */
	DicomFile item() {
		return new DicomFile(syntax);
	}

	private ByteBuffer buffer(final int length) {
		return ByteBuffer.allocate(length).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
	}

	private void tag(final int tag) {
		out.writeBytes(buffer(4).putShort((short) (tag >>> 16)).putShort((short) tag).array());
	}

	private void length(final int length) {
		out.writeBytes(buffer(4).putInt(length).array());
	}

	/** Tag, type and length; -1 is open. */
	DicomFile begin(final int tag, final String vr, final int length) {
		tag(tag);
		if (implicit) length(length);
		else {
			out.writeBytes(vr.getBytes(StandardCharsets.ISO_8859_1));
			if (LONG.contains(vr)) {
				out.writeBytes(new byte[2]);
				length(length);
			}
			else out.writeBytes(buffer(2).putShort((short) length).array());
		}
		return this;
	}

	DicomFile raw(final int tag, final String vr, final byte[] value) {
		begin(tag, vr, value.length + value.length % 2);
		out.writeBytes(value);
		if (value.length % 2 == 1) out.write(0);
		return this;
	}

	DicomFile text(final Tag tag, final String vr, final String value) {
		return raw(tag.number, vr, (value + (value.length() % 2 == 1 ? vr.equals("UI") ? "\0" : " " : "")).getBytes(
			StandardCharsets.ISO_8859_1));
	}

	/** Numbers of 16 bits, in the file's order of bytes. */
	DicomFile words(final Tag tag, final String vr, final int... values) {
		return raw(tag.number, vr, words(values));
	}

	private byte[] words(final int... values) {
		final ByteBuffer buffer = buffer(2 * values.length);
		for (final int value : values)
			buffer.putShort((short) value);
		return buffer.array();
	}

	DicomFile sequence(final int tag, final boolean open, final DicomFile... items) {
		final DicomFile content = item();
		for (final DicomFile each : items) {
			content.tag(0xFFFE_E000);
			content.length(open ? -1 : each.out.size());
			content.out.writeBytes(each.out.toByteArray());
			if (open) content.end(0xFFFE_E00D);
		}
		if (open) content.end(0xFFFE_E0DD);
		begin(tag, "SQ", open ? -1 : content.out.size());
		out.writeBytes(content.out.toByteArray());
		return this;
	}

	private void end(final int tag) {
		tag(tag);
		length(0);
	}

	/** What every picture says. */
	DicomFile picture(final int columns, final int rows, final String photometric, final int allocated, final int stored,
		final int frames)
	{
		final boolean colour = photometric.startsWith("RGB") || photometric.startsWith("YBR");
		words(Tag.SAMPLES, "US", colour ? 3 : 1).text(Tag.PHOTOMETRIC, "CS", photometric);
		if (frames != 1) text(Tag.FRAMES, "IS", "" + frames);
		words(Tag.ROWS, "US", rows).words(Tag.COLUMNS, "US", columns).words(Tag.ALLOCATED, "US", allocated);
		return words(Tag.STORED, "US", stored);
	}

	DicomFile bytes(final byte[] pixels) {
		return raw(Tag.PIXEL_DATA.number, "OB", pixels);
	}

	/** Pixels of 16 bits. */
	DicomFile deep(final int[] pixels) {
		return words(Tag.PIXEL_DATA, "OW", pixels);
	}

	/** Offsets from the first fragment's item, then fragments of even length. */
	DicomFile fragments(final int[] offsets, final byte[]... fragments) {
		begin(Tag.PIXEL_DATA.number, "OB", -1);
		final ByteBuffer table = buffer(4 * offsets.length);
		for (final int offset : offsets)
			table.putInt(offset);
		fragment(table.array());
		for (final byte[] each : fragments)
			fragment(each);
		end(0xFFFE_E0DD);
		return this;
	}

	private void fragment(final byte[] bytes) {
		tag(0xFFFE_E000);
		length(bytes.length + bytes.length % 2);
		out.writeBytes(bytes);
		if (bytes.length % 2 == 1) out.write(0);
	}

	/** {@return the data set alone, as old archives keep it} */
	byte[] dataSet() {
		return out.toByteArray();
	}

	/** {@return the file: preamble, mark, transfer syntax, data set} */
	byte[] file() {
		final ByteArrayOutputStream file = new ByteArrayOutputStream();
		file.writeBytes(new byte[128]);
		file.writeBytes("DICM".getBytes(StandardCharsets.ISO_8859_1));
		file.writeBytes(new DicomFile(EXPLICIT).text(Tag.TRANSFER_SYNTAX, "UI", syntax).dataSet());
		if (!syntax.equals(DEFLATED)) file.writeBytes(dataSet());
		else try (DeflaterOutputStream deflated = new DeflaterOutputStream(file, new Deflater(9, true))) {
			deflated.write(dataSet());
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
		return file.toByteArray();
	}

	/** {@return a new file in the folder} */
	Path write(final Path folder) throws IOException {
		return Files.write(Files.createTempFile(folder, "image", ".dcm"), file());
	}
}
