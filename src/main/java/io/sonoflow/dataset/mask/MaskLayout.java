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
import io.sonoflow.image.mask.Outlines;
import io.sonoflow.image.morphology.Mask;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is in which plane.
 *
 * @param structures names in the order of the planes
 * @param rules by group
 * @param halves masks that are cut at half of their range, and that value
 * @param lines masks that are lines round a structure, to be filled
 */
record MaskLayout(List<String> structures, Map<String, MaskValues> rules, Map<MaskFrame, Integer> halves, Set<MaskFrame> lines) {

	/**
	 * A picture's masks as read.
	 *
	 * @param overlap pixels that more than one of its files holds for one structure
	 * @param lines those of its files that are lines
	 */
	record Read(MaskPlanes planes, long overlap, Map<MaskFrame, Outlines.Kind> lines) {
	}

	/**
	 * @param facts of each mask
	 * @param given by the user for all groups, or null
	 */
	static MaskLayout of(final MaskSource source, final Map<MaskFrame, MaskFacts> facts, final MaskValues given,
		final Monitor monitor)
	{
		final Map<String, Map<MaskFrame, MaskFacts>> groups = new TreeMap<>();
		for (final MaskedSample sample : source.samples())
			for (final MaskFrame mask : sample.masks())
				groups.computeIfAbsent(sample.group(), key -> new LinkedHashMap<>()).put(mask, facts.get(mask));
		final Map<String, MaskValues> rules = new TreeMap<>();
		final Map<MaskFrame, Integer> halves = new HashMap<>();
		groups.forEach((group, files) -> {
			final ValueFinder finder = new ValueFinder(group.isEmpty() ? source.source().getFileName().toString() : group, files,
				monitor);
			final MaskValues declared = given != null ? given : source.declared().get(group);
			final MaskValues rule = declared == null ? finder.find() : declared;
			finder.check(rule, given != null);
			rules.put(group, rule);
			files.forEach((file, each) -> {
				if (ValueFinder.isThresholded(each, rule)) halves.put(file, each.half());
			});
		});
		return new MaskLayout(structures(rules, monitor), rules, halves, Set.of());
	}

	/**
	 * What other masks of the same pictures have to be.
	 *
	 * @param samples with those masks, in groups of this layout
	 * @param facts of each mask
	 * @return the same structures and values
	 * @throws SonoflowException.File naming files, values and pixels that do not fit
	 */
	MaskLayout of(final List<MaskedSample> samples, final Map<MaskFrame, MaskFacts> facts, final String name,
		final Monitor monitor)
	{
		final Map<String, Map<MaskFrame, MaskFacts>> groups = new TreeMap<>();
		for (final MaskedSample sample : samples)
			for (final MaskFrame mask : sample.masks())
				groups.computeIfAbsent(sample.group(), key -> new LinkedHashMap<>()).put(mask, facts.get(mask));
		final Map<MaskFrame, Integer> others = new HashMap<>();
		groups.forEach((group, files) -> {
			final MaskValues rule = rules.get(group);
			new ValueFinder(group.isEmpty() ? name : name + " (" + group + ")", files, monitor).check(rule, false);
			files.forEach((file, each) -> {
				if (ValueFinder.isThresholded(each, rule)) others.put(file, each.half());
			});
		});
		return new MaskLayout(structures, rules, others, Set.of());
	}

	/** One network has one output for the structure of each organ that has only one, whatever its name. */
	private static List<String> structures(final Map<String, MaskValues> rules, final Monitor monitor) {
		final Set<String> names = new LinkedHashSet<>();
		rules.values().forEach(rule -> names.addAll(rule.names()));
		if (names.size() > 1 && rules.values().stream().allMatch(rule -> rule.structures().size() == 1)) {
			monitor.message("One structure each: " + String.join(", ", rules.entrySet().stream().map(each -> each.getKey() + ": " +
				each.getValue().names().get(0)).toList()) + ". They share one plane, " + Structure.FOREGROUND + ".");
			rules.replaceAll((group, rule) -> rule.named(Structure.FOREGROUND));
			return List.of(Structure.FOREGROUND);
		}
		if (rules.size() > 1 && rules.values().stream().anyMatch(rule -> rule.structures().size() > 1)) monitor.message(
			"Structures of several organs that have the same name share a plane: " + String.join("; ", rules.entrySet().stream().map(
				each -> each.getKey() + ": " + each.getValue()).toList()) + ".");
		return List.copyOf(names);
	}

