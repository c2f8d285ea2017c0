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

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths as records show them: what lies about the run's folder relative to it, so that all of it can be moved together;
 * of everything else only its name. A record is passed on, and where somebody keeps his files names him.
 *
 * <pre>
 * /home/anna/study/runs/cv of a run in it:  .
 * /home/anna/study/data/crops:              ../../data/crops
 * /mnt/archive/ward3/crops:                 .../crops
 * </pre>
 */
public final class RecordedPaths {

	/** Stands for folders that a record does not name. */
	public static final String HIDDEN = ".../";

	/** Stands for a name that is not told; what the file was, its hash says. */
	public static final String NAMELESS = HIDDEN + "hashed";

	/** So many folders up from a run's own a study may hold both. */
	private static final int UP = 2;

	/** Below these, whatever is above them, folders are called as users are. */
	private static final Pattern HOMES = Pattern.compile("(?i)home\\d*|homes|users?|people|profiles|documents and settings");

	/** Where an absolute path begins in a text: /a, C:\a, \\server\a, file:/a. */
	private static final Pattern BEGIN = Pattern.compile(
		"(?<![\\w./:\\\\\u2026-])(?:file:/{1,3}|[A-Za-z]:[\\\\/]|\\\\\\\\|/)(?=[^\\s/\\\\])");

	/** The folders of a path in a text, as far as none of their names holds a blank. */
	private static final Pattern FOLDERS = Pattern.compile("(?:[^\\s\"'<>|,;()\\[\\]/\\\\]+[/\\\\]+)*");

	/** A relative path in a record: of this version, or that of a file as version 0.1 took it over. */
	private static final Pattern PATH = Pattern.compile("\\.{2,3}/|.*[/\\\\][^/\\\\]*\\.\\w{1,12}$");

	/** What parts words and paths. */
	private static final Pattern PART = Pattern.compile("[\\s\"'<>|,;()\\[\\]]");

	private static final Pattern SLASH = Pattern.compile("[/\\\\]+");

	private final Path folder;
	private final boolean nameless;

	/** @param folder of the run, absolute */
	RecordedPaths(final Path folder) {
		this(folder, false);
	}

	/** @param nameless whether nothing outside of the run's folder is named: files are often called as patients are */
	RecordedPaths(final Path folder, final boolean nameless) {
		this.folder = folder;
		this.nameless = nameless;
	}

	/** {@return a path as the run's record has it} */
	String of(final Path path) {
		final Path absolute = path.toAbsolutePath().normalize();
		if (absolute.equals(folder)) return ".";
		if (nameless && !absolute.startsWith(folder)) return NAMELESS;
		if (isNear(absolute)) return FolderNames.name(folder.relativize(absolute));
		return HIDDEN + (absolute.getFileName() == null || absolute.equals(home()) ? "" : absolute.getFileName());
	}

	/** Every name that is written lies below a folder that holds the run's, and that is no folder of users. */
	private boolean isNear(final Path path) {
		if (!path.getFileSystem().equals(folder.getFileSystem())) return false;
		Path common = folder;
		for (int up = 0; up <= UP && common != null; up++, common = common.getParent()) {
			if (!path.startsWith(common)) continue;
			final Path home = home();
			if (common.getParent() == null || home != null && home.startsWith(common) && !home.equals(common)) return false;
			if (common.getFileName() != null && HOMES.matcher(common.getFileName().toString()).matches()) return false;
			for (final Path name : common.relativize(path))
				if (isOfUser(name.toString())) return false;
			return true;
		}
		return false;
	}

	private static boolean isOfUser(final String name) {
		final String user = System.getProperty("user.name", "");
		return HOMES.matcher(name).matches() || user.length() > 2 && name.toLowerCase(Locale.ROOT).contains(user.toLowerCase(
			Locale.ROOT));
	}

	/** {@return the user's own folder, or null if there is none} */
	private static Path home() {
		final String home = System.getProperty("user.home", "");
		return home.length() < 2 ? null : Path.of(home).toAbsolutePath().normalize();
	}

