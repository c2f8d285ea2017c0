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
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Spelling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Finds out what the values of the masks of one group mean, from all of them together, and which files do not fit. */
final class ValueFinder {

	private static final int NAMED = 5;
	/** Pixels of a value in one file of many below which it is a slip of the pen and no structure. */
	private static final int SLIP = 30;
	private static final int MANY = 10;
	/** Masks from which on a value that only one of them has is named. */
	private static final int SOME = 5;

	private final String group;
	private final Map<MaskFrame, MaskFacts> files;
	private final Monitor monitor;

	/**
	 * @param group for messages
	 * @param files of the group, in their order
	 */
	ValueFinder(final String group, final Map<MaskFrame, MaskFacts> files, final Monitor monitor) {
		this.group = group;
		this.files = files;
		this.monitor = monitor;
	}

	/**
	 * {@return the structures that the values stand for} Several, if a file holds areas of several values; else one, whatever
	 * single value a file has for it.
	 */
	MaskValues find() {
		final TreeMap<Integer, List<MaskFrame>> holding = new TreeMap<>();
		boolean several = false;
		for (final Map.Entry<MaskFrame, MaskFacts> each : files.entrySet()) {
			final MaskFacts facts = each.getValue();
			final int[] values = facts.foreground();
			if (!facts.isExact() || facts.isSoft()) continue;
			final int[] sure = values.length == 1 ? values : IntStream.of(values).filter(facts.solid()::get).toArray();
			several |= sure.length > 1;
			for (final int value : sure)
				holding.computeIfAbsent(value, key -> new ArrayList<>()).add(each.getKey());
		}
		if (!several) {
			tellDifferent(holding);
			return MaskValues.any(Structure.FOREGROUND);
		}
		holding.forEach(this::requireNoSlip);
		tellSeveral(holding);
		return new MaskValues(holding.keySet().stream().map(value -> new Structure(String.valueOf(value), Set.of(value))).toList());
	}

	/** One file of many with a value of its own may be another reader's, or a slip. */
	private void tellSeveral(final TreeMap<Integer, List<MaskFrame>> holding) {
		final String found = group + ": several structures, by the values of the masks: " + String.join(", ", holding.entrySet()
			.stream().map(each -> each.getKey() + " in " + each.getValue().size() + (each.getValue().size() == 1 ? " (" +
				each.getValue()
				.get(0).name() + ")" : "")).toList()) + " of " + files.size() + " masks.";
		final boolean odd = files.size() >= SOME && holding.values().stream().anyMatch(each -> each.size() == 1);
		if (odd) monitor.warn(found + " If one of them is none, mend the mask, or name the values that are meant with values.");
		else monitor.message(found);
	}

	private void tellDifferent(final TreeMap<Integer, List<MaskFrame>> holding) {
		if (holding.size() < 2) return;
		monitor.warn(group + ": masks hold one value each, but not the same: " + String.join(", ", holding.entrySet().stream()
			.limit(NAMED).map(each -> each.getKey() + " in " + each.getValue().size()).toList()) +
			". They are taken for one structure. If each value is one of its own, name them with values.");
	}

	private void requireNoSlip(final int value, final List<MaskFrame> where) {
		if (where.size() > 1 || files.size() < MANY) return;
		final int pixels = files.get(where.get(0)).counts()[value];
		if (pixels < SLIP) throw new SonoflowException.File(where.get(0) + ": the value " + value + " has " + pixels +
			" pixels there and none in the other " + (files.size() - 1) + " masks of " + group +
			". Mend the mask, or name the values that are meant with the key values.");
	}

