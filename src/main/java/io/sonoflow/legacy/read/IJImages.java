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
package io.sonoflow.legacy.read;

import ij.IJ;
import ij.ImagePlus;
import ij.io.Opener;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.read.DicomJpeg;
import io.sonoflow.read.FrameFormat;
import io.sonoflow.read.UnsupportedKindException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** DICOM, uncompressed through ImageJ, with JPEG frames by our own reader. */
public final class IJImages implements FrameFormat {

	/** ImageJ's own messages are turned off for all its threads or none. */
	private static final Object MESSAGES = new Object();

	@Override
	public boolean claims(final byte[] head, final Path path) {
		return head.length >= 132 && ascii(head).startsWith("DICM", 128);
	}

	@Override
	public FrameReader open(final Path path) throws UnsupportedKindException {
		final FrameReader clip = DicomJpeg.open(path);
		if (clip != null) return clip;
		final ImagePlus opened = openWithImageJ(path);
		if (opened != null) return new StackFrames(path, opened);
		throw new UnsupportedKindException("DICOM of a kind that is not read here",
			"Bio-Formats, which comes with Fiji, may read it; else convert it to PNG or TIFF.");
	}

	private static ImagePlus openWithImageJ(final Path path) {
		synchronized (MESSAGES) {
			// Otherwise ImageJ shows its own message and aborts the macro before ours can name the file.
			IJ.redirectErrorMessages(true);
			try {
				final Opener opener = new Opener();
				opener.setSilentMode(true);
				return opener.getFileType(path.toString()) == Opener.DICOM ? opener.openImage(path.toString()) : null;
			}
			catch (final RuntimeException e) {
				return null;
			}
			finally {
				IJ.redirectErrorMessages(false);
			}
		}
	}

	private static String ascii(final byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}
}
