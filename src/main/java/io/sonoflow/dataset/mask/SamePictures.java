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
package io.sonoflow.dataset.mask;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.dataset.Spelling;
import io.sonoflow.file.Sha256;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Mask;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Pictures that are there more than once, pixel for pixel, with different masks: no network can be right about both. */
final class SamePictures {

	private static final int NAMED = 5;

	private SamePictures() {
	}

	/**
	 * Warns of them by name. Of two organs one picture may well have two masks.
	 *
	 * @param name of the data set
	 * @param masks by the number of the picture
	 */
	static void tell(final String name, final List<MaskedSample> samples, final IntFunction<MaskPlanes> masks,
		final Monitor monitor)
	{
		final List<String> digests = Parallel.map("compare pictures", samples.size(), monitor, i -> digest(samples.get(i)
			.picture()));
		final Map<String, List<Integer>> same = new LinkedHashMap<>();
		for (int i = 0; i < digests.size(); i++)
			same.computeIfAbsent(samples.get(i).sample().organ() + "/" + digests.get(i), key -> new ArrayList<>()).add(i);
		final List<String> pairs = new ArrayList<>();
		for (final List<Integer> copies : same.values())
			for (final int copy : copies.subList(1, copies.size())) {
				final double dice = dice(masks.apply(copies.get(0)), masks.apply(copy));
				if (dice < 1) pairs.add(samples.get(copies.get(0)).name() + " = " + samples.get(copy).name() + String.format(
					Locale.ROOT, " (Dice %.2f)", dice));
			}
		if (!pairs.isEmpty()) monitor.warn(name + ": " + pairs.size() + (pairs.size() == 1 ? " picture is" : " pictures are") +
			" there twice, pixel for pixel, with different masks: " + Spelling.some(pairs, NAMED) +
			". Two readers, or a mask of another picture? Keep one of each, or no segmenter can be right about both.");
	}

	private static String digest(final RandomAccessibleInterval<UnsignedByteType> image) {
		final MessageDigest digest = Sha256.digest();
		digest.update(Images.pixels(image));
		return Images.width(image) + " " + HexFormat.of().formatHex(digest.digest());
	}

	/** {@return the agreement of all structures together; 1 if there is nothing in either} */
	private static double dice(final MaskPlanes one, final MaskPlanes other) {
		long common = 0;
		long all = 0;
		for (int k = 0; k < one.planes().size(); k++) {
			final Mask a = one.plane(k);
			final Mask b = other.plane(k);
			for (int i = 0; i < a.data().length; i++) {
				if (a.data()[i] && b.data()[i]) common++;
				all += (a.data()[i] ? 1 : 0) + (b.data()[i] ? 1 : 0);
			}
		}
		return all == 0 ? 1 : 2. * common / all;
	}
}
