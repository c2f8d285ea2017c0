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

import io.sonoflow.dataset.AbstractFrameReaderTest;
import io.sonoflow.dataset.FrameReader;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.io.TempDir;

/** An animated GIF. */
class GifFramesTest extends AbstractFrameReaderTest {

	@TempDir
	private Path folder;

	@Override
	protected FrameReader open(final List<int[]> frames, final int width, final int height) throws Exception {
		final List<SampleFiles.GifFrame> parts = new ArrayList<>();
		for (final int[] frame : frames) {
			final List<Integer> colors = new ArrayList<>();
			final byte[] palette = new byte[768];
			final byte[] values = new byte[frame.length];
			for (int i = 0; i < frame.length; i++) {
				if (!colors.contains(frame[i])) colors.add(frame[i]);
				values[i] = (byte) colors.indexOf(frame[i]);
				for (int c = 0; c < 3; c++)
					palette[3 * (values[i] & 255) + c] = (byte) (frame[i] >> 16 - 8 * c);
			}
			parts.add(new SampleFiles.GifFrame(0, 0, width, height, values, -1, 1, parts.size() % 2 == 1, palette));
		}
		return new ImageDecoders().open(Files.write(Files.createTempFile(folder, "clip", ".gif"), SampleFiles.gif(width, height,
			SampleFiles.grays(), parts)));
	}
}
