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
package io.sonoflow.step;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.util.Optional;

/** Tells files and disks that fail in the middle of a read from a mistake of ours. */
final class DiskFailure {

	private static final String CURE = ". Check that the disk is there and not full, that nothing moves or changes the files of " +
		"the run, and that you may read and write them; then run it again, which goes on where it can.";

	private DiskFailure() {
	}

	/** {@return what to tell the user; empty if no file is at fault} */
	static Optional<SonoflowException> of(final Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof SonoflowException) return Optional.empty();
			if (cause instanceof IOException e) return Optional.of(new SonoflowException.File(
				"A file could not be read or written: " + AtomicFiles.reason(e) + CURE, thrown));
			// What Java says when a file that is mapped into memory was cut off, or its disk failed.
			if (cause instanceof InternalError && String.valueOf(cause.getMessage()).contains("unsafe memory access"))
				return Optional.of(new SonoflowException.File("A file became shorter, or its disk failed, while it was read" + CURE,
					thrown));
		}
		return Optional.empty();
	}
}
