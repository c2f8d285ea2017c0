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
import io.sonoflow.read.ClipFrames;
import io.sonoflow.read.FileBytes;
import io.sonoflow.read.FrameFormat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whole AVI clips: uncompressed grey, RGB and YUV, and JPEG or PNG frames. Other codecs, and what was cut off, are left to the
 * reader of videos.
 */
public final class AviFormat implements FrameFormat {

	@Override
	public boolean claims(final byte[] head, final Path path) {
		return head.length >= 12 && head[0] == 'R' && head[1] == 'I' && head[2] == 'F' && head[3] == 'F' && head[8] == 'A' &&
			head[9] == 'V' && head[10] == 'I';
	}

	@Override
	public boolean isExacting() {
		return true;
	}

	@Override
	public FrameReader open(final Path path) throws IOException {
		final FileBytes file = new FileBytes(path);
		Clip opened = null;
		try {
			opened = new Clip(path, file, new AviStream(file));
			return opened;
		}
		finally {
			if (opened == null) file.close();
		}
	}

	/** The frames, read from the file one by one. */
	private static final class Clip extends ClipFrames {

		private final FileBytes file;
		private final AviStream stream;
		private final AviPicture picture;

		Clip(final Path path, final FileBytes file, final AviStream stream) throws IOException {
			super(path, stream.frames().size(), stream.width(), stream.height());
			this.file = file;
			this.stream = stream;
			picture = new AviPicture(stream);
			for (int i = 0; i < stream.frames().size(); i++)
				if (length(i) < picture.bytes()) throw new IOException("frame " + (i + 1) + " has " + length(i) + " of " + picture
					.bytes() + " bytes");
			frame(0);
		}

		/** An empty frame means that the one before is shown on. */
		private AviStream.Part part(final int index) throws IOException {
			int from = index;
			while (from > 0 && stream.frames().get(from).length() == 0)
				from--;
			return stream.frames().get(from);
		}

		private long length(final int index) throws IOException {
			return part(index).length();
		}

		@Override
		protected Bitmap decode(final int index) throws IOException {
			return picture.decode(file.bytes(part(index).position(), length(index)));
		}

		@Override
		public Optional<FrameRate> rate() {
			return Optional.ofNullable(stream.rate());
		}

		@Override
		public void close() {
			file.close();
		}
	}
}