	/** {@return the value of a parameter as the record has it} */
	Object value(final Key key, final Object value) {
		if (value instanceof File file) return of(file.toPath());
		if (!(value instanceof String text) || text.isBlank() || !key.choices().isEmpty()) return key.recorded(value);
		if (key.is(Key.LIST) && key.is(Key.EXISTS)) return Lists.paths(text).stream().map(this::of).toList();
		return key.is(Key.LIST) ? Lists.texts(text).stream().map(this::word).toList() : listed(text);
	}

	/** Commas may part paths, or belong to one. */
	private String listed(final String text) {
		final String one = word(text);
		if (!one.equals(text) || !text.contains(",")) return one;
		return String.join(",", Lists.texts(text).stream().map(this::word).toList());
	}

	/** {@return a text that may be a path or something else} */
	private String word(final String text) {
		final String stripped = text.strip();
		try {
			if (BEGIN.matcher(stripped).lookingAt() || SLASH.matcher(stripped).find() && Files.exists(Path.of(stripped)))
				return of(Path.of(stripped));
		}
		catch (final InvalidPathException e) {
			// A path of another system, or none.
		}
		return text(text);
	}

	/** {@return the last name of a path in a record of now or of version 0.1, whose paths are absolute} */
	static String last(final String recorded) {
		final String[] names = SLASH.split(recorded.strip());
		return names.length == 0 ? "" : names[names.length - 1];
	}

	/** {@return the same for a text in which a path, or several with commas, may stand; other texts as they are} */
	static String lastNames(final String text) {
		final UnaryOperator<String> last = word -> PATH.matcher(word).lookingAt() || BEGIN.matcher(word).lookingAt() ? last(
			word) : word;
		return text.contains(",") ? String.join(",", Lists.texts(text).stream().map(last).toList()) : last.apply(text);
	}

	/**
	 * @param folder of the run
	 * @param recorded a path in its record
	 * @return where it is, if the record says it
	 */
	static Optional<Path> find(final Path folder, final String recorded) {
		try {
			return recorded.isEmpty() || isHidden(recorded) ? Optional.empty() : Optional.of(folder.toAbsolutePath().resolve(
				recorded).normalize());
		}
		catch (final InvalidPathException e) {
			// Made on another system.
			return Optional.empty();
		}
	}

	/** {@return whether a record has only the name of it} */
	static boolean isHidden(final String recorded) {
		return recorded.startsWith(HIDDEN);
	}

	/** {@return an absolute path, of whatever system, as it may be shown: its last name} */
	public static String hidden(final String path) {
		final Path home = home();
		return HIDDEN + (home != null && path.equals(home.toString()) ? "" : last(path));
	}

	/** {@return a text, such as a message, in which of every absolute path only its last name is left} */
	public static String text(final String text) {
		final StringBuilder all = new StringBuilder();
		final Matcher begin = BEGIN.matcher(text);
		int done = 0;
		while (begin.find(done)) {
			all.append(text, done, begin.start());
			done = Math.max(endOfFolders(text, begin), begin.end());
			all.append(HIDDEN);
			final Path home = home();
			// The folder of the user itself has his name.
			if (home != null && text.startsWith(home.toString(), begin.start())) done = Math.max(done, Math.min(text.length(), begin
				.start() + home.toString().length()));
			while (done < text.length() && "/\\".indexOf(text.charAt(done)) >= 0)
				done++;
		}
		return all.append(text.substring(done)).toString();
	}

	/** {@return where the last name begins: names of folders that exist may hold blanks} */
	private static int endOfFolders(final String text, final Matcher begin) {
		final Matcher plain = FOLDERS.matcher(text).region(begin.end(), text.length());
		int end = plain.lookingAt() ? plain.end() : begin.end();
		final int line = text.indexOf('\n', end);
		final Matcher slash = SLASH.matcher(text).region(end, line < 0 ? text.length() : line);
		while (slash.find()) {
			if (!isFolder(text.substring(begin.start(), slash.start())) && PART.matcher(text.substring(end, slash.start()))
				.find()) break;
			end = slash.end();
		}
		return end;
	}

	private static boolean isFolder(final String path) {
		try {
			return Files.isDirectory(Path.of(path.replaceFirst("^file:/+", "/")));
		}
		catch (final InvalidPathException e) {
			return false;
		}
	}
}
