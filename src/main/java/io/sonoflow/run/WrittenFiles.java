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

import com.google.gson.Gson;
import com.google.gson.JsonParseException;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.WriteGuards;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a run writes, noted in a list beside its record before it is written: whenever the run is killed, it is known what
 * is its own. What is not is neither replaced nor deleted by it.
 * <p>
 * The list has a line for each file or folder, its name as a JSON text; a folder's ends with a slash. The last line may
 * be torn.
 */
final class WrittenFiles implements WriteGuards.Guard {

	private static final Gson GSON = new Gson();

	private final FolderNames names;
	private final Path list;
	private final Predicate<String> ofOthers;
	private final Runnable place;
	private final Set<String> files = new TreeSet<>();
	private final Set<String> folders = new TreeSet<>();
	private boolean begun;

	/**
	 * @param record the run's
	 * @param ofOthers whether another shard of the run wrote a file, which any shard may write again
	 * @param place throws if the folder is not there any more
	 */
	WrittenFiles(final FolderNames names, final Path record, final Predicate<String> ofOthers, final Runnable place) {
		this.names = names;
		this.list = list(record);
		this.ofOthers = ofOthers;
		this.place = place;
	}

	/** {@return the list that belongs to a record: .run.written to run.json} */
	static Path list(final Path record) {
		return record.resolveSibling("." + record.getFileName().toString().replaceFirst("\\.json$", ".written"));
	}

	/** {@return the names in a run's list} */
	static List<String> read(final Path record) {
		final Path list = list(record);
		try {
			return Files.readAllLines(list, StandardCharsets.UTF_8).stream().map(WrittenFiles::line).filter(
				name -> !name.isEmpty()).toList();
		}
		catch (final NoSuchFileException e) {
			return List.of();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + list + ": " + AtomicFiles.reason(e) +
				". Give another output folder.", e);
		}
	}

	private static String line(final String line) {
		try {
			return line.endsWith("\"") && line.length() > 2 ? GSON.fromJson(line, String.class) : "";
		}
		catch (final JsonParseException e) {
			return "";
		}
	}

	/** Takes over what an earlier run here wrote. A name that was noted but never written is noted again when it is. */
	synchronized void adopt(final Collection<String> oldFiles, final Collection<String> oldFolders) {
		oldFiles.stream().filter(names::isFile).forEach(files::add);
		oldFolders.stream().filter(names::isFolder).forEach(folders::add);
	}

	@Override
	public synchronized void writing(final Path path, final Path file) throws IOException {
		place.run();
		final String name = FolderNames.name(path);
		if (FolderNames.isBookkeeping(name) || files.contains(name)) return;
		if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !ofOthers.test(name)) throw new SonoflowException.Input("output: " +
			file + " is in the way. The run would replace it, but no Sonoflow run wrote it here. " +
			"Move it elsewhere and run again, or give another folder.");
		note(name);
		files.add(name);
	}

	@Override
	public synchronized void making(final Path path) throws IOException {
		place.run();
		final String name = FolderNames.name(path);
		if (FolderNames.isBookkeeping(name) || folders.contains(name)) return;
		note(name + "/");
		folders.add(name);
	}

	/** A killed run may have torn its last line: the first new one begins on a line of its own. */
	private void note(final String name) throws IOException {
		final String line = (begun ? "" : "\n") + GSON.toJson(name) + "\n";
		begun = true;
		Files.write(list, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	/** {@return what was written and is still there} */
	synchronized List<String> files() {
		return files.stream().filter(names::isFile).toList();
	}

	synchronized List<String> folders() {
		return folders.stream().filter(names::isFolder).toList();
	}
}
