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

import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunInfo;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How to do a run again, from the folder that holds the run's own: paths in records are relative to the latter.
 */
final class RerunInstructions {

	private RerunInstructions() {
	}

	/** {@return the line of a macro, absolute paths shortened} */
	static String macro(final RunInfo run, final Redaction redaction) {
		return "run(\"" + quote(run.command()) + "\", \"" + quote(keys(run, redaction)) + "\");";
	}

	/** {@return the command line that needs no ImageJ and no display, absolute paths shortened} */
	static String headless(final RunInfo run, final Redaction redaction) {
		final String version = run.versions().getOrDefault("sonoflow", "");
		return "java -jar sonoflow-" + (version.isEmpty() ? "VERSION" : version) + "-standalone.jar --run " + shell(run
			.command()) + " " + shell(keys(run, redaction));
	}

	/** {@return whether paths in the lines above were shortened, so that they must be completed by hand} */
	static boolean isShortened(final RunInfo run, final Redaction redaction) {
		return keys(run, redaction).contains(RecordedPaths.HIDDEN);
	}

	private static String keys(final RunInfo run, final Redaction redaction) {
		return run.parameters().entrySet().stream().filter(entry -> !entry.getValue().isEmpty()).map(
			entry -> pair(run, entry.getKey(), redaction.parameter(entry.getValue()), redaction)).collect(
			Collectors.joining(" "));
	}

	/** Values with blanks need brackets in ImageJ. */
	private static String pair(final RunInfo run, final String key, final String recorded,
		final Redaction redaction)
	{
		final String value = Arrays.stream(recorded.split(",", -1)).map(word -> seenFromAbove(run, word, redaction)).collect(
			Collectors.joining(","));
		return key + "=" + (value.matches("[^\\s\\[\\]]+") ? value : "[" + value + "]");
	}

	private static String seenFromAbove(final RunInfo run, final String word, final Redaction redaction) {
		return word.equals(".") ? name(run, redaction) : word.startsWith("../") ? word.substring(3) : word;
	}

	/** {@return what the folder of a run is called in the page: it may be called like a patient} */
	static String name(final RunInfo run, final Redaction redaction) {
		return redaction.folder(name(run));
	}

	/** {@return what the folder of a run is called} */
	static String name(final RunInfo run) {
		final Path name = run.folder().toAbsolutePath().normalize().getFileName();
		return name == null ? "" : name.toString();
	}

	private static String quote(final String text) {
		return text.replace("\\", "\\\\").replace("\"", "\\\"");
	}

	private static String shell(final String text) {
		return "\"" + text.replaceAll("([\\\\\"$`])", "\\\\$1") + "\"";
	}
}
