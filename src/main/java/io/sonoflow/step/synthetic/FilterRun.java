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
package io.sonoflow.step.synthetic;

import io.sonoflow.Monitor;
import io.sonoflow.curate.copy.MemoryAudit;
import io.sonoflow.curate.copy.MemoryMatch;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.curate.manifold.FaithfulFilter;
import io.sonoflow.curate.manifold.Fid;
import io.sonoflow.curate.manifold.FilterSweep;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.dataset.learned.SetDigests;
import io.sonoflow.file.Tables;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.InputCheck;
import io.sonoflow.step.synthetic.FilterSynthetic.Result;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The work of a filter: embed, decide, look for copies, write. */
final class FilterRun {

	/** The table with a row for each generated image. */
	static final String TABLE = "filter.csv";

	/** Most images of each kind on the sheet. */
	private static final int SHOWN = 24;

	private static final int COLUMNS = 8;
	private static final int CELL = 128;

	private final FilterSynthetic step;
	private final SyntheticSets sets;
	private final RunFolder folder;
	private final Monitor monitor;

	FilterRun(final FilterSynthetic step, final SyntheticSets sets, final RunFolder folder, final Monitor monitor) {
		this.step = step;
		this.sets = sets;
		this.folder = folder;
		this.monitor = monitor;
	}

	Result run(final FeatureExtractor extractor) {
		checkKind();
		final EmbeddedSets embedded = EmbeddedSets.of(sets, extractor, step.storage.of(folder), folder, monitor);
		final int k = step.neighbour(sets.reals());
		final List<MemoryMatch> memory = audit();
		final boolean[] allowed = new boolean[sets.synthetics()];
		for (int i = 0; i < allowed.length; i++)
			allowed[i] = !step.drops() || !isCopy(memory.get(i));
		final SyntheticChoice choice = SyntheticChoice.of(step, embedded, k, allowed, folder, monitor);
		final FaithfulFilter.Result chosen = choice.filter();
		final boolean[] kept = choice.kept();
		writeTable(chosen, kept, memory);
		final int[] rows = IntStream.range(0, kept.length).filter(i -> kept[i]).toArray();
		Dataset.write(folder.resolve(Dataset.FILE), Arrays.stream(rows).mapToObj(sets.synthetic().samples()::get).toList());
		learned().write(folder.path());
		if (rows.length == 0) monitor.warn("No generated image is kept: none lies within the radius about a real one. Look at " +
			"sheet.png; if the images are good, try a larger k or other features.");
		writeSheet(chosen, kept);
		final int[] sweep = step.swept();
		if (sweep.length > 0) sweep(sweep, k, embedded);
		final Result result = result(k, rows.length, memory, embedded);
		if (step.release != null) release(rows, result, memory, embedded, extractor);
		return result;
	}

	/** {@return what the generator was trained on, and the real images by which its images were chosen} */
	private LearnedFrom learned() {
		final LearnedFrom beside = LearnedFrom.beside(step.synthetic.toPath());
		final LearnedFrom generator = beside.isEmpty() ? LearnedFrom.unknown(LearnedRole.GENERATOR) : beside;
		return generator.with(SetDigests.of(sets.real().samples(), sets.realPictures()::get, monitor).record(
			LearnedRole.FILTER, step.seed, monitor)).with(LearnedFrom.beside(step.real.toPath()));
	}

	/** Features of images that are not of the network's kind compare what it never learned. */
	private void checkKind() {
		final InputCheck check = InputCheck.ofWeights(step.embedding.file(), monitor);
		if (check.range().isEmpty()) return;
		final List<String> names = new ArrayList<>();
		final List<String> warnings = new ArrayList<>();
		IntStream.range(0, sets.reals()).mapToObj(sets::realName).forEach(names::add);
		IntStream.range(0, sets.synthetics()).mapToObj(sets::syntheticName).forEach(names::add);
		warnings.addAll(check.warnings(IntStream.range(0, sets.reals()).toArray(), sets::realImage, monitor));
		warnings.addAll(check.warnings(IntStream.range(0, sets.synthetics()).toArray(), sets::syntheticImage, monitor));
		check.tell("images", names, warnings, folder, monitor);
	}

	private void sweep(final int[] ks, final int used, final EmbeddedSets embedded) {
		Fid.warning(embedded.real(), embedded.synthetic()).ifPresent(monitor::warn);
		final SweepFigures figures = new SweepFigures(FilterSweep.run(embedded.real(), embedded.synthetic(), embedded
			.logits(), step.seed, monitor, ks), used, embedded.logits() != null);
		figures.writeTable(folder.resolve("sweep.csv"));
		figures.plot().scale(2).write(folder.resolve("sweep.png"));
	}

