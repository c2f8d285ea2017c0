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

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.FileTurns;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files in an output folder by their names relative to it, with forward slashes: what there is, and what may be
 * deleted. A record is a text that anybody can have written: a name from it never leads out of the folder.
 */
final class FolderNames {

	/** Records, lists of what was written, the wish to end early. */
	private static final String BOOKS = FinishFile.NAME +
		"|run(\\.shard-\\d+-of-\\d+)?\\.json|\\.run(\\.shard-\\d+-of-\\d+)?\\.written";

	private final Path folder;

	/** @param folder real path */
	FolderNames(final Path folder) {
		this.folder = folder;
	}

	/** {@return a relative path as records have it} */
	static String name(final Path relative) {
		return relative.toString().replace('\\', '/');
	}

	/** {@return whether it is the frame's own, a lock, or of a write that goes on: nothing that a step has written} */
	static boolean isBookkeeping(final String name) {
		return name.matches(BOOKS) || FileTurns.isLock(name) || Stream.of(name.split("/")).anyMatch(AtomicFiles::isTemporary);
	}

	/** {@return names of all files but the frame's own, sorted} */
	List<String> files() {
		return walk().stream().filter(each -> !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)).map(each ->
			name(folder.relativize(each))).filter(
			name -> !isBookkeeping(name)).sorted().toList();
	}

	/** {@return links to folders, in which a run would write into the folder that they lead to} */
	List<Path> links() {
		return walk().stream().filter(each -> Files.isSymbolicLink(each) && Files.isDirectory(each)).toList();
	}

	/** {@return the path of what a record names, if it is there and its name does not lead out of the folder} */
	private Optional<Path> path(final String name) {
		try {
			final Path path = folder.resolve(name).normalize();
			return path.equals(folder) || !path.startsWith(folder) || !Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? Optional
				.empty() : Optional.of(path);
		}
		catch (final InvalidPathException e) {
			return Optional.empty();
		}
	}

	/** Behind a link (of the user's: a scratch disk) a run writes and replaces what is its own, but never deletes. */
	private static boolean isBehindLink(final Path path) {
		try {
			return !path.getParent().toRealPath().equals(path.getParent());
		}
		catch (final IOException e) {
			return true;
		}
	}

	/** {@return whether a file of that name is there, perhaps behind a link} */
	boolean isFile(final String name) {
		return path(name).filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).isPresent();
	}

	/** {@return whether a folder of that name is there, perhaps behind a link} */
	boolean isFolder(final String name) {
		return path(name).filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).isPresent();
	}

	/** {@return when a file was written last; empty if it is not there} */
	Optional<Instant> written(final String name) {
		return path(name).filter(path -> isFile(name)).map(path -> Instant.ofEpochMilli(path.toFile().lastModified()));
	}

	/** {@return when a file behind a link was written last; empty if it is not there, or not behind a link} */
	Optional<Instant> writtenBehindLink(final String name) {
		return written(name).filter(time -> path(name).filter(FolderNames::isBehindLink).isPresent());
	}

	private Optional<Path> deletable(final String name, final boolean isThere) {
		return path(name).filter(path -> isThere && !isBehindLink(path));
	}

	/** Deletes files, then those of the folders that are empty, but nothing to which a link leads. */
	void delete(final Collection<String> files, final Collection<String> folders) {
		try {
			for (final String name : files)
				if (deletable(name, isFile(name)).isPresent()) Files.delete(folder.resolve(name).normalize());
			for (final String name : folders.stream().sorted(Comparator.reverseOrder()).toList())
				if (deletable(name, isFolder(name)).isPresent()) deleteIfEmpty(folder.resolve(name).normalize());
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot remove the run to be replaced in " + folder + ": " + AtomicFiles.reason(
				e) + ". Remove it by hand or give another folder.", e);
		}
	}

	private static void deleteIfEmpty(final Path path) throws IOException {
		try {
			Files.delete(path);
		}
		catch (final DirectoryNotEmptyException e) {
			// Something of the user's is in it.
		}
	}

	/** Deletes what killed processes had begun to write; nobody may be writing now. */
	void deleteTemporary() {
		try {
			for (final Path path : walk().stream().filter(each -> AtomicFiles.isTemporary(each.getFileName().toString()))
				.toList())
				if (!isOfAnotherRun(path)) deleteAll(path);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot remove what a killed run left half-written in " + folder + ": " +
				AtomicFiles.reason(e) + ". Remove it by hand or give another folder.", e);
		}
	}

	/** A run's folder may lie in another's, and somebody may be writing there. */
	private boolean isOfAnotherRun(final Path path) {
		for (Path each = path.getParent(); !each.equals(folder); each = each.getParent())
			if (Files.exists(each.resolve(FolderLock.FILE)) || Files.exists(each.resolve(RunJson.FILE))) return true;
		return false;
	}

	private static void deleteAll(final Path path) throws IOException {
		if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
		final List<Path> content;
		try (Stream<Path> walk = Files.walk(path)) {
			content = walk.sorted(Comparator.reverseOrder()).toList();
		}
		for (final Path each : content)
			Files.delete(each);
	}

	private List<Path> walk() {
		final List<Path> found = new ArrayList<>();
		if (!Files.isDirectory(folder)) return found;
		try {
			Files.walkFileTree(folder, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(final Path each, final BasicFileAttributes attributes) {
					found.add(each);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(final Path each, final BasicFileAttributes attributes) {
					found.add(each);
					return FileVisitResult.CONTINUE;
				}

				/** Other shards write and rename meanwhile: what is gone is not there. */
				@Override
				public FileVisitResult visitFileFailed(final Path each, final IOException e) throws IOException {
					if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
					// What nobody may look into (lost+found of a disk) holds nothing of a run's.
					if (e instanceof AccessDeniedException && !each.equals(folder)) return FileVisitResult.CONTINUE;
					throw e;
				}
			});
			return found;
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot list output=" + folder + ": " + e.getMessage() +
				". Make it readable or give another folder.", e);
		}
	}
}
