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
package io.sonoflow.read.clip;

import io.sonoflow.dataset.FrameRate;
import io.sonoflow.read.Bitmap;
import io.sonoflow.read.FileBytes;
import io.sonoflow.read.Pixels;
import io.sonoflow.read.Samples;
import io.sonoflow.read.UnsupportedKindException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The chunks of an AVI, also of one of several RIFF parts (OpenDML). The frames are found by walking through all of
 * them: the index is not needed, and may be wrong.
 */
final class AviStream {

	private static final int MOST_DEPTH = 8;

	/** Where a stream's header says how fast it is. */
	private static final int SCALE = 20, RATE = 28;

	/** Where it says how many frames it has. */
	private static final int LENGTH = 32;

	/** Bytes of an index that tell of a chunk. */
	private static final int ENTRY = 16;

	/** Where the bytes of a frame are. */
	record Part(long position, long length) {
	}

	private final FileBytes file;
	private final List<Part> frames = new ArrayList<>();
	private long announced;
	private long indexed;
	private int streams;
	private int video = -1;
	private boolean videoHeader;
	private int width;
	private int height;
	private boolean topDown;
	private int bits;
	private String codec = "";
	private FrameRate rate;
	private int[] palette = Pixels.grayPalette();

	AviStream(final FileBytes file) throws IOException {
		this.file = file;
		walk(0, file.size(), 0);
		if (width == 0) throw new IOException("it has no video");
		if (frames.isEmpty()) throw new IOException("it has no frame: its recording was not finished, or it was cut off");
		// Of a file whose index tells of all that is there only the header is wrong.
		if (frames.size() < announced && indexed != frames.size()) throw new IOException(frames.size() + " of its " + announced +
			" frames are there");
	}

	private void walk(final long from, final long to, final int depth) throws IOException {
		long position = from;
		while (position + 8 <= to) {
			final String name = file.text(position, 4);
			final long length = file.u32(position + 4);
			final long start = position + 8;
			// What follows the last RIFF part is no part of the clip.
			if (depth == 0 && !name.equals("RIFF")) return;
			if (length > to - start) throw new IOException("it was cut off: its part " + printable(name) + " is " + length +
				" bytes long, " + (to - start) + " are left");
			if (name.equals("RIFF") || name.equals("LIST")) {
				if (length < 4 || depth == MOST_DEPTH) throw new IOException("its parts make no sense");
				walk(start + 4, start + length, depth + 1);
			}
			else chunk(name, start, length);
			position = start + length + (length & 1);
		}
	}

	private void chunk(final String name, final long at, final long length) throws IOException {
		if (name.equals("strh") && length >= 8) {
			videoHeader = video < 0 && file.text(at, 4).equals("vids");
			if (videoHeader) {
				video = streams;
				if (length >= LENGTH + 4) announced = file.u32(at + LENGTH);
				if (length >= RATE) rate = rate(file.u32(at + SCALE), file.u32(at + SCALE + 4));
			}
			streams++;
		}
		else if (name.equals("strf") && videoHeader) {
			format(at, length);
			videoHeader = false;
		}
		else if (name.equals("idx1")) index(at, length);
		else if (video >= 0 && name.startsWith(String.format(Locale.ROOT, "%02d", video))) {
			if (name.endsWith("pc")) throw new UnsupportedKindException("an AVI whose palette changes",
				"Convert it with ffmpeg: ffmpeg -i clip -c:v mjpeg -q:v 2 clip.avi");
			if (name.endsWith("dc") || name.endsWith("db")) frames.add(new Part(at, length));
		}
	}

	private void index(final long at, final long length) throws IOException {
		final String stream = String.format(Locale.ROOT, "%02dd", Math.max(video, 0));
		for (long entry = 0; entry + ENTRY <= length; entry += ENTRY)
			if (file.text(at + entry, 3).equals(stream)) indexed++;
	}

	private static FrameRate rate(final long scale, final long rate) {
		return scale < 1 || rate < 1 || scale > Integer.MAX_VALUE || rate > Integer.MAX_VALUE ? null : new FrameRate((int) rate,
			(int) scale);
	}

	private void format(final long at, final long length) throws IOException {
		if (length < 40) throw new IOException("its video has no size");
		final long rows = (int) file.u32(at + 8);
		Bitmap.require(file.u32(at + 4), Math.abs(rows));
		width = (int) file.u32(at + 4);
		height = (int) Math.abs(rows);
		topDown = rows < 0;
		bits = file.u16(at + 14);
		codec = file.u32(at + 16) == 0 ? "" : file.text(at + 16, 4);
		final long colors = Math.min((length - 40) / 4, 256);
		if (bits == 8 && colors > 0) {
			palette = Bitmap.palette();
			for (int i = 0; i < colors; i++)
				palette[i] = Samples.rgb(file.u8(at + 42 + 4L * i), file.u8(at + 41 + 4L * i), file.u8(at + 40 + 4L * i));
		}
	}

	static String printable(final String name) {
		return name.replaceAll("[^ -~]", "?");
	}

	int width() {
		return width;
	}

	int height() {
		return height;
	}

	/** {@return whether uncompressed RGB begins at its top, which is not the rule} */
	boolean topDown() {
		return topDown;
	}

	/** {@return bits a pixel of uncompressed RGB} */
	int bits() {
		return bits;
	}

	/** {@return the four characters that name the codec; empty for uncompressed RGB} */
	String codec() {
		return codec;
	}

	/** {@return the colours of 8-bit values} */
	int[] palette() {
		return palette;
	}

	/** {@return frames per second; null if it does not say so} */
	FrameRate rate() {
		return rate;
	}

	List<Part> frames() {
		return frames;
	}
}
