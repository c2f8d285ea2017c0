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

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** Writing files that are either whole or not there: everything goes to a temporary name first, then is moved. */
public final class AtomicFiles {

	/** What the names of files and folders that are not yet whole begin with. */
	public static final String PART = ".part-";

	/** Writes one file. */
	@FunctionalInterface
	public interface Writer {

		/** @param temporary the path to write to, in the target's folder */
		void write(Path temporary) throws IOException;
	}

	private AtomicFiles() {
	}

	/** {@return whether a name is that of something not yet whole: of a write that goes on, or of a process that died} */
	public static boolean isTemporary(final String name) {
		return name.matches("\\Q" + PART + "\\E(step_\\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\\..*)?)");
	}

	/**
	 * Writes a file through a temporary name beside it; makes its folder if absent.
	 *
	 * @throws SonoflowException.File if it cannot be written; the old file, if any, is untouched then
	 */
	public static void write(final Path target, final Writer writer) {
		final Path absolute = target.toAbsolutePath();
		// Not Files.createTempFile, whose files nobody but the owner may read, even after they were moved.
		Path temporary = null;
		try {
			WriteGuards.writing(absolute);
			createFolders(absolute.getParent());
			temporary = absolute.resolveSibling(PART + UUID.randomUUID() + suffix(absolute));
			writer.write(temporary);
			move(temporary, absolute);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot write " + target + ": " + reason(e) +
				". Check that the folder exists, that you may write there and that the disk is not full.", e);
		}
		finally {
			deleteQuietly(temporary);
		}
	}

	/** Writes a text file, UTF-8. */
	public static void writeText(final Path target, final String text) {
		write(target, temporary -> Files.write(temporary, text.getBytes(StandardCharsets.UTF_8)));
	}

	/** Makes a folder and those above it, as far as they are absent. */
	public static void createFolders(final Path folder) throws IOException {
		final Path absolute = folder.toAbsolutePath();
		if (Files.isDirectory(absolute)) return;
		WriteGuards.making(absolute);
		Files.createDirectories(absolute);
	}

	/**
	 * Gives a finished folder its name, which must be free.
	 *
	 * @param part where its files were written, in the same folder as {@code target}
	 */
	public static void publish(final Path part, final Path target) throws IOException {
		try (Stream<Path> walk = Files.walk(part)) {
			for (final Path each : walk.toList()) {
				final Path named = target.resolve(part.relativize(each)).toAbsolutePath();
				if (Files.isDirectory(each)) WriteGuards.making(named);
				else WriteGuards.writing(named);
			}
		}
		Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Deletes a file or an empty folder that a step has made before and needs no more.
	 *
	 * @throws SonoflowException.Input if the folder is a run's output and the run did not write the file
	 */
	public static void delete(final Path path) throws IOException {
		if (!Files.isDirectory(path)) WriteGuards.writing(path.toAbsolutePath());
		Files.delete(path);
	}

	/** {@return the cause in words; {@link IOException}s of {@link Files} often have nothing but a path as message} */
	public static String reason(final IOException e) {
		final String kind = e.getClass().getSimpleName().replaceAll("Exception$", "").replaceAll("([a-z])([A-Z])", "$1 $2")
			.toLowerCase(Locale.ROOT);
		return e.getMessage() == null ? kind : kind + " (" + e.getMessage() + ")";
	}

	private static String suffix(final Path path) {
		final String name = path.getFileName().toString();
		final int dot = name.lastIndexOf('.');
		return dot < 0 ? ".tmp" : name.substring(dot);
	}

	private static void move(final Path from, final Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final AtomicMoveNotSupportedException e) {
			Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private static void deleteQuietly(final Path temporary) {
		if (temporary == null) return;
		try {
			Files.deleteIfExists(temporary);
		}
		catch (final IOException e) {
			temporary.toFile().deleteOnExit();
		}
	}
}
