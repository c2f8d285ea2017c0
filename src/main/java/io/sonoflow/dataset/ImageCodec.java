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

import java.io.IOException;
import java.nio.file.Path;

/**
 * The image platform's reading and writing of files, found by {@link java.util.ServiceLoader}: this package itself
 * knows no ImageJ and no AWT.
 */
public interface ImageCodec {

	/**
	 * @return the opened file
	 * @throws io.sonoflow.SonoflowException.File if no reader understands it, it is broken, or it is neither 8-bit grey
	 *           nor RGB
	 */
	FrameReader open(Path path);

	/**
	 * As {@link #open}, for masks: of a single picture in more than 8 bits the values count, 0 to 255, or 0 and one more.
	 *
	 * @throws io.sonoflow.SonoflowException.File likewise, or if it holds other values
	 */
	FrameReader openLabels(Path path);

	/** {@return whether a file whose name says nothing is of a kind that is read here, by its first bytes; false if unreadable} */
	boolean knows(Path path);

	/** Writes an 8-bit grey PNG; pixels row by row. */
	void writeGrayPng(Path path, byte[] pixels, int width, int height) throws IOException;

	/** Writes an RGB PNG; pixels 0xAARRGGBB row by row, alpha ignored. */
	void writeColorPng(Path path, int[] pixels, int width, int height) throws IOException;
}
