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
package io.sonoflow.curate.copy;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.Exam;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.PhantomPlan;
import io.sonoflow.image.phantom.ScannerScreen;

import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Images altered as a generator that copies might alter them.
 *
 * @param blur standard deviation in pixels of a 64 px image, scaled to others; 0 = none
 * @param noise standard deviation in grey levels
 * @param shift largest shift as a share of the side; what comes in is black
 * @param gain contrast is multiplied by 1 - gain to 1 + gain, and 50 x gain grey levels are added or taken at most
 */
public record Copies(double blur, double noise, double shift, double gain) {

	/** {@return phantom views, four a patient} */
	public static List<? extends RandomAccessibleInterval<UnsignedByteType>> phantoms(final long seed, final int patients,
		final int size) {
		final List<Exam> exams = new PhantomPlan(seed, List.of(Organ.TESTIS), patients, 0.2, 0, 0, 0).exams();
		return IntStream.range(0, 2 * exams.size()).parallel().mapToObj(i -> ScannerScreen.single(seed, exams.get(i / 2), i % 2,
			size).image()).toList();
	}

	/** {@return an altered image, flipped one of four ways} */
	public RandomAccessibleInterval<UnsignedByteType> of(final RandomAccessibleInterval<UnsignedByteType> image, final long seed,
		final int number)
	{
		final RandomStream random = RandomStream.of(seed, "copies", number);
		final int side = Images.width(image);
		float[] pixels = Flip.values()[random.nextInt(4)].apply(Images.floatPixels(image), side);
		if (blur > 0) pixels = Gaussian.blur(pixels, side, blur * side / 64);
		final int dx = (int) Math.round(random.uniform(-shift, shift) * side);
		final int dy = (int) Math.round(random.uniform(-shift, shift) * side);
		final double factor = random.uniform(1 - gain, 1 + gain);
		final double offset = random.uniform(-50 * gain, 50 * gain);
		final byte[] altered = new byte[pixels.length];
		for (int i = 0; i < altered.length; i++) {
			final int x = i % side - dx;
			final int y = i / side - dy;
			final boolean inside = x >= 0 && y >= 0 && x < side && y < side;
			final double value = inside ? pixels[y * side + x] * factor + offset : 0;
			altered[i] = (byte) Math.max(0, Math.min(255, Math.round(value + noise * random.nextGaussian())));
		}
		return Images.bytes(altered, side, side);
	}
}
