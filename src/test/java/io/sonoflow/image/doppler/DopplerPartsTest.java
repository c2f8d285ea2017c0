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
package io.sonoflow.image.doppler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.doppler.ColorMap;
import io.sonoflow.image.phantom.doppler.DopplerFrame;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;
import io.sonoflow.image.phantom.doppler.DopplerSpec.Kind;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Colour found on phantoms against what they truly show. */
class DopplerPartsTest {

	private static final int SIZE = 256;

	/** Frames of vessels and chambers in all colours. */
	private static final List<DopplerFrame> FRAMES = new ArrayList<>();

	/** What they are taken apart into. */
	private static final List<DopplerParts> PARTS = new ArrayList<>();

	@BeforeAll
	static void draw() {
		int number = 0;
		for (final ColorMap map : ColorMap.values())
			for (final Kind kind : Kind.values())
				for (int i = 0; i < 2; i++)
					FRAMES.add(DopplerPhantom.of(new DopplerSpec(4, number++, kind, SIZE, map)).frame(3 + 2 * i));
		FRAMES.forEach(frame -> PARTS.add(DopplerParts.of(frame.colorImage())));
	}

	private static double iou(final DopplerFrame frame, final DopplerParts parts) {
		int both = 0;
		int either = 0;
		for (int i = 0; i < frame.mask().length; i++) {
			final boolean truth = (frame.mask()[i] & 255) == DopplerFrame.FLOW;
			final boolean found = parts.flow().data()[i];
			if (truth && found) both++;
			if (truth || found) either++;
		}
		return both / (double) Math.max(1, either);
	}

	static RandomAccessibleInterval<ARGBType> jpeg(final DopplerFrame frame, final double quality) throws IOException {
		final BufferedImage image = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
		image.setRGB(0, 0, frame.width(), frame.height(), frame.color(), 0, frame.width());
		final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		final ImageWriteParam param = writer.getDefaultWriteParam();
		param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
		param.setCompressionQuality((float) quality);
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		writer.setOutput(ImageIO.createImageOutputStream(bytes));
		writer.write(null, new IIOImage(image, null, null), param);
		((javax.imageio.stream.ImageOutputStream) writer.getOutput()).flush();
		writer.dispose();
		final BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
		return ArrayImgs.argbs(read.getRGB(0, 0, frame.width(), frame.height(), null, 0, frame.width()), frame.width(), frame
			.height());
	}

	@Test
	void flowIsFoundInAllColours() {
		for (int i = 0; i < FRAMES.size(); i++) {
			final double iou = iou(FRAMES.get(i), PARTS.get(i));
			assertTrue(iou >= 0.95, "frame " + i + ": " + iou);
		}
	}

	@Test
	void flowIsFoundInJpegs() throws IOException {
		for (final double quality : new double[] { 0.9, 0.75 }) {
			double sum = 0;
			for (final DopplerFrame frame : FRAMES) {
				final double iou = iou(frame, DopplerReader.withoutScale(jpeg(frame, quality)));
				sum += iou / FRAMES.size();
				assertTrue(iou >= 0.9, "frame " + FRAMES.indexOf(frame) + ": " + iou);
			}
			assertTrue(sum >= 0.94, "JPEG " + quality + ": mean IoU " + sum);
		}
	}

	@Test
	void boxBarAndScaleAreFound() {
		for (int i = 0; i < FRAMES.size(); i++) {
			final DopplerFrame frame = FRAMES.get(i);
			final DopplerParts parts = PARTS.get(i);
			final String which = "frame " + i;
			assertTrue(parts.bar().orElseThrow().box().iou(frame.bar()) > 0.95, which);
			assertTrue(parts.box().orElseThrow().iou(frame.box()) > 0.9, which + ": " + parts.box());
			if (parts.bar().get().isSigned()) assertEquals(new Scale(-frame.nyquist(), frame.nyquist(), "cm/s"), parts.scale()
				.orElseThrow(() -> new AssertionError(which)));
			else assertTrue(parts.scale().isEmpty() && parts.velocity().isEmpty(), which);
		}
		assertEquals(12, PARTS.stream().filter(parts -> parts.bar().get().isSigned()).count());
	}

