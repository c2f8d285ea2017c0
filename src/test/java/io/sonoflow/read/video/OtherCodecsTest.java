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
package io.sonoflow.read.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.api.Phantoms;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Images;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clips of codecs that we do not write: of a phantom's frames by FFmpeg's program with x265 and x264, {@code -crf 28}, as
 * {@code yuv420p} and {@code yuv420p10le}; interlaced, in which pairs of macroblocks choose fields or frames (MBAFF,
 * {@code -x264opts interlaced=1}); without colour (4:0:0, {@code -pix_fmt gray -color_range pc}). Grey levels are to the
 * bit what that program makes of them, {@code -vsync passthrough -f rawvideo -pix_fmt gray}.
 */
class OtherCodecsTest {

	private static final List<RandomAccessibleInterval<UnsignedByteType>> FRAMES = Phantoms.clip("testis", 1, 128, true, 4, 7);

	@ParameterizedTest
	@CsvSource({ "hevc.mp4, 3945fde4eb88615be91109299e57f9604d520dc133951b24461b317b4b21bb7c",
		"hevc-10bit.mp4, 7d40ff9caefd1cf7180848c57266695e5d56e6db83289851a6677866f58d2749",
		"h264-10bit.mp4, b5402ec35be28096f9fa053ba4ff5e27df7754dfc34d6548ebe86b880c5e25ef",
		"h264-mbaff.mp4, 75ceac2f1bd42ad870825b53dfba7e5624ddb61054c68a8b684a20de2c5f2025",
		"h264-gray.mp4, 4ec4d019ef11d2c767c263f0b525c64a31f0c1df232b76ae12dde47f7e4bc9ab" })
	void greyLevelsAreWhatFfmpegMakesOfThem(final String name, final String sum) throws Exception {
		try (FrameReader reader = ImageFiles.open(Path.of(OtherCodecsTest.class.getResource(name).toURI()))) {
			assertEquals(List.of(4, 96, 128), List.of(reader.frames(), reader.width(), reader.height()));
			assertEquals(Optional.of(new FrameRate(25, 1)), reader.rate());
			assertEquals(List.of(), reader.flaws());
			final MessageDigest digest = MessageDigest.getInstance("SHA-256");
			double off = 0;
			for (int frame = 0; frame < 4; frame++) {
				final byte[] levels = Images.pixels(reader.gray(frame));
				final byte[] drawn = Images.pixels(FRAMES.get(frame));
				digest.update(levels);
				for (int i = 0; i < levels.length; i++)
					off += Math.abs((levels[i] & 255) - (drawn[i] & 255)) / (4.0 * levels.length);
			}
			assertEquals(sum, HexFormat.of().formatHex(digest.digest()));
			assertTrue(off < 8, "mean difference from what was drawn: " + off);
		}
	}
}
