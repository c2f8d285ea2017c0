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
package io.sonoflow.step.clip;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;

import java.nio.file.Path;

/**
 * What is known of a clip before it is exported.
 *
 * @param color whether any of its frames is coloured
 * @param rate at which it is written
 * @param uneven whether its frames are not shown at that rate
 */
record ClipPlan(boolean color, FrameRate rate, boolean uneven) {

	/**
	 * Looks through a clip.
	 *
	 * @param asked rate; null = its own
	 * @throws SonoflowException.File if it cannot be exported
	 */
	static ClipPlan of(final Path source, final FrameReader reader, final ClipCodec codec, final FrameRate asked,
		final Monitor monitor)
	{
		try {
			ClipWriter.requireSize(codec, reader.width(), reader.height());
		}
		catch (final SonoflowException.Input e) {
			throw new SonoflowException.File("The clip " + source + ": " + e.getMessage(), e);
		}
		final FrameRate rate = asked != null ? asked : reader.rate().orElseThrow(() -> new SonoflowException.File("The clip " +
			source + " does not say how many frames a second it has. Say it, e.g. fps=25."));
		return new ClipPlan(hasColor(reader, monitor), rate, asked == null && reader.isUneven());
	}

	private static boolean hasColor(final FrameReader reader, final Monitor monitor) {
		for (int frame = 0; frame < reader.frames(); frame++) {
			monitor.checkCancelled();
			try {
				if (hasColor(reader, frame)) return true;
			}
			catch (final SonoflowException.File e) {
				if (frame == 0) throw e;
				return false; // What comes before is exported.
			}
		}
		return false;
	}

	private static boolean hasColor(final FrameReader reader, final int frame) {
		for (final int pixel : reader.color(frame).update(null).getCurrentStorageArray())
			if ((pixel >> 16 & 255) != (pixel & 255) || (pixel >> 8 & 255) != (pixel & 255)) return true;
		return false;
	}
}
