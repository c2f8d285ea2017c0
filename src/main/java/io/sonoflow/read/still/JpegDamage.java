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
package io.sonoflow.read.still;

import io.sonoflow.read.Bitmap;
import io.sonoflow.read.UnsupportedKindException;

import java.io.IOException;
import java.util.Optional;

/**
 * Looks whether the data of a clip's baseline JPEG frames are damaged, which decoders do not say as long as they can make a
 * picture of them. Progressive frames are not looked at. One object for a clip; not thread-safe.
 */
public final class JpegDamage {

	/** Some writers leave bytes behind pictures: so many of a clip's frames have to have none before one that has is damaged. */
	static final int HABIT = 4;

	private int looked;
	private boolean untidy;

	/**
	 * @param frame a whole JPEG; the clip's first ones first
	 * @return its pixels
	 * @throws UnsupportedKindException if it is of a kind that is not decoded here
	 * @throws IOException if it was cut off, is broken or {@linkplain #of damaged}
	 */
	public Bitmap decode(final byte[] frame) throws IOException {
		final JpegStream stream = new JpegStream(frame);
		final Bitmap decoded = JpegFormat.decode(stream);
		final Optional<String> why = of(stream);
		if (why.isPresent()) throw new IOException(why.get());
		return decoded;
	}

	/**
	 * @param frame a whole JPEG; the clip's first ones first
	 * @return what no encoder can have written: a code that is none, too many or too few numbers, pixels darker than black or
	 *         lighter than white, restarts that are missing, data behind the last pixels; empty if nothing is seen, also if the
	 *         parts before the data make no sense, which the decoder says
	 */
	public Optional<String> of(final byte[] frame) {
		try {
			return of(new JpegStream(frame));
		}
		catch (final IOException e) {
			return Optional.empty();
		}
	}

	private Optional<String> of(final JpegStream stream) {
		try {
			final boolean over = ScanCheck.leftOver(stream) > 0;
			// What was let pass once is never damaged later: a clip is read more than once.
			if (looked < HABIT) {
				looked++;
				untidy |= over;
				return Optional.empty();
			}
			return over && !untidy ? Optional.of("its data go on behind the last pixels") : Optional.empty();
		}
		catch (final IOException e) {
			return Optional.of(e.getMessage());
		}
	}
}
