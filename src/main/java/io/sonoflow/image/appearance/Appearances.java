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

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** What images of a set look like, each looked at once, when it is asked for. Thread-safe. */
public final class Appearances {

	/** So many tell a training set's looks. */
	private static final int LOOKED_AT = 500;

	private final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> images;
	private final Map<Integer, Appearance> known = new ConcurrentHashMap<>();

	/** @param images by number, 8-bit grey (x, y) */
	public Appearances(final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> images) {
		this.images = images;
	}

	/** {@return what an image looks like} */
	public Appearance get(final int image) {
		return known.computeIfAbsent(image, i -> Appearance.of(images.apply(i)));
	}

	/** {@return what each of the images looks like} */
	public List<Appearance> all(final int[] samples, final Monitor monitor) {
		return Parallel.map("looking at images", samples.length, monitor, i -> get(samples[i]));
	}

	/**
	 * Looks at 500 images at most, evenly spread.
	 *
	 * @param samples numbers of the images, at least one
	 * @return what they look like together
	 */
	public AppearanceRange range(final int[] samples, final Monitor monitor) {
		final int[] chosen = new int[Math.min(LOOKED_AT, samples.length)];
		for (int i = 0; i < chosen.length; i++)
			chosen[i] = samples[(int) ((long) i * samples.length / chosen.length)];
		return AppearanceRange.of(all(chosen, monitor));
	}
}
