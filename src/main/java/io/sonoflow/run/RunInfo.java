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
 * {@code missing}: a report on an old run must be possible.
 *
 * @param folder the output folder
 * @param command the menu label
 * @param status e.g. finished
 * @param message why it did not finish, or empty
 * @param parameters the macro keys and their values
 * @param versions e.g. java, engine
 * @param device what computed it
 * @param inputs files and folders it depended on
 * @param start ISO-8601
 * @param end ISO-8601, empty if it did not end
 * @param figures results by name; nested ones with dots
 * @param warnings what the run warned of
 * @param missing names of the fields that run.json lacks
 */
public record RunInfo(Path folder, String command, String status, String message, Map<String, String> parameters,
	Map<String, String> versions, String device, List<InputHash> inputs, String start, String end,
	Map<String, String> figures, List<String> warnings, List<String> missing)
{

	/**
	 * @throws SonoflowException.Input if there is no such folder or it is no run's output
	 * @throws SonoflowException.File if run.json cannot be understood
	 */
	public static RunInfo read(final Path folder) {
		if (!Files.isDirectory(folder)) throw new SonoflowException.Input("input=" + folder + " is not a folder"
			+ (Files.exists(folder) ? "" : ", nothing is there") +
				". Give the output folders of finished commands, separated by commas.");
		final RunJson json = RunJson.read(folder.resolve(RunJson.FILE),
			"It was damaged or edited; run the command of this folder again.").orElseThrow(() -> new SonoflowException.Input(
				"input=" + folder + " has no " + RunJson.FILE +
					", so no Sonoflow command wrote it. Give the folder that was a command's output."));
		return new RunInfo(folder, json.command(), json.status(), json.text(RunJson.MESSAGE), json.parameters(), json
			.versions(), json.text(RunJson.DEVICE), json.inputs(), json.text(RunJson.START), json.text(RunJson.END), json
				.figures(), json.warnings(), json.missing());
	}

	public boolean finished() {
		return status.equals(RunJson.FINISHED);
	}

	public String parameter(final String name) {
		return parameters.getOrDefault(name, "");
	}

	/** {@return how long it took, if run.json says it} */
	public Optional<Duration> duration() {
		try {
			return Optional.of(Duration.between(Instant.parse(start), Instant.parse(end)));
		}
		catch (final DateTimeException e) {
			return Optional.empty();
		}
	}
}
