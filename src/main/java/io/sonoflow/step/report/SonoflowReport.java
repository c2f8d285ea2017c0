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
import io.sonoflow.file.NameKey;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.report.Redaction;
import io.sonoflow.report.ReportPage;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Writes one self-contained page about finished runs. */
public final class SonoflowReport extends Step<SonoflowReport.Result> {

	/** The menu label. */
	public static final String LABEL = "Sonoflow Report...";

	/** The page's file name. */
	public static final String FILE = "report.html";

	@Parameter(label = "Input", description = "One or more output folders of other commands, separated by commas.", attrs = {
		@Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS), @Attr(name = Key.LIST) })
	public String input = "";

	@Parameter(label = "Output", description = "Folder for report.html; it is made if absent.", style = "directory", attrs = {
		@Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Parameter(label = "Names", description = "Names of files and patients in the page: hash = hashed, with the key beside the " +
		"output folder in <output>.names.csv; keep = files by their names in full, which may say who it is, patients by numbers " +
		"of this page (patient 1), to which no key is written.", choices = { "hash", "keep" }, attrs = @Attr(
			name = Key.SINCE, value = "hash"))
	public String names = "hash";

	@Parameter(label = "Overwrite", description = "Whether a finished report in the output folder is replaced.",
		attrs = @Attr(name = Key.FRAME))
	public boolean overwrite = false;

	/**
	 * @param html the page
	 * @param runs number of runs in it
	 * @param doubts number of things to distrust that were found
	 */
	public record Result(Path html, int runs, int doubts) {
	}

	public SonoflowReport() {
	}

	/**
	 * @param input output folders of other commands, separated by commas
	 * @param output the folder to write to
	 */
	public SonoflowReport(final String input, final File output) {
		this.input = input;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public SonoflowReport(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static SonoflowReport of(final List<Path> input, final Path output) {
		return new SonoflowReport(Lists.text(input), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/** @throws SonoflowException if a folder comes twice or is no output of a command, or the output lies in an input */
	@Override
	protected void checkTogether() {
		final Set<Path> seen = new HashSet<>();
		for (final Path folder : Lists.paths(input)) {
			if (!seen.add(folder)) throw new SonoflowException.Input("input=" + folder +
				" is given twice. Name each folder once.");
			ReportPage.check(folder);
			if (Lists.path(output).startsWith(folder)) throw new SonoflowException.Input("output=" + output +
				" lies in input=" + folder + ", and a report must not change what it reports. Give a folder beside it.");
		}
	}

	/**
	 * @return where the page is
	 * @throws SonoflowException.Input if the output is taken
	 * @throws SonoflowException.File if a record cannot be read or the page not be written
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final List<Path> folders = Lists.paths(input);
		final NameKey key = names.equals("hash") ? NameKey.beside(Lists.path(output)) : null;
		final Redaction redaction = new Redaction(key);
		return inFolder(record(folders), redaction.recorded(monitor), folder -> {
			final ReportPage page = ReportPage.read(folders, redaction, monitor);
			if (key != null) key.save();
			final Path html = folder.resolve(FILE);
			AtomicFiles.writeText(html, page.html());
			folder.figure("runs", page.runs());
			folder.figure("pictures", page.pictures());
			folder.figure("doubts", page.doubts());
			monitor.message("The report is " + html + ".");
			return new Result(html, page.runs(), page.doubts());
		});
	}
}
