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
import io.sonoflow.curate.label.LabelErrorDetector;
import io.sonoflow.curate.label.LabelEvidence;
import io.sonoflow.curate.label.LabelVerdict;
import io.sonoflow.curate.label.LossSpikeDetector;
import io.sonoflow.curate.label.OnlineFilter;
import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.file.Tables;
import io.sonoflow.parameter.Lists;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.Labelling;
import io.sonoflow.step.data.PredictionTables;
import io.sonoflow.step.labelnoise.FilterNoisyLabels.Finding;
import io.sonoflow.step.labelnoise.FilterNoisyLabels.Result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The verdict of a search for wrong labels, its tables, pictures and the data set it leaves. */
final class LabelNoiseResults {

	/** The table of all images, the most suspect first. */
	static final String SUSPICIOUS = "suspicious.csv";

	/** How many images were flagged in at least k judgements, for each number of epochs above the threshold. */
	static final String FLAGGED = "flagged.csv";

	private final VerdictSettings settings;
	private final boolean online;
	private final Dataset all;
	private final LabelledImages data;
	private final LabelUnits units;
	private final List<LabelNoiseTask> tasks;
	private final LabelNoiseParts parts;
	private final Monitor monitor;

	/** Null if nobody decided anything. */
	private final DecidedLabels decided;

	/**
	 * @param all rows, also those whose label was dropped before
	 * @param data the images and clips that were judged
	 */
	LabelNoiseResults(final FilterNoisyLabels step, final Dataset all, final LabelledImages data,
		final LabelUnits units, final List<LabelNoiseTask> tasks, final LabelNoiseParts parts, final Monitor monitor)
	{
		this.settings = step.verdict;
		this.online = step.online;
		this.all = all;
		this.data = data;
		this.units = units;
		this.tasks = tasks;
		this.parts = parts;
		this.monitor = monitor;
		this.decided = settings.decisions.isBlank() ? null : DecidedLabels.read(Lists.paths(settings.decisions), data);
	}

	/** @param folder in which all trainings are */
	Result write(final RunFolder folder, final LabelErrorDetector judge) {
		final List<TrainingRecord> records = tasks.stream().map(task -> parts.find(folder, task).orElseThrow()).toList();
		final LabelVerdict verdict = judge.judge(new LabelEvidence(records, data.labels(), data.classes().size(), units
			.units()));
		final boolean[] suspicious = units.suspicious(verdict.suspicious(), data.labels());
		final List<Sample> cleaned = cleaned(suspicious, verdict.proposed());
		final List<Finding> findings = findings(verdict, suspicious, units.conflicts(verdict.suspicious(), cleaned.stream()
			.map(Sample::label).toList()));
		final List<Finding> ranked = ranking(findings).mapToObj(findings::get).toList();
		final List<int[][]> skipped = online ? records.stream().map(OnlineFilter::skipped).toList() : List.of();
		writeSuspicious(folder, findings, skipped);
		writeLosses(folder, records, skipped);
		writeFlagged(folder, records, verdict.judgements());
		Dataset.write(folder.resolve(Dataset.FILE), withCarried(cleaned));
		final LabelNoisePlots pictures = new LabelNoisePlots(settings, findings, records);
		pictures.trajectories().write(folder.resolve("trajectories.png"));
		pictures.histogram().write(folder.resolve("histogram.png"));
		folder.merged();
		tell(folder, findings, cleaned);
		if (online) tellSkipped(folder, skipped);
		if (decided != null) decided.tell(folder, findings, monitor);
		return new Result(folder.path(), true, ranked);
	}

	/** The judged samples after the action. */
	private List<Sample> cleaned(final boolean[] suspicious, final int[] proposed) {
		return IntStream.range(0, data.size()).mapToObj(i -> {
			final Sample sample = data.dataset().samples().get(i);
			if (decided != null) return sample.withExtra(Sample.ORIGINAL, sample.original()).withLabel(decided.label(i));
			if (settings.action.equals("report")) return sample;
			final Sample kept = sample.withExtra(Sample.ORIGINAL, sample.original());
			if (!suspicious[i]) return kept;
			return kept.withLabel(settings.action.equals("drop") ? "" : data.classes().get(proposed[i]));
		}).toList();
	}

	/** All rows in their order, those that were judged as they are now: the frames of a clip all alike. */
	private List<Sample> withCarried(final List<Sample> cleaned) {
		final Map<Object, Sample> judged = cleaned.stream().collect(Collectors.toMap(ClipUnits::key, Function.identity()));
		return all.samples().stream().map(row -> {
			final Sample now = judged.get(ClipUnits.key(row));
			if (now == null) return row;
			final Sample labelled = row.withLabel(now.label());
			return now.extra().containsKey(Sample.ORIGINAL) ? labelled.withExtra(Sample.ORIGINAL, now.extra().get(Sample.ORIGINAL))
				: labelled;
		}).toList();
	}

