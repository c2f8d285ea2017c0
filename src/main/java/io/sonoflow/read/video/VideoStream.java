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

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_COPY_OPAQUE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FFV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_BUFFER;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.UnknownKind;
import io.sonoflow.read.UnsupportedKindException;
import io.sonoflow.read.still.JpegDamage;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The pictures of a clip, one after the other, in the order in which they are shown. All its memory is the libraries' own and
 * is given back when it is closed.
 */
final class VideoStream implements AutoCloseable {

	/** What is told of the stream while it is decoded. */
	interface Listener {

		/** @param number of the packet, from 0, in the order of the stream */
		void packet(int number, Packet packet);

		/** @param place of the packet that was told of last */
		default void place(final AviHoles.Place place) {
			// Known from the survey.
		}

		/** @param number of the packet whose data are damaged; the number after the last where the stream breaks off */
		void damage(int number, String reason);

		/** {@return whether data are looked through that the decoder does not look through, which costs time} */
		default boolean looksClosely() {
			return true;
		}
	}

	/** A file may lead to others in formats that are lists, and by addresses. */
	private static final String FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,avi";

	private static final String PROTOCOLS = "file";

	/** Errors after each other without a picture between them. */
	private static final int MOST_ERRORS = 64;

	private final Listener listener;
	private final JpegDamage jpegs = new JpegDamage();
	private final AVFormatContext format = new AVFormatContext(null);
	private AVCodecContext codec;
	private AVPacket packet;
	private AVFrame frame;
	private AVStream stream;
	private int index;
	private int packets;
	private boolean drained;

	/**
	 * @throws UnsupportedKindException if its codec is none that is known here
	 * @throws IOException if it is no clip or has no video
	 */
	VideoStream(final Path path, final Listener listener) throws IOException {
		this.listener = listener;
		boolean opened = false;
		try {
			open(path);
			opened = true;
		}
		finally {
			if (!opened) close();
		}
	}

	private void open(final Path path) throws IOException {
		final AVDictionary options = new AVDictionary(null);
		try (BytePointer address = new BytePointer("file:" + path.toAbsolutePath(), charset())) {
			av_dict_set(options, "format_whitelist", FORMATS, 0);
			av_dict_set(options, "protocol_whitelist", PROTOCOLS, 0);
			require(avformat_open_input(format, address, null, options), "its beginning makes no sense");
		}
		finally {
			av_dict_free(options);
		}
		require(avformat_find_stream_info(format, (PointerPointer<?>) null), "its streams make no sense");
		index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
		if (index < 0) throw new IOException("it has no video");
		for (int i = 0; i < format.nb_streams(); i++)
			if (i != index) format.streams(i).discard(AVDISCARD_ALL);
		stream = format.streams(index);
		Bitmap.require(stream.codecpar().width(), stream.codecpar().height());
		decoder();
		packet = av_packet_alloc();
		frame = av_frame_alloc();
	}

	private void decoder() throws IOException {
		final AVCodec known = avcodec_find_decoder(stream.codecpar().codec_id());
		if (known == null) throw new UnsupportedKindException("a video with the codec \"" + codecName() +
			"\", which is not read here", UnknownKind.VIDEO);
		codec = avcodec_alloc_context3(known);
		require(avcodec_parameters_to_context(codec, stream.codecpar()), "its video makes no sense");
		codec.thread_count(1);
		codec.err_recognition(AV_EF_EXPLODE | AV_EF_CRCCHECK | AV_EF_BITSTREAM | AV_EF_BUFFER);
		codec.flags(codec.flags() | AV_CODEC_FLAG_COPY_OPAQUE);
		codec.pkt_timebase(stream.time_base());
		require(avcodec_open2(codec, known, (PointerPointer<?>) null), "its video cannot be decoded");
	}

	/** Windows' own names are not those of the library, which takes UTF-8 there. */
	static Charset charset() {
		final String name = System.getProperty("sun.jnu.encoding", "UTF-8");
		return System.getProperty("os.name").startsWith("Windows") || !Charset.isSupported(name) ? StandardCharsets.UTF_8
			: Charset.forName(name);
	}

