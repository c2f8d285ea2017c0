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
package io.sonoflow.read.video;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The boxes of an MP4 whose index stands last, changed by hand. */
final class Mp4 {

	private static final Set<String> PARENTS = Set.of("moov", "trak", "edts", "mdia", "minf", "stbl", "stsd", "avc1");

	private byte[] file;

	Mp4(final byte[] file) {
		this.file = file.clone();
	}

	byte[] bytes() {
		return file;
	}

	/** {@return where the first box of this name begins} */
	int at(final String name) {
		final int found = find(name, 0, file.length);
		assertTrue(found >= 0, "no box " + name);
		return found;
	}

	private int find(final String name, final int from, final int to) {
		for (int at = from; at + 8 <= to && size(at) >= 8; at += size(at)) {
			final String here = name(at);
			if (here.equals(name)) return at;
			final int inside = PARENTS.contains(here) ? find(name, content(at), at + size(at)) : -1;
			if (inside >= 0) return inside;
		}
		return -1;
	}

	/** Of two parents the children come after fields of their own. */
	private int content(final int at) {
		return at + switch (name(at)) {
			case "stsd" -> 16;
			case "avc1" -> 86;
			default -> 8;
		};
	}

	int size(final int at) {
		return ByteBuffer.wrap(file).getInt(at);
	}

	private String name(final int at) {
		return new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
	}

	Mp4 put(final int at, final int... values) {
		for (int i = 0; i < values.length; i++)
			ByteBuffer.wrap(file).putInt(at + 4 * i, values[i]);
		return this;
	}

	Mp4 text(final int at, final String text) {
		System.arraycopy(text.getBytes(StandardCharsets.ISO_8859_1), 0, file, at, text.length());
		return this;
	}

	/** Puts a box into the parents, which all lie behind the pictures. */
	Mp4 insert(final int at, final byte[] box, final List<String> parents) {
		assertTrue(at("mdat") < at("moov"), "the index stands first");
		for (final String parent : parents)
			put(at(parent), size(at(parent)) + box.length);
		final byte[] larger = new byte[file.length + box.length];
		System.arraycopy(file, 0, larger, 0, at);
		System.arraycopy(box, 0, larger, at, box.length);
		System.arraycopy(file, at, larger, at + box.length, file.length - at);
		file = larger;
		return this;
	}

	/** {@return the frames of H.264 as they stand in other files: units behind start codes, parameters before the first one} */
	List<byte[]> startCodes() {
		final ByteArrayOutputStream frame = new ByteArrayOutputStream();
		int parameter = at("avcC") + 14;
		// A sequence's, then, behind their number, a picture's.
		for (int i = 0; i < 2; i++, parameter++) {
			final int length = size(parameter) >>> 16;
			frame.writeBytes(new byte[] { 0, 0, 0, 1 });
			frame.write(file, parameter + 2, length);
			parameter += 2 + length;
		}
		final List<byte[]> frames = new ArrayList<>();
		final int sizes = at("stsz") + 20;
		int at = size(at("stco") + 16);
		for (int i = 0; i < size(sizes - 4); i++) {
			final int end = at + size(sizes + 4 * i);
			while (at < end) {
				frame.writeBytes(new byte[] { 0, 0, 0, 1 });
				frame.write(file, at + 4, size(at));
				at += 4 + size(at);
			}
			frames.add(frame.toByteArray());
			frame.reset();
		}
		return frames;
	}

	/** {@return the file with its index before its pictures, as for streaming} */
	byte[] indexFirst() {
		final int moov = at("moov");
		final int shift = size(moov);
		final int offsets = at("stco");
		final Mp4 moved = new Mp4(file);
		for (int i = 0; i < size(offsets + 12); i++)
			moved.put(offsets + 16 + 4 * i, size(offsets + 16 + 4 * i) + shift);
		final int mdat = at("mdat");
		final ByteArrayOutputStream all = new ByteArrayOutputStream();
		all.writeBytes(Arrays.copyOfRange(file, 0, mdat));
		all.writeBytes(Arrays.copyOfRange(moved.file, moov, moov + shift));
		all.writeBytes(Arrays.copyOfRange(file, mdat, moov));
		return all.toByteArray();
	}
}
