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
package io.sonoflow.curate.review;

import io.sonoflow.RandomStream;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * In which order a reader is shown images.
 *
 * @param items the images
 * @param blind whether he is shown neither label nor suspicion
 */
public record ReviewQueue(List<ReviewItem> items, boolean blind) {

	/** Copies the list. */
	public ReviewQueue {
		items = List.copyOf(items);
	}

	/** {@return the suspicious images, as they come: the most suspect first} */
	public static ReviewQueue open(final List<ReviewItem> all) {
		return new ReviewQueue(all.stream().filter(ReviewItem::suspicious).toList(), false);
	}

	/**
	 * {@return the suspicious images and as many others, if there are, in a random order: nothing tells the reader which are
	 *         which. The same images and seed give the same order}
	 */
	public static ReviewQueue blind(final List<ReviewItem> all, final long seed) {
		final List<ReviewItem> suspicious = all.stream().filter(ReviewItem::suspicious).toList();
		final List<ReviewItem> others = all.stream().filter(each -> !each.suspicious()).toList();
		final List<ReviewItem> clean = shuffled(others, RandomStream.of(seed, "review clean")).stream().limit(suspicious.size())
			.toList();
		return new ReviewQueue(shuffled(Stream.concat(suspicious.stream(), clean.stream()).toList(), RandomStream.of(seed,
			"review order")), true);
	}

	private static List<ReviewItem> shuffled(final List<ReviewItem> items, final RandomStream random) {
		final int[] order = IntStream.range(0, items.size()).toArray();
		random.shuffle(order);
		return IntStream.of(order).mapToObj(items::get).toList();
	}

	/**
	 * @param decisions all that is decided
	 * @param by the reader
	 * @return the number of the first image that he has not decided; the number of images if there is none
	 */
	public int firstOpen(final List<Decision> decisions, final String by) {
		final Set<String> done = decisions.stream().filter(each -> each.by().equals(by)).map(Decision::image).collect(Collectors
			.toSet());
		return IntStream.range(0, items.size()).filter(i -> !done.contains(items.get(i).image())).findFirst().orElse(items
			.size());
	}
}
