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
package io.sonoflow.run;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Json;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The finished pieces of a run, one file each, so that an interrupted run goes on where it stopped and several processes
 * share the work. A part is written last and whole: its presence means that its piece is finished. It bears the key of what
 * it depends on; a part of another key, a torn or an edited one counts as absent, and its piece is done again.
 *
 * <pre>
 * record Sum(int[] terms, long value) {}
 *
 * PartStore&lt;Sum&gt; parts = new PartStore&lt;&gt;(folder.path(), "parts", Sum.class);
 * Optional&lt;Sum&gt; done = parts.find("sum1", folder.key(), sum -&gt; sum.terms() != null);
 * if (done.isEmpty()) parts.write("sum1", folder.key(), add());
 * </pre>
 *
 * On disk a part is one line of JSON: {@code key}, then the components of the record.
 *
 * @param <P> the payload: numbers, texts, booleans, enums, arrays and lists of them, and records of such; absent is null
 */
public final class PartStore<P extends Record> {

	private static final Gson GSON = Json.RECORDS;
	private static final String KEY = "key";
	private static final String BEGIN = "{";

	private final Path run;
	private final Path folder;
	private final Class<P> type;

	/** What every part has. */
	private record Keyed(String key) {
	}

	/**
	 * @param run the run's output folder
	 * @param folder below it, in which the parts lie; made if absent
	 * @param type of the payload; no component is named key
	 */
	public PartStore(final Path run, final String folder, final Class<P> type) {
		if (Arrays.stream(type.getRecordComponents()).anyMatch(component -> component.getName().equals(KEY)))
			throw new IllegalArgumentException(type + " has a component key, which is that of the part");
		this.run = run;
		this.folder = run.resolve(folder);
		this.type = type;
	}

	/** {@return the file of a part} */
	public Path file(final String name) {
		return folder.resolve(name + ".json");
	}

	/** Writes a part; whatever it tells of must lie on the disk already. */
	public void write(final String name, final String key, final P payload) {
		final String own = BEGIN + GSON.toJson(KEY) + ":" + GSON.toJson(key);
		final String rest = GSON.toJson(payload, type).substring(BEGIN.length());
		AtomicFiles.writeText(file(name), own + (rest.length() > 1 ? "," : "") + rest + "\n");
	}

	/**
	 * @param whole whether all of the payload is there and fits; asked only of parts of this key
	 * @return the part, if it is there, belongs to this key and is whole
	 * @throws SonoflowException.File if the file cannot be read
	 */
	public Optional<P> find(final String name, final String key, final Predicate<? super P> whole) {
		final Path file = file(name);
		if (!Files.isRegularFile(file)) return Optional.empty();
		try {
			final String text = Files.readString(file);
			final Keyed keyed = GSON.fromJson(text, Keyed.class);
			if (keyed == null || !key.equals(keyed.key)) return Optional.empty();
			return Optional.of(GSON.fromJson(text, type)).filter(whole);
		}
		catch (final JsonParseException | NumberFormatException | CharacterCodingException e) {
			// Not ours, torn, or edited: the work is done again.
			return Optional.empty();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + file + ": " + AtomicFiles.reason(e) + ".", e);
		}
	}

	/**
	 * What all processes need and one shall make: the others wait for it. Should the file system know no locks, each makes
	 * its own, which is the same.
	 *
	 * @param whole as in {@link #find}
	 * @param make the part's payload
	 * @param monitor asked while waiting whether to stop
	 * @return the part, now written
	 * @throws SonoflowException.Cancelled if the user stops it
	 */
	public P findOrMake(final String name, final String key, final Predicate<? super P> whole, final Supplier<P> make,
		final Monitor monitor)
	{
		final Optional<P> before = find(name, key, whole);
		if (before.isPresent()) return before.get();
		final PartLock lock = PartLock.take(run, name, () -> find(name, key, whole).isPresent(), monitor);
		try {
			// Another process may have made it while this one waited.
			return find(name, key, whole).orElseGet(() -> {
				final P made = make.get();
				write(name, key, made);
				return made;
			});
		}
		finally {
			lock.close();
		}
	}

	/** {@return whether a table of a payload has so many rows, all of one length; for predicates} */
	public static boolean isTable(final double[][] table, final int rows) {
		return table != null && table.length == rows && Arrays.stream(table).allMatch(row -> row != null &&
			row.length == table[0].length);
	}
}
