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
package io.sonoflow.step.reading;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which items readers are shown, and in which order. */
final class ReadingChoice {

	private ReadingChoice() {
	}

	/**
	 * As many real as synthetic ones, drawn so that each patient has one before any has two, and those of a patient of whom real
	 * ones are shown come last among the synthetic ones: who sees both can compare them.
	 *
	 * @param count even
	 * @return shuffled
	 * @throws SonoflowException.Input if there are too few
	 */
	static List<ReadingItem> of(final List<ReadingItem> real, final List<ReadingItem> synthetic, final int count,
		final long seed)
	{
		final int half = count / 2;
		if (real.size() < half || synthetic.size() < half) {
			final int most = 2 * Math.min(real.size(), synthetic.size());
			throw new SonoflowException.Input("count=" + count + " asks for " + half + " real and " + half +
				" synthetic clips or images, but there are " + real.size() + " real and " + synthetic.size() + " synthetic ones. Allowed: " +
				"at most " + most + ", or give more.");
		}
		final List<ReadingItem> first = drawn(real, half, seed, "blinded real", Set.of());
		final List<ReadingItem> second = drawn(synthetic, half, seed, "blinded synthetic", groups(first));
		final List<ReadingItem> all = Stream.concat(first.stream(), second.stream()).toList();
		return order(all.size(), seed, "blinded order").mapToObj(all::get).toList();
	}

	static Set<String> groups(final List<ReadingItem> items) {
		return items.stream().map(ReadingItem::group).collect(Collectors.toSet());
	}

	private static IntStream order(final int size, final long seed, final String purpose) {
		final int[] order = IntStream.range(0, size).toArray();
		RandomStream.of(seed, purpose).shuffle(order);
		return IntStream.of(order);
	}

	private static List<ReadingItem> drawn(final List<ReadingItem> items, final int count, final long seed,
		final String purpose, final Set<String> last)
	{
		final Map<String, Integer> seen = new HashMap<>();
		final Map<ReadingItem, Integer> round = new HashMap<>();
		final List<ReadingItem> shuffled = new ArrayList<>();
		order(items.size(), seed, purpose).mapToObj(items::get).forEach(item -> {
			round.put(item, seen.merge(item.group(), 1, Integer::sum));
			shuffled.add(item);
		});
		shuffled.sort(Comparator.comparing((ReadingItem item) -> last.contains(item.group())).thenComparing(round::get));
		return shuffled.subList(0, count);
	}
}
