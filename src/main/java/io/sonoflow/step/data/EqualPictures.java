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
package io.sonoflow.step.data;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.learned.SetDigests;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Pictures that are there more than once, pixel for pixel, whoever's they are.
 *
 * @param groups numbers of those that are equal, in their order; at least two each
 */
public record EqualPictures(List<List<Integer>> groups) {

	private static final int NAMED = 3;

	/**
	 * @param count of the pictures
	 * @param images them by number
	 * @param monitor told the progress, asked whether to stop
	 */
	public static EqualPictures of(final int count, final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> images,
		final Monitor monitor)
	{
		final Map<String, List<Integer>> pictures = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			monitor.checkCancelled();
			pictures.computeIfAbsent(digest(images.apply(i)), key -> new ArrayList<>()).add(i);
			monitor.progress("looking for equal pictures", i + 1L, count);
		}
		return new EqualPictures(pictures.values().stream().filter(same -> same.size() > 1).toList());
	}

	private static String digest(final RandomAccessibleInterval<UnsignedByteType> image) {
		return new String(SetDigests.digest(image), StandardCharsets.ISO_8859_1);
	}

	/** {@return of each picture with several labels the first that bears each of them} */
	public List<List<Integer>> contradicting(final IntFunction<String> label) {
		return groups.stream().map(same -> {
			final Map<String, Integer> first = new LinkedHashMap<>();
			same.forEach(i -> first.putIfAbsent(label.apply(i), i));
			return List.copyOf(first.values());
		}).filter(each -> each.size() > 1).toList();
	}

	/** {@return the warning of such pictures} */
	public static String warning(final List<List<Integer>> contradicting, final IntFunction<String> name,
		final IntFunction<String> label)
	{
		return contradicting.size() + " picture(s) are there twice, pixel for pixel, with different labels: " + some(
			contradicting.stream().map(each -> each.stream().map(i -> name.apply(i) + " (" + label.apply(i) + ")").collect(Collectors
				.joining(" = "))).toList()) + ". One of the labels is wrong: remove one of the two.";
	}

	/** {@return the first three of some names, and how many more there are} */
	public static String some(final List<String> names) {
		final String list = String.join("; ", names.subList(0, Math.min(NAMED, names.size())));
		return names.size() <= NAMED ? list : list + "; and " + (names.size() - NAMED) + " more";
	}
}
