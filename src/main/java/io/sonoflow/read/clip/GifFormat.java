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
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.read.Bitmap;
import io.sonoflow.read.Canvas;
import io.sonoflow.read.ClipFrames;
import io.sonoflow.read.FileBytes;
import io.sonoflow.read.FrameFormat;
import io.sonoflow.read.StillFrame;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** GIF, still and animated, as browsers show it: each frame composed over the ones before, on black. */
public final class GifFormat implements FrameFormat {

	private static final int HUNDREDTHS = 100;

	@Override
	public boolean claims(final byte[] head, final Path path) {
		return head.length > 5 && head[0] == 'G' && head[1] == 'I' && head[2] == 'F' && head[3] == '8';
	}

	@Override
	public FrameReader open(final Path path) throws IOException {
		final FileBytes file = new FileBytes(path);
		FrameReader opened = null;
		try {
			final GifStream stream = new GifStream(file);
			final GifStream.Part first = stream.frames().get(0);
			opened = stream.frames().size() > 1 ? new GifClip(path, file, stream) : still(stream, first);
			return opened;
		}
		finally {
			if (!(opened instanceof GifClip)) file.close();
		}
	}

	/** A picture that fills its screen keeps its values, as masks need them. */
	private static FrameReader still(final GifStream stream, final GifStream.Part part) throws IOException {
		final int[] colors = stream.palette(part);
		if (part.x() == 0 && part.y() == 0 && part.width() == stream.width() && part.height() == stream.height())
			return new StillFrame(Bitmap.ofPalette(part.width(), part.height(), stream.values(part), blackWhereTransparent(colors)));
		return new StillFrame(Bitmap.ofColors(stream.width(), stream.height(), new Canvas(stream.width(), stream.height(),
			stream::layer).show(0)));
	}

	private static int[] blackWhereTransparent(final int[] colors) {
		final int[] palette = colors.clone();
		for (int i = 0; i < palette.length; i++)
			palette[i] = Bitmap.onBlack(palette[i]);
		return palette;
	}

	/** The frames, read from the file one by one. */
	private static final class GifClip extends ClipFrames {

		private final FileBytes file;
		private final Canvas canvas;
		/** Hundredths of a second after the first, of each frame, and the end of the last; null if not all say it. */
		private final int[] starts;

		GifClip(final Path path, final FileBytes file, final GifStream stream) {
			super(path, stream.frames().size(), stream.width(), stream.height());
			this.file = file;
			canvas = new Canvas(stream.width(), stream.height(), stream::layer);
			starts = starts(stream.frames());
			frame(0);
		}

		private static int[] starts(final List<GifStream.Part> parts) {
			if (parts.stream().anyMatch(part -> part.delay() == 0)) return null;
			final int[] starts = new int[parts.size() + 1];
			for (int i = 0; i < parts.size(); i++)
				starts[i + 1] = starts[i] + parts.get(i).delay();
			return starts;
		}

		@Override
		public Optional<FrameRate> rate() {
			return starts == null ? Optional.empty() : Optional.of(new FrameRate(frames() * HUNDREDTHS, starts[frames()]));
		}

		@Override
		public double seconds(final int frame) {
			return starts == null ? Double.NaN : (double) starts[frame] / HUNDREDTHS;
		}

		@Override
		protected Bitmap decode(final int index) throws IOException {
			return Bitmap.ofColors(width(), height(), canvas.show(index));
		}

		@Override
		public void close() {
			file.close();
		}
	}
}
