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
package io.sonoflow.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteGuardsTest {

	@TempDir
	Path temp;

	/** Notes what is written. */
	private static final class Notes implements WriteGuards.Guard {

		private final List<String> names = new ArrayList<>();

		@Override
		public void writing(final Path name, final Path file) {
			names.add(name.toString());
		}

		@Override
		public void making(final Path name) {
			names.add(name + "/");
		}
	}

	/** {@return its guard, which nothing but the thread of the pool could still hold} */
	private WeakReference<Notes> guarded(final ExecutorService pool) throws Exception {
		final Notes notes = new Notes();
		try (WriteGuards.Registration guarded = WriteGuards.add(temp, notes)) {
			assertNotNull(guarded);
			pool.submit(() -> AtomicFiles.writeText(temp.resolve("sub/a.txt"), "text")).get();
		}
		assertEquals(List.of("sub/a.txt", "sub/"), notes.names);
		return new WeakReference<>(notes);
	}

	/** Common pools live as long as the process. */
	@Test
	void threadsBornInARunKeepNothingOfIt() throws Exception {
		final ExecutorService pool = Executors.newFixedThreadPool(1);
		try {
			final WeakReference<Notes> notes = guarded(pool);
			for (int i = 0; i < 50 && notes.get() != null; i++) {
				System.gc();
				Thread.sleep(20);
			}
			assertNull(notes.get());
		}
		finally {
			pool.shutdownNow();
		}
	}

	@Test
	void theInnerGuardOfAThreadIsAskedWhileItIsOnDuty() throws IOException {
		final Notes outer = new Notes();
		final Notes inner = new Notes();
		try (WriteGuards.Registration first = WriteGuards.add(temp, outer)) {
			assertNotNull(first);
			try (WriteGuards.Registration second = WriteGuards.add(temp, inner)) {
				assertNotNull(second);
				AtomicFiles.writeText(temp.resolve("a.txt"), "text");
			}
			AtomicFiles.writeText(temp.resolve("b.txt"), "text");
		}
		AtomicFiles.writeText(temp.resolve("c.txt"), "text");
		assertEquals(List.of("a.txt"), inner.names);
		assertEquals(List.of("b.txt"), outer.names);
	}
}
