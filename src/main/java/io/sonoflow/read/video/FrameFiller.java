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

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.sonoflow.image.Images;

import java.io.IOException;
import java.util.Arrays;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;

/** Puts pictures into FFmpeg's frames, in the form that a codec stores. */
final class FrameFiller implements AutoCloseable {

	private static final int BLACK = 16, LEVELS = 219, GRAY_CHROMA = 128;
	private static final int ONE = 1 << 16;

	private final ClipCodec kind;
	private final AVCodecContext codec;
	private final int width;
	private final int height;
	private final byte[] levels = new byte[256];
	private AVFrame frame;
	private AVFrame source;
	private SwsContext scaler;
	private BytePointer row;

	/**
	 * @param codec whose size, pixels and range frames have; not closed
	 * @param color whether frames are colours, else grey levels
	 */
	FrameFiller(final ClipCodec kind, final AVCodecContext codec, final boolean color) throws IOException {
		this.kind = kind;
		this.codec = codec;
		width = codec.width();
		height = codec.height();
		for (int i = 0; i < levels.length; i++)
			levels[i] = (byte) (kind.isHalved() ? BLACK + Math.round(i * LEVELS / 255f) : i);
		boolean made = false;
		try {
			frame = frame(codec.pix_fmt());
			row = new BytePointer((long) width * height * 4);
			if (color) source = frame(AV_PIX_FMT_BGRA);
			made = true;
		}
		finally {
			if (!made) close();
		}
	}

	private AVFrame frame(final int pixels) throws IOException {
		final AVFrame made = av_frame_alloc();
		made.format(pixels);
		made.width(width);
		made.height(height);
		made.color_range(codec.color_range());
		made.colorspace(codec.colorspace());
		made.quality(codec.global_quality());
		final int state = av_frame_get_buffer(made, 0);
		if (state < 0) av_frame_free(made);
		ClipWriter.require(state);
		return made;
	}

	/** {@return a frame of grey levels, 0..255; the same at every call} */
	AVFrame gray(final ArrayImg<UnsignedByteType, ByteArray> image) throws IOException {
		requireSame(Images.width(image), Images.height(image));
		ClipWriter.require(av_frame_make_writable(frame));
		final byte[] pixels = Images.pixels(image);
		final byte[] stored = new byte[pixels.length];
		for (int i = 0; i < stored.length; i++)
			stored[i] = levels[pixels[i] & 255];
		plane(0, stored, width, height);
		if (kind != ClipCodec.FFV1) {
			final int w = kind.isHalved() ? width / 2 : width;
			final int h = kind.isHalved() ? height / 2 : height;
			final byte[] chroma = new byte[w * h];
			Arrays.fill(chroma, (byte) GRAY_CHROMA);
			plane(1, chroma, w, h);
			plane(2, chroma, w, h);
		}
		return frame;
	}

	private void plane(final int number, final byte[] samples, final int bytes, final int rows) {
		row.position(0).put(samples);
		av_image_copy_plane(frame.data(number), frame.linesize(number), row, bytes, bytes, rows);
	}

	/** {@return a frame of colours, whose alpha is not looked at; the same at every call} */
	AVFrame color(final ArrayImg<ARGBType, IntArray> image) throws IOException {
		requireSame(Images.width(image), Images.height(image));
		ClipWriter.require(av_frame_make_writable(frame));
		final int[] pixels = image.update(null).getCurrentStorageArray();
		final byte[] samples = new byte[4 * pixels.length];
		for (int i = 0; i < pixels.length; i++) {
			samples[4 * i] = (byte) pixels[i];
			samples[4 * i + 1] = (byte) (pixels[i] >> 8);
			samples[4 * i + 2] = (byte) (pixels[i] >> 16);
			samples[4 * i + 3] = (byte) 255;
		}
		row.position(0).put(samples);
		final boolean same = codec.pix_fmt() == AV_PIX_FMT_BGR0;
		final AVFrame to = same ? frame : source;
		av_image_copy_plane(to.data(0), to.linesize(0), row, 4 * width, 4 * width, height);
		if (!same) convert();
		return frame;
	}

	private void convert() throws IOException {
		scaler = sws_getCachedContext(scaler, width, height, AV_PIX_FMT_BGRA, width, height, codec.pix_fmt(), SWS_BICUBIC |
			SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT, null, null, (DoublePointer) null);
		if (scaler == null) throw new IOException("colours cannot be converted");
		sws_setColorspaceDetails(scaler, sws_getCoefficients(AVCOL_SPC_SMPTE170M), 1, sws_getCoefficients(AVCOL_SPC_SMPTE170M), kind
			.isHalved() ? 0 : 1, 0, ONE, ONE);
		sws_scale(scaler, source.data(), source.linesize(), 0, height, frame.data(), frame.linesize());
	}

	private void requireSame(final int w, final int h) {
		if (w != width || h != height) throw new IllegalArgumentException("A frame of " + w + " x " + h + " in a clip of " + width +
			" x " + height);
	}

	@Override
	public void close() {
		sws_freeContext(scaler);
		scaler = null;
		if (frame != null) av_frame_free(frame);
		if (source != null) av_frame_free(source);
		if (row != null) row.close();
		frame = null;
		source = null;
		row = null;
	}
}
