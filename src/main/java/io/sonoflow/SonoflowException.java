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
package io.sonoflow;

/**
 * The root of everything Sonoflow throws on purpose. A message always says what is wrong, why, and what to do; it is
 * shown to the user as it is.
 */
public abstract class SonoflowException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private SonoflowException(final String message, final Throwable cause) {
		super(message, cause);
	}

	/** A value the user gave is missing, unknown, out of range or does not fit the others. */
	public static final class Input extends SonoflowException {

		private static final long serialVersionUID = 1L;

		public Input(final String message) {
			super(message, null);
		}

		public Input(final String message, final Throwable cause) {
			super(message, cause);
		}
	}

	/** A file or folder cannot be read or written, or its content is not what it should be. */
	public static final class File extends SonoflowException {

		private static final long serialVersionUID = 1L;

		public File(final String message) {
			super(message, null);
		}

		public File(final String message, final Throwable cause) {
			super(message, cause);
		}
	}

	/** The engine or the computing device is missing, broken or too small. */
	public static final class Device extends SonoflowException {

		private static final long serialVersionUID = 1L;

		public Device(final String message) {
			super(message, null);
		}

		public Device(final String message, final Throwable cause) {
			super(message, cause);
		}
	}

	/** The user cancelled; what was finished before stays on disk. */
	public static final class Cancelled extends SonoflowException {

		private static final long serialVersionUID = 1L;

		public Cancelled(final String message) {
			super(message, null);
		}
	}
}
