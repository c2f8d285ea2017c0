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
package io.sonoflow.step.crop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;

/** Names of crops: of the source's file, and unique in one folder on every file system. */
public final class CropNames {

	private CropNames() {
	}

	/**
	 * @param files absolute
	 * @return one name without extension for each file, not yet unique: what is below the folder that all share, so that
	 *         a/1.png and b/1.png give a_1 and b_1
	 */
	public static List<String> of(final List<Path> files) {
		Path shared = files.get(0).getParent();
		for (final Path file : files)
			while (shared != null && !file.startsWith(shared))
				shared = shared.getParent();
		final Path folder = shared;
		return files.stream().map(file -> clean((folder == null ? file.getFileName() : folder.relativize(file))
			.toString())).toList();
	}

	/**
	 * @param files the names of all files that will be written under a name
	 * @return the names, those numbered whose files would replace others (compared without case, as Windows and macOS do)
	 */
	public static List<String> unique(final List<String> names, final BiFunction<Integer, String, List<String>> files) {
		final List<String> unique = new ArrayList<>();
		final Set<String> taken = new HashSet<>();
		for (int i = 0; i < names.size(); i++) {
			String name = names.get(i);
			List<String> wanted = lower(files.apply(i, name));
			for (int n = 2; wanted.stream().anyMatch(taken::contains); n++) {
				name = names.get(i) + "_" + n;
				wanted = lower(files.apply(i, name));
			}
			taken.addAll(wanted);
			unique.add(name);
		}
		return unique;
	}

	private static List<String> lower(final List<String> names) {
		return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
	}

	/** {@return the name without extension and without characters that a file system or a CSV reader may refuse} */
	public static String clean(final String name) {
		final int dot = name.lastIndexOf('.');
		final String stem = dot > 0 ? name.substring(0, dot) : name;
		final String clean = stem.replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]+", "_");
		return clean.isBlank() ? "image" : clean;
	}
}
