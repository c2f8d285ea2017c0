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
package io.sonoflow.step.reading;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.FileFrames;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FewerFrames;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.file.Sha256;
import io.sonoflow.image.Images;
import io.sonoflow.step.data.LabelledImages;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A clip or image that may be shown to readers.
 *
 * @param name as its data set has it
 * @param real whether it is, or synthetic
 * @param group whose it is
 * @param files one, or one a frame
 * @param choice which frames are shown
 */
record ReadingItem(String name, boolean real, String group, List<Path> files, FrameChoice choice) {

	/** The two answers. */
	static final String REAL = "real", SYNTHETIC = "synthetic";

	/**
	 * What is seen of it before it is shown.
	 *
	 * @param color whether a pixel is not grey
	 * @param rate its own; of images none
	 * @param digest of all its pixels, hexadecimal
	 */
	record Facts(int width, int height, int frames, boolean color, Optional<FrameRate> rate, String digest) {
	}

	static List<ReadingItem> of(final ClipUnits units, final boolean real, final FrameChoice choice) {
		return IntStream.range(0, units.files().size()).mapToObj(i -> {
			final Sample sample = units.dataset().samples().get(i);
			return new ReadingItem(LabelledImages.name(units.dataset(), sample), real, sample.group(), units.files().get(i),
				choice);
		}).toList();
	}

	/** {@return real or synthetic} */
	String kind() {
		return real ? REAL : SYNTHETIC;
	}

	/** {@return its frames, to be closed} */
	FrameReader open() {
		return FewerFrames.of(FileFrames.open(files), choice);
	}

	/** Looks at each of its frames. */
	static Facts facts(final FrameReader reader, final Monitor monitor) {
		final MessageDigest digest = Sha256.digest();
		boolean color = false;
		for (int frame = 0; frame < reader.frames(); frame++) {
			monitor.checkCancelled();
			final int[] pixels = Images.colors(reader.color(frame));
			final ByteBuffer bytes = ByteBuffer.allocate(4 * pixels.length);
			for (final int pixel : pixels) {
				bytes.putInt(pixel);
				color |= isColor(pixel);
			}
			digest.update(bytes.array());
		}
		return new Facts(reader.width(), reader.height(), reader.frames(), color, reader.frames() == 1 ? Optional.empty() : reader
			.rate(), HexFormat.of().formatHex(digest.digest()));
	}

	private static boolean isColor(final int pixel) {
		return (pixel >> 16 & 255) != (pixel & 255) || (pixel >> 8 & 255) != (pixel & 255);
	}
}
