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
package io.sonoflow.train;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of checkpoints {@code step_<n>}, each a folder of files. One is written under a temporary name, forced to the
 * disk and then renamed, and only then are older ones deleted: at any moment the newest {@code step_<n>} is whole.
 *
 * <pre>
 * CheckpointFolder.write(folder, steps, part -&gt; Safetensors.write(part.resolve("weights.safetensors"), ...));
 * Optional&lt;Path&gt; last = CheckpointFolder.latest(folder);
 * </pre>
 */
public final class CheckpointFolder {

	private static final String PREFIX = "step_";
	private static final String PART = AtomicFiles.PART;
	private static final int ATTEMPTS = 10;

	/** Writes the files of one checkpoint. */
	@FunctionalInterface
	public interface Content {

		/** @param folder exists and is empty */
		void write(Path folder) throws IOException;
	}

	private CheckpointFolder() {
	}

	/**
	 * Adds a checkpoint and deletes older ones.
	 *
	 * @param folder of the checkpoints; made if absent
	 * @param step number of steps done
	 * @throws SonoflowException.File if it cannot be written; the older checkpoint is untouched then
	 */
	public static void write(final Path folder, final long step, final Content content) {
		final String name = String.format(Locale.ROOT, "%s%07d", PREFIX, step);
		final Path part = folder.resolve(PART + name);
		try {
			delete(part);
			make(part);
			content.write(part);
			try (Stream<Path> files = Files.list(part)) {
				for (final Path file : files.toList())
					force(file);
			}
			delete(folder.resolve(name));
			AtomicFiles.publish(part, folder.resolve(name));
			for (final Path older : list(folder))
				if (!older.getFileName().toString().equals(name)) delete(older);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot write the checkpoint " + folder.resolve(name) + ": " + e.getMessage() +
				". Check that you may write there and that the disk is not full; the checkpoint before is kept, and the same " +
				"command goes on from it.", e);
		}
	}

	/** Another process may be removing the empty folder above at this moment. */
	private static void make(final Path part) throws IOException {
		for (int attempt = 1;; attempt++)
			try {
				AtomicFiles.createFolders(part);
				return;
			}
			catch (final NoSuchFileException e) {
				if (attempt == ATTEMPTS) throw e;
			}
	}

	/** Else a power cut could leave the new name with old or no content. */
	private static void force(final Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.force(true);
		}
	}

	/** {@return whole checkpoints and left-over parts, the oldest step first} */
	private static List<Path> list(final Path folder) throws IOException {
		if (!Files.isDirectory(folder)) return List.of();
		try (Stream<Path> content = Files.list(folder)) {
			return content.filter(path -> path.getFileName().toString().matches("(\\Q" + PART + "\\E)?" + PREFIX + "\\d{1,18}"))
				.sorted(Comparator.comparingLong(CheckpointFolder::stepOf)).toList();
		}
	}

	static long stepOf(final Path folder) {
		final String name = folder.getFileName().toString();
		return Long.parseLong(name.substring(name.lastIndexOf('_') + 1));
	}

	private static void delete(final Path folder) throws IOException {
		if (!Files.exists(folder)) return;
		final List<Path> content;
		try (Stream<Path> walk = Files.walk(folder)) {
			content = walk.sorted(Comparator.reverseOrder()).toList();
		}
		for (final Path path : content)
			AtomicFiles.delete(path);
	}

	/** Deletes all checkpoints in a folder, e.g. of a run that is replaced. */
	public static void clear(final Path folder) {
		try {
			for (final Path each : list(folder))
				delete(each);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot delete old checkpoints in " + folder + ": " + e.getMessage() +
				". Delete them by hand or give another folder.", e);
		}
	}

	/**
	 * Deletes all checkpoints in a folder, then the folder and the one above it if nothing else is in them: a finished
	 * training leaves no trace of them.
	 */
	public static void remove(final Path folder) {
		clear(folder);
		for (final Path each : List.of(folder, folder.toAbsolutePath().getParent()))
			try {
				Files.deleteIfExists(each);
			}
			catch (final IOException e) {
				// Something else is in it, e.g. the checkpoint of another process: it stays.
				return;
			}
	}

	/**
	 * {@return what is saved, as it is on the disk, for people: "the training up to step 20 of 480"; empty = nothing}
	 *
	 * @param folder of the checkpoints
	 * @param steps of the whole training; a classifier's checkpoints count the batches after the last step, too
	 */
	public static String saved(final Path folder, final long steps) {
		return latest(folder).map(newest -> "the training up to step " + Math.min(stepOf(newest), steps) + " of " + steps).orElse(
			"");
	}

	/** {@return the newest whole checkpoint in a folder, if there is one} */
	public static Optional<Path> latest(final Path folder) {
		try {
			return list(folder).stream().filter(path -> !path.getFileName().toString().startsWith(PART)).reduce((a, b) -> b);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot list " + folder + ": " + e.getMessage() + ".", e);
		}
	}
}
