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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that is recorded in an output folder: run.json of an unsharded run or of the shard that merged, and a record of
 * each shard. Each run is known by the path of its record.
 */
final class FolderRecords {

	private static final String ADVICE = "So it is not known what the folder holds. Give another output folder.";

	private final FolderNames names;
	private final Map<Path, RunJson> records = new TreeMap<>();
	private final Map<Path, List<String>> lists = new HashMap<>();

	private FolderRecords(final FolderNames names) {
		this.names = names;
	}

	/**
	 * @param folder real path, need not exist
	 * @throws SonoflowException.File if a record cannot be understood
	 */
	static FolderRecords read(final Path folder) {
		final FolderRecords found = new FolderRecords(new FolderNames(folder));
		if (!Files.isDirectory(folder)) return found;
		try (Stream<Path> content = Files.list(folder)) {
			for (final Path file : content.filter(each -> isRecord(each.getFileName().toString())).toList()) {
				// Before the record: a shard that ends now writes all into its record, and then drops its list.
				found.lists.put(file, WrittenFiles.read(file));
				RunJson.read(file, ADVICE).ifPresent(record -> found.records.put(file, record));
			}
			return found;
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot list output=" + folder + ": " + AtomicFiles.reason(e) +
				". Give another folder.", e);
		}
	}

	/** {@return the name of the record of a part of a run} */
	static String name(final Shard shard) {
		return shard.isWhole() ? RunJson.FILE : "run.shard-" + shard.index() + "-of-" + shard.count() + ".json";
	}

	private static boolean isRecord(final String name) {
		return name.matches("run(\\.shard-\\d+-of-\\d+)?\\.json");
	}

	boolean isEmpty() {
		return records.isEmpty();
	}

	Set<Path> all() {
		return records.keySet();
	}

	Optional<RunJson> get(final Path record) {
		return Optional.ofNullable(records.get(record));
	}

	/** {@return the files of runs, those that are still to be deleted for them too} */
	Set<String> files(final Collection<Path> runs) {
		final Set<String> files = new TreeSet<>();
		for (final Path run : runs) {
			files.addAll(records.get(run).list(RunJson.FILES));
			files.addAll(replacing(run).stream().filter(name -> !name.endsWith("/")).toList());
			lists.get(run).stream().filter(name -> !name.endsWith("/")).forEach(files::add);
		}
		return files;
	}

	/** {@return files, and folders with a slash, that are still to be deleted for a run} */
	List<String> replacing(final Path run) {
		return records.get(run).list(RunJson.REPLACING);
	}

	/** {@return the files of an unfinished run that goes on} */
	Set<String> resumable(final Path run) {
		final Set<String> files = files(List.of(run));
		files.removeAll(replacing(run));
		// Until version 0.2 a running run had no list of its files: they are what was not there before it.
		files.addAll(unlisted(run));
		return files;
	}

	/** {@return files of which a record without a list cannot tell whether the run wrote them or came beside it later} */
	Set<String> unlisted(final Path run) {
		final Set<String> files = new TreeSet<>();
		if (records.get(run).has(RunJson.FILES)) return files;
		files.addAll(names.files());
		records.get(run).list(RunJson.FOREIGN).forEach(files::remove);
		return files;
	}

	/** {@return the sub-folders that runs made} */
	Set<String> folders(final Collection<Path> runs) {
		final Set<String> folders = new TreeSet<>();
		for (final Path run : runs) {
			folders.addAll(records.get(run).list(RunJson.FOLDERS));
			Stream.concat(replacing(run).stream(), lists.get(run).stream()).filter(name ->
				name.endsWith("/")).forEach(name -> folders.add(name.substring(0, name
				.length() - 1)));
			if (!records.get(run).has(RunJson.FOLDERS)) files(List.of(run)).forEach(name -> parents(name, folders));
		}
		return folders;
	}

	/** Until version 0.2 nobody noted the folders. */
	private static void parents(final String file, final Set<String> folders) {
		for (int i = file.lastIndexOf('/'); i > 0; i = file.lastIndexOf('/', i - 1))
			folders.add(file.substring(0, i));
	}

	/** Deletes records and the lists that belong to them. */
	static void delete(final Collection<Path> runs) {
		try {
			for (final Path run : runs) {
				Files.deleteIfExists(WrittenFiles.list(run));
				Files.deleteIfExists(run);
			}
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot remove an old record: " + AtomicFiles.reason(e) +
				". Remove it by hand or give another folder.", e);
		}
	}
}
