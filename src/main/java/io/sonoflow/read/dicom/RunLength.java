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

import io.sonoflow.read.dicom.Picture.Photometric;
import io.sonoflow.read.dicom.StoredFrame.Space;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Run lengths (PS3.5 annex G): one segment for each byte of each sample, the high bytes first. */
final class RunLength {

	private static final int HEADER = 64;
	private static final int MOST_SEGMENTS = 15;

	private RunLength() {
	}

	/**
	 * @param stream one frame
	 * @throws Refused if segments are missing or end before the last pixel
	 */
	static StoredFrame decode(final byte[] stream, final Picture picture) throws Refused {
		final int segments = picture.samples() * picture.bytes();
		if (stream.length < HEADER) throw Refused.broken("its run lengths end within their header");
		final ByteBuffer header = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
		final int said = header.getInt(0);
		if (said != segments) throw Refused.broken("its run lengths make " + (said < 0 || said > MOST_SEGMENTS
			? "an impossible number of" : said) + " segments where " + segments + " are needed for " + picture.samples() +
			" samples of " + picture.allocated() + " bits");
		if (picture.allocated() == 1) throw Refused.unknown(Tag.ALLOCATED, "1 with run lengths");
		// Two bytes make 128 at most.
		if ((long) picture.pixels() * segments > 64L * stream.length) throw Refused.broken("its run lengths, " +
			stream.length + " bytes, are too short for " + picture.columns() + " x " + picture.rows() + " pixels");
		final byte[] data = new byte[picture.pixels() * segments];
		for (int s = 0; s < segments; s++) {
			final int from = header.getInt(4 + 4 * s);
			final int to = s + 1 < segments ? header.getInt(8 + 4 * s) : stream.length;
			if (from < HEADER || to < from || to > stream.length) throw Refused.broken("segment " + (s + 1) +
				" of its run lengths lies outside of the frame");
			// The high byte comes first in the file and last in the sample.
			final int sample = s / picture.bytes();
			final int place = picture.bytes() - 1 - s % picture.bytes();
			unpack(stream, from, to, data, sample * picture.bytes() + place, segments, s + 1);
		}
		return new StoredFrame(data, picture.bytes(), picture.stored(), space(picture.photometric()));
	}

	private static Space space(final Photometric photometric) throws Refused {
		return switch (photometric) {
			case YBR_FULL, YBR_FULL_422 -> Space.YBR_FULL;
			case YBR_PARTIAL_420, YBR_PARTIAL_422, YBR_ICT, YBR_RCT -> throw Refused.unknown(Tag.PHOTOMETRIC, photometric +
				" with run lengths");
			default -> Space.RGB;
		};
	}

	private static void unpack(final byte[] stream, final int from, final int end, final byte[] data, final int first,
		final int step, final int segment) throws Refused
	{
		int in = from;
		int out = first;
		while (out < data.length) {
			if (in + 1 >= end) throw Refused.broken("segment " + segment + " of its run lengths ends before the last pixel");
			final int code = stream[in++];
			if (code == -128) continue;
			final int length = code >= 0 ? code + 1 : 1 - code;
			if (code >= 0 && in + length > end) throw Refused.broken("segment " + segment +
				" of its run lengths ends before the last pixel");
			for (int i = 0; i < length && out < data.length; i++, out += step)
				data[out] = code >= 0 ? stream[in + i] : stream[in];
			in += code >= 0 ? length : 1;
		}
	}
}
