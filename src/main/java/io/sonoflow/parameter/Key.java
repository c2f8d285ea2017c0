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
package io.sonoflow.parameter;

import io.sonoflow.SonoflowException;

import java.io.File;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * One declared parameter: a public field of {@link Parameters} (or of a group in it) with SciJava's annotation
 * {@link Parameter}. Its name is the macro key; a word of Java gets an underscore: the field {@code class_} has the key
 * class. {@code label}, {@code description}, {@code min}, {@code max}, {@code choices} and {@code style} are SciJava's own;
 * what SciJava cannot say is said by attributes, whose names are the constants below.
 */
public final class Key {

	/** Attribute: the key has no default and must be given (marked * in the documentation). */
	public static final String REQUIRED = "required";

	/** Attribute of a File, or of a String that lists paths separated by commas: what it names must exist. */
	public static final String EXISTS = "exists";

	/** Attribute of a File: the name of published weights may be given instead, and means the installed ones. */
	public static final String INSTALLED = "installed";

	/** Attribute of a number: it must be greater than the attribute's value. */
	public static final String ABOVE = "above";

	/** Attribute of a String: a regular expression for its value; an empty value always passes unless required. */
	public static final String PATTERN = "pattern";

	/** Attribute beside {@link #PATTERN}: what is allowed, in words, for the message. */
	public static final String ALLOWED = "allowed";

	/** Attribute of a number: its unit, e.g. pixels. */
	public static final String UNIT = "unit";

	/** Attribute of a String of values separated by commas: the record of a run shows a list. */
	public static final String LIST = "list";

	/** Attribute: the value changes neither the result nor what is kept of an unfinished run. */
	public static final String FRAME = "frame";

	/**
	 * Attribute of a String: a value, of which others are another copy, such as gpu0 of gpu1. They differ in their last digits
	 * alone, and a run that is resumed, or one of its shards, may have another one of them.
	 */
	public static final String ALIKE = "alike";

	/**
	 * Attribute of a key that came later than its command: the value that means as before. With it, runs are those of the
	 * time before the key, and what is unfinished of them can be finished.
	 */
	public static final String SINCE = "since";

	/**
	 * Attribute of a key that is in no group: the heading that the dialog shows before it and what follows it; that of the
	 * group before, if the key belongs there.
	 */
	public static final String HEADING = "heading";

	/** {@link #PATTERN} of the key {@code shard}; that part is at most count is checked, too. */
	public static final String SHARD = "[1-9][0-9]{0,5}/[1-9][0-9]{0,5}";

	private static final Set<Class<?>> TYPES = Set.of(int.class, long.class, double.class, boolean.class, String.class,
		File.class);

	/** The fields that lead from the whole to the value: groups, then the value's own. */
	private final List<Field> way;
	private final Class<? extends Parameters> whole;

	Key(final Class<? extends Parameters> whole, final List<Field> way) {
		this.whole = whole;
		this.way = List.copyOf(way);
		if (!TYPES.contains(type())) throw new IllegalStateException(field() + ": a parameter is one of " + TYPES);
	}

	/** {@return the field that holds the value, in the whole or in a group} */
	public Field field() {
		return way.get(way.size() - 1);
	}

	private Parameter declaration() {
		return field().getAnnotation(Parameter.class);
	}

	/** {@return the macro key} */
	public String name() {
		return name(field().getName());
	}

	private static String name(final String field) {
		return field.endsWith("_") ? field.substring(0, field.length() - 1) : field;
	}

	/** {@return whether the text is the macro key or the field's name, which Fiji's recorder once wrote} */
	boolean isCalled(final String text) {
		return name().equals(text) || field().getName().equals(text);
	}

	/** {@return int, long, double, boolean, String or File} */
	public Class<?> type() {
		return field().getType();
	}

	/** {@return the heading of the innermost group; empty if it is in none} */
	public String group() {
		return way.size() == 1 ? "" : way.get(way.size() - 2).getAnnotation(Group.class).value();
	}

	/** {@return whether its group is one that most people leave as it is} */
	boolean isRare() {
		return way.size() > 1 && way.get(way.size() - 2).getAnnotation(Group.class).rare();
	}

	/** {@return what stands before it in the dialog} */
	public String label() {
		return declaration().label();
	}

	/** {@return a sentence: what it is, its unit and range} */
	public String help() {
		return declaration().description();
	}

