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

import java.io.IOException;

/** The numbers of each frame, wherever and however they are stored. */
abstract class Frames {

	/**
	 * @param index 0..frames-1
	 * @return its numbers, not held
	 */
	abstract StoredFrame samples(int index) throws IOException;

	/**
	 * @throws Refused if the pixels are not all there, or coded in a way that is not read
	 */
	static Frames of(final Header header, final Picture picture) throws IOException {
		final String syntax = header.root().text(Tag.TRANSFER_SYNTAX);
		final Coding coding = Coding.of(syntax);
		if (header.pixelTag() != Tag.PIXEL_DATA) throw Refused.unknown("it holds " + header.pixelTag());
		final boolean inFragments = header.pixelLength() < 0;
		if (!inFragments) {
			if (coding != Coding.PLAIN) throw Refused.broken(Tag.TRANSFER_SYNTAX, syntax + " (compressed), but " +
				Tag.PIXEL_DATA + " are not in fragments");
			return new Stored(header, picture);
		}
		if (coding == Coding.PLAIN && !syntax.isEmpty() && !Coding.isFragmented(syntax)) throw Refused.broken(
			Tag.TRANSFER_SYNTAX, syntax + " (not compressed), but " + Tag.PIXEL_DATA + " are in fragments");
		// A file that lost its meta information: what its frames begin with decides.
		return new Coded(Fragments.of(header, picture.frames()), syntax.isEmpty() ? Coding.JPEG : coding, picture);
	}

	/** One frame after the other. */
	private static final class Stored extends Frames {

		private final Source source;
		private final long start;
		private final long length;
		private final Plain plain;
		private final long frameBits;

		Stored(final Header header, final Picture picture) throws IOException {
			source = header.source();
			start = header.pixelStart();
			length = header.pixelLength();
			plain = new Plain(picture, header.isBig() && (picture.bytes() == 2 || !header.pixelType().equals("OB")));
			frameBits = plain.frameBits();
			check(picture);
		}

		private void check(final Picture picture) throws IOException {
			final long wanted = (frameBits * picture.frames() + 7) / 8;
			final String said = length + " bytes long; " + picture.frames() + " frame" + (picture.frames() > 1 ? "s" : "") +
				" of " + picture.columns() + " x " + picture.rows() + " pixels, " + picture.photometric().term() + ", " + picture
					.allocated() + " bits, have " + wanted;
			if (length < wanted) throw Refused.broken(Tag.PIXEL_DATA, said);
			if (plain.isHalved() && length / 3 == wanted / 2) throw Refused.broken(Tag.PIXEL_DATA, said +
				" (colours are not at half the resolution: YBR_FULL or RGB)");
			if (length - wanted >= (frameBits + 7) / 8 && length - wanted > 1) throw Refused.broken(Tag.PIXEL_DATA, said);
			source.requires(start + wanted);
		}

		@Override
		StoredFrame samples(final int index) throws IOException {
			final long first = frameBits * index;
			final long end = (first + frameBits + 7) / 8;
			// Whole words, whose halves may have to change places.
			final long from = first / 8 / 2 * 2;
			final byte[] words = source.bytes(start + from, (int) (Math.min(end + end % 2, length) - from));
			return plain.samples(words, (int) (first / 8 - from), (int) (end - from), (int) (first % 8));
		}
	}

	/** In fragments. */
	private static final class Coded extends Frames {

		private final Fragments fragments;
		private final Coding coding;
		private final Picture picture;

		Coded(final Fragments fragments, final Coding coding, final Picture picture) {
			this.fragments = fragments;
			this.coding = coding;
			this.picture = picture;
		}

		@Override
		StoredFrame samples(final int index) throws IOException {
			final byte[] bytes = fragments.frame(index);
			switch (coding) {
				case PLAIN:
					final Plain plain = new Plain(picture, false);
					final long wanted = plain.frameBits() / 8;
					if (picture.allocated() == 1) throw Refused.unknown(Tag.ALLOCATED, "1 in fragments");
					// A frame of an odd length is filled up.
					if (bytes.length < wanted || bytes.length > wanted + 1) throw Refused.broken(Tag.PIXEL_DATA, bytes.length +
						" bytes in a frame where " + wanted + " are needed");
					return plain.samples(bytes, 0, (int) wanted, 0);
				case RUN_LENGTH:
					return RunLength.decode(bytes, picture);
				default:
					if (JpegStream.isJpeg(bytes)) return Jpeg.decode(bytes, picture);
					if (Jpeg2000.isJpeg2000(bytes)) return Jpeg2000.decode(bytes, picture);
					throw Refused.broken("a frame begins neither like JPEG nor like JPEG 2000");
			}
		}
	}
}
