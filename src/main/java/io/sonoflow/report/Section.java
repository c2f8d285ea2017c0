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

import io.sonoflow.Monitor;
import io.sonoflow.run.InputHash;
import io.sonoflow.run.RunInfo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All that the template says about one run.
 *
 * @param performance null where no answers and labels of a test are recorded
 * @param suspects null where no labels were judged
 */
record Section(Place place, Chapter chapter, RunInfo run, Performance performance, Suspects suspects, Findings findings,
	Exhibits exhibits, Origin origin, Again again)
{

	/** A name and a value. */
	record Pair(String name, String value) {
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
	 * @param people whose images they are, those of the training among them
	 * @param headlines the figures
	 * @param comparison how what was compared differs; empty if nothing was
	 * @param ranked what speaks against trusting them
	 * @param reading how to read them
	 * @param limits what each can tell at so many images
	 */
	record Findings(String cohort, People people, List<Headline> headlines, String comparison, List<Caveats.Doubt> ranked,
		String reading, List<String> limits)
	 {

		List<String> doubts() {
			return ranked.stream().map(Caveats.Doubt::text).toList();
		}

		static Findings of(final RunInfo run, final Tabular tables, final Chapter chapter, final Redaction redaction) {
			final Optional<Cohort> cohort = Cohort.of(tables);
			final List<Headline> headlines = Headline.of(run, tables, cohort, redaction);
			final List<Caveats.Doubt> doubts = Caveats.of(run, tables, cohort, headlines).stream().map(doubt -> new Caveats.Doubt(doubt
				.gravity(), redaction.said(doubt.text()))).toList();
			return new Findings(cohort.map(Cohort::describe).orElse(""), People.divided(run, tables, cohort), headlines,
				ComparedHeadlines.sentence(run, tables, redaction), doubts, chapter.reading(run.folder(), tables),
				FigureLimits.of(run, tables));
		}

		boolean hasHeadlines() {
			return !headlines.isEmpty();
		}

		boolean hasDoubts() {
			return !ranked.isEmpty();
		}

		boolean hasLimits() {
			return !limits.isEmpty();
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
				.getValue()))).toList(), Section.provenance(run), run.inputs().stream().map(input -> new InputHash(redaction
					.path(input.path()), input.files(), input.sha256())).toList());
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

	/** @param redaction must have learned of all runs whom they name */
	static Section of(final RunInfo run, final Tabular tables, final Place place, final long budget, final Redaction redaction,
		final Monitor monitor)
	{
		final Chapter chapter = Chapter.of(run.command());
		final Gallery gallery = new Gallery(run, tables, budget, redaction);
		tables.broken().forEach(monitor::warn);
		gallery.notes().forEach(note -> monitor.warn(run.folder() + ": " + note));
		final List<String> notes = new ArrayList<>(gallery.notes().stream().map(redaction::said).toList());
		final long others = tables.tables().keySet().stream().filter(name -> !redaction.shows(run, name)).count();
		if (others > 0) notes.add(others + (others == 1 ? " table" : " tables") + " in this folder that the run did not " +
			"write, and that may name somebody, left out; names=keep shows them.");
		final List<TableView> views = tables.tables().entrySet().stream().filter(entry -> redaction.shows(run, entry
			.getKey())).map(entry -> TableView.of(entry.getKey(), entry.getValue(), redaction)).toList();
		return new Section(place, chapter, run, Performance.of(run, tables, redaction).orElse(null), Suspects.of(run, tables,
			redaction).orElse(null), Findings.of(run, tables, chapter, redaction), new Exhibits(views, gallery.pictures(),
				notes), Origin.of(run, redaction), Again.of(run, redaction));
	}

	private static List<Pair> provenance(final RunInfo run) {
		final List<Pair> pairs = new ArrayList<>();
		pairs.add(new Pair("status", or(run.status(), "not recorded")));
		pairs.add(new Pair("started", or(run.start(), "not recorded")));
		pairs.add(new Pair("duration", run.duration().map(Section::words).orElse("not recorded")));
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

	Section untested() {
		return new Section(place, chapter, run, null, suspects, findings, exhibits, origin, again);
	}

	/** {@return number of pictures} */
	int pictures() {
		return exhibits.pictures().size() + (performance == null ? 0 : performance.pictures()) + (suspects == null ? 0 : 1 +
			suspects.pictures().size());
	}

	/** {@return whether anything is to be distrusted} */
	boolean hasDoubts() {
		return findings.hasDoubts() || !chapter.distrust().isEmpty();
	}
}
