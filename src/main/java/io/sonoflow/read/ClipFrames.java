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
package io.sonoflow.read;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.file.Path;

/** Frames of one size, decoded one at a time; the last one is kept. */
public abstract class ClipFrames extends Pixels {

	private final Path path;
	private final int frames;
	private final int width;
	private final int height;
	private int last = -1;
	private Frame kept;

	protected ClipFrames(final Path path, final int frames, final int width, final int height) {
		this.path = path;
		this.frames = frames;
		this.width = width;
		this.height = height;
	}

	/**
	 * @param index 0..frames-1
	 * @throws IOException if it is broken
	 */
	protected abstract Bitmap decode(int index) throws IOException;

	@Override
	public final Frame frame(final int index) {
		if (index < 0 || index >= frames) throw new IndexOutOfBoundsException("frame " + index + " of " + frames);
		if (index == last) return kept;
		final Bitmap bitmap = decoded(index);
		if (bitmap.width() != width || bitmap.height() != height) throw ImageDecoders.broken(path, new IOException("frame " +
			(index + 1) + " has " + bitmap.width() + " x " + bitmap.height() + " pixels, the clip " + width + " x " + height));
		kept = bitmap.frame();
		last = index;
		return kept;
	}

	private Bitmap decoded(final int index) {
		try {
			return decode(index);
		}
		catch (final SonoflowException e) {
			throw e;
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			throw ImageDecoders.broken(path, e, frames, width, height);
		}
	}

	@Override
	public final int frames() {
		return frames;
	}

	@Override
	public final int width() {
		return width;
	}

	@Override
	public final int height() {
		return height;
	}

	@Override
	public String header() {
		return "";
	}
}
