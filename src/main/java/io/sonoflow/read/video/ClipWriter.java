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

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_GLOBALHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;

import java.io.IOException;
import java.nio.file.Path;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Writes a clip frame by frame. The same frames give the same bytes.
 *
 * <pre>
 * AtomicFiles.write(path, temporary -&gt; {
 * 	try (ClipWriter clip = new ClipWriter(temporary, ClipCodec.FFV1, 256, 256, false, new FrameRate(25, 1))) {
 * 		for (...) clip.add(gray);
 * 		clip.finish();
 * 	}
 * });
 * </pre>
 */
public final class ClipWriter implements AutoCloseable {

	/** Of H.264, a pixel: what makes it as good as it gets. */
	private static final double BITS = 2;

	private static final int SECONDS_TO_KEY = 2;

	private final ClipCodec kind;
	private final boolean color;
	private final int width;
	private final int height;
	private final AVFormatContext format = new AVFormatContext(null);
	private AVStream stream;
	private AVCodecContext codec;
	private FrameFiller filler;
	private AVPacket packet;
	private long frames;

	/**
	 * @param path where it is written, at once; its ending is that of the codec
	 * @param width columns, at least 1; even for a codec that halves colours
	 * @param height rows, likewise
	 * @param color whether frames are colours, else grey levels
	 * @param rate frames per second
	 * @throws SonoflowException.Input if the size does not fit the codec
	 * @throws SonoflowException.Device if the library cannot be loaded here
	 * @throws IOException if it cannot be written
	 */
	public ClipWriter(final Path path, final ClipCodec codec, final int width, final int height, final boolean color,
		final FrameRate rate) throws IOException
	{
		requireLibrary();
		requireSize(codec, width, height);
		kind = codec;
		this.width = width;
		this.height = height;
		this.color = color;
		boolean opened = false;
		try {
			open(path, rate);
			opened = true;
		}
		finally {
			if (!opened) close();
		}
	}

	/** @throws SonoflowException.Device if clips cannot be written here, as the library cannot be loaded */
	public static void requireLibrary() {
		final String failure = VideoLibrary.load();
		if (failure != null) throw new SonoflowException.Device("Clips cannot be written: FFmpeg's library cannot be loaded here (" +
			failure + "). Install Sonoflow's archive for this platform (Linux needs glibc 2.35 or newer), or write single images.");
	}

	/** @throws SonoflowException.Input if frames of this size cannot be written so */
	public static void requireSize(final ClipCodec codec, final int width, final int height) {
		if (codec.isHalved() && (width % 2 != 0 || height % 2 != 0)) throw new SonoflowException.Input("Frames of " + width + " x " +
			height + " pixels cannot be written with codec=" + codec.key() + ", which stores colours for two by two pixels: both " +
				"sides must be even. Use codec=ffv1 or codec=mjpeg.");
	}

	private void open(final Path path, final FrameRate rate) throws IOException {
		final AVCodec encoder = avcodec_find_encoder_by_name(kind.encoder());
		if (encoder == null) throw new IOException("there is no encoder " + kind.encoder() + " in FFmpeg's library");
		require(avformat_alloc_output_context2(format, null, kind.extension(), null));
		format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
		stream = avformat_new_stream(format, null);
		codec = avcodec_alloc_context3(encoder);
		settings(rate);
		encoder(encoder);
		require(avcodec_parameters_from_context(stream.codecpar(), codec));
		stream.time_base(codec.time_base());
		stream.avg_frame_rate(codec.framerate());
		final AVIOContext out = new AVIOContext(null);
		try (BytePointer address = new BytePointer("file:" + path.toAbsolutePath(), VideoStream.charset())) {
			require(avio_open(out, address, AVIO_FLAG_WRITE));
		}
		format.pb(out);
		require(avformat_write_header(format, (PointerPointer<?>) null));
		packet = av_packet_alloc();
		filler = new FrameFiller(kind, codec, color);
	}

