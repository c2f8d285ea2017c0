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
package io.sonoflow.step.report;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.report.ReportPage;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes one self-contained page about finished runs. */
public final class SonoflowReportStep {

	/** The page's file name. */
	public static final String FILE = "report.html";

	private static final String COMMAND = "Sonoflow Report...";

	private SonoflowReportStep() {
	}

	/**
	 * @param input output folders of other commands, at least one
	 * @param output the folder to write to
	 * @param overwrite whether a finished report there may be replaced
	 */
	public record Config(List<Path> input, Path output, boolean overwrite) {
	}

	/**
	 * @param html the page
	 * @param runs number of runs in it
	 * @param doubts number of things to distrust that were found
	 */
	public record Result(Path html, int runs, int doubts) {
	}

	/**
	 * @return where the page is
	 * @throws SonoflowException.Input if there is no input, a folder comes twice or is no output of a command, or the
	 *           output lies in an input or is taken
	 * @throws SonoflowException.File if a record cannot be read or the page not be written
	 */
	public static Result run(final Config config, final Monitor monitor) {
		check(config);
		final RunFolder.Run run = new RunFolder.Run(COMMAND, config, config.output(), config.overwrite(), config.input());
		return RunFolder.execute(run, monitor, folder -> {
			final ReportPage page = ReportPage.read(config.input(), monitor);
			final Path html = folder.resolve(FILE);
			AtomicFiles.writeText(html, page.html());
			folder.figure("runs", page.runs());
			folder.figure("pictures", page.pictures());
			folder.figure("doubts", page.doubts());
			monitor.message("The report is " + html + ".");
			return new Result(html, page.runs(), page.doubts());
		});
	}

	private static void check(final Config config) {
		if (config.input().isEmpty()) throw new SonoflowException.Input(
			"input is missing. Give one or more output folders of other commands, separated by commas.");
		final Set<Path> seen = new HashSet<>();
		for (final Path input : config.input()) {
			final Path folder = input.toAbsolutePath().normalize();
			if (!seen.add(folder)) throw new SonoflowException.Input("input=" + input
				+ " is given twice. Name each folder once.");
			ReportPage.check(input);
			if (config.output() != null && config.output().toAbsolutePath().normalize().startsWith(folder))
				throw new SonoflowException.Input("output=" + config.output() + " lies in input=" + input
					+ ", and a report must not change what it reports. Give a folder beside it.");
		}
	}
}
