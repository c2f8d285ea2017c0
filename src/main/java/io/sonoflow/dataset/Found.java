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
package io.sonoflow.dataset;

import io.sonoflow.SonoflowException;

import java.util.List;

/**
 * A file that can be used, perhaps in part.
 *
 * @param <R> what is kept of it
 * @param result perhaps null
 * @param flaws what is wrong with it, a sentence each, e.g. {@link FrameReader#flaws}
 */
public record Found<R>(R result, List<String> flaws) {

	/**
	 * {@return why a frame cannot be read, if it is the file's fault}
	 *
	 * @throws SonoflowException.File this, where Java's memory is full: the frames that follow are good, and must not be left out
	 */
	public static SonoflowException.File damage(final SonoflowException.File reason) {
		for (Throwable cause = reason; cause != null; cause = cause.getCause())
			if (cause instanceof OutOfMemoryError) throw reason;
		return reason;
	}

	/**
	 * {@return a sentence on a clip that cannot be read to its end}
	 *
	 * @param used frames before the one that cannot be read
	 * @param all frames that it says it has
	 * @throws SonoflowException.File as {@link #damage}
	 */
	public static String brokenOff(final int used, final int all, final SonoflowException.File reason) {
		return "Frame " + (used + 1) + " of " + all + " cannot be read: it and what follows are left out. " + damage(reason)
			.getMessage();
	}
}