	/** {@return the planes of which the masks of a group tell, in the order of the group's structures} */
	int[] planes(final String group) {
		return rules.get(group).names().stream().mapToInt(structures::indexOf).toArray();
	}

	/** Reads the masks of a picture; several are joined, lines that are known for such filled. */
	Read read(final MaskedSample sample) {
		return read(sample, false);
	}

	/** The same, and looks which masks are lines. */
	Read look(final MaskedSample sample) {
		return read(sample, true);
	}

	private Read read(final MaskedSample sample, final boolean look) {
		final int[] planes = planes(sample.group());
		final boolean[][] inside = new boolean[structures.size()][];
		final Map<MaskFrame, Outlines.Kind> kinds = new LinkedHashMap<>();
		long overlap = 0;
		int width = 0;
		for (final MaskFrame frame : sample.masks()) {
			final MaskFile file = frame.read();
			width = file.width();
			final byte[] table = table(frame, sample.group());
			for (int s = 0; s < planes.length; s++) {
				final Mask plain = plain(file, table, s);
				final Mask shown = look || lines.contains(frame) ? filled(frame, file, plain, table, kinds) : plain;
				final boolean[] plane = inside[planes[s]];
				if (plane == null) inside[planes[s]] = shown.data();
				else for (int i = 0; i < plane.length; i++) {
					if (plane[i] && shown.data()[i]) overlap++;
					plane[i] |= shown.data()[i];
				}
			}
		}
		final int area = inside[planes[0]].length;
		final List<Mask> masks = new ArrayList<>();
		for (final boolean[] plane : inside)
			masks.add(Mask.of(plane == null ? new boolean[area] : plane, width, area / width));
		return new Read(new MaskPlanes(masks), overlap, kinds);
	}

	private static Mask plain(final MaskFile file, final byte[] table, final int structure) {
		return Mask.of(file.width(), file.height(), i -> table[file.values()[i] & 255] == structure);
	}

	/** A line round other structures is the wall that it seems to be, and stays. */
	private static Mask filled(final MaskFrame frame, final MaskFile file, final Mask plain, final byte[] table,
		final Map<MaskFrame, Outlines.Kind> kinds)
	{
		final byte[] values = file.values();
		final Outlines found = Outlines.of(plain);
		if (found.kind() == Outlines.Kind.AREA) return plain;
		for (int i = 0; i < values.length; i++)
			if (found.area().data()[i] && !plain.data()[i] && table[values[i] & 255] != MaskValues.BACKGROUND) return plain;
		kinds.merge(frame, found.kind(), (one, other) -> one == Outlines.Kind.OPEN ? one : other);
		return found.area();
	}

	/** {@return the same with these masks known for lines} */
	MaskLayout withLines(final Set<MaskFrame> found) {
		return new MaskLayout(structures, rules, halves, Set.copyOf(found));
	}

	private byte[] table(final MaskFrame frame, final String group) {
		final byte[] table = rules.get(group).table();
		final Integer half = halves.get(frame);
		if (half != null) for (int value = 0; value < table.length; value++)
			table[value] = value >= half ? 0 : MaskValues.BACKGROUND;
		return table;
	}

	/** See {@link SegmentationSet#as}. */
	MaskLayout as(final List<String> names, final Path source) {
		if (names.size() == 1 && structures.size() == 1) {
			final Map<String, MaskValues> renamed = new TreeMap<>();
			rules.forEach((group, rule) -> renamed.put(group, rule.named(names.get(0))));
			return new MaskLayout(List.copyOf(names), renamed, halves, lines);
		}
		final Set<String> strange = new TreeSet<>(structures);
		strange.removeAll(names);
		if (!strange.isEmpty()) throw new SonoflowException.Input("input " + source + " has masks of " + String.join(", ", strange) +
			", but the model's structures are " + String.join(", ", names) +
			". Give the key values with the model's names, e.g. values=" + names.get(0) + ":1.");
		return new MaskLayout(List.copyOf(names), rules, halves, lines);
	}
}
