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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.file.Path;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Samples as decoders give them, and the colours that they stand for. */
class VideoPixelsTest {

	private static final int SIDE = 32;

	@BeforeAll
	static void load() {
		assertNull(VideoLibrary.load());
	}

	/** What is done with a picture. */
	private interface Use<T> {

		T of(VideoPixels pixels, AVFrame frame) throws IOException;
	}

	/** A picture of one colour. */
	private static <T> T with(final int format, final int matrix, final int range, final int bytes, final int[] samples,
		final Use<T> use) throws IOException
	{
		final AVFrame frame = avutil.av_frame_alloc();
		try (VideoPixels pixels = new VideoPixels(SIDE, SIDE)) {
			frame.format(format);
			frame.width(SIDE);
			frame.height(SIDE);
			frame.colorspace(matrix);
			frame.color_range(range);
			avutil.av_frame_get_buffer(frame, 0);
			for (int plane = 0; plane < samples.length; plane++) {
				final BytePointer data = frame.data(plane);
				for (int i = 0; i < frame.linesize(plane) * SIDE; i++)
					data.put(i, (byte) (bytes == 1 || i % 2 == 0 ? samples[plane] : samples[plane] >> 8));
			}
			return use.of(pixels, frame);
		}
		finally {
			avutil.av_frame_free(frame);
		}
	}

	private static void assertColor(final int expected, final int matrix, final int range, final int... yuv) throws IOException {
		final int color = with(avutil.AV_PIX_FMT_YUV444P, matrix, range, 1, yuv, VideoPixels::colors)[40];
		for (int shift = 0; shift <= 16; shift += 8)
			assertEquals(expected >> shift & 255, color >> shift & 255, 2, () -> Integer.toHexString(color));
		assertEquals(255, color >>> 24);
	}

	/** Red, by the primers of ITU-R 601 and 709. */
	@Test
	void matrixAndRangeAreThoseThatThePictureNames() throws IOException {
		assertColor(0xFF0000, avutil.AVCOL_SPC_UNSPECIFIED, avutil.AVCOL_RANGE_UNSPECIFIED, 81, 90, 240);
		assertColor(0xFF0000, avutil.AVCOL_SPC_SMPTE170M, avutil.AVCOL_RANGE_MPEG, 81, 90, 240);
		assertColor(0xFF0000, avutil.AVCOL_SPC_BT709, avutil.AVCOL_RANGE_MPEG, 63, 102, 240);
		assertColor(0xFE0000, avutil.AVCOL_SPC_SMPTE170M, avutil.AVCOL_RANGE_JPEG, 76, 85, 255);
		assertColor(0xFF0000, avutil.AVCOL_SPC_BT709, avutil.AVCOL_RANGE_JPEG, 54, 99, 255);
	}

	private static int gray(final int format, final int range, final int bytes, final int... samples) throws IOException {
		return with(format, avutil.AVCOL_SPC_BT709, range, bytes, samples, VideoPixels::gray)[40] & 255;
	}

	@Test
	void lumaIsSpreadByItsRange() throws IOException {
		final int video = avutil.AVCOL_RANGE_MPEG;
		assertEquals(0, gray(avutil.AV_PIX_FMT_YUV444P, video, 1, 3, 128, 128));
		assertEquals(0, gray(avutil.AV_PIX_FMT_YUV444P, video, 1, 16, 128, 128));
		assertEquals(130, gray(avutil.AV_PIX_FMT_YUV444P, video, 1, 128, 128, 128));
		assertEquals(255, gray(avutil.AV_PIX_FMT_YUV444P, video, 1, 240, 128, 128));
		assertEquals(128, gray(avutil.AV_PIX_FMT_YUV444P, avutil.AVCOL_RANGE_JPEG, 1, 128, 128, 128));
		assertEquals(128, gray(avutil.AV_PIX_FMT_YUVJ444P, avutil.AVCOL_RANGE_UNSPECIFIED, 1, 128, 128, 128));
		assertEquals(128, gray(avutil.AV_PIX_FMT_GRAY8, avutil.AVCOL_RANGE_UNSPECIFIED, 1, 128));
		assertEquals(130, gray(avutil.AV_PIX_FMT_YUV444P10LE, video, 2, 512, 512, 512), 1);
		assertEquals(255, gray(avutil.AV_PIX_FMT_YUV444P10LE, video, 2, 940, 512, 512), 1);
	}

	/** Where it is black says the display, not the file. */
	@Test
	void deepGreyIsRefused() {
		final String message = assertThrows(SonoflowException.File.class, () -> with(avutil.AV_PIX_FMT_GRAY16LE, 2, 0, 2, new int[] {
			999 }, (pixels, frame) -> {
				VideoPixels.requireDepth(Path.of("deep.avi"), frame);
				return null;
			})).getMessage();
		assertTrue(message.contains("16 bits"), message);
	}
}
