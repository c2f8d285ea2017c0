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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import io.sonoflow.Children;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every kind of part must keep: what was written comes back, and whatever else lies in its place is absent, neither an
 * error nor a result.
 *
 * @param <P> the payload
 */
public abstract class AbstractPartTest<P extends Record> {

	/** Of the part in {@link #onDisk}. */
	protected static final String KEY = "k";

	private static final String NAME = "part";
	private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

	/** The run's folder. */
	@TempDir
	protected Path run;

	/** {@return the store of this kind in {@link #run}} */
	protected abstract PartStore<P> store();

	/** {@return what {@link #onDisk} says; made anew, with whatever it tells of} */
	protected abstract P payload() throws IOException;

	/** {@return whether a payload that was read is {@link #payload}'s kind and fits} */
	protected abstract boolean isWhole(P read);

	/** {@return the part's file as it has always been, so that unfinished runs of earlier versions go on} */
	protected abstract String onDisk();

	/** {@return texts of the file and what somebody put in their place, after which it is no part any more} */
	protected abstract Map<String, String> edits();

	private Optional<P> find() {
		return store().find(NAME, KEY, this::isWhole);
	}

	private void put(final String text) throws IOException {
		final Path file = store().file(NAME);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	@Test
	void whatWasWrittenIsRead() throws IOException {
		assertTrue(find().isEmpty());
		final P payload = payload();
		store().write(NAME, KEY, payload);
		assertEquals(GSON.toJson(payload), GSON.toJson(find().orElseThrow()));
	}

	@Test
	void theFileIsAsItHasAlwaysBeen() throws IOException {
		final P payload = payload();
		store().write(NAME, KEY, payload);
		assertEquals(onDisk() + "\n", Files.readString(store().file(NAME)));
		put(onDisk());
		assertEquals(GSON.toJson(payload), GSON.toJson(find().orElseThrow()));
	}

	/** Until 0.2 what is no number was a bare word, which no other program reads as JSON. */
	@Test
	void filesWithBareWordsAreRead() throws IOException {
		final P payload = payload();
		put(onDisk().replaceAll("\"(NaN|-?Infinity)\"", "$1"));
		assertEquals(GSON.toJson(payload), GSON.toJson(find().orElseThrow()));
	}

	@Test
	void aTornFileIsAbsent() throws IOException {
		payload();
		for (int length = 0; length < onDisk().length(); length++) {
			put(onDisk().substring(0, length));
			assertTrue(find().isEmpty(), "cut to " + onDisk().substring(0, length));
		}
		put("\0".repeat(onDisk().length()));
		assertTrue(find().isEmpty(), "blocks that were never written");
		Files.write(store().file(NAME), (onDisk() + "\u00e9").getBytes(StandardCharsets.ISO_8859_1));
		assertTrue(find().isEmpty(), "no UTF-8");
		put(onDisk() + onDisk());
		assertTrue(find().isEmpty(), "two at once");
	}

	@Test
	void aForeignPartIsAbsent() throws IOException {
		store().write(NAME, KEY, payload());
		assertTrue(store().find(NAME, "another", this::isWhole).isEmpty());
		assertTrue(store().find("other", KEY, this::isWhole).isEmpty());
		for (final String foreign : List.of("null", "[]", "7", "\"text\"", "{}", "{\"key\":\"" + KEY + "\"}", "{\"key\":[\"" + KEY +
			"\"]}", "<html>"))
		{
			put(foreign);
			assertTrue(find().isEmpty(), foreign);
		}
	}

	@Test
	void anEditedPartIsAbsent() throws IOException {
		payload();
		assertFalse(edits().isEmpty());
		edits().forEach((before, after) -> {
			assertTrue(onDisk().contains(before), before);
			try {
				put(onDisk().replace(before, after));
			}
			catch (final IOException e) {
				throw new IllegalStateException(e);
			}
			assertTrue(find().isEmpty(), before + " became " + after);
		});
	}

	@Test
	void writersAtOnceLeaveAWholePart() throws IOException {
		final P payload = payload();
		store().write(NAME, KEY, payload);
		final AtomicInteger seen = new AtomicInteger();
		IntStream.range(0, 4).parallel().forEach(writer -> {
			for (int i = 0; i < 40; i++) {
				store().write(NAME, (writer + i) % 2 == 0 ? KEY : "another", payload);
				find().ifPresent(read -> {
					assertEquals(GSON.toJson(payload), GSON.toJson(read));
					seen.incrementAndGet();
				});
			}
		});
		store().write(NAME, KEY, payload);
		assertTrue(find().isPresent() && seen.get() > 0);
		try (Stream<Path> files = Files.list(store().file(NAME).getParent())) {
			assertEquals(List.of(store().file(NAME)), files.toList());
		}
	}

	@Test
	void aKilledWriterLeavesWholePartsOnly() throws Exception {
		payload();
		final Process child = Children.start(Endless.class, getClass().getName(), run.toString());
		try {
			// It says so when there is a first part.
			assertEquals('!', child.getInputStream().read());
			Thread.sleep(100);
		}
		finally {
			child.destroyForcibly().waitFor();
		}
		int parts = 0;
		for (int i = 0; i < Endless.PARTS; i++)
			if (Files.exists(store().file(NAME + i))) {
				parts++;
				assertTrue(store().find(NAME + i, KEY, this::isWhole).isPresent(), NAME + i);
			}
		assertTrue(parts > 0);
	}

	/** A process that writes parts until it is killed. */
	static final class Endless {

		static final int PARTS = 5;

		private Endless() {
		}

		/** @param arguments the class of the test, the folder */
		public static void main(final String[] arguments) throws Exception {
			final var constructor = Class.forName(arguments[0]).getDeclaredConstructor();
			constructor.setAccessible(true);
			write((AbstractPartTest<?>) constructor.newInstance(), Path.of(arguments[1]));
		}

		private static <P extends Record> void write(final AbstractPartTest<P> test, final Path run) throws IOException {
			test.run = run;
			final P payload = test.payload();
			for (int i = 0; true; i = (i + 1) % PARTS) {
				test.store().write(NAME + i, KEY, payload);
				System.out.write('!');
				System.out.flush();
			}
		}
	}
}
