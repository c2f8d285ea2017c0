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

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who is asked before {@link AtomicFiles} writes into a folder, so that whoever owns the folder knows what was written
 * into it, by whichever thread, and can refuse to replace what is not its own.
 *
 * <pre>
 * try (WriteGuards.Registration guarded = WriteGuards.add(folder, guard)) {
 * 	AtomicFiles.writeText(folder.resolve("sub/a.txt"), "text"); // guard.making(sub), guard.writing(sub/a.txt)
 * }
 * </pre>
 */
public final class WriteGuards {

	/** Is told before anything is written. */
	public interface Guard {

		/**
		 * @param name relative to the guarded folder
		 * @param file about to be written, replaced or deleted
		 * @throws io.sonoflow.SonoflowException.Input if it may not be
		 */
		void writing(Path name, Path file) throws IOException;

		/** @param name relative to the guarded folder, of a folder about to be made */
		void making(Path name) throws IOException;
	}

	/** A guard on duty, until closed. */
	public static final class Registration implements AutoCloseable {

		private final Path folder;
		private final Path real;
		private final Guard guard;
		/** Weak, as threads that live on may keep this one: then only it, and nothing of a run. */
		private final WeakReference<Registration> outer = MINE.get();

		private Registration(final Path folder, final Guard guard) throws IOException {
			this.folder = folder.toAbsolutePath().normalize();
			this.real = folder.toRealPath();
			this.guard = guard;
		}

		/** {@return its name in the folder, by way of links in it or not, or null} */
		private Path name(final Path path, final Path realPath) {
			if (path.startsWith(folder)) return folder.relativize(path);
			return realPath.startsWith(real) ? real.relativize(realPath) : null;
		}

		@Override
		public void close() {
			ALL.remove(this);
			if (outer == null) MINE.remove();
			else MINE.set(outer);
		}
	}

	private static final List<Registration> ALL = new CopyOnWriteArrayList<>();
	/** Two shards in one process have the same folder: threads belong to who started them. */
	private static final InheritableThreadLocal<WeakReference<Registration>> MINE = new InheritableThreadLocal<>();

	private WriteGuards() {
	}

	/** @param folder exists */
	public static Registration add(final Path folder, final Guard guard) throws IOException {
		final Registration registration = new Registration(folder, guard);
		ALL.add(registration);
		MINE.set(new WeakReference<>(registration));
		return registration;
	}

	static void writing(final Path file) throws IOException {
		if (ALL.isEmpty()) return;
		final Path path = file.toAbsolutePath().normalize();
		final Path real = Folders.real(path.getParent()).resolve(path.getFileName());
		final Optional<Registration> found = find(path, real);
		if (found.isPresent()) found.get().guard.writing(found.get().name(path, real), file);
	}

	/** Tells of each folder that is absent. */
	static void making(final Path folder) throws IOException {
		if (ALL.isEmpty()) return;
		final Path path = folder.toAbsolutePath().normalize();
		final Path real = Folders.real(path);
		final Optional<Registration> found = find(path, real);
		if (found.isEmpty()) return;
		final Path name = found.get().name(path, real);
		for (int i = 1; i <= name.getNameCount(); i++)
			if (!Files.exists(found.get().folder.resolve(name.subpath(0, i)))) found.get().guard.making(name.subpath(0, i));
	}

	/** {@return the guard of the innermost folder round it} */
	private static Optional<Registration> find(final Path path, final Path real) {
		final WeakReference<Registration> mine = MINE.get();
		return ALL.stream().filter(each -> each.name(path, real) != null).max(Comparator.comparingInt(
			(Registration each) -> each.real.getNameCount()).thenComparing(each -> mine != null && mine.refersTo(each)));
	}
}