	private void settings(final FrameRate rate) {
		codec.width(width);
		codec.height(height);
		codec.thread_count(1);
		codec.flags(codec.flags() | AV_CODEC_FLAG_BITEXACT);
		try (AVRational time = new AVRational().num(rate.seconds()).den(rate.frames());
				AVRational perSecond = new AVRational().num(rate.frames()).den(rate.seconds()))
		{
			codec.time_base(time);
			codec.framerate(perSecond);
		}
		final boolean lossless = kind == ClipCodec.FFV1;
		codec.pix_fmt(lossless ? color ? AV_PIX_FMT_BGR0 : AV_PIX_FMT_GRAY8 : kind.isHalved() ? AV_PIX_FMT_YUV420P
			: AV_PIX_FMT_YUVJ444P);
		codec.color_range(kind.isHalved() ? AVCOL_RANGE_MPEG : AVCOL_RANGE_JPEG);
		codec.colorspace(lossless && color ? AVCOL_SPC_RGB : AVCOL_SPC_SMPTE170M);
		codec.gop_size(lossless ? 1 : (int) Math.max(1, SECONDS_TO_KEY * rate.perSecond()));
		if ((format.oformat().flags() & AVFMT_GLOBALHEADER) != 0) codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
		if (kind == ClipCodec.MJPEG) {
			codec.flags(codec.flags() | AV_CODEC_FLAG_QSCALE);
			codec.qmin(1);
			codec.global_quality(FF_QP2LAMBDA);
		}
		if (kind == ClipCodec.H264) {
			codec.bit_rate(Math.round(BITS * width * height * Math.max(1, rate.perSecond())));
			codec.qmin(1);
		}
	}

	private void encoder(final AVCodec encoder) throws IOException {
		final AVDictionary options = new AVDictionary(null);
		try {
			if (kind == ClipCodec.FFV1) {
				// With checksums: damage is found, and its extent.
				av_dict_set(options, "level", "3", 0);
				av_dict_set(options, "slicecrc", "1", 0);
			}
			if (kind == ClipCodec.H264) av_dict_set(options, "rc_mode", "quality", 0);
			require(avcodec_open2(codec, encoder, options));
		}
		finally {
			av_dict_free(options);
		}
	}

	/**
	 * Adds a frame of grey levels.
	 *
	 * @param image (x, y), 0..255, of the clip's size
	 */
	public void add(final ArrayImg<UnsignedByteType, ByteArray> image) throws IOException {
		if (color) throw new IllegalArgumentException("The clip is of colours");
		send(filler.gray(image));
	}

	/**
	 * Adds a frame of colours.
	 *
	 * @param image (x, y), of the clip's size; alpha is not looked at
	 */
	public void addColor(final ArrayImg<ARGBType, IntArray> image) throws IOException {
		if (!color) throw new IllegalArgumentException("The clip is of grey levels");
		send(filler.color(image));
	}

	private void send(final AVFrame frame) throws IOException {
		frame.pts(frames++);
		require(avcodec_send_frame(codec, frame));
		write();
	}

	private void write() throws IOException {
		while (true) {
			final int state = avcodec_receive_packet(codec, packet);
			if (state == avutil.AVERROR_EAGAIN() || state == AVERROR_EOF) return;
			require(state);
			av_packet_rescale_ts(packet, codec.time_base(), stream.time_base());
			if (packet.duration() == 0) packet.duration(avutil.av_rescale_q(1, codec.time_base(), stream.time_base()));
			packet.stream_index(0);
			require(av_interleaved_write_frame(format, packet));
		}
	}

	/**
	 * Writes what is missing. Without it the clip is not whole.
	 *
	 * @throws IOException if it cannot be written, or no frame was added
	 */
	public void finish() throws IOException {
		if (frames == 0) throw new IOException("there is no frame to write");
		require(avcodec_send_frame(codec, null));
		write();
		require(av_write_trailer(format));
		final AVIOContext out = format.pb();
		format.pb(null);
		require(avio_closep(out));
	}

	static void require(final int state) throws IOException {
		if (state < 0) throw new IOException(VideoStream.text(state));
	}

	@Override
	public void close() {
		if (filler != null) filler.close();
		if (packet != null) av_packet_free(packet);
		if (codec != null) avcodec_free_context(codec);
		filler = null;
		packet = null;
		codec = null;
		if (!format.isNull()) {
			final AVIOContext out = format.pb();
			if (out != null) avio_closep(out);
			avformat_free_context(format);
			format.setNull();
		}
	}
}
