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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.read.SampleFiles;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

class JpegDamageTest {

	private static final int WIDTH = 101, HEIGHT = 67;

	/** {@return speckle on black, as a scanner shows it, by Java's writer} */
	private static byte[] picture(final int type) throws IOException {
		final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
		final Random random = new Random(5);
		for (int y = 8; y < HEIGHT - 8; y++)
			for (int x = 20; x < WIDTH - 20; x++)
				image.setRGB(x, y, 0x10101 * (int) Math.min(255, Math.abs(random.nextGaussian()) * 90));
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		ImageIO.write(image, "jpg", out);
		return out.toByteArray();
	}

	private static Optional<String> damage(final byte[] jpeg) {
		return new JpegDamage().of(jpeg);
	}

	/** {@return with bytes put in before the end of its data} */
	private static byte[] longer(final byte[] jpeg, final int... more) {
		final byte[] longer = Arrays.copyOf(jpeg, jpeg.length + more.length);
		for (int i = 0; i < more.length; i++)
			longer[jpeg.length - 2 + i] = (byte) more[i];
		longer[longer.length - 2] = -1;
		longer[longer.length - 1] = (byte) 0xD9;
		return longer;
	}

	@Test
	void intactOnesPass() throws IOException {
		assertEquals(Optional.empty(), damage(picture(BufferedImage.TYPE_BYTE_GRAY)));
		assertEquals(Optional.empty(), damage(picture(BufferedImage.TYPE_INT_RGB)), "4:2:0");
		assertEquals(Optional.empty(), damage(SampleFiles.jpeg(false)));
		assertEquals(Optional.empty(), damage(SampleFiles.jpeg(true)), "progressive");
	}

	@Test
	void whatGoesOnBehindTheLastPixelsIsDamaged() throws IOException {
		final byte[] clean = picture(BufferedImage.TYPE_BYTE_GRAY);
		final JpegDamage clip = new JpegDamage();
		assertEquals(Optional.empty(), clip.of(clean));
		assertTrue(clip.of(longer(clean, 0x12, 0x34)).orElseThrow().contains("behind the last pixels"));
		assertEquals(Optional.empty(), clip.of(longer(clean, 0, 0, 0, 0)), "filled up");
		final JpegDamage sloppy = new JpegDamage();
		assertEquals(Optional.empty(), sloppy.of(longer(clean, 0x12, 0x34)));
		assertEquals(Optional.empty(), sloppy.of(longer(clean, 0x56)), "this writer's habit");
	}

	@Test
	void aRestartThatIsMissingIsDamage() throws IOException {
		final byte[] clean = picture(BufferedImage.TYPE_BYTE_GRAY);
		final byte[] every = SampleFiles.bytes(Arrays.copyOf(clean, 2), 0xFF, 0xDD, 0, 4, 0, 3, Arrays.copyOfRange(clean, 2,
			clean.length));
		assertTrue(damage(every).orElseThrow().contains("restart"));
	}

	/** Of most of these Java's decoder makes wrong pictures without a word. */
	@Test
	void ofWrongBytesFewAreUnseen() throws IOException {
		final byte[] clean = picture(BufferedImage.TYPE_INT_RGB);
		final byte[] truth = JpegFormat.planes(clean, false).bands()[0];
		final Random random = new Random(3);
		int silent = 0;
		int unseen = 0;
		for (int i = 0; i < 200; i++) {
			final byte[] damaged = clean.clone();
			final int at = 700 + random.nextInt(clean.length - 720);
			for (int k = 0; k < 4; k++)
				damaged[at + k] = (byte) random.nextInt(256);
			try {
				if (Arrays.equals(truth, JpegFormat.planes(damaged, false).bands()[0])) continue;
				silent++;
				if (damage(damaged).isEmpty()) unseen++;
			}
			catch (final IOException e) {
				// The decoder says it.
			}
		}
		assertTrue(silent > 60, "without a word of the decoder: " + silent);
		assertTrue(unseen < silent / 3, unseen + " of " + silent + " unseen");
	}
}
