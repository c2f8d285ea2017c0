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

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.sonoflow.image.Luma;
import io.sonoflow.read.Bitmap;
import io.sonoflow.read.Pixels;
import io.sonoflow.read.Samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The pixels of decoded pictures, as FFmpeg's program gives them. Luma of 8 bits is taken as it stands, spread to 0..255 where
 * its range is 16..235; all else goes through swscale, which must be told range and matrix, as it looks at neither. Pictures
 * that say nothing have the matrix of ITU-R 601.
 */
final class VideoPixels implements AutoCloseable {

	private static final int BLACK = 16, LEVELS = 219;
	private static final int ONE = 1 << 16;

	/** Whose luma is 0..255 whatever else is said. */
	private static final Set<Integer> FULL = Set.of(AV_PIX_FMT_GRAY8, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ422P,
		AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ411P);

	private final int width;
	private final int height;
	private final byte[] spread = new byte[256];
	private final BytePointer buffer;
	private final PointerPointer<BytePointer> planes = new PointerPointer<>(4);
	private final IntPointer strides = new IntPointer(4);
	private SwsContext scaler;

	VideoPixels(final int width, final int height) {
		this.width = width;
		this.height = height;
		// swscale may write a little beyond a row's end.
		buffer = new BytePointer(4L * width * height + 4096);
		for (int i = 0; i < 4; i++) {
			planes.put(i, i == 0 ? buffer : null);
			strides.put(i, 0);
		}
		for (int y = 0; y < spread.length; y++)
			spread[y] = (byte) Math.max(0, Math.min(255, Math.round((y - BLACK) * 255f / LEVELS)));
	}

	/** What a kind of picture is like. */
	private record Layout(boolean isGray, boolean isRgb, boolean hasAlpha, boolean plainLuma, int depth, int step, int offset) {

		static Layout of(final AVFrame frame) {
			final AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
			final AVComponentDescriptor first = format.comp();
			final long flags = format.flags();
			final boolean rgb = (flags & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL)) != 0;
			final boolean plain = !rgb && (flags & AV_PIX_FMT_FLAG_BITSTREAM) == 0 && first.depth() == 8 && first.plane() == 0 && first
				.shift() == 0;
			return new Layout(!rgb && format.nb_components() < 3, rgb, (flags & AV_PIX_FMT_FLAG_ALPHA) != 0, plain, first.depth(), first
				.step(), first.offset());
		}
	}

	/** @throws io.sonoflow.SonoflowException.File if it has grey levels or colours of more than 8 bits */
	static void requireDepth(final Path path, final AVFrame frame) {
		final Layout layout = Layout.of(frame);
		// Luma of a video has one meaning, whatever its depth; of other deep samples nobody says which is white.
		if ((layout.isRgb || layout.isGray) && layout.depth > 8) throw Pixels.tooDeep(path, layout.depth);
	}

	/** {@return grey levels row by row: the luma} */
	byte[] gray(final AVFrame frame) throws IOException {
		final Layout layout = Layout.of(frame);
		if (layout.isRgb) {
			final int[] colors = colors(frame);
			final byte[] gray = new byte[colors.length];
			for (int i = 0; i < gray.length; i++)
				gray[i] = (byte) Luma.of(colors[i]);
			return gray;
		}
		if (!layout.plainLuma) return scale(frame, AV_PIX_FMT_GRAY8, 1);
		final byte[] gray = luma(frame, layout);
		if (!isFull(frame)) for (int i = 0; i < gray.length; i++)
			gray[i] = spread[gray[i] & 255];
		return gray;
	}

	private static boolean isFull(final AVFrame frame) {
		return frame.color_range() == AVCOL_RANGE_JPEG || FULL.contains(frame.format());
	}

	private byte[] luma(final AVFrame frame, final Layout layout) {
		final byte[] samples = new byte[width * height * layout.step];
		av_image_copy_plane(buffer, width * layout.step, frame.data(0), frame.linesize(0), width * layout.step, height);
		buffer.position(0).get(samples);
		if (layout.step == 1) return samples;
		final byte[] luma = new byte[width * height];
		for (int i = 0; i < luma.length; i++)
			luma[i] = samples[i * layout.step + layout.offset];
		return luma;
	}

	/** {@return what stands in it as grey levels, row by row; null if it has colours} */
	byte[] values(final AVFrame frame) {
		final Layout layout = Layout.of(frame);
		return layout.isGray && layout.plainLuma && isFull(frame) ? luma(frame, layout) : null;
	}

	/** {@return 0xAARRGGBB row by row, opaque} */
	int[] colors(final AVFrame frame) throws IOException {
		final boolean alpha = Layout.of(frame).hasAlpha;
		final int bytes = alpha ? 4 : 3;
		final byte[] samples = scale(frame, alpha ? AV_PIX_FMT_BGRA : AV_PIX_FMT_RGB24, bytes);
		final int[] colors = new int[width * height];
		for (int i = 0, at = 0; i < colors.length; i++, at += bytes)
			colors[i] = alpha ? Bitmap.onBlack((samples[at + 3] & 255) << 24 | 0xFFFFFF & Samples.rgb(samples[at + 2], samples[at + 1],
				samples[at])) : Samples.rgb(samples[at], samples[at + 1], samples[at + 2]);
		return colors;
	}

	private byte[] scale(final AVFrame frame, final int format, final int bytes) throws IOException {
		scaler = sws_getCachedContext(scaler, width, height, frame.format(), width, height, format, SWS_BICUBIC, null, null,
			(DoublePointer) null);
		if (scaler == null) throw new IOException("its pixels are of a kind that cannot be shown");
		final IntPointer matrix = sws_getCoefficients(matrix(frame));
		sws_setColorspaceDetails(scaler, matrix, isFull(frame) ? 1 : 0, matrix, 1, 0, ONE, ONE);
		strides.put(0, width * bytes);
		final int rows = sws_scale(scaler, frame.data(), frame.linesize(), 0, height, planes, strides);
		if (rows != height) throw new IOException("its pixels cannot be converted");
		final byte[] samples = new byte[width * height * bytes];
		buffer.position(0).get(samples);
		return samples;
	}

	private static int matrix(final AVFrame frame) {
		final int named = frame.colorspace();
		return named == AVCOL_SPC_UNSPECIFIED || named == AVCOL_SPC_RGB ? AVCOL_SPC_BT470BG : named;
	}

	@Override
	public void close() {
		sws_freeContext(scaler);
		scaler = null;
		buffer.close();
		planes.close();
		strides.close();
	}
}
