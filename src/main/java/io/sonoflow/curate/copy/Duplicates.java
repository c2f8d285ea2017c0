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

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Images of different patients that show the same picture: saved in another size, brightness or compression, or
 * neighbouring frames of one clip under two names. Where one of them trains and the other tests a network, the test is too
 * good. All pairs are sieved by {@link PerceptualHash}; what passes is confirmed by {@link SpeckleStructure}.
 *
 * <p>
 * The two limits were fitted to 160 phantom views and 246 public images (lung, nerve, breast, muscle), so their rates of
 * error elsewhere are not known. Copies (JPEG quality 30, a third of the size, brightness x 1.4): at most 40 bits and at
 * least 0.93; very dark copies (gamma 1.6) of dark images and crops by 3 % are missed. Different patients: phantoms at least
 * 70 bits and at most 0.31; of four real pairs above both limits, those of lung and nerve are the same scan by the eye, one
 * of muscle was not looked at.
 */
public final class Duplicates {

	/** Bits of the hash in which two images may differ at most. */
	static final int MOST_BITS = 60;

	/** Correlation of the fine structures that they must have at least. */
	static final double LEAST_CORRELATION = 0.55;

	/**
	 * Two samples of different patients with nearly the same image.
	 *
	 * @param first number of a sample
	 * @param second number of a later one
	 * @param bits of the hash that differ
	 * @param correlation of the fine structures, up to 1
	 */
	public record Pair(int first, int second, int bits, double correlation) {
	}

	private Duplicates() {
	}

	/**
	 * @param samples those of the same {@link Sample#group()} are not compared
	 * @param images the image (x, y) of a sample, 8-bit, by its number
	 * @param monitor told the progress, asked whether to stop
	 * @return the pairs, the most alike first
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user stops it
	 */
	public static List<Pair> across(final List<Sample> samples,
		final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> images, final Monitor monitor)
	{
		final PerceptualHash[] hashes = new PerceptualHash[samples.size()];
		final SpeckleStructure[] likenesses = new SpeckleStructure[samples.size()];
		for (int i = 0; i < hashes.length; i++) {
			monitor.checkCancelled();
			final RandomAccessibleInterval<UnsignedByteType> image = images.apply(i);
			hashes[i] = PerceptualHash.of(image);
			likenesses[i] = SpeckleStructure.of(image);
			monitor.progress("looking for copies", i + 1L, hashes.length);
		}
		final List<Pair> pairs = new ArrayList<>();
		for (int i = 0; i < hashes.length; i++) {
			monitor.checkCancelled();
			final String group = samples.get(i).group();
			for (int j = i + 1; j < hashes.length; j++) {
				final int bits = hashes[i].distance(hashes[j]);
				if (bits > MOST_BITS || samples.get(j).group().equals(group)) continue;
				final double correlation = likenesses[i].correlation(likenesses[j]);
				if (correlation >= LEAST_CORRELATION) pairs.add(new Pair(i, j, bits, correlation));
			}
		}
		pairs.sort((a, b) -> Double.compare(b.correlation, a.correlation));
		return List.copyOf(pairs);
	}
}