	private List<Finding> findings(final LabelVerdict verdict, final boolean[] suspicious, final List<String> conflicts) {
		return IntStream.range(0, data.size()).mapToObj(i -> {
			final Sample sample = data.dataset().samples().get(i);
			return new Finding(data.name(i), sample.patient(), sample.label(), verdict.flags()[i], verdict.judgements()[i], verdict
				.score()[i], suspicious[i], data.classes().get(verdict.proposed()[i]), conflicts.get(i));
		}).toList();
	}

	/** {@return the samples, the most suspect first} */
	private static IntStream ranking(final List<Finding> findings) {
		return IntStream.range(0, findings.size()).boxed().sorted(Comparator.<Integer>comparingDouble(i -> -findings.get(i)
			.score()).thenComparing(i -> -findings.get(i).flags())).mapToInt(Integer::intValue);
	}

	private void writeSuspicious(final RunFolder folder, final List<Finding> findings, final List<int[][]> skipped) {
		final List<String> header = List.of("image", "patient", "label", "flags", "judgements", "suspicious", "conflict", "score",
			"proposed", "side", "view", "published");
		final boolean frames = data.dataset().samples().stream().anyMatch(sample -> !sample.clip().isEmpty());
		final List<String> withSkips = online ? and(header, "skipped", "firstskip") : header;
		Tables.write(folder.resolve(SUSPICIOUS), frames ? and(withSkips, Sample.CLIP) : withSkips, ranking(findings).mapToObj(
			i -> {
				final Finding each = findings.get(i);
				final Sample sample = data.dataset().samples().get(i);
				final List<String> row = List.of(each.image(), each.patient(), each.label(), Integer.toString(each.flags()), Integer
					.toString(each.judgements()), Boolean.toString(each.suspicious()), each.conflict(), PredictionTables.text(each
						.score()), each.suspicious() ? each.proposed() : "", sample.side(), sample.view(), isSpikes() ? Integer.toString(
							FilterNoisyLabels.PUBLISHED) : "");
				final List<String> skips = online ? and(row, skips(skipped, i)) : row;
				return frames ? and(skips, sample.clip()) : skips;
			}).toList());
	}

	/** In how many epochs of all trainings an image was skipped, and the first of them. */
	private static String[] skips(final List<int[][]> skipped, final int image) {
		final int[] epochs = skipped.stream().flatMapToInt(training -> IntStream.of(training[image])).toArray();
		return new String[] { Integer.toString(epochs.length), epochs.length == 0 ? "" : Integer.toString(IntStream.of(epochs)
			.min().getAsInt()) };
	}

	private static List<String> and(final List<String> row, final String... more) {
		return Stream.concat(row.stream(), Stream.of(more)).toList();
	}

	/** The published table, side by side: it costs no training, whoever judges. */
	private void writeFlagged(final RunFolder folder, final List<TrainingRecord> records, final int[] judgements) {
		if (!isSpikes()) return;
		final int most = Arrays.stream(judgements).max().orElse(0);
		final List<List<String>> rows = new ArrayList<>();
		for (final int count : settings.counts()) {
			final int[] images = LossSpikeDetector.cumulative(new LossSpikeDetector(settings.threshold, count, 0).flagged(records),
				most);
			for (int k = 1; k <= most; k++)
				rows.add(List.of(Integer.toString(count), Integer.toString(k), Integer.toString(images[k - 1])));
		}
		Tables.write(folder.resolve(FLAGGED), List.of("count", "k", "images"), rows);
	}

	private boolean isSpikes() {
		return settings.method.equals(LossSpikeDetector.NAME);
	}

	/** One row for each training, image and epoch in which it was drawn; made while it is written, for there are many. */
	private void writeLosses(final RunFolder folder, final List<TrainingRecord> records, final List<int[][]> skipped) {
		final List<String> names = IntStream.range(0, data.size()).mapToObj(data::name).toList();
		final List<String> header = List.of("image", "init", "seed", "fold", "epoch", "loss");
		Tables.write(folder.resolve("losses.csv"), online ? and(header, "skipped") : header, () -> IntStream.range(0, tasks.size())
			.boxed().flatMap(t -> rows(names, tasks.get(t), records.get(t), online ? skipped.get(t) : null)).iterator());
	}

