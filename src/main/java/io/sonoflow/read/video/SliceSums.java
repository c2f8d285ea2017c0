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

import static org.bytedeco.ffmpeg.global.avutil.AV_CRC_32_IEEE;
import static org.bytedeco.ffmpeg.global.avutil.av_crc;
import static org.bytedeco.ffmpeg.global.avutil.av_crc_get_table;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/**
 * The checksums of FFV1 (RFC 9043, 4.9): each slice of a picture ends in its size, a status and a sum. The decoder looks at them
 * but tells nobody: it puts parts of the picture before in the place of damaged ones.
 */
final class SliceSums {

	/** Three bytes of size, one of status, four of sum. */
	private static final int FOOTER = 8;

	private SliceSums() {
	}

	/** {@return whether all slices of a picture have sums that are right; false also where there are none} */
	static boolean areRight(final AVPacket packet) {
		final BytePointer bytes = packet.data();
		int end = packet.size();
		if (end == 0) return false;
		while (end > FOOTER) {
			final int size = (bytes.get(end - FOOTER) & 255) << 16 | (bytes.get(end - FOOTER + 1) & 255) << 8 | bytes.get(end - FOOTER +
				2) & 255;
			final int from = end - FOOTER - size;
			if (from < 0 || av_crc(av_crc_get_table(AV_CRC_32_IEEE), 0, packet.data().position(from), end - from) != 0) return false;
			end = from;
		}
		return end == 0;
	}
}
