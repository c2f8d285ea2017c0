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

import io.sonoflow.SonoflowException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the values of masks mean: their structures in one order, that of the planes of {@link MaskPlanes}.
 *
 * <pre>
 * MaskValues.parse("nerve:1,vessel:2") // two structures
 * MaskValues.parse("lesion")           // one: whatever is not 0, also of several values
 * MaskValues.parse("flow:255,none:0+128") // one; 128 is background as 0 is
 * </pre>
 *
 * @param structures at least one; if one of them has no values it is the only one
 * @param background values, 1..255, that show no structure, as 0 does
 */
public record MaskValues(List<Structure> structures, Set<Integer> background) {

	/** What {@link #table} has for a pixel of no structure. */
	static final byte BACKGROUND = -1;
	/** What it has for a value that is in no list. */
	static final byte OUTSIDE = -2;

	private static final int LEVELS = 256;
	private static final Pattern NAMED = Pattern.compile("([^:=]*[^:=\\d+ ][^:=]*)[:=]([\\d+ ]+)");
	private static final Pattern REVERSED = Pattern.compile("([\\d+ ]+)[:=]([^:=]*[^:=\\d+ ][^:=]*)");
	/** Names that what is no structure may have where 0 stands beside other values: of another name the 0 is a mistake. */
	private static final Set<String> NOTHING = Set.of("none", "background");
	private static final String FORM = " Write each structure as name:value, e.g. nerve:1,vessel:2; a name alone means " +
		"everything that is not 0; several values of one structure are joined by +; values that are background as 0 is " +
		"are none:0+ and those, e.g. none:0+128.";

	/** Copies both. */
	public MaskValues {
		structures = List.copyOf(structures);
		background = Collections.unmodifiableSet(new TreeSet<>(background));
		if (structures.isEmpty()) throw new IllegalArgumentException("no structure");
	}

	/** Structures beside which 0 alone is background. */
	MaskValues(final List<Structure> structures) {
		this(structures, Set.of());
	}

	/** {@return one structure, every value that is not 0} */
	static MaskValues any(final String name) {
		return new MaskValues(List.of(Structure.any(name)));
	}

	/**
	 * @param text of the key {@code values}, not empty
	 * @throws SonoflowException.Input if it is not in that form, a name or value comes twice, or a value is not 0 to 255
	 */
	public static MaskValues parse(final String text) {
		final List<Structure> structures = new ArrayList<>();
		final Set<Integer> background = new TreeSet<>();
		for (final String part : text.split(",", -1)) {
			final Structure structure = structure(text, part.strip());
			if (!structure.values().contains(0)) structures.add(structure);
			else if (structure.values().size() == 1 || NOTHING.contains(structure.name())) background.addAll(structure.values());
			else throw new SonoflowException.Input("values=" + text + ": " + structure.name() +
				" has the value 0, which is background." + FORM);
		}
		background.remove(0);
		check("values=" + text, structures);
		for (final Structure structure : structures)
			for (final int value : structure.values())
				if (background.contains(value)) throw new SonoflowException.Input("values=" + text + ": the value " + value +
					" is that of a structure and of the background, 0." + FORM);
		return new MaskValues(structures, background);
	}

	private static Structure structure(final String text, final String part) {
		if (part.isEmpty()) throw new SonoflowException.Input("values=" + text + ": a structure is missing between commas." + FORM);
		final Matcher named = NAMED.matcher(part);
		if (named.matches()) return new Structure(named.group(1).strip(), numbers(text, named.group(2)));
		final Matcher reversed = REVERSED.matcher(part);
		if (reversed.matches()) return new Structure(reversed.group(2).strip(), numbers(text, reversed.group(1)));
		if (part.matches("[\\d+ ]+")) return new Structure(part.replace(" ", ""), numbers(text, part));
		if (part.matches("[^:=]+")) return Structure.any(part);
		throw new SonoflowException.Input("values=" + text + ": \"" + part + "\" is no structure." + FORM);
	}

	private static Set<Integer> numbers(final String text, final String sum) {
		final Set<Integer> values = new TreeSet<>();
		for (final String each : sum.split("\\+", -1)) {
			final String number = each.strip();
			if (!number.matches("\\d{1,3}") || Integer.parseInt(number) >= LEVELS) throw new SonoflowException.Input("values=" + text +
				": \"" + number + "\" is no value of an 8-bit mask, which are 1 to 255 (0 is background)." + FORM);
			values.add(Integer.parseInt(number));
		}
		return values;
	}

	/**
	 * @param source what says so, for messages
	 * @throws SonoflowException.Input if a name or value comes twice, or the values are not clear
	 */
	static void check(final String source, final List<Structure> structures) {
		final Set<String> names = new HashSet<>();
		final Set<Integer> seen = new HashSet<>();
		for (final Structure structure : structures) {
			if (!names.add(structure.name())) throw new SonoflowException.Input(source + " names " + structure.name() + " twice." +
				FORM);
			for (final int value : structure.values())
				if (value == 0 || !seen.add(value)) throw new SonoflowException.Input(source + ": " + (value == 0
					? "0 is background and no structure." : "the value " + value + " is that of two structures.") + FORM);
		}
		final boolean any = structures.stream().anyMatch(structure -> structure.values().isEmpty());
		if (structures.isEmpty() || any && structures.size() > 1) throw new SonoflowException.Input(source + (any
			? " has a structure without a value beside others." : " names no structure.") + FORM);
	}

	/** {@return whether there is one structure of any value} */
	public boolean isAny() {
		return structures.get(0).values().isEmpty();
	}

	/** {@return the names in their order} */
	public List<String> names() {
		return structures.stream().map(Structure::name).toList();
	}

	/** {@return by value 0..255 the number of its structure, {@link #BACKGROUND} or {@link #OUTSIDE}} */
	byte[] table() {
		final byte[] table = new byte[LEVELS];
		Arrays.fill(table, isAny() ? 0 : OUTSIDE);
		table[0] = BACKGROUND;
		for (final int value : background)
			table[value] = BACKGROUND;
		for (int i = 0; i < structures.size(); i++)
			for (final int value : structures.get(i).values())
				table[value] = (byte) i;
		return table;
	}

	/** {@return the only structure under another name} */
	MaskValues named(final String name) {
		return new MaskValues(List.of(new Structure(name, structures.get(0).values())), background);
	}

	/** {@return structures and background as {@link #parse} reads them: for a model's header} */
	@Override
	public String toString() {
		return structures.stream().map(Structure::toString).collect(Collectors.joining(",")) + (background.isEmpty() ? ""
			: ",none:0" + background.stream().map(value -> "+" + value).collect(Collectors.joining()));
	}
}
