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
package io.sonoflow.step.labelnoise;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.review.DecisionFile;
import io.sonoflow.curate.review.ReviewItem;
import io.sonoflow.curate.review.ReviewQueue;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.file.Tables;
import io.sonoflow.parameter.Key;
import io.sonoflow.run.RunInfo;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Prepares a reader's way through the suspicious labels of a finished {@link FilterNoisyLabels}; the command shows it in a
 * window. His decisions are in {@code decisions.csv} of that folder, which the key decisions of {@link FilterNoisyLabels} takes.
 */
public final class ReviewLabels extends Step<LabelReview> {

	/** The menu label. */
	public static final String LABEL = "Review Labels...";

	/** Who reads if nobody says. */
	public static final String SOMEBODY = "reader";

	@Parameter(label = "Input", description = "Output folder of a finished \"Filter Noisy Labels...\"; decisions.csv is written " +
		"into it.", style = "directory", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File input;

	@Parameter(label = "Blind", description = "Hides label and suspicion, mixes in as many other images, and asks for the label; " +
		"else the suspicious ones are accepted or rejected, the most suspect first.")
	public boolean blind = false;

	@Parameter(label = "Reader", description = "Who decides: a name or sign, for the column by; empty = reader, " +
		"once.")
	public String reader = "";

	@Parameter(label = "Seed", description = "Any whole number; decides the order and the images mixed in for a blind reader.")
	public long seed = 0;

	public ReviewLabels() {
	}

	/** @param input output folder of Filter Noisy Labels */
	public ReviewLabels(final File input) {
		this.input = input;
	}

	/** @param values by key, for scripts */
	public ReviewLabels(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static ReviewLabels of(final Path input) {
		return new ReviewLabels(file(input));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * @throws SonoflowException if the folder is not that of a finished search
	 */
	@Override
	protected LabelReview execute(final Monitor monitor) {
		final RunInfo run = RunInfo.read(input.toPath());
		if (!run.command().equals(FilterNoisyLabels.LABEL)) throw new SonoflowException.Input("input=" + input +
			" is the output of \"" + run.command() + "\". Give that of \"" + FilterNoisyLabels.LABEL + "\".");
		final Path table = input.toPath().resolve(LabelNoiseResults.SUSPICIOUS);
		if (!run.finished() || !Files.isRegularFile(table)) throw new SonoflowException.Input("input=" + input +
			" holds a search for wrong labels that is not finished. Run \"" + FilterNoisyLabels.LABEL + "\" to its end first.");
		final List<ReviewItem> items = items(run, table);
		final List<String> classes = items.stream().map(ReviewItem::label).distinct().sorted().toList();
		final ReviewQueue queue = blind ? ReviewQueue.blind(items, seed) : ReviewQueue.open(items);
		final DecisionFile file = new DecisionFile(input.toPath().resolve(DecisionFile.NAME));
		final LabelReview review = new LabelReview(items, queue, classes, file, name(file));
		monitor.message(review.done() + " of " + queue.items().size() + " images are decided by " + review.reader() + " in " + review
			.file().path() + ".");
		review.agreement().forEach(text -> monitor.message("Agreement: " + text + "."));
		return review;
	}

	/** Two who give no name would be one reader, whose decisions of before the second replaces. */
	private String name(final DecisionFile file) {
		if (!reader.isBlank()) return reader.strip();
		final long decided = file.read().stream().filter(each -> each.by().equals(SOMEBODY)).count();
		if (decided > 0) throw new SonoflowException.Input("reader is empty, but somebody without a name has decided " + decided +
			(decided == 1 ? " image" : " images") + " in " + file.path() + " already. Give reader=" + SOMEBODY +
			" if that was you; else give your name or sign.");
		return SOMEBODY;
	}

	private List<ReviewItem> items(final RunInfo run, final Path table) {
		final Dataset dataset = Dataset.read(input.toPath().resolve(Dataset.FILE), false, Monitor.NONE);
		final ImagePlaces files = ImagePlaces.of(run, dataset);
		final Tables.Table rows = Tables.read(table);
		// Before it had that column, each frame was judged by itself.
		final Map<Path, List<Path>> clips = rows.header().contains(Sample.CLIP) ? clips(dataset) : Map.of();
		final int[] at = List.of("image", "patient", "label", "proposed", "suspicious").stream().mapToInt(rows::column).toArray();
		return rows.rows().stream().map(row -> {
			final Path file = files.find(row.get(at[0]));
			final List<Path> frames = clips.getOrDefault(file, List.of(file));
			return new ReviewItem(row.get(at[0]), frames.get((frames.size() - 1) / 2), frames.size(), row.get(at[1]), row
				.get(at[2]), row.get(at[3]), Boolean.parseBoolean(row.get(at[4])));
		}).toList();
	}

	/** {@return by the first frame of each clip that is one file a frame all of them} */
	private static Map<Path, List<Path>> clips(final Dataset dataset) {
		return ClipUnits.unlabelled(dataset, Monitor.NONE).files().stream().collect(Collectors.toMap(files -> files.get(0),
			files -> files));
	}

	/** Where images are whose names are those of the run's input: the run's own data set names the same files. */
	private record ImagePlaces(Path base, Map<Path, List<Path>> byName) {

		static ImagePlaces of(final RunInfo run, final Dataset dataset) {
			final Map<Path, List<Path>> byName = new HashMap<>();
			for (final Sample sample : dataset.samples())
				byName.computeIfAbsent(sample.image().getFileName(), name -> new ArrayList<>()).add(sample.image());
			final Path input = run.inputs().isEmpty() ? null : run.find(run.inputs().get(0)).orElse(null);
			return new ImagePlaces(input == null || Files.isDirectory(input) ? input : input.getParent(), byName);
		}

		Path find(final String image) {
			final Path name = Path.of(image);
			final List<Path> alike = byName.getOrDefault(name.getFileName(), List.of());
			if (base != null && alike.contains(base.resolve(name).normalize())) return base.resolve(name).normalize();
			Path end = name.normalize();
			while (end.startsWith(".."))
				end = end.subpath(1, end.getNameCount());
			final Path ending = end;
			final List<Path> fitting = alike.stream().filter(each -> each.endsWith(ending)).toList();
			if (fitting.size() == 1) return fitting.get(0);
			throw new SonoflowException.File("The image " + image + " of " + LabelNoiseResults.SUSPICIOUS + " is " + (fitting
				.isEmpty() ? "not" : "more than once") + " in " + Dataset.FILE + " beside it. Was one of the tables changed? Run \"" +
				FilterNoisyLabels.LABEL + "\" again.");
		}
	}
}
