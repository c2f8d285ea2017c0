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
package io.sonoflow.image.appearance;

import io.sonoflow.image.Images;
import io.sonoflow.image.crop.Detector;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.util.EnumMap;
import java.util.Map;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What an image looks like as a whole.
 *
 * @param width in pixels
 * @param height in pixels
 * @param traits each {@link Trait}'s value
 */
public record Appearance(int width, int height, Map<Trait, Double> traits) {

	/** Grey levels are taken at this size: speckle and noise are finer in larger images. */
	private static final int SIDE = 64;

	/** Margins are looked for in images of this longer side at most: it need not be exact, and is asked of many. */
	private static final int LARGEST = 320;

	/** At most this is dark. */
	private static final int DARK = 12;

	/** As that of "Crop Ultrasound...". */
	private static final int TOLERANCE = 5;

	/** {@return what an 8-bit grey image (x, y) looks like} */
	public static Appearance of(final RandomAccessibleInterval<UnsignedByteType> image) {
		final int width = Images.width(image);
		final int height = Images.height(image);
		final byte[] small = Images.pixels(Resize.resize(image, SIDE, SIDE, Interpolation.BILINEAR_ANTIALIASED));
		final Map<Trait, Double> traits = new EnumMap<>(Trait.class);
		traits.put(Trait.SIZE, Math.log((double) width * height) / 2);
		traits.put(Trait.SHAPE, Math.log((double) width / height));
		traits.put(Trait.MARGIN, margin(image));
		gray(small, traits);
		texture(small, traits);
		return new Appearance(width, height, Map.copyOf(traits));
	}

	private static double margin(final RandomAccessibleInterval<UnsignedByteType> image) {
		final double scale = Math.min(1, (double) LARGEST / Math.max(Images.width(image), Images.height(image)));
		final int width = Math.max(1, (int) Math.round(scale * Images.width(image)));
		final int height = Math.max(1, (int) Math.round(scale * Images.height(image)));
		final Detector detector = new Detector();
		detector.addGray(Resize.resize(image, width, height, Interpolation.BILINEAR_ANTIALIASED));
		return 1 - (double) detector.sector(TOLERANCE).box().area() / ((double) width * height);
	}

	private static void gray(final byte[] pixels, final Map<Trait, Double> traits) {
		double sum = 0;
		double squares = 0;
		int dark = 0;
		for (final byte pixel : pixels) {
			final int level = pixel & 0xFF;
			sum += level;
			squares += (double) level * level;
			if (level <= DARK) dark++;
		}
		final double mean = sum / pixels.length;
		traits.put(Trait.DARK, (double) dark / pixels.length);
		traits.put(Trait.MEAN, mean);
		traits.put(Trait.CONTRAST, Math.sqrt(Math.max(0, squares / pixels.length - mean * mean)));
	}

	private static void texture(final byte[] pixels, final Map<Trait, Double> traits) {
		final double across = difference(pixels, 1, SIDE);
		final double down = difference(pixels, SIDE, 1);
		traits.put(Trait.DETAIL, (across + down) / 2);
		traits.put(Trait.GRAIN, Math.log((across + 1) / (down + 1)));
	}

	/** {@return mean difference of each pixel and that which follows after so many pixels} */
	private static double difference(final byte[] pixels, final int step, final int stride) {
		long sum = 0;
		for (int line = 0; line < SIDE; line++)
			for (int i = 1, at = line * stride; i < SIDE; i++, at += step)
				sum += Math.abs((pixels[at] & 0xFF) - (pixels[at + step] & 0xFF));
		return (double) sum / (SIDE * (SIDE - 1));
	}
}
