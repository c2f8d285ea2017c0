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
package io.sonoflow.report;

import io.sonoflow.SonoflowException;
import io.sonoflow.run.InputHash;
import io.sonoflow.run.RunInfo;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which runs of a report were made from the output of which others: what a reader follows a figure back by. */
final class Lineage {

	/** Another run of the same report. */
	record Link(String id, int number) {
	}

	private Lineage() {
	}

	/**
	 * @param runs in the order of the report
	 * @return for each run those others of them in whose folder an input of it lies, in their order
	 */
	static List<List<Link>> of(final List<RunInfo> runs) {
		return runs.stream().map(run -> sources(run, runs)).toList();
	}

	private static List<Link> sources(final RunInfo run, final List<RunInfo> runs) {
		final List<Link> links = new ArrayList<>();
		for (int i = 0; i < runs.size(); i++) {
			final RunInfo other = runs.get(i);
			if (other != run && run.inputs().stream().anyMatch(input -> run.find(input).map(path -> path.startsWith(normal(other
				.folder()))).orElseGet(() -> holds(other.folder(), input)))) links.add(new Link(id(i + 1), i + 1));
		}
		return links;
	}

	/** {@return the anchor of the section of this number, from 1} */
	static String id(final int number) {
		return "run" + number;
	}

	/** Of an input that lies far from its run only name and content are known. */
	private static boolean holds(final Path folder, final InputHash input) {
		final String name = input.name();
		if (name.isEmpty()) return false;
		try {
			final Path found = normal(folder).endsWith(name) ? folder : folder.resolve(name);
			return Files.exists(found) && InputHash.of(found).sha256().equals(input.sha256());
		}
		catch (final SonoflowException.File | InvalidPathException e) {
			// Nobody may read it, or it was made on another system.
			return false;
		}
	}

	private static Path normal(final Path path) {
		return path.toAbsolutePath().normalize();
	}
}
