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
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.scijava.plugin.Parameter;

/**
 * Parameters, each declared once: a public field with SciJava's annotation {@link Parameter} (see {@link Key}), whose first
 * value is the default. A public field with {@link Group} holds further ones; its keys are keys of the whole.
 *
 * <pre>
 * public final class Blur extends Parameters {
 *
 * 	&#64;Parameter(label = "Radius", description = "Radius in pixels, 1 to 50.", min = "1", max = "50")
 * 	public int radius = 3;
 *
 * 	&#64;Group("Computation")
 * 	public Computation computation = new Computation();
 *
 * 	public Blur() {
 * 	}
 *
 * 	public Blur(final Map&lt;String, ?&gt; values) { // so that Groovy takes new Blur(radius: 5, device: 'cpu')
 * 		set(values);
 * 	}
 * }
 * </pre>
 *
 * A class needs a constructor without arguments, which gives the defaults. Keys of groups are Groovy properties of the
 * whole ({@code blur.device = 'cpu'}), and are checked as they are set.
 */
public abstract class Parameters implements Cloneable {

	private static final ClassValue<List<Key>> KEYS = new ClassValue<>() {

		@Override
		protected List<Key> computeValue(final Class<?> type) {
			final List<Key> keys = new ArrayList<>();
			collect(type.asSubclass(Parameters.class), type, List.of(), keys);
			final Map<String, Long> counts = keys.stream().collect(Collectors.groupingBy(Key::name, Collectors.counting()));
			counts.forEach((name, count) -> {
				if (count > 1) throw new IllegalStateException(type + ": the key " + name + " is declared " + count + " times");
			});
			return Collections.unmodifiableList(keys);
		}
	};

	private static void collect(final Class<? extends Parameters> whole, final Class<?> type, final List<Field> way,
		final List<Key> keys)
	{
		for (final Field field : DeclaredFields.of(type)) {
			final List<Field> further = new ArrayList<>(way);
			further.add(field);
			if (field.isAnnotationPresent(Parameter.class)) keys.add(new Key(whole, further));
			else collect(whole, field.getType(), further, keys);
		}
	}

	/** {@return a new object, which has the defaults} */
	static Parameters create(final Class<? extends Parameters> type) {
		try {
			final Constructor<? extends Parameters> constructor = type.getDeclaredConstructor();
			constructor.setAccessible(true);
			return constructor.newInstance();
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException(type + " needs a constructor without arguments, which gives the defaults", e);
		}
	}

	/** {@return the group that the field holds} */
	static Parameters group(final Parameters owner, final Field field) {
		try {
			final Parameters group = (Parameters) field.get(owner);
			if (group == null) throw new SonoflowException.Input("The group " + field.getName() +
				" is missing. Do not set it to null: a new object of it has the defaults.");
			return group;
		}
		catch (final IllegalAccessException e) {
			throw new IllegalStateException(e);
		}
	}

	private List<Field> groups() {
		return DeclaredFields.of(getClass()).stream().filter(field -> field.isAnnotationPresent(Group.class)).toList();
	}

	/** {@return the declarations in their order, those of groups in the group's place} */
	public final List<Key> keys() {
		return KEYS.get(getClass());
	}

	/**
	 * {@return the declaration}
	 *
	 * @throws SonoflowException.Input if there is no such key; the message lists them all
	 */
	public final Key key(final String name) {
		return find(name, null);
	}

	private Key find(final String name, final Object value) {
		final List<String> names = keys().stream().map(Key::name).toList();
		return keys().stream().filter(key -> key.isCalled(name)).findFirst().orElseThrow(() -> new SonoflowException.Input(
			"Unknown key " + name + (value == null ? "" : "=" + value) + Names.hint(name, names) + (names.isEmpty()
				? " This command takes no keys." : " The keys of this command are: " + String.join(", ", names) +
					". A value with blanks needs brackets: " + names.get(0) + "=[a b].")));
	}

	/** {@return whether there is such a key} */
	public final boolean has(final String name) {
		return keys().stream().anyMatch(key -> key.isCalled(name));
	}

