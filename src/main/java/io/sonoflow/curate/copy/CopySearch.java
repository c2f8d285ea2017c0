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
import io.sonoflow.Parallel;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Images of different patients that show the same picture, also mirrored, shifted, cropped, turned a little or of another
 * gain. An embedding proposes: of each image, as it is and magnified, the {@value #NEAREST} nearest of other patients by
 * the amplitudes of their spatial frequencies. A {@link Registration} decides.
 *
 * <p>
 * The embedding needs no network. A ResNet-18 of random weights was measured beside it: it loses copies of another gain.
 * 8 KB an image are held, the images are not. Results depend on no number of threads.
 */
public final class CopySearch {

	/** Proposals for each image. */
	public static final int NEAREST = 3;

	/**
	 * Similarity that copies have at least. Fitted to phantoms of one seed and to public images of lung and muscle; of
	 * different patients, phantoms reach 0.61 and those public images 0.87 (without one pair of lungs at 0.99, which nobody
	 * looked at). Copies that are shifted by a tenth can go down to 0.86 and are then missed.
	 */
	public static final double LEAST_SIMILARITY = 0.9;

	private static final double[] ZOOMS = { 1.055, 1.11 };

	/**
	 * Two images with the same picture.
	 *
	 * @param first number of an image
	 * @param second number of a later one
	 * @param registration of the second on the first
	 */
	public record Copy(int first, int second, Registration registration) {
	}

	/** What is held of an image: its spectrum first, then those of its magnified versions. */
	public record Held(Structure structure, float[][] spectra) {

		static Held of(final RandomAccessibleInterval<UnsignedByteType> image) {
			final Structure structure = Structure.of(image);
			final float[][] spectra = new float[ZOOMS.length + 1][];
			spectra[0] = structure.spectrum();
			for (int z = 0; z < ZOOMS.length; z++)
				spectra[z + 1] = structure.spectrum(ZOOMS[z]);
			return new Held(structure, spectra);
		}

		/** {@return how near another image is to this one or a crop of it, -1..1} */
		float likeness(final Held other) {
			float best = -1;
			for (final float[] spectrum : spectra)
				best = Math.max(best, product(spectrum, other.spectra[0]));
			return best;
		}

		private static float product(final float[] a, final float[] b) {
			float sum = 0;
			for (int i = 0; i < a.length; i++)
				sum += a[i] * b[i];
			return sum;
		}
	}

	private CopySearch() {
	}

	/**
	 * @param images (x, y) by number; called from several threads
	 * @param groups one for each image; images of the same one are not compared
	 * @param monitor told the progress, asked whether to stop
	 * @return the pairs, the most alike first
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user stops it
	 */
	public static List<Copy> across(final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> images,
		final List<String> groups, final Monitor monitor)
	{
		final int count = groups.size();
		final List<Held> held = Parallel.map("structures", count, monitor, i -> Held.of(images.apply(i)));
		final long[] pairs = Parallel.map("looking for altered copies", count, monitor, i -> nearest(i, held, groups)).stream()
			.flatMap(List::stream).mapToLong(pair -> pair).sorted().distinct().toArray();
		return Parallel.map("comparing likely copies", pairs.length, monitor, k -> {
			final int first = (int) (pairs[k] / count);
			final int second = (int) (pairs[k] % count);
			return new Copy(first, second, Registration.of(held.get(first).structure, held.get(second).structure));
		}).stream().filter(copy -> copy.registration.similarity() >= LEAST_SIMILARITY).sorted((a, b) -> Double
			.compare(b.registration.similarity(), a.registration.similarity())).toList();
	}

	/** {@return pairs of an image and its nearest ones, each as smaller number x count + larger number} */
	private static List<Long> nearest(final int i, final List<Held> held, final List<String> groups) {
		final int[] best = new int[NEAREST];
		final float[] values = new float[NEAREST];
		int size = 0;
		for (int j = 0; j < held.size(); j++) {
			if (groups.get(j).equals(groups.get(i))) continue;
			final float value = held.get(i).likeness(held.get(j));
			if (size == NEAREST && value <= values[size - 1]) continue;
			if (size < NEAREST) size++;
			int at = size - 1;
			for (; at > 0 && value > values[at - 1]; at--) {
				best[at] = best[at - 1];
				values[at] = values[at - 1];
			}
			best[at] = j;
			values[at] = value;
		}
		return Arrays.stream(best, 0, size).mapToObj(j -> (long) Math.min(i, j) * held.size() + Math.max(i, j)).toList();
	}
}