	/** Copies are never passed on, whatever becomes of them here. */
	private void release(final int[] rows, final Result result, final List<MemoryMatch> memory, final EmbeddedSets embedded,
		final FeatureExtractor extractor)
	{
		final int[] clean = Arrays.stream(rows).filter(i -> !isCopy(memory.get(i))).toArray();
		if (clean.length < rows.length) monitor.warn((rows.length - clean.length) + " of " + rows.length +
			" kept images are taken for copies of real ones and are left out of release=" + step.release + ".");
		new ReleasedSet(step, sets, folder, monitor).write(clean, result, memory, embedded, extractor);
	}

	private Result result(final int k, final int kept, final List<MemoryMatch> memory, final EmbeddedSets embedded) {
		final int copies = memory.isEmpty() ? -1 : (int) memory.stream().filter(this::isCopy).count();
		folder.figure("k", k);
		folder.figure("kept", kept);
		folder.figure("dropped", sets.synthetics() - kept);
		if (copies >= 0) folder.figure("copies", copies);
		if (copies > 0) monitor.warn(copies + " of " + sets.synthetics() +
			" generated images are taken for copies of real ones (p <= " + step.alarm + "): look at copies.png. " + (step
				.drops() ? "They were dropped." : "copies=drop leaves them out."));
		if (embedded.real().rows() <= ManifoldScores.DEFAULT_K) monitor.warn("With " + embedded.real().rows() +
			" real images the choice says little.");
		return new Result(folder.resolve(TABLE), k, kept, sets.synthetics() - kept, copies);
	}

	private List<MemoryMatch> audit() {
		if (!step.audit || !MemoryAudit.isPossible(sets.patients())) return List.of();
		final MemoryAudit audit = MemoryAudit.of(sets::realImage, sets.patients(), monitor);
		final List<MemoryMatch> matches = audit.matches(sets.synthetics(), sets::syntheticImage, monitor);
		new CopySheet(sets, matches, step.alarm).write(folder.resolve("copies.png"));
		return matches;
	}

	private boolean isCopy(final MemoryMatch match) {
		return match.p() <= step.alarm;
	}

	private void writeTable(final FaithfulFilter.Result chosen, final boolean[] kept, final List<MemoryMatch> memory) {
		final List<String> header = new ArrayList<>(List.of("image", "kept", "distance", "nearest", "balls"));
		if (!memory.isEmpty()) header.addAll(List.of("resembles", "similarity", "p", "copy", "flip", "dx", "dy"));
		final List<List<String>> rows = new ArrayList<>();
		for (int i = 0; i < kept.length; i++) {
			final List<String> row = new ArrayList<>(List.of(sets.syntheticName(i), String.valueOf(kept[i]), String.valueOf(
				chosen.distance()[i]), sets.realName(chosen.nearest()[i]), String.valueOf(chosen.balls()[i])));
			if (!memory.isEmpty()) {
				final MemoryMatch match = memory.get(i);
				row.addAll(List.of(sets.realName(match.nearest()), decimals(match.similarity()), String.format(Locale.ROOT,
					"%.3g", match.p()), String.valueOf(isCopy(match)), match.flip().name().toLowerCase(Locale.ROOT), decimals(match
						.dx()), decimals(match.dy())));
			}
			rows.add(row);
		}
		Tables.write(folder.resolve(TABLE), header, rows);
	}

	private static String decimals(final double value) {
		return String.format(Locale.ROOT, "%.4f", value);
	}

	/** The published figure: some of the kept ones in green frames, some of the dropped ones in red. */
	private void writeSheet(final FaithfulFilter.Result chosen, final boolean[] kept) {
		final int[] yes = spread(IntStream.range(0, kept.length).filter(i -> kept[i]).toArray());
		final int[] no = spread(IntStream.range(0, kept.length).filter(i -> !kept[i]).toArray());
		final long all = IntStream.range(0, kept.length).filter(i -> kept[i]).count();
		final Sheet sheet = new Sheet(COLUMNS).cell(CELL).title(all + " kept (green" + shown(yes.length, all) + "), " +
			(kept.length - all) + " dropped (red, dashed" + shown(no.length, kept.length - all) + "); k = " + chosen.k());
		for (final int i : yes)
			add(sheet, i, chosen.distance()[i], Sheet.Frame.GREEN);
		for (final int i : no)
			add(sheet, i, chosen.distance()[i], Sheet.Frame.RED);
		sheet.write(folder.resolve("sheet.png"));
	}

	private static String shown(final int shown, final long all) {
		return shown < all ? ", " + shown + " shown" : "";
	}

	/** {@return evenly spread ones, so that nobody chose them} */
	private static int[] spread(final int[] rows) {
		if (rows.length <= SHOWN) return rows;
		return IntStream.range(0, SHOWN).map(i -> rows[(int) ((long) i * rows.length / SHOWN)]).toArray();
	}

	private void add(final Sheet sheet, final int number, final double distance, final Sheet.Frame frame) {
		final Path file = sets.synthetic().samples().get(number).image();
		final String name = file.getFileName().toString().replaceAll("\\.[^.]*$", "");
		sheet.add(sets.syntheticImage(number), name.length() > 12 ? String.format(Locale.ROOT, "d = %.3g", distance)
			: name, frame);
	}
}
