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

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.image.Images;
import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.read.ImageDecoders;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The frames of a clip, of which one is held at a time. To go on costs one frame's decoding, to go back all from the
 * beginning: key frames are rare in such clips.
 */
final class VideoFrames implements FrameReader {

	private static final VideoStream.Listener NOBODY = new VideoStream.Listener() {

		@Override
		public void packet(final int number, final Packet packet) {
			// Known from the survey.
		}

		@Override
		public void damage(final int number, final String reason) {
			// Known from the survey.
		}

		@Override
		public boolean looksClosely() {
			return false;
		}
	};

	private final Path path;
	private final ClipSurvey survey;
	private final VideoPixels pixels;
	private VideoStream stream;
	private int at = -1;

	/** @throws IOException if no frame of it can be used */
	VideoFrames(final Path path) throws IOException {
		this.path = path;
		survey = Surveys.of(path);
		pixels = new VideoPixels(survey.width(), survey.height());
	}

	/** Makes a picture the stream's current one. */
	private VideoStream show(final int index) throws IOException {
		if (index < 0 || index >= frames()) throw new IndexOutOfBoundsException("frame " + index + " of " + frames());
		if (stream == null || index < at) restart();
		while (at < index) {
			final int wanted = survey.packets()[at + 1];
			do {
				if (!stream.next()) {
					restart();
					throw new IOException("frame " + (index + 1) + " is not there any more");
				}
			}
			while (stream.number() != wanted);
			at++;
		}
		if (stream.frame().width() != width() || stream.frame().height() != height()) {
			restart();
			throw new IOException("its size has changed since it was opened");
		}
		return stream;
	}

	private void restart() throws IOException {
		if (stream != null) stream.close();
		stream = null;
		at = -1;
		stream = new VideoStream(path, NOBODY);
	}

	/** Takes something of the current picture. */
	private interface Taking<T> {

		T from(VideoStream shown) throws IOException;
	}

	private <T> T take(final int index, final Taking<T> taking) {
		try {
			return taking.from(show(index));
		}
		catch (final SonoflowException | IndexOutOfBoundsException e) {
			throw e;
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			throw ImageDecoders.broken(path, e, frames(), width(), height());
		}
	}

	@Override
	public int frames() {
		return survey.packets().length;
	}

	@Override
	public int width() {
		return survey.width();
	}

	@Override
	public int height() {
		return survey.height();
	}

	@Override
	public String header() {
		return "";
	}

	@Override
	public Optional<FrameRate> rate() {
		return Optional.ofNullable(survey.rate());
	}

	@Override
	public double seconds(final int frame) {
		return survey.seconds() == null ? FrameReader.super.seconds(frame) : survey.seconds()[frame];
	}

	@Override
	public PixelSize size() {
		return survey.size();
	}

	@Override
	public List<String> flaws() {
		return survey.flaws();
	}

	@Override
	public int unbroken() {
		return survey.unbroken();
	}

	private int[] colors(final int frame) {
		return take(frame, shown -> pixels.colors(shown.frame()));
	}

	@Override
	public ArrayImg<ARGBType, IntArray> color(final int frame) {
		return ArrayImgs.argbs(colors(frame), width(), height());
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> gray(final int frame) {
		return Images.bytes(take(frame, shown -> pixels.gray(shown.frame())), width(), height());
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> mask(final int frame) {
		final byte[] values = values(frame);
		final byte[] mask = new byte[width() * height()];
		final int[] colors = values == null ? colors(frame) : null;
		for (int i = 0; i < mask.length; i++)
			mask[i] = (values == null ? colors[i] & 0xFFFFFF : values[i]) == 0 ? 0 : (byte) 255;
		return Images.bytes(mask, width(), height());
	}

	@Override
	public byte[] values(final int frame) {
		return take(frame, shown -> pixels.values(shown.frame()));
	}

	@Override
	public void close() {
		if (stream != null) stream.close();
		stream = null;
		pixels.close();
	}
}