	/**
	 * Takes values over: all of them, or none if one is wrong. Ranges are held against the declaration by {@link #check}.
	 *
	 * @param values by key: texts as in a macro, or numbers, booleans, Files and Paths; nothing is rounded or cut. An empty
	 *          text for a file means none
	 * @throws SonoflowException.Input if a key is unknown or a value cannot be read as its type
	 */
	public final void set(final Map<String, ?> values) {
		final Map<Key, Object> read = new LinkedHashMap<>();
		values.forEach((name, value) -> find(name, value));
		values.forEach((name, value) -> read.put(find(name, value), KeyText.read(find(name, value), value)));
		read.forEach((key, value) -> key.put(this, value));
	}

	/**
	 * Sets one value and holds it against its declaration.
	 *
	 * @return this
	 * @throws SonoflowException if the key is unknown or the value is not allowed
	 */
	public Parameters with(final String name, final Object value) {
		final Key key = find(name, value);
		final Object read = KeyText.read(key, value);
		key.check(read instanceof File file ? located(key, file) : read);
		key.put(this, read);
		return this;
	}

	/**
	 * {@return the value of a key}
	 *
	 * @throws SonoflowException.Input if there is no such key
	 */
	public final Object get(final String name) {
		return key(name).get(this);
	}

	/**
	 * Checks every value against its declaration, then what concerns several keys. Changes nothing.
	 *
	 * @throws SonoflowException.Input if a value is missing or not allowed
	 * @throws SonoflowException.File if a file that must exist does not
	 */
	public final void check() {
		keys().forEach(this::check);
		checkAllTogether();
	}

	/**
	 * Checks one value against its declaration alone.
	 *
	 * @throws SonoflowException as {@link #check()}
	 */
	public final void check(final Key key) {
		final Object value = key.get(this);
		key.check(value instanceof File file ? located(key, file) : value);
	}

	private void checkAllTogether() {
		groups().forEach(field -> group(this, field).checkAllTogether());
		checkTogether();
	}

	/**
	 * Checks what no single declaration can say, e.g. that one number is at most another. All single values are allowed by
	 * then. Rules of groups come first.
	 *
	 * @throws SonoflowException if values do not fit each other
	 */
	protected void checkTogether() {
	}

	/** {@return the file that is meant, absolute} */
	private File located(final Key key, final File file) {
		if (file.getPath().indexOf('\0') >= 0) return file;
		return (key.is(Key.INSTALLED) ? installed(key.name(), file) : file).getAbsoluteFile();
	}

	/**
	 * What a file is that is declared as {@link Key#INSTALLED}. On the ground floor nothing is installed; who knows better
	 * overrides this.
	 *
	 * @param key for a message
	 * @param given what stands there
	 * @return the installed file if a name was given; else as given
	 * @throws SonoflowException.File if it is not installed
	 */
	protected File installed(final String key, final File given) {
		return given;
	}

	/** Makes files absolute and installed names files, and takes blanks off the ends of texts. */
	protected final void resolve() {
		for (final Key key : keys()) {
			final Object value = key.get(this);
			if (value instanceof File file) key.put(this, Lists.path(located(key, file)).toFile());
			else if (key.type() == String.class) key.put(this, value == null ? "" : ((String) value).strip());
		}
	}

	/** {@return the values by key in their order, as the record of a run shows them: numbers, booleans, texts, lists} */
	public final Map<String, Object> values() {
		final Map<String, Object> values = new LinkedHashMap<>();
		keys().forEach(key -> values.put(key.name(), key.recorded(key.get(this))));
		return values;
	}

	/** {@return a copy with its own groups} */
	@Override
	public Parameters clone() {
		try {
			final Parameters copy = (Parameters) super.clone();
			for (final Field field : groups())
				field.set(copy, group(this, field).clone());
			return copy;
		}
		catch (final CloneNotSupportedException | IllegalAccessException e) {
			throw new IllegalStateException(e);
		}
	}

	/** Groovy's reading of a key of a group: {@code x.folds}. */
	public final Object propertyMissing(final String name) {
		return get(name);
	}

	/** Groovy's writing of a key of a group, {@code x.folds = 5}; checked. */
	public final void propertyMissing(final String name, final Object value) {
		with(name, value);
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + Arrays.toString(values().entrySet().toArray());
	}
}
