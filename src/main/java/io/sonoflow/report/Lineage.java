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

import io.sonoflow.run.RunInfo;

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
			final Path folder = normal(runs.get(i).folder());
			if (runs.get(i) != run && run.inputs().stream().anyMatch(input -> liesIn(input.path(), folder))) links.add(new Link(
				id(i + 1), i + 1));
		}
		return links;
	}

	/** {@return the anchor of the section of this number, from 1} */
	static String id(final int number) {
		return "run" + number;
	}

	private static boolean liesIn(final String path, final Path folder) {
		try {
			return !path.isEmpty() && normal(Path.of(path)).startsWith(folder);
		}
		catch (final InvalidPathException e) {
			// Made on another system: nothing here is its source.
			return false;
		}
	}

	private static Path normal(final Path path) {
		return path.toAbsolutePath().normalize();
	}
}
