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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a library is unpacked and loaded from, whoever put it there: so nobody else may. In DJL's order the folder is that of the
 * environment variable (or system property) {@code ENGINE_CACHE_DIR} or {@code DJL_CACHE_DIR}, or {@code .djl.ai} in the user's
 * home, for all libraries, each under its own name. Where there is no home it is one of the user's own in the system's temporary
 * folder, which nobody else may enter.
 *
 * @param library what messages call it, e.g. {@code PyTorch's library}
 * @param name of the folder in it where the library's files lie
 */
public record LibraryRoot(String library, String name) {

	/** The variable that DJL asks first. */
	public static final String ENGINE = "ENGINE_CACHE_DIR";

	/** The variable that DJL asks next. */
	public static final String DJL = "DJL_CACHE_DIR";

	/** What to do. */
	public static final String CURE = "Set the environment variable " + DJL + " to a folder that others cannot write, nor the " +
		"folders it lies in, on a disk with room for 1 GB from which programs may run, or start Java with -D" + DJL + "=folder.";

	/** Where the last of FFmpeg's libraries lie; those of CUDA are nearer. */
	private static final int DEEPEST = 8;

	private static final int STICKY = 01000;
	private static final int OTHERS_WRITE = 02;
	private static final int GROUP_WRITES = 020;
	private static final int ANYONE_ELSE = 077;
	private static final int PERMISSIONS = 07777;

	/** Of a folder that is made: the user alone may enter. */
	private static final FileAttribute<?> PRIVATE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(
		"rwx------"));

	/**
	 * Chooses the folder and makes sure that it and what is in it are the user's.
	 *
	 * @return the folder; made if absent
	 * @throws SonoflowException.Device if somebody else may have put something there
	 */
	public Path claim() {
		try {
			final Optional<Path> given = given();
			if (given.isEmpty()) return own(Path.of(System.getProperty("java.io.tmpdir")));
			claim(given.get(), (chosen().isPresent() ? DJL + "=" : "") + given.get());
			return given.get();
		}
		catch (final IOException e) {
			throw new SonoflowException.Device("There is no folder for " + library + ": " + given().map(
				each -> each + " cannot be made or read").orElse("this account has no home, and in " + System.getProperty(
					"java.io.tmpdir") + " none can be made") + " (" + e + "). " + CURE, e);
		}
	}

	/** {@return the folder that the user chose, or that in the user's home; empty if there is neither} */
	public Optional<Path> given() {
		return chosen().or(LibraryRoot::home);
	}

	private static Optional<Path> chosen() {
		return Stream.of(ENGINE, DJL).map(LibraryRoot::value).filter(value -> value != null && !value.isEmpty()).map(
			LibraryRoot::path).findFirst();
	}

	private static String value(final String name) {
		final String value = System.getenv(name);
		return value == null || value.isEmpty() ? System.getProperty(name) : value;
	}

	private static Path path(final String value) {
		try {
			return Path.of(value);
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.Device(DJL + "=" + value.replace("\0", "") + " is no path on this computer (" + e.getReason() +
				"). " + CURE, e);
		}
	}

	/** {@return the folder in the user's home, if there is a home and the folder is there or can be made} */
	private static Optional<Path> home() {
		try {
			final Path home = Path.of(System.getProperty("user.home", ""));
			final Path folder = home.resolve(".djl.ai");
			// DJL itself does not look into a home in which nothing can be made.
			return home.isAbsolute() && Files.isWritable(home) ? Optional.of(folder) : Optional.empty();
		}
		catch (final InvalidPathException e) {
			return Optional.empty();
		}
	}

	/**
	 * @param temporary a folder of all users
	 * @return a folder in it that is the user's alone; made if absent
	 * @throws SonoflowException.Device if another one has its name
	 */
	public Path own(final Path temporary) throws IOException {
		if (!isUnix(temporary)) return Files.createDirectories(temporary.toAbsolutePath().resolve("sonoflow"));
		final int user = user();
		final Path folder = temporary.toAbsolutePath().resolve("sonoflow-" + user);
		checkAbove(folder, folder.toString());
		if (!isTrusted(temporary, user)) throw refused(temporary.toString(), "which belongs to another user");
		try {
			return Files.createDirectory(folder, PRIVATE);
		}
		catch (final FileAlreadyExistsException e) {
			if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) throw refused(folder.toString(), "which is no folder");
			if (owner(folder) != user) throw refused(folder.toString(), "which belongs to another user");
			if ((mode(folder) & ANYONE_ELSE) != 0) throw refused(folder.toString(), "which others may enter");
			checkContent(folder, folder.toString(), user);
			return folder;
		}
	}

	/**
	 * Makes a folder, before anybody else does, unless it is there, and checks it.
	 *
	 * @param words what a message calls it
	 * @throws SonoflowException.Device as {@link #check}
	 */
	public void claim(final Path folder, final String words) throws IOException {
		if (!isUnix(folder)) return;
		if (!Files.exists(folder)) {
			checkAbove(folder, words);
			final Path parent = folder.toAbsolutePath().getParent();
			if (parent != null && !Files.exists(parent)) Files.createDirectories(parent, PRIVATE);
			try {
				Files.createDirectory(folder, PRIVATE);
			}
			catch (final FileAlreadyExistsException e) {
				if (!Files.isDirectory(folder)) throw refused(words, "which is no folder");
			}
		}
		check(folder, words);
	}

	/**
	 * Checks a folder of the user's choice, those it lies in, and what would be loaded from it. The user's group may write
	 * there, as many systems give each user a group of his own and make all folders so (umask 002); but not where the folder
	 * lies among those of other users (in a shared temporary folder).
	 *
	 * @throws SonoflowException.Device if another user could put something there
	 */
	public void check(final Path folder, final String words) throws IOException {
		if (!isUnix(folder)) return;
		checkAbove(folder, words);
		checkContent(folder, words, user());
	}

	private void checkContent(final Path folder, final String words, final int user) throws IOException {
		final boolean shared = isShared(folder);
		for (final Path each : content(folder)) {
			if (!isTrusted(each, user)) throw refused(words, "in which " + each + " belongs to another user");
			if ((mode(each) & OTHERS_WRITE) != 0) throw refused(words, "in which everybody may write " + each);
			if (shared && (mode(each) & GROUP_WRITES) != 0) throw refused(words, "which lies in a folder of all users, and in which " +
				"a group of users may write " + each);
		}
	}

	/**
	 * Whoever may rename a folder above may put another one in its place; a folder may be reached through links. Whose those
	 * above are does not count: homes lie in those of administrators, who have many names.
	 */
	private void checkAbove(final Path folder, final String words) throws IOException {
		final Path absolute = folder.toAbsolutePath().normalize();
		for (final Path way : List.of(absolute, real(absolute)))
			for (Path above = way.getParent(); above != null; above = above.getParent()) {
				if (!Files.exists(above)) continue;
				final int mode = mode(above);
				if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) throw refused(words,
					"as it lies in " + above + ", in which others may rename and replace folders");
			}
	}

	/** {@return where a folder is, or will be, without links} */
	private static Path real(final Path folder) throws IOException {
		if (Files.exists(folder)) return folder.toRealPath();
		final Path parent = folder.getParent();
		return parent == null ? folder : real(parent).resolve(folder.getFileName());
	}

	/** {@return whether others can come there, and a folder above is one in which all users make theirs} */
	private static boolean isShared(final Path folder) throws IOException {
		for (Path each = folder.toRealPath(); each != null && (mode(each) & ANYONE_ELSE) != 0; each = each.getParent())
			if (each.getParent() != null && (mode(each.getParent()) & OTHERS_WRITE) != 0) return true;
		return false;
	}

	private List<Path> content(final Path folder) throws IOException {
		final Path libraries = folder.resolve(name);
		if (!Files.exists(libraries)) return List.of(folder);
		try (Stream<Path> walk = Files.walk(libraries, DEEPEST)) {
			return Stream.concat(Stream.of(folder), walk.filter(Files::exists)).toList();
		}
		catch (final java.io.UncheckedIOException e) {
			throw e.getCause();
		}
	}

	private SonoflowException refused(final String words, final String why) {
		return new SonoflowException.Device(library + " is not loaded from " + words + ", " + why +
			": it could be another program. " + CURE);
	}

	/** Windows has no such owners, and a temporary folder for each user. */
	private static boolean isUnix(final Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("unix");
	}

	private static int mode(final Path path) throws IOException {
		return (Integer) Files.getAttribute(path, "unix:mode") & PERMISSIONS;
	}

	private static int owner(final Path path) throws IOException {
		return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
	}

	/** {@return whether a file's owner is the user, or the administrator, who may replace everything anyway} */
	private static boolean isTrusted(final Path path, final int user) throws IOException {
		final int owner = (Integer) Files.getAttribute(path, "unix:uid");
		return owner == 0 || owner == user;
	}

	/** {@return the number of the user that this process runs as; makes and deletes a file to learn it} */
	private static int user() throws IOException {
		final Path self = Path.of("/proc/self");
		try {
			return user(System.getProperty("java.io.tmpdir"));
		}
		catch (final IOException e) {
			// Linux has this folder, macOS has not.
			return Files.exists(self) ? (Integer) Files.getAttribute(self, "unix:uid") : user(System.getProperty("user.home"));
		}
	}

	private static int user(final String folder) throws IOException {
		final Path own = Files.createTempFile(Path.of(folder), "sonoflow", "");
		try {
			return owner(own);
		}
		finally {
			Files.delete(own);
		}
	}
}
