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
import io.sonoflow.file.Tables;
import io.sonoflow.plot.Pictures;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.run.RunInfo;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The images whose labels a search suspects: how many, how often doubted, and their pictures. All is counted from the one
 * table, so that picture and number agree.
 *
 * @param text how many
 * @param histogram images by number of judgements that doubted them, suspected ones apart
 * @param pictures of suspected images, the most suspect first
 * @param notes what is not shown, and why
 */
record Suspects(String text, Picture histogram, List<Picture> pictures, List<String> notes) {

	private static final int SHOWN = 12;
	/** Drawn from the same table, but without telling suspected images from others. */
	static final String REPLACED = "histogram.png";

	static Optional<Suspects> of(final RunInfo run, final Tabular tables, final Redaction redaction) {
		return tables.get("suspicious.csv", "image", "label", "flags", "judgements", "suspicious").filter(table -> !table.rows()
			.isEmpty()).map(table -> of(run, tables, table, redaction));
	}

	private static Suspects of(final RunInfo run, final Tabular tables, final Tables.Table table, final Redaction redaction) {
		final int suspicious = table.column("suspicious");
		final List<List<String>> found = table.rows().stream().filter(row -> row.get(suspicious).equals("true")).toList();
		final List<Picture> pictures = new ArrayList<>();
		final TableImages images = new TableImages(run);
		final Map<String, String> decided = decided(run, tables, redaction);
		final List<List<String>> shown = found.subList(0, Math.min(SHOWN, found.size()));
		for (final List<String> row : shown)
			images.thumbnail(row.get(table.column("image")), "input", caption(table, row, decided, redaction)).ifPresent(pictures::add);
		final List<String> notes = new ArrayList<>();
		if (shown.size() < found.size()) notes.add("The first " + shown.size() + " of " + found.size() + " are shown.");
		if (pictures.size() < shown.size()) notes.add(shown.size() - pictures.size() +
			" of them lie no longer where they were, or are of a kind that a page cannot show.");
		return new Suspects(found.size() + " of " + table.rows().size() + " images are suspected. Whether an image is depends on " +
			"the method and on the unit that was judged (" + run.parameter("method") + (run.parameter("unit").isEmpty() ? "" : ", " +
				run.parameter("unit")) + "), not on the number of judgements alone." + (decided.isEmpty() ? "" : " Readers decided on " +
					found.stream().filter(row -> decided.containsKey(row.get(table.column("image")))).count() +
					" of those that are suspected."), histogram(table, suspicious), pictures, notes);
	}

	private static String caption(final Tables.Table table, final List<String> row, final Map<String, String> decided,
		final Redaction redaction)
	{
		final String image = row.get(table.column("image"));
		final String proposed = table.header().contains("proposed") ? row.get(table.column("proposed")) : "";
		return redaction.cell("image", image) + ": labelled \"" + row.get(table.column("label")) + "\"" +
			(proposed.isBlank() ? "" : ", proposed \"" + proposed + "\"") + ", doubted in " + row.get(table.column("flags")) +
			" of " + row.get(table.column("judgements")) + (decided.containsKey(image) ? "; " + decided.get(image) : "");
	}

	/**
	 * {@return what readers decided on suspected images: in the run's own folder, where they were asked, and in the tables that the
	 * run was given}
	 */
	static List<Tables.Table> decisions(final RunInfo run, final Tabular tables) {
		final List<Tables.Table> all = new ArrayList<>();
		final String[] columns = { "image", "decision", "by" };
		tables.get("decisions.csv", columns).ifPresent(all::add);
		run.inputs().stream().filter(input -> run.parameter("decisions").contains(input.path())).flatMap(input -> run.find(input)
			.stream()).filter(Files::isRegularFile).forEach(file -> {
				try {
					final Tables.Table given = Tables.read(file);
					if (given.header().containsAll(List.of(columns))) all.add(given);
				}
				catch (final SonoflowException.File e) {
					// It has changed since; what came of it is recorded.
				}
			});
		return all;
	}

	/** By image; of one reader the last decision counts, as when they are applied. */
	private static Map<String, String> decided(final RunInfo run, final Tabular tables, final Redaction redaction) {
		final Map<String, Map<String, String>> all = new HashMap<>();
		for (final Tables.Table table : decisions(run, tables))
			for (final List<String> row : table.rows())
				all.computeIfAbsent(row.get(table.column("image")), image -> new LinkedHashMap<>()).put(row.get(table.column("by")), row
					.get(table.column("decision")));
		final Map<String, String> words = new HashMap<>();
		all.forEach((image, readers) -> words.put(image, readers.entrySet().stream().map(each -> redaction.cell("by", each
			.getKey()) + ": " + each.getValue()).collect(Collectors.joining(", "))));
		return words;
	}

	private static Picture histogram(final Tables.Table table, final int suspicious) {
		final int[] flags = Tabular.column(table, "flags").stream().mapToInt(cell -> (int) Headline.number(cell).orElse(0))
			.toArray();
		final int most = IntStream.of(flags).max().orElse(0);
		final double[] yes = new double[most + 1];
		final double[] no = new double[most + 1];
		for (int i = 0; i < flags.length; i++) {
			if (flags[i] < 0) continue;
			if (table.rows().get(i).get(suspicious).equals("true")) yes[flags[i]]++;
			else no[flags[i]]++;
		}
		final List<Plots.Bars> bars = List.of(new Plots.Bars((int) IntStream.range(0, most + 1).mapToDouble(i -> no[i]).sum() +
			" not suspected", no, null), new Plots.Bars((int) IntStream.range(0, most + 1).mapToDouble(i -> yes[i]).sum() +
				" suspected", yes, null));
		return Picture.of("Images by the number of judgements that doubted their label", Pictures.toPicture(Plots.bars(Axes.of(
			"judgements that doubted the label", "images"), IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList(), bars)
			.size(640, 360).scale(2).image()), 640, 200_000);
	}
}
