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

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;

import io.sonoflow.Monitor;
import io.sonoflow.file.NameKey;
import io.sonoflow.file.Sha256;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunInfo;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * One self-contained HTML page about one or more runs, for a reader who never saw the project: what was done, with
 * what, how good it is, how sure, what to distrust, and how to do it again. The first screen answers; everything reads without
 * scripts, and the one script, named by its hash, sorts tables and copies texts. It fetches nothing; all pictures are inside,
 * shrunk so that the page stays below {@value #LARGEST} characters.
 *
 * <pre>
 * ReportPage page = ReportPage.read(List.of(crops, crossValidation), monitor);
 * AtomicFiles.writeText(folder.resolve("report.html"), page.html());
 * </pre>
 */
public final class ReportPage {

	/** Upper limit of the page's size. */
	public static final int LARGEST = 10_000_000;

	private static final long PICTURES = 8_000_000;
	private static final String TEMPLATE = "report.mustache";
	private static final String SCRIPT = "report.js";

	private final List<Section> sections;

	private ReportPage(final List<Section> sections) {
		this.sections = sections;
	}

	/**
	 * Checks that a folder can be reported, without writing anything.
	 *
	 * @throws io.sonoflow.SonoflowException.Input if it is no output folder of a command
	 * @throws io.sonoflow.SonoflowException.File if its record cannot be read
	 */
	public static void check(final Path folder) {
		RunInfo.read(folder);
	}

	/**
	 * @param folders output folders of commands, in any order
	 * @param monitor told of progress, and warned of pictures and tables that cannot be shown
	 * @return the page, its sections in the order of the pipeline
	 * @throws io.sonoflow.SonoflowException as {@link #check}
	 */
	public static ReportPage read(final List<Path> folders, final Monitor monitor) {
		return read(folders, new Redaction(), monitor);
	}

	/** As {@link #read(List, Monitor)}, but files and patients are named by hashes of this key, unless it is null. */
	public static ReportPage read(final List<Path> folders, final NameKey names, final Monitor monitor) {
		return read(folders, new Redaction(names), monitor);
	}

	/** As {@link #read(List, Monitor)}, with what keeps names out of the page. */
	public static ReportPage read(final List<Path> folders, final Redaction redaction, final Monitor monitor) {
		final List<RunInfo> runs = folders.stream().map(RunInfo::read).sorted(Comparator.<RunInfo>comparingInt(
			run -> Chapter.of(run.command()).order()).thenComparing(RunInfo::start)).toList();
		// Texts of the first run may name whom only the tables of the last one name.
		final List<Tabular> tables = runs.stream().map(run -> Tabular.read(run.folder(), Chapter.of(run.command()).tables()))
			.toList();
		for (int i = 0; i < runs.size(); i++)
			redaction.learn(runs.get(i), tables.get(i));
		final List<List<Lineage.Link>> sources = Lineage.of(runs);
		final List<Section> sections = new ArrayList<>();
		for (int i = 0; i < runs.size(); i++) {
			monitor.checkCancelled();
			monitor.progress("reading runs", i, runs.size());
			final Section.Place place = new Section.Place(Lineage.id(i + 1), i + 1, sources.get(i), RecordedPaths.HIDDEN +
				RerunInstructions.name(runs.get(i), redaction));
			sections.add(Section.of(runs.get(i), tables.get(i), place, PICTURES / runs.size(), redaction, monitor));
		}
		return new ReportPage(sections);
	}

	/** {@return number of runs in it} */
	public int runs() {
		return sections.size();
	}

	/** {@return number of pictures in it} */
	public int pictures() {
		return sections.stream().mapToInt(Section::pictures).sum();
	}

	/** {@return number of things to distrust that were found} */
	public int doubts() {
		return sections.stream().mapToInt(section -> section.findings().doubtCount()).sum();
	}

	/** No markup and no control characters, which neither HTML nor XML allows, come from the data. */
	private static String escape(final String raw) {
		return Escapers.HTML.escape(raw.replaceAll("[\\p{Cntrl}\\x{FFFE}\\x{FFFF}&&[^\\r\\n\\t]]", "\uFFFD"));
	}

	/** {@return the page, UTF-8 once written} */
	public String html() {
		final Answer answer = Answer.of(sections);
		final String script = resource(SCRIPT);
		final Map<String, Object> model = new HashMap<>();
		model.put("answer", answer);
		model.put("card", ModelCard.of(sections, answer.about()));
		model.put("methods", Methods.of(sections));
		model.put("checklists", Checklist.of(sections, answer));
		// What the answer is taken from is shown once, before the steps.
		model.put("sections", sections.stream().map(section -> section == answer.about() ? section.untested() : section).toList());
		model.put("tested", answer.about().performance() != null);
		model.put("runs", sections.size());
		model.put("several", sections.size() > 1);
		model.put("doubts", doubts());
		model.put("script", script);
		model.put("scripthash", sha256(script));
		return Mustache.compiler().withEscaper(ReportPage::escape).nullValue("").emptyStringIsFalse(true).withLoader(
			name -> new StringReader(resource(name + ".mustache"))).compile(resource(TEMPLATE)).execute(model);
	}

	/** As a policy of content names it. */
	private static String sha256(final String text) {
		return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.of(text)));
	}

	private static String resource(final String name) {
		try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
