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
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Folders and the links in them. */
public final class Folders {

	private Folders() {
	}

	/**
	 * @param path need not exist
	 * @return where it really is or would be, all links followed
	 */
	public static Path real(final Path path) throws IOException {
		final Path absolute = path.toAbsolutePath();
		Path existing = absolute;
		while (!Files.exists(existing) && existing.getParent() != null)
			existing = existing.getParent();
		return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
	}

	/**
	 * @param folder as listed
	 * @param root where the listing began
	 * @return whether it is a link to the root or to a folder round it: to follow it would lead in circles
	 */
	public static boolean isLoop(final Path folder, final Path root) throws IOException {
		return Files.isSymbolicLink(folder) && root.toRealPath().startsWith(folder.toRealPath());
	}

	/**
	 * @param root a folder or a link to one
	 * @return the files in it and in its sub-folders, sorted by path; linked files and folders are followed and bear the
	 *         link's name; links that lead in circles are left out
	 */
	public static List<Path> files(final Path root) throws IOException {
		final List<Path> files = new ArrayList<>();
		Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(final Path folder, final BasicFileAttributes attributes)
				throws IOException
			{
				return !folder.equals(root) && isLoop(folder, root) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
				if (attributes.isRegularFile()) files.add(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(final Path file, final IOException e) throws IOException {
				if (e instanceof FileSystemLoopException) return FileVisitResult.CONTINUE;
				return super.visitFileFailed(file, e);
			}
		});
		files.sort(null);
		return files;
	}
}
