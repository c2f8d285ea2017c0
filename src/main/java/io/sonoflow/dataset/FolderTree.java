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
package io.sonoflow.dataset;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Folders;
import io.sonoflow.parameter.PathEncoding;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder and what lies in it, at any depth: images, other files, folders; each by name. Hidden files and what systems leave
 * beside the user's files are no part of it. Every file is looked at once, and opened only if its name does not tell.
 */
public final class FolderTree {

	/** What lies beside images in any folder and needs no word. */
	private static final Set<String> COMPANIONS = Set.of("csv", "json", "txt", "md", "ini", "db", "xml", "html", "ijm");

	/** Folders that systems make: of archives from a Mac, of network storage, of Windows, of Linux, of Python. */
	private static final Set<String> OF_SYSTEMS = Set.of("__macosx", "@eadir", "#recycle", "$recycle.bin",
		"system volume information", "lost+found", "__pycache__");

	private static final Comparator<Path> BY_NAME = Comparator.comparing(path -> path.getFileName().toString());

	private final Path path;
	private final List<Path> images = new ArrayList<>();
	private final List<Path> others = new ArrayList<>();
	private final List<Path> tables = new ArrayList<>();
	private final List<FolderTree> folders = new ArrayList<>();

	private FolderTree(final Path path) {
		this.path = path;
	}

	/**
	 * Links are followed, those that lead in circles left out.
	 *
	 * @throws SonoflowException.File if a folder cannot be listed, or a name holds letters that Java cannot write
	 */
	public static FolderTree of(final Path root) {
		final Visitor visitor = new Visitor(root);
		try {
			Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot list the folder " + root + ": " + AtomicFiles.reason(e) +
				". Check the permissions of it and what is in it.", e);
		}
		return visitor.tree;
	}

	private static final class Visitor extends SimpleFileVisitor<Path> {

		private final Path root;
		private final Deque<FolderTree> open = new ArrayDeque<>();
		private FolderTree tree;

		Visitor(final Path root) {
			this.root = root;
		}

		@Override
		public FileVisitResult preVisitDirectory(final Path folder, final BasicFileAttributes attributes) throws IOException {
			if (!folder.equals(root) && (isHidden(folder) || OF_SYSTEMS.contains(small(folder)) || Folders.isLoop(folder, root)))
				return FileVisitResult.SKIP_SUBTREE;
			open.push(new FolderTree(folder));
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult postVisitDirectory(final Path folder, final IOException e) throws IOException {
			if (e != null) throw e;
			final FolderTree done = open.pop();
			done.images.sort(BY_NAME);
			done.others.sort(BY_NAME);
			done.folders.sort((a, b) -> BY_NAME.compare(a.path, b.path));
			if (open.isEmpty()) tree = done;
			else open.peek().folders.add(done);
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
			if (!isHidden(file)) open.peek().add(file, attributes.isRegularFile());
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(final Path file, final IOException e) throws IOException {
			if (e instanceof FileSystemLoopException || OF_SYSTEMS.contains(small(file)) || isHidden(file))
				return FileVisitResult.CONTINUE;
			throw e;
		}

		private static String small(final Path file) {
			return file.getFileName().toString().toLowerCase(Locale.ROOT);
		}

		private static boolean isHidden(final Path file) {
			return file.getFileName().toString().startsWith(".");
		}
	}

	/** @param regular false for a link that leads nowhere, a pipe or the like */
	private void add(final Path file, final boolean regular) {
		final String ending = ImageFiles.extension(file);
		if (regular && (ImageFiles.looksLikeImage(file) || !COMPANIONS.contains(ending) && ImageContent.isImage(file))) {
			if (PathEncoding.isLost(file.toString())) throw new SonoflowException.File("The name of the image " + file +
				" holds letters that this process cannot write, so it cannot be opened. " + PathEncoding.cure());
			images.add(file);
		}
		else if (ending.equals("csv") && regular) tables.add(file);
		else if (!COMPANIONS.contains(ending)) others.add(file);
	}

	/** {@return the folder itself} */
	public Path path() {
		return path;
	}

	/** {@return the folder's name} */
	public String name() {
		return path.getFileName().toString();
	}

	/** {@return the images in it, not those in its folders} */
	public List<Path> images() {
		return images;
	}

	/** {@return the tables in it} */
	List<Path> tables() {
		return tables;
	}

	/** {@return the folders in it} */
	public List<FolderTree> folders() {
		return folders;
	}

	/** {@return all files at any depth that are neither images nor the usual companions of them} */
	Stream<Path> allOthers() {
		return Stream.concat(others.stream(), folders.stream().flatMap(FolderTree::allOthers));
	}

	/** {@return all images at any depth} */
	public Stream<Path> allImages() {
		return Stream.concat(images.stream(), folders.stream().flatMap(FolderTree::allImages));
	}

	/** {@return whether there is an image at any depth} */
	public boolean holdsImages() {
		return !images.isEmpty() || folders.stream().anyMatch(FolderTree::holdsImages);
	}

	/** {@return all folders below it, at any depth} */
	Stream<FolderTree> allFolders() {
		return folders.stream().flatMap(folder -> Stream.concat(Stream.of(folder), folder.allFolders()));
	}
}
