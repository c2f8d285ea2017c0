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

import io.sonoflow.Monitor;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.reading.ReadingItem.Facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** By what, beside what is seen in them, real items may be told from synthetic ones. */
final class Giveaways {

	/** Right answers of one who goes by one number alone, from which on it is more than a hint. */
	private static final double PLAIN = 0.75;

	/** Values that a message names. */
	private static final int NAMED = 3;

	/** A number of each item, and how it is said. */
	private record Trait(String key, String name, ToDoubleFunction<Facts> value, Function<Facts, String> text) {
	}

	private static final List<Trait> TRAITS = List.of(new Trait("size", "size in pixels", facts -> (double) facts.width() * facts
		.height() + facts.width() * 1e-6, facts -> facts.width() + " x " + facts.height()), new Trait("frames", "number of frames",
			Facts::frames, facts -> String.valueOf(facts.frames())), new Trait("rate", "own frame rate (all are shown with one)",
				facts -> facts.rate().map(FrameRate::perSecond).orElse(0.0), facts -> facts.rate().map(FrameRate::toString).orElse(
					"unknown")), new Trait("colour", "colour (all are stored alike)", facts -> facts.color() ? 1 : 0, facts -> facts
						.color() ? "coloured" : "grey"));

	private Giveaways() {
	}

	/** Says by what the kinds differ, and how far one gets by that alone. */
	static void tell(final List<ReadingItem> items, final List<Facts> facts, final RunFolder folder, final Monitor monitor) {
		final List<String> plain = new ArrayList<>();
		final List<String> hints = new ArrayList<>();
		for (final Trait trait : TRAITS) {
			final double right = bestCut(items, facts, trait.value);
			folder.figure("by" + trait.key, right);
			final String real = values(items, facts, true, trait);
			final String synthetic = values(items, facts, false, trait);
			if (real.equals(synthetic)) continue;
			(right >= PLAIN ? plain : hints).add(String.format(Locale.ROOT, "%s: real %s; synthetic %s (%.0f %% right by it)",
				trait.name, real, synthetic, 100 * right));
		}
		if (!plain.isEmpty()) monitor.warn("Readers may tell the two kinds apart without looking at what is seen: " + String.join(
			". ", plain) + ". Crop both alike, or choose frames (maxframes= of \"Crop Ultrasound...\").");
		if (!hints.isEmpty()) monitor.message("Real and synthetic differ a little beside what is seen: " + String.join(". ", hints) +
			".");
	}

	/** {@return share of right answers of one who calls all above the best threshold one kind, and the rest the other} */
	static double bestCut(final List<ReadingItem> items, final List<Facts> facts, final ToDoubleFunction<Facts> value) {
		final TreeMap<Double, Integer> surplus = new TreeMap<>();
		for (int i = 0; i < items.size(); i++)
			surplus.merge(value.applyAsDouble(facts.get(i)), items.get(i).real() ? 1 : -1, Integer::sum);
		int sum = 0;
		int best = 0;
		for (final int each : surplus.values()) {
			sum += each;
			best = Math.max(best, Math.abs(sum));
		}
		return 0.5 + (double) best / items.size();
	}

	private static String values(final List<ReadingItem> items, final List<Facts> facts, final boolean real, final Trait trait) {
		final Map<Double, List<String>> values = IntStream.range(0, items.size()).filter(i -> items.get(i).real() == real).boxed()
			.collect(Collectors.groupingBy(i -> trait.value.applyAsDouble(facts.get(i)), TreeMap::new, Collectors.mapping(
				i -> trait.text.apply(facts.get(i)), Collectors.toList())));
		final List<List<String>> sorted = List.copyOf(values.values());
		if (sorted.size() > NAMED) return sorted.get(0).get(0) + " to " + sorted.get(sorted.size() - 1).get(0);
		return sorted.stream().map(each -> each.get(0) + (sorted.size() == 1 ? "" : " (" + each.size() + ")")).collect(Collectors
			.joining(", "));
	}
}