	@Test
	void aWrongNumberIsNeverReadOffAJpeg() throws IOException {
		for (final double quality : new double[] { 0.9, 0.3 }) {
			int read = 0;
			for (final DopplerFrame frame : FRAMES) {
				final DopplerParts parts = DopplerParts.of(jpeg(frame, quality));
				if (parts.scale().isEmpty()) continue;
				read++;
				assertEquals(new Scale(-frame.nyquist(), frame.nyquist(), "cm/s"), parts.scale().get());
			}
			if (quality > 0.5) assertEquals(12, read, "of those with numbers");
		}
	}

	@Test
	void velocityIsWhatTheColourWasMadeOf() {
		for (int k = 0; k < FRAMES.size(); k++) {
			final DopplerFrame frame = FRAMES.get(k);
			final DopplerParts parts = PARTS.get(k);
			if (parts.velocity().isEmpty()) continue;
			final float[] velocity = Images.floatPixels(parts.velocity().get());
			double sum = 0;
			int count = 0;
			for (int i = 0; i < velocity.length; i++)
				if (!Float.isNaN(velocity[i]) && (frame.mask()[i] & 255) == DopplerFrame.FLOW) {
					sum += Math.abs(velocity[i] - frame.measured()[i]);
					count++;
				}
			assertTrue(count > 1000 && sum / count < 0.02 * frame.nyquist(), "frame " + k + ": " + sum / count);
		}
	}

	/** {@return whether the colour of a pixel is by whole turns of the bar off what truly flows there} */
	private static boolean isFolded(final DopplerFrame frame, final int i) {
		return (frame.mask()[i] & 255) == DopplerFrame.FLOW && Math.abs(frame.truth()[i] - frame.measured()[i]) > frame.nyquist();
	}

	/** A vessel's core is too fast, its rims are not; of a chamber with yellow marks on blue flow nothing is. */
	@Test
	void flowThatIsTooFastIsMarked() throws IOException {
		final DopplerFrame fast = DopplerPhantom.of(new DopplerSpec(9, 8, Kind.VESSEL, 192, ColorMap.MIXED)).frame(3);
		for (final boolean coded : new boolean[] { false, true }) {
			final boolean[] found = DopplerParts.of(coded ? jpeg(fast, 0.75) : fast.colorImage()).aliased().data();
			int hits = 0;
			int all = 0;
			int wrong = 0;
			for (int i = 0; i < found.length; i++) {
				final boolean folded = isFolded(fast, i);
				if (folded) all++;
				if (folded && found[i]) hits++;
				if (!folded && found[i]) wrong++;
			}
			assertTrue(all > 500 && hits > (coded ? 0.9 : 0.98) * all && wrong < (coded ? 0.05 : 0.01) * all, hits + " of " + all +
				", " + wrong + " wrong, coded: " + coded);
		}
		final DopplerFrame slow = DopplerPhantom.of(new DopplerSpec(9, 3, Kind.CHAMBER, 192, ColorMap.CLASSIC)).frame(1);
		for (int i = 0; i < slow.mask().length; i++)
			assertTrue(!isFolded(slow, i));
		assertEquals(0, DopplerParts.of(slow.colorImage()).aliased().area());
	}

	@Test
	void greyIsNoDoppler() {
		final DopplerFrame frame = FRAMES.get(0);
		final int[] grey = new int[frame.grey().length];
		for (int i = 0; i < grey.length; i++)
			grey[i] = 0xFF000000 | (frame.grey()[i] & 255) * 0x010101;
		final DopplerParts parts = DopplerParts.of(ArrayImgs.argbs(grey, frame.width(), frame.height()));
		assertTrue(!parts.isDoppler() && parts.flow().area() == 0);
	}

	@Test
	void colouredLettersAndMarksAreNoFlow() {
		// A table of yellow letters and a logo beside the picture, without any flow.
		final DopplerFrame frame = FRAMES.get(0);
		final int[] colors = new int[frame.grey().length];
		for (int i = 0; i < colors.length; i++)
			colors[i] = 0xFF000000 | (frame.grey()[i] & 255) * 0x010101;
		final Box table = new Box(20, 20, 90, 40);
		for (int y = table.y(); y < table.y() + table.h(); y++)
			for (int x = table.x(); x < table.x() + table.w(); x++)
				colors[y * frame.width() + x] = x % 5 < 2 && y % 12 < 8 ? 0xFFFFFF00 : 0xFF303030;
		final DopplerParts parts = DopplerParts.of(ArrayImgs.argbs(colors, frame.width(), frame.height()));
		assertEquals(0, parts.flow().area());
	}
}
