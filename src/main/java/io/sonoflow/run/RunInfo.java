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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the {@code run.json} of an output folder says, as texts. Fields that are not there are empty and named in
 * {@link #missing()}: a report on an old run must be possible.
 *
 * @param folder the output folder
 * @param json its record
 */
public record RunInfo(Path folder, RunJson json) {

	/**
	 * @throws SonoflowException.Input if there is no such folder or it is no run's output
	 * @throws SonoflowException.File if run.json cannot be understood
	 */
	public static RunInfo read(final Path folder) {
		if (!Files.isDirectory(folder)) throw new SonoflowException.Input("input=" + folder + " is not a folder"
			+ (Files.exists(folder) ? "" : ", nothing is there") +
				". Give the output folders of finished commands, separated by commas.");
		return new RunInfo(folder, RunJson.read(folder.resolve(RunJson.FILE),
			"It was damaged or edited; run the command of this folder again.").orElseThrow(() -> new SonoflowException.Input(
				"input=" + folder + " has no " + RunJson.FILE +
					", so no Sonoflow command wrote it. Give the folder that was a command's output.")));
	}

	/** {@return the menu label} */
	public String command() {
		return json.command();
	}

	/** {@return e.g. finished} */
	public String status() {
		return json.status();
	}

	/** {@return whether the run came to its end} */
	public boolean finished() {
		return json.isFinished();
	}

	/** {@return why it did not finish, or empty} */
	public String message() {
		return json.text(RunJson.MESSAGE);
	}

	/** {@return how far it was when the user ended it with what there was, or empty} */
	public String early() {
		return json.text(RunJson.EARLY);
	}

	/** {@return the macro keys and their values} */
	public Map<String, String> parameters() {
		return json.parameters();
	}

	/** {@return the value of a macro key; empty if it has none} */
	public String parameter(final String name) {
		return parameters().getOrDefault(name, "");
	}

	/** {@return e.g. java, engine} */
	public Map<String, String> versions() {
		return json.versions();
	}

	/** {@return what computed it} */
	public String device() {
		return json.text(RunJson.DEVICE);
	}

	/** {@return files and folders that it depended on} */
	public List<InputHash> inputs() {
		return json.inputs();
	}

	/** {@return where an input lies, if the record says more than its name; seen from where the run's folder is now} */
	public Optional<Path> find(final InputHash input) {
		return RecordedPaths.find(folder, input.path());
	}

	/** {@return ISO-8601} */
	public String start() {
		return json.text(RunJson.START);
	}

	/** {@return ISO-8601, empty if it did not end} */
	public String end() {
		return json.text(RunJson.END);
	}

	/** {@return results by name; nested ones with dots} */
	public Map<String, String> figures() {
		return json.figures();
	}

	/** {@return what the run warned of} */
	public List<String> warnings() {
		return json.warnings();
	}

	/** {@return whether the record says that the run itself wrote this file of its folder} */
	public boolean wrote(final String file) {
		return json.list(RunJson.FILES).contains(file);
	}

	/** {@return names of the fields that run.json lacks} */
	public List<String> missing() {
		return json.missing();
	}

	/** {@return how long it took, if run.json says it} */
	public Optional<Duration> duration() {
		try {
			// Clocks are set back now and then.
			return Optional.of(Duration.between(Instant.parse(start()), Instant.parse(end()))).filter(time -> !time.isNegative());
		}
		catch (final DateTimeException e) {
			return Optional.empty();
		}
	}
}
