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

import java.io.IOException;

/** An intact file of a kind that its decoder cannot read, but another might. */
public final class UnsupportedKindException extends IOException {

	private static final long serialVersionUID = 1L;

	private final String cure;
	private final boolean forAll;

	/**
	 * @param kind what the file is, as the end of "it is ..."
	 * @param cure what to do, a sentence
	 */
	public UnsupportedKindException(final String kind, final String cure) {
		this(kind, cure, false);
	}

	private UnsupportedKindException(final String kind, final String cure, final boolean forAll) {
		super(kind);
		this.cure = cure;
		this.forAll = forAll;
	}

	/**
	 * {@return of a file that must not be taken as it is, whoever reads it}
	 *
	 * @param kind what the file is, as the end of "it is ..."
	 * @param cure what to do, a sentence
	 */
	public static UnsupportedKindException forAll(final String kind, final String cure) {
		return new UnsupportedKindException(kind, cure, true);
	}

	/** {@return whether no other decoder may be asked} */
	public boolean isForAll() {
		return forAll;
	}

	/** {@return what to do, a sentence} */
	public String cure() {
		return cure;
	}
}