	/**
	 * Decodes the next picture.
	 *
	 * @return whether there is one
	 */
	boolean next() {
		int errors = 0;
		while (true) {
			final int state = avcodec_receive_frame(codec, frame);
			if (state >= 0) {
				if ((frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) listener.damage(number(),
					"a picture is damaged");
				return true;
			}
			if (state == AVERROR_EOF || errors > MOST_ERRORS) return false;
			if (state != avutil.AVERROR_EAGAIN()) {
				errors++;
				listener.damage(packets - 1, text(state));
			}
			else if (drained) return false;
			else feed();
		}
	}

	/** Gives the decoder what comes next; at the end, the end. */
	private void feed() {
		final int state = read();
		if (state < 0) {
			drained = true;
			if (state != AVERROR_EOF) listener.damage(packets, text(state));
			avcodec_send_packet(codec, null);
			return;
		}
		try (Number opaque = new Number(packets + 1L)) {
			final int flags = packet.flags();
			listener.packet(packets++, new Packet(time(packet.pts()), time(packet.dts()), (flags & AV_PKT_FLAG_KEY) != 0,
				(flags & AV_PKT_FLAG_DISCARD) != 0, looksAt(AV_CODEC_ID_FFV1) && SliceSums.areRight(packet)));
			if (looksAt(AV_CODEC_ID_MJPEG)) jpegs.of(bytes()).ifPresent(why -> listener.damage(packets - 1, why));
			listener.place(new AviHoles.Place(packet.pos(), packet.size(), packet.duration()));
			packet.opaque(opaque);
			final boolean whole = (flags & AV_PKT_FLAG_CORRUPT) == 0;
			final int sent = whole ? avcodec_send_packet(codec, packet) : -1;
			if (sent < 0) listener.damage(packets - 1, whole ? text(sent) : "it was cut off");
		}
		finally {
			av_packet_unref(packet);
		}
	}

	private boolean looksAt(final int codecId) {
		return stream.codecpar().codec_id() == codecId && listener.looksClosely();
	}

	/** {@return a copy of the packet's data} */
	private byte[] bytes() {
		final byte[] bytes = new byte[packet.size()];
		// An empty one has no address.
		if (bytes.length > 0) packet.data().get(bytes);
		return bytes;
	}

	/** Reads on to what belongs to the video. */
	private int read() {
		while (true) {
			final int state = av_read_frame(format, packet);
			if (state < 0 || packet.stream_index() == index) return state;
			av_packet_unref(packet);
		}
	}

	/** {@return the picture; of the next call of {@link #next} another one} */
	AVFrame frame() {
		return frame;
	}

	/** {@return the packet that the picture was in} */
	int number() {
		final Pointer opaque = frame.opaque();
		return opaque == null ? -1 : (int) (opaque.address() - 1);
	}

	/** {@return whether the picture is made of no other} */
	boolean isKey() {
		return (frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
	}

	/** {@return how many pictures are decoded before one of them is shown, at most} */
	int delay() {
		return codec.has_b_frames();
	}

	/** {@return when it is shown, in units of {@link #unit}; {@link Packet#NONE} = it does not say so} */
	long time() {
		return time(frame.best_effort_timestamp());
	}

	private static long time(final long time) {
		return time == avutil.AV_NOPTS_VALUE ? Packet.NONE : time;
	}

	/** {@return what times are counted in, in seconds: numerator and denominator} */
	long[] unit() {
		return ratio(stream.time_base());
	}

	/** {@return frames per second as the file says it, which may be wrong: numerator and denominator, 0 if it says nothing} */
	long[] rate() {
		final long[] real = ratio(stream.r_frame_rate());
		return real[0] > 0 && real[1] > 0 ? real : ratio(stream.avg_frame_rate());
	}

	/** {@return a pixel's width and height, 0 if it says nothing} */
	long[] aspect() {
		final long[] aspect = ratio(stream.sample_aspect_ratio());
		return aspect[0] > 0 && aspect[1] > 0 ? aspect : ratio(codec.sample_aspect_ratio());
	}

	/** {@return how many pictures the file says it has, shown or not; 0 if it says nothing} */
	long announced() {
		return stream.nb_frames();
	}

	/** {@return the codec's name, e.g. h264} */
	String codecName() {
		try (BytePointer name = avcodec_get_name(stream.codecpar().codec_id())) {
			return name.getString();
		}
	}

	private static long[] ratio(final AVRational rational) {
		return new long[] { rational.num(), rational.den() };
	}

	private static void require(final int state, final String what) throws IOException {
		if (state < 0) throw new IOException(what + " (" + text(state) + ")");
	}

	/** {@return an error of the libraries in words} */
	static String text(final int error) {
		final byte[] text = new byte[256];
		avutil.av_strerror(error, text, text.length);
		int length = 0;
		while (text[length] != 0)
			length++;
		return new String(text, 0, length, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		// Of what was not made yet there is not even an address to give back.
		if (frame != null) av_frame_free(frame);
		if (packet != null) av_packet_free(packet);
		if (codec != null) avcodec_free_context(codec);
		avformat_close_input(format);
		frame = null;
		packet = null;
		codec = null;
	}

	/** A number where the libraries keep an address that they never follow. */
	private static final class Number extends Pointer {

		Number(final long value) {
			super((Pointer) null);
			address = value;
		}
	}
}