	/** @param skipped of each image the epochs in which it was; null = nobody asked */
	private static Stream<List<String>> rows(final List<String> names, final LabelNoiseTask task, final TrainingRecord record,
		final int[][] skipped)
	{
		return IntStream.range(0, names.size()).boxed().flatMap(i -> IntStream.range(0, record.epochs()).filter(
			epoch -> !Double.isNaN(record.loss()[i][epoch])).mapToObj(epoch -> {
				final List<String> row = List.of(names.get(i), task.initName(), Long.toString(task.seed()), Integer.toString(task
					.fold()), Integer.toString(epoch + 1), PredictionTables.text(record.loss()[i][epoch]));
				return skipped == null ? row : and(row, Boolean.toString(IntStream.of(skipped[i]).anyMatch(each -> each == epoch + 1)));
			}));
	}

	/** Who was left out, and of how much training. */
	private void tellSkipped(final RunFolder folder, final List<int[][]> skipped) {
		final long images = IntStream.range(0, data.size()).filter(i -> skipped.stream().anyMatch(training -> training[i].length > 0))
			.count();
		final long epochs = skipped.stream().flatMap(Stream::of).mapToLong(each -> each.length).sum();
		folder.figure("skipped", images);
		folder.figure("skippedepochs", epochs);
		monitor.message("online=true: " + images + " of " + data.size() + " images were skipped in at least one epoch of a " +
			"training, " + epochs + " times in all (column skipped of " + SUSPICIOUS + " and losses.csv).");
	}

	private void tell(final RunFolder folder, final List<Finding> findings, final List<Sample> cleaned) {
		final List<Finding> suspicious = findings.stream().filter(Finding::suspicious).toList();
		final Map<String, Integer> labels = new TreeMap<>();
		suspicious.forEach(each -> labels.merge(each.label(), 1, Integer::sum));
		folder.figure("trainings", tasks.size());
		folder.figure("images", findings.size());
		final long clips = IntStream.range(0, data.size()).filter(data.images()::isClip).count();
		if (clips > 0) folder.figure("clips", clips);
		folder.figure("suspicious", suspicious.size());
		if (isSpikes()) folder.figure("judgements", findings.stream().mapToInt(Finding::judgements).max().orElse(0));
		monitor.message(suspicious.size() + " of " + findings.size() + " labels are suspicious" + (labels.isEmpty() ? "" : ": " +
			String.join(", ", labels.entrySet().stream().map(each -> each.getValue() + " " + each.getKey()).toList())) +
			" (action=" + settings.action + ").");
		if (2 * suspicious.size() > findings.size()) monitor.warn("More than half of the labels are suspicious: the networks have " +
			"hardly learned, or the rule is too strict for so few trainings. Do not drop or flip by it: train longer, or raise count, " +
			"threshold or judgements.");
		conflicts(folder, findings, "views disagree", "of one testis are suspicious and others not");
		conflicts(folder, findings, "labels differ", "of one testis have different labels in " + Dataset.FILE);
		for (final String label : data.classes())
			if (cleaned.stream().noneMatch(sample -> sample.label().equals(label))) monitor.warn("No image of label \"" + label +
				"\" is left in " + Dataset.FILE + ".");
		if (data.labellings().stream().anyMatch(each -> each.name().equals(Labelling.TRUTH))) truth(folder, findings);
	}

	private void conflicts(final RunFolder folder, final List<Finding> findings, final String kind, final String what) {
		final List<Integer> views = IntStream.range(0, findings.size()).filter(i -> findings.get(i).conflict().contains(kind))
			.boxed().toList();
		final long testes = views.stream().map(i -> units.testes()[i]).distinct().count();
		folder.figure(kind.replace(" ", ""), testes);
		if (testes > 0) monitor.warn("Conflicts: some views " + what + " (" + testes +
			(testes == 1 ? " testis" : " testes") + ", \"" + kind + "\" in column conflict of suspicious.csv). Look at them.");
	}

	/** Of phantoms it is known which labels are wrong; no verdict depends on it. */
	private void truth(final RunFolder folder, final List<Finding> findings) {
		final List<Integer> wrong = new ArrayList<>();
		for (int i = 0; i < findings.size(); i++) {
			final Sample sample = data.dataset().samples().get(i);
			if (!sample.truth().equals(sample.label())) wrong.add(i);
		}
		final long found = wrong.stream().filter(i -> findings.get(i).suspicious()).count();
		final long alarms = findings.stream().filter(Finding::suspicious).count() - found;
		folder.figure("wronglabels", wrong.size());
		folder.figure("wronglabelsfound", found);
		folder.figure("falsealarms", alarms);
		monitor.message("The truth is known here: " + found + " of " + wrong.size() + " wrong labels were found, with " +
			alarms + " false alarms.");
	}
}