	/** {@return SciJava's names of the widget's kind, e.g. {@code directory}} */
	public Set<String> styles() {
		return declaration().style().isBlank() ? Set.of() : Set.of(declaration().style().strip().split("\\s*,\\s*"));
	}

	/** {@return the values allowed; empty = all} */
	public List<String> choices() {
		return List.of(declaration().choices());
	}

	/** {@return whether the declaration bears the attribute} */
	public boolean is(final String attribute) {
		return Arrays.stream(declaration().attrs()).anyMatch(attr -> attr.name().equals(attribute));
	}

	/** {@return the attribute's value; null without it} */
	public String get(final String attribute) {
		return Arrays.stream(declaration().attrs()).filter(attr -> attr.name().equals(attribute)).map(Attr::value).findFirst()
			.orElse(null);
	}

	/** {@return the least value; null = none} */
	public BigDecimal min() {
		return number(declaration().min());
	}

	/** {@return the greatest value; null = none} */
	public BigDecimal max() {
		return number(declaration().max());
	}

	private static BigDecimal number(final String text) {
		return text == null || text.isBlank() ? null : new BigDecimal(text);
	}

	/** {@return the value that it has where nobody gives one: that of a new object of the whole} */
	public Object initial() {
		return get(Parameters.create(whole));
	}

	/** {@return the value it has in these parameters} */
	public Object get(final Parameters parameters) {
		try {
			return field().get(owner(parameters));
		}
		catch (final IllegalAccessException e) {
			throw new IllegalStateException(e);
		}
	}

	/**
	 * @param value a text, or a value of the type: a number that fits exactly, a boolean, a File or Path
	 * @throws SonoflowException.Input if it cannot be read as the type
	 */
	public void set(final Parameters parameters, final Object value) {
		put(parameters, KeyText.read(this, value));
	}

	/** Sets a value of exactly the type, or null for a file. */
	void put(final Parameters parameters, final Object value) {
		try {
			field().set(owner(parameters), value);
		}
		catch (final IllegalAccessException e) {
			throw new IllegalStateException(e);
		}
	}

	private Parameters owner(final Parameters parameters) {
		Parameters owner = parameters;
		for (final Field group : way.subList(0, way.size() - 1))
			owner = Parameters.group(owner, group);
		return owner;
	}

	/**
	 * @param value of the type
	 * @throws SonoflowException.Input if it is missing or not allowed
	 * @throws SonoflowException.File if it names a file that is not there
	 */
	public void check(final Object value) {
		KeyCheck.check(this, value);
	}

	/** {@return in words, what values it takes} */
	public String allowed() {
		if (get(ALLOWED) != null) return get(ALLOWED);
		if (!choices().isEmpty()) return String.join(" | ", choices());
		if (type() == boolean.class) return "true | false";
		if (type() == File.class) return "a path";
		if (type() == String.class) return "text";
		final StringBuilder text = new StringBuilder(type() == double.class ? "a number" : "a whole number");
		if (get(ABOVE) != null) text.append(" above ").append(get(ABOVE));
		if (min() != null) text.append(max() != null ? " from " : " of at least ").append(plain(min()));
		if (max() != null) text.append(min() != null ? " to " : " of at most ").append(plain(max()));
		if (get(UNIT) != null) text.append(" (").append(get(UNIT)).append(')');
		return text.toString();
	}

	/** {@return 0.5, 1e-4 or 100, not 100.0} */
	static String plain(final Object number) {
		final BigDecimal value = new BigDecimal(number.toString()).stripTrailingZeros();
		return value.scale() <= 0 ? value.toPlainString() : value.toString();
	}

	/** {@return the value as it is typed in a dialog or macro; empty for none} */
	public String text(final Object value) {
		return value == null ? "" : value instanceof Number ? plain(value) : value.toString();
	}

	/** {@return the value as the record of a run shows it: paths with forward slashes, empty for none} */
	public Object recorded(final Object value) {
		if (value == null) return "";
		if (value instanceof File file) return slashes(file.toPath());
		if (!is(LIST)) return value;
		return is(EXISTS) ? Lists.paths(value.toString()).stream().map(Key::slashes).toList() : Lists.texts(value.toString());
	}

	private static String slashes(final Path path) {
		return path.toString().replace('\\', '/');
	}

	@Override
	public String toString() {
		return name();
	}
}
