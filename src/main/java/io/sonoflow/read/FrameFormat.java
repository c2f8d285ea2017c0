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
import io.sonoflow.dataset.FrameReader;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A kind of image file. All are found by {@link java.util.ServiceLoader}; the order of the lines of the file in
 * {@code META-INF/services} is the order in which they are asked: our own first, whatever reads the rest last. They
 * are asked by several threads at once.
 */
public interface FrameFormat {

	/** How many bytes of a file {@link #claims} is shown, where it has so many. */
	int HEAD = 4096;

	/**
	 * @param head the first {@value #HEAD} bytes, or all there are; not written to
	 * @return whether the content is of this kind, whatever the file is called and whether or not it is intact
	 */
	boolean claims(byte[] head, Path path);

	/** {@return whether few files of other kinds are claimed, and that at once: then also files whose name says nothing} */
	default boolean isSure() {
		return true;
	}

	/** {@return whether of a broken file a format further down may still read a part} */
	default boolean isExacting() {
		return false;
	}

	/**
	 * Opens a file that was claimed. A clip is looked through to its end, so that one that was cut off is refused here.
	 *
	 * @return its frames
	 * @throws UnsupportedKindException if this cannot decode files of such a kind, but another may
	 * @throws SonoflowException.File if it must not be taken as it is, whoever reads it (16 bits a pixel)
	 * @throws IOException if it is broken; the message is a part of a sentence that says in what respect
	 */
	FrameReader open(Path path) throws IOException;

	/**
	 * As {@link #open}, but a single picture of grey in more than 8 bits is one, too: values that are numbers of structures stay
	 * what they are.
	 */
	default FrameReader openLabels(final Path path) throws IOException {
		return open(path);
	}
}
