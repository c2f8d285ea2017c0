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

import io.sonoflow.read.FileBytes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * Where packets of an AVI are missing: those that are there lie behind each other, and what lies between them is known (chunks
 * of other streams, lists, indices) or is what is left of one whose header was destroyed.
 *
 * @param before the number of the packet before which at least one is missing, for each such place
 * @param missing how many are missing in all, at the end, too; 0 if the file does not say how many it had
 * @param isShort whether its end is missing
 */
record AviHoles(BitSet before, long missing, boolean isShort) {

	private static final int HEADER = 8;

	/** What begins with a name of its own and goes on with chunks. */
	private static final int LIST = 12;

	/**
	 * Where a packet is.
	 *
	 * @param position of its first byte, -1 if that is not known
	 * @param duration in units of its stream, 0 if that is not known
	 */
	record Place(long position, int size, long duration) {
	}

	/** {@return those of a clip, none if it is not an AVI} */
	static AviHoles of(final Path path, final List<Place> places, final long announced) throws IOException {
		try (FileBytes file = new FileBytes(path)) {
			if (file.size() < LIST || !file.text(0, 4).equals("RIFF") || !file.text(HEADER, 4).startsWith("AVI")) return new AviHoles(
				new BitSet(), Math.max(0, announced - places.size()), false);
			return new Walk(file, places).holes(announced);
		}
	}

	/** Goes from one packet to the next. */
	private static final class Walk {

		private final FileBytes file;
		private final List<Place> places;
		private final BitSet broken = new BitSet();
		private final BitSet doubtful = new BitSet();
		private long empty;
		private boolean begun;

		Walk(final FileBytes file, final List<Place> places) {
			this.file = file;
			this.places = places;
		}

		AviHoles holes(final long announced) throws IOException {
			long end = 0;
			for (int i = 0; i < places.size(); i++) {
				final long start = places.get(i).position() - HEADER;
				// One that is not in its order was found by the index.
				if (start >= end) between(i, end, start);
				end = Math.max(end, start + HEADER + places.get(i).size());
			}
			between(places.size(), end, file.size());
			final long missing = announced > 0 ? Math.max(0, announced - empty - places.size()) : 0;
			final boolean isShort = isShort();
			broken.clear(places.size());
			// Padding is what many writers put between packets: it is doubted only where some must have been.
			final BitSet holes = announced > 0 && missing == 0 ? new BitSet() : broken.isEmpty() && !isShort && missing > 0 ? doubtful
				: broken;
			holes.clear(places.size());
			return new AviHoles(holes, missing, isShort);
		}

		private void between(final int number, final long from, final long to) throws IOException {
			long at = from;
			while (at < to) {
				final boolean padded = at % 2 == 1 && (at + 1 == to || at + 1 + HEADER <= to && isName(at + 1));
				if (padded) at++;
				if (at == to) return;
				if (at + HEADER > to || !isName(at)) {
					broken.set(number);
					return;
				}
				at = behind(number, at);
			}
			if (at > to && number < places.size()) broken.set(number);
		}

		/** {@return where the chunk after one begins} */
		private long behind(final int number, final long at) throws IOException {
			final String name = file.text(at, 4);
			final long length = file.u32(at + 4);
			if (name.equals("RIFF")) return at + LIST;
			if (name.equals("LIST")) return at + LIST <= file.size() && isPart(file.text(at + HEADER, 4)) ? at + LIST : at + HEADER +
				length;
			if (name.matches("\\d\\d(dc|db)") && length == 0) empty++;
			else if (begun && !name.matches("\\d\\d(wb|tx|pc|sb)|ix\\d\\d|idx1")) doubtful.set(number);
			return at + HEADER + length;
		}

		private boolean isPart(final String list) {
			begun |= list.equals("movi");
			return list.equals("movi") || list.equals("rec ");
		}

		private boolean isName(final long at) throws IOException {
			return file.text(at, 4).matches("[A-Za-z0-9_ ]{4}");
		}

		private boolean isShort() throws IOException {
			long at = 0;
			while (at + HEADER <= file.size() && file.text(at, 4).equals("RIFF"))
				at += HEADER + file.u32(at + 4) + file.u32(at + 4) % 2;
			return at > file.size() + 1;
		}
	}
}