	/**
	 * @param merges whether one structure of any value may have several in one file
	 * @throws SonoflowException.File naming files, values and pixels that do not fit
	 */
	void check(final MaskValues values, final boolean merges) {
		final byte[] table = values.table();
		final List<String> wrong = new ArrayList<>();
		final List<String> soft = new ArrayList<>();
		final Set<Integer> strays = new TreeSet<>();
		long between = 0;
		long inside = 0;
		for (final Map.Entry<MaskFrame, MaskFacts> each : files.entrySet()) {
			final String fault = fault(each.getValue(), values, table, merges);
			if (fault != null) {
				wrong.add(each.getKey() + " " + fault);
				if (each.getValue().isExact()) outside(each.getValue(), table).forEach(strays::add);
			}
			else if (isThresholded(each.getValue(), values)) {
				soft.add(each.getKey().name());
				between += each.getValue().between();
				inside += each.getValue().inside();
			}
		}
		if (!wrong.isEmpty()) throw new SonoflowException.File(wrong.size() + " of " + files.size() + " masks of " + group +
			" do not fit " + (values.isAny() ? "one structure" : "the values " + values) + ": " + Spelling.some(wrong, NAMED) +
			". Mend them, or say with the key values what the values mean, e.g. values=nerve:1,vessel:2, or values=lesion if " +
			"everything that is not 0 is one." + cure(values, strays));
		if (!soft.isEmpty()) monitor.warn(String.format(Locale.ROOT,
			"%s: %d of %d masks are not exact (saved with losses, or smoothed): inside is what has at least half of the range; %d " +
				"pixels, %.1f %% of the area, lie in between (%s). Save masks as PNG.", group, soft.size(), files.size(), between,
			inside == 0 ? 0 : 100.0 * between / inside, Spelling.some(soft, NAMED)));
		final long odd = files.values().stream().filter(MaskFacts::brightZero).count();
		if (odd > 0) monitor.warn(group + ": in " + odd + " of " + files.size() +
			" masks the value 0 is shown bright. It is background as everywhere: invert these masks if it is not.");
	}

	/** {@return what takes the other values for background; empty if they are too many to be meant} */
	private static String cure(final MaskValues values, final Set<Integer> strays) {
		if (values.isAny() || strays.isEmpty() || strays.size() > NAMED) return "";
		final Set<Integer> background = new TreeSet<>(values.background());
		background.addAll(strays);
		return " Values that show none of these are taken for background by values=" + new MaskValues(values
			.structures(), background) + ".";
	}

	private static IntStream outside(final MaskFacts facts, final byte[] table) {
		return IntStream.of(facts.foreground()).filter(value -> table[value] == MaskValues.OUTSIDE);
	}

	/** {@return whether a pixel of a file is inside by half of the range and not by its value} */
	static boolean isThresholded(final MaskFacts facts, final MaskValues values) {
		if (values.structures().size() > 1 || !facts.isSoft()) return false;
		final Set<Integer> known = values.structures().get(0).values();
		return known.isEmpty() || !IntStream.of(facts.foreground()).allMatch(value -> known.contains(value) || values.background()
			.contains(value));
	}

	/** {@return what is wrong with a file, or null} */
	private static String fault(final MaskFacts facts, final MaskValues values, final byte[] table, final boolean merges) {
		final int[] held = facts.foreground();
		final int[] outside = outside(facts, table).toArray();
		if (isThresholded(facts, values)) return facts.palette() || 2 * facts.between() > facts.inside() ? "(" + held.length +
			" values, " + facts.between() + " pixels between " + facts.half() / 2 + " and " + (facts.half() + facts.half() / 2) +
			": grey or numbers of a palette, no mask of one structure with soft edges)" : null;
		if (values.isAny() && held.length > 1 && !merges) return "(several values: " + pixels(facts, held) + ")";
		if (outside.length == 0) return null;
		return facts.isExact() ? "(" + pixels(facts, outside) + ")" : "(" + held.length +
			" values: saved with losses or smoothed, so that structures cannot be told apart)";
	}

	private static String pixels(final MaskFacts facts, final int[] values) {
		return Spelling.some(IntStream.of(values).mapToObj(value -> "value " + value + ", " + facts.counts()[value] + " pixels")
			.toList(), 3);
	}
}
