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
package io.sonoflow.step.doppler;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.image.doppler.DopplerEvidence;

/** Looks at a clip before it is taken apart. */
final class Evidence {

	/** Frames that are looked at, at most: of a clip of any length. */
	private static final int FRAMES = 16;

	private Evidence() {
	}

	/**
	 * {@return what frames all over a clip show together; such as cannot be read have no say}
	 *
	 * @param reader of all of the clip's frames, whichever of them are taken apart
	 * @throws SonoflowException.File where Java's memory is full: what the others show would depend on it
	 */
	static DopplerEvidence of(final FrameReader reader, final Monitor monitor) {
		final DopplerEvidence evidence = new DopplerEvidence();
		final int count = Math.min(FRAMES, reader.frames());
		for (int i = 0; i < count; i++) {
			monitor.checkCancelled();
			try {
				evidence.add(reader.color((int) ((i + 0.5) * reader.frames() / count)));
			}
			catch (final SonoflowException.File e) {
				// Whoever takes the clip apart comes to this frame, and says so.
				Found.damage(e);
			}
		}
		return evidence;
	}
}
