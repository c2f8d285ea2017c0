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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.read.SampleFiles;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class JpegDamageTest {

	private static final int WIDTH = 101, HEIGHT = 67;

	private static final String TREE = "javax_imageio_jpeg_image_1.0";

	/** {@return speckle on black, as a scanner shows it} */
	private static BufferedImage speckle(final int type) {
		final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
		final Random random = new Random(5);
		for (int y = 8; y < HEIGHT - 8; y++)
			for (int x = 20; x < WIDTH - 20; x++)
				image.setRGB(x, y, 0x10101 * (int) Math.min(255, Math.abs(random.nextGaussian()) * 90));
		return image;
	}

	/** {@return such a one by Java's writer} */
	private static byte[] picture(final int type) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		ImageIO.write(speckle(type), "jpg", out);
		return out.toByteArray();
	}

	/**
	 * {@return such a one in colours}
	 *
	 * @param interval of restarts, in units; 0 = none
	 * @param across how often luma is sampled for one sample of the colour differences
	 */
	private static byte[] picture(final int interval, final int across, final int down) throws IOException {
		final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		final BufferedImage image = speckle(BufferedImage.TYPE_INT_RGB);
		final IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
		final Element tree = (Element) metadata.getAsTree(TREE);
		final Element luma = (Element) tree.getElementsByTagName("componentSpec").item(0);
		luma.setAttribute("HsamplingFactor", "" + across);
		luma.setAttribute("VsamplingFactor", "" + down);
		final IIOMetadataNode restarts = new IIOMetadataNode("dri");
		restarts.setAttribute("interval", "" + interval);
		tree.getElementsByTagName("markerSequence").item(0).insertBefore(restarts, tree.getElementsByTagName("sof").item(0));
		metadata.setFromTree(TREE, tree);
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
			writer.setOutput(stream);
			writer.write(null, new IIOImage(image, null, metadata), null);
		}
		writer.dispose();
		return out.toByteArray();
	}

	/** {@return with fill bytes before all its restarts and its end} */
	private static byte[] filled(final byte[] jpeg) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (int i = 0; i < jpeg.length; i++) {
			final int next = i + 1 < jpeg.length && jpeg[i] == -1 ? jpeg[i + 1] & 255 : 0;
			for (int k = next >= 0xD0 && next <= 0xD7 || next == 0xD9 ? i % 3 + 1 : 0; k > 0; k--)
				out.write(0xFF);
			out.write(jpeg[i]);
		}
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
		for (final int[] sampling : new int[][] { { 1, 1 }, { 2, 1 }, { 1, 2 }, { 2, 2 }, { 4, 1 } })
			for (final int interval : new int[] { 0, 1, 3 })
				assertIntact(picture(interval, sampling[0], sampling[1]), Arrays.toString(sampling) + interval);
		final byte[] levels = SampleFiles.levels(0);
		assertIntact(SampleFiles.inks(new byte[][] { levels, SampleFiles.levels(1), levels, levels }), "CMYK");
	}

	/** It leaves nothing behind the last pixels, either, which a clip's first frames may. */
	private static void assertIntact(final byte[] jpeg, final String what) throws IOException {
		assertEquals(Optional.empty(), damage(jpeg), what);
		assertEquals(0, ScanCheck.leftOver(new JpegStream(jpeg)), what);
	}

	@Test
	void fillBytesMayStandBeforeMarkers() throws IOException {
		final byte[] jpeg = picture(3, 2, 1);
		final byte[] filled = filled(jpeg);
		assertTrue(filled.length > jpeg.length + 20, "bytes: " + (filled.length - jpeg.length));
		assertIntact(filled, "before restarts");
		assertArrayEquals(JpegFormat.planes(jpeg, false).bands(), JpegFormat.planes(filled, false).bands());
		assertIntact(filled(picture(BufferedImage.TYPE_INT_RGB)), "before the end");
	}

	/** As libjpeg has it, planes of one name follow each other. */
	@Test
	void planesMayHaveTheSameName() throws IOException {
		final byte[] jpeg = picture(0, 2, 1);
		for (final JpegStream.Segment each : new JpegStream(jpeg).segments())
			for (int i = 0; i < 3; i++)
				if (each.marker() == 0xC0) jpeg[each.from() + 6 + 3 * i] = 1;
				else if (each.marker() == 0xDA) jpeg[each.from() + 1 + 2 * i] = 1;
		assertIntact(jpeg, "1, 1, 1");
	}

	@Test
	void theLastBitsMayBeAnything() throws IOException {
		final JpegDamage clip = new JpegDamage();
		final byte[] jpeg = picture(0, 1, 1);
		for (int i = 0; i <= JpegDamage.HABIT; i++)
			assertEquals(Optional.empty(), clip.of(jpeg));
		final byte[] odd = jpeg.clone();
		odd[odd.length - 3] ^= 2;
		assertArrayEquals(JpegFormat.planes(jpeg, false).bands(), JpegFormat.planes(odd, false).bands(), "no bit of a code");
		assertEquals(Optional.empty(), clip.of(odd));
	}

	@Test
	void whatGoesOnBehindTheLastPixelsIsDamaged() throws IOException {
		final byte[] clean = picture(BufferedImage.TYPE_BYTE_GRAY);
		final JpegDamage clip = new JpegDamage();
		for (int i = 0; i < JpegDamage.HABIT; i++)
			assertEquals(Optional.empty(), clip.of(clean));
		assertTrue(clip.of(longer(clean, 0x12, 0x34)).orElseThrow().contains("behind the last pixels"));
		assertEquals(Optional.empty(), clip.of(longer(clean, 0, 0, 0, 0)), "filled up");
		final JpegDamage sloppy = new JpegDamage();
		for (int i = 0; i < JpegDamage.HABIT; i++)
			assertEquals(Optional.empty(), sloppy.of(i == 2 ? longer(clean, 0x12, 0x34) : clean));
		assertEquals(Optional.empty(), sloppy.of(longer(clean, 0x56, 0x78)), "this writer's habit");
		assertTrue(sloppy.of(longer(Arrays.copyOf(clean, clean.length / 2))).orElseThrow().contains("before the picture does"));
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
		final JpegDamage clip = new JpegDamage();
		for (int i = 0; i < JpegDamage.HABIT; i++)
			clip.of(clean);
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
				if (clip.of(damaged).isEmpty()) unseen++;
			}
			catch (final IOException e) {
				// The decoder says it.
			}
		}
		assertTrue(silent > 60, "without a word of the decoder: " + silent);
		assertTrue(unseen <= 50, unseen + " of " + silent + " unseen");
	}
}
