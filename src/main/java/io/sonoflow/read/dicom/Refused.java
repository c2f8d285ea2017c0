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
package io.sonoflow.read.dicom;

import java.io.IOException;

/** What is wrong with a file, and what its user can do; the file is named by who opened it. */
final class Refused extends IOException {

	private static final long serialVersionUID = 1L;

	private Refused(final String what, final String cure) {
		super(what + ". " + cure);
	}

	/** The file may be whole, but holds what is not read here. */
	static Refused unknown(final String what) {
		return new Refused(what, "Sonoflow does not read that: export the image as PNG, or as DICOM without compression, " +
			"8 bits a sample.");
	}

	/** An element's value is not read here. */
	static Refused unknown(final Tag tag, final Object value) {
		return unknown(tag + " is " + value);
	}

	/** The file contradicts itself or is cut off. */
	static Refused broken(final String what) {
		return new Refused(what, "The file is damaged or was written wrongly: copy or export it again.");
	}

	/** An element's value cannot be. */
	static Refused broken(final Tag tag, final Object value) {
		return broken(tag + " is " + value);
	}

	/** Java's memory does not hold it. */
	static Refused tooLarge(final String what) {
		return new Refused(what, "If it is true, give Java more (Edit>Options>Memory & Threads, or -Xmx); else the file is " +
			"damaged: copy or export it again.");
	}

	/** It is no picture at all. */
	static Refused noPicture(final String what) {
		return new Refused(what, "Leave it out of the input.");
	}

	/** A decoder's library is not there. */
	static Refused missing(final String library, final Throwable cause) {
		final Refused refused = new Refused("its pixels are JPEG 2000, and the library " + library + " is missing (" + cause +
			")", "It comes with Bio-Formats in Fiji (Help>Update...), else put its jar beside that of Sonoflow.");
		refused.initCause(cause);
		return refused;
	}
}
