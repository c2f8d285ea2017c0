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
package io.sonoflow.read.still;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.read.DeepLabels;
import io.sonoflow.read.FrameFormat;
import io.sonoflow.read.Pixels;
import io.sonoflow.read.StillFrame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/**
 * PNG, also animated. Transparency, in a channel or by one colour, is laid on black; profiles and gamma are not applied;
 * every checksum must be right.
 */
public final class PngFormat implements FrameFormat {

	@Override
	public boolean claims(final byte[] head, final Path path) {
		return head.length > 3 && (head[0] & 0xFF) == 0x89 && head[1] == 'P' && head[2] == 'N' && head[3] == 'G';
	}

	@Override
	public FrameReader open(final Path path) throws IOException {
		final PngStream stream = new PngStream(Files.readAllBytes(path));
		if (stream.bits() > 8) throw Pixels.tooDeep(path, stream.bits());
		if (stream.frames().size() > 1) return new PngClip(path, stream);
		return new StillFrame(PngPicture.decode(stream, stream.still()).upright(stream.orientation()));
	}

	@Override
	public FrameReader openLabels(final Path path) throws IOException {
		final PngStream stream = new PngStream(Files.readAllBytes(path));
		if (stream.bits() <= 8 || stream.color() != 0 || stream.frames().size() > 1) return open(path);
		return DeepLabels.of(path, ImageIO.read(path.toFile()).getRaster(), stream.orientation());
	}
}
