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
import io.sonoflow.run.InputHash;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunInfo;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

	/** A name and a value. */
	record Pair(String name, String value) {
	}

	/**
	 * All that the template says about one run.
	 *
	 * @param performance null where no answers and labels of a test are recorded
	 * @param suspects null where no labels were judged
	 */
	record Section(Place place, Chapter chapter, RunInfo run, Performance performance, Suspects suspects, Findings findings,
		Exhibits exhibits, Origin origin, Again again)
	{

		private Section untested() {
			return new Section(place, chapter, run, null, suspects, findings, exhibits, origin, again);
		}

		/** {@return whether anything is to be distrusted} */
		boolean hasDoubts() {
			return findings.hasDoubts() || !chapter.distrust().isEmpty();
		}
	}

	/**
	 * Where a run stands among the others.
	 *
	 * @param id of its section
	 * @param number from 1
	 * @param sources what it was made from
	 * @param folder the run's, without names of users
	 */
	record Place(String id, int number, List<Lineage.Link> sources, String folder) {

		boolean hasSources() {
			return !sources.isEmpty();
		}
	}

	/**
	 * How good, how sure.
	 *
	 * @param cohort on which images; empty = unknown
	 * @param headlines the figures
	 * @param ranked what speaks against trusting them
	 * @param reading how to read them
	 */
	record Findings(String cohort, List<Headline> headlines, List<Caveats.Doubt> ranked, String reading) {

		List<String> doubts() {
			return ranked.stream().map(Caveats.Doubt::text).toList();
		}

		static Findings of(final RunInfo run, final Tabular tables, final Chapter chapter, final Redaction redaction) {
			final Optional<Cohort> cohort = Cohort.of(tables);
			final List<Headline> headlines = Headline.of(run, tables, cohort);
			return new Findings(cohort.map(Cohort::describe).orElse(""), headlines, Caveats.of(run, tables, cohort, headlines)
				.stream().map(doubt -> new Caveats.Doubt(doubt.gravity(), redaction.said(doubt.text()))).toList(), chapter.reading(run
					.folder(), tables));
		}

		boolean hasHeadlines() {
			return !headlines.isEmpty();
		}

		boolean hasDoubts() {
			return !ranked.isEmpty();
		}

		/** {@return whether a figure can be judged: it has a spread or a baseline} */
		boolean compared() {
			return headlines.stream().anyMatch(each -> !each.spread().isEmpty() || !each.baseline().isEmpty());
		}

		int doubtCount() {
			return ranked.size();
		}

		/** {@return up to three figures for the list of runs} */
		String brief() {
			final List<String> parts = headlines.stream().limit(3).map(each -> each.name() + " " + each.value() + (each.spread()
				.isEmpty() ? "" : " " + each.spread())).toList();
			return parts.isEmpty() ? cohort : String.join("; ", parts);
		}
	}

	/**
	 * What is shown of a run's folder.
	 *
	 * @param notes what is not shown, and why
	 */
	record Exhibits(List<TableView> tables, List<Picture> pictures, List<String> notes) {

		boolean hasPictures() {
			return !pictures.isEmpty();
		}

		boolean hasTables() {
			return !tables.isEmpty();
		}
	}

	/**
	 * With what it was made.
	 *
	 * @param parameters keys and values
	 * @param provenance time, device, versions
	 * @param inputs files and their digests
	 */
	record Origin(List<Pair> parameters, List<Pair> provenance, List<InputHash> inputs) {

		static Origin of(final RunInfo run, final Redaction redaction) {
			return new Origin(run.parameters().entrySet().stream().map(entry -> new Pair(entry.getKey(), redaction.parameter(entry
				.getValue()))).toList(), ReportPage.provenance(run), run.inputs().stream().map(input -> new InputHash(redaction
					.parameter(input.path()), input.files(), input.sha256())).toList());
		}

		boolean hasInputs() {
			return !inputs.isEmpty();
		}
	}

	/**
	 * How to do it once more.
	 *
	 * @param macro for ImageJ
	 * @param headless for a shell
	 * @param shortened whether paths in them are
	 */
	record Again(String macro, String headless, boolean shortened) {

		static Again of(final RunInfo run, final Redaction redaction) {
			return new Again(RerunInstructions.macro(run, redaction), RerunInstructions.headless(run, redaction), RerunInstructions
				.isShortened(run, redaction));
		}
	}

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
		return read(folders, null, monitor);
	}

	/** As {@link #read(List, Monitor)}, but files and patients are named by hashes of this key, unless it is null. */
	public static ReportPage read(final List<Path> folders, final NameKey names, final Monitor monitor) {
		final List<RunInfo> runs = folders.stream().map(RunInfo::read).sorted(Comparator.<RunInfo>comparingInt(
			run -> Chapter.of(run.command()).order()).thenComparing(RunInfo::start)).toList();
		final Redaction redaction = new Redaction(names);
		final List<List<Lineage.Link>> sources = Lineage.of(runs);
		final List<Section> sections = new ArrayList<>();
		for (int i = 0; i < runs.size(); i++) {
			monitor.checkCancelled();
			monitor.progress("reading runs", i, runs.size());
			final Place place = new Place(Lineage.id(i + 1), i + 1, sources.get(i), RecordedPaths.HIDDEN + RerunInstructions.name(runs
				.get(i), redaction));
			sections.add(section(runs.get(i), place, PICTURES / runs.size(), redaction, monitor));
		}
		return new ReportPage(sections);
	}

	private static Section section(final RunInfo run, final Place place, final long budget, final Redaction redaction,
		final Monitor monitor)
	{
		final Chapter chapter = Chapter.of(run.command());
		final Tabular tables = Tabular.read(run.folder(), chapter.tables());
		redaction.learn(run, tables);
		final Gallery gallery = new Gallery(run, tables, budget, redaction);
		tables.broken().forEach(monitor::warn);
		gallery.notes().forEach(note -> monitor.warn(run.folder().getFileName() + ": " + note));
		final List<TableView> views = tables.tables().entrySet().stream().map(entry -> TableView.of(entry.getKey(), entry
			.getValue(), redaction)).toList();
		return new Section(place, chapter, run, Performance.of(run, tables, redaction).orElse(null), Suspects.of(run, tables,
			redaction).orElse(null), Findings.of(run, tables, chapter, redaction), new Exhibits(views, gallery.pictures(), gallery
				.notes().stream().map(redaction::said).toList()), Origin.of(run, redaction), Again.of(run, redaction));
	}

	private static List<Pair> provenance(final RunInfo run) {
		final List<Pair> pairs = new ArrayList<>();
		pairs.add(new Pair("status", or(run.status(), "not recorded")));
		pairs.add(new Pair("started", or(run.start(), "not recorded")));
		pairs.add(new Pair("duration", run.duration().map(ReportPage::words).orElse("not recorded")));
		pairs.add(new Pair("device", or(run.device(), "not recorded")));
		if (run.parameters().containsKey("seed")) pairs.add(new Pair("seed", run.parameter("seed")));
		for (final Map.Entry<String, String> version : run.versions().entrySet())
			pairs.add(new Pair(version.getKey(), or(version.getValue(), "not recorded")));
		return pairs;
	}

	private static String or(final String text, final String instead) {
		return text.isEmpty() ? instead : text;
	}

	/** {@return e.g. "1 h 05 min", "3 min 20 s", "8.4 s"} */
	static String words(final Duration duration) {
		final long seconds = duration.toSeconds();
		if (seconds >= 3600) return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
		if (seconds >= 60) return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
		return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
	}

	/** {@return number of runs in it} */
	public int runs() {
		return sections.size();
	}

	/** {@return number of pictures in it} */
	public int pictures() {
		return sections.stream().mapToInt(section -> section.exhibits().pictures().size() + (section.performance() == null ? 0 : section
			.performance().pictures()) + (section.suspects() == null ? 0 : 1 + section.suspects().pictures().size())).sum();
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
