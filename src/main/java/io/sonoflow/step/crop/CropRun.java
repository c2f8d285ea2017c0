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
package io.sonoflow.step.crop;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.dataset.Opened;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.run.PartStore;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.SharedFiles;
import io.sonoflow.step.crop.CropUltrasound.Result;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The writing of all crops.
 *
 * @param all files of the run, or the image in memory
 * @param plans theirs, but of those that cannot be read
 * @param aliases what they are called
 * @param form of the crops
 * @param strict whether one that cannot be read to its end ends the run
 */
record CropRun(List<CropItem> all, Opened<CropPlan> plans, CropAliases aliases, CropWriter.Form form, boolean strict) {

	Result write(final RunFolder out, final Monitor monitor) {
		aliases.save();
		final int[] usable = plans.usable();
		final List<CropItem> items = IntStream.of(usable).mapToObj(all::get).toList();
		final List<CropPlan> found = IntStream.of(usable).mapToObj(plans::result).toList();
		final List<String> unique = CropNames.unique(items.stream().map(CropItem::name).toList(), (i, name) -> CropWriter.files(
			name, found.get(i)));
		final IntFunction<CropWriter> writer = i -> new CropWriter(out.path(), items.get(i), unique.get(i), found.get(i), form);
		if (!out.shard().isWhole()) return share(items, found, writer, out, monitor);
		return conclude(items, found, Parallel.map("crop", items.size(), monitor, i -> cut(writer.apply(i), monitor)), out, monitor);
	}

	private CropWriter.Written cut(final CropWriter writer, final Monitor monitor) {
		final CropWriter.Written crops = writer.write(monitor);
		if (crops.failure() != null && strict) throw crops.failure();
		return crops;
	}

	/** Cuts this process's files; if all are cut, puts the tables together. */
	private Result share(final List<CropItem> items, final List<CropPlan> found, final IntFunction<CropWriter> writer,
		final RunFolder out, final Monitor monitor)
	{
		final int[] usable = plans.usable();
		final PartStore<CropPart> store = CropPart.store(out.path());
		final IntFunction<Optional<CropPart>> stored = i -> store.find(CropPart.name(usable[i]), out.key(), part -> writer.apply(i)
			.isThere(part));
		final int[] missing = IntStream.range(0, items.size()).filter(i -> out.shard().has(usable[i]) && stored.apply(i).filter(
			CropPart::hasFrames).isEmpty()).toArray();
		Parallel.map("crop", missing.length, monitor, i -> {
			final CropWriter file = writer.apply(missing[i]);
			store.write(CropPart.name(usable[missing[i]]), out.key(), cut(file, monitor).part(file.name()));
			return null;
		});
		return out.alone(monitor, () -> {
			SharedFiles.requireUsable(plans, i -> all.get(i).source(out.path()), i -> store.find(CropPart.name(i), out.key(),
				CropPart::hasFrames).isPresent());
			final List<CropWriter.Written> written = IntStream.range(0, items.size()).boxed().flatMap(i -> stored.apply(i).map(
				part -> writer.apply(i).restored(part)).stream()).toList();
			if (written.size() == items.size()) {
				final Result result = conclude(items, found, written, out, monitor);
				out.merged();
				return result;
			}
			monitor.message(written.size() + " of " + items.size() +
				" files are cut. The tables are written when the other shards have cut theirs.");
			out.incomplete("files", written.size(), items.size());
			return new Result(null, 0, List.of(), List.of(), score(found));
		});
	}

	private Result conclude(final List<CropItem> items, final List<CropPlan> found, final List<CropWriter.Written> written,
		final RunFolder out, final Monitor monitor)
	{
		final CropTables tables = new CropTables(out, items, found, written);
		if (tables.samples().isEmpty()) throw written.get(0).failure();
		final List<List<String>> unread = unread(items, written, out.path());
		final List<List<String>> flawed = plans.flawed(i -> all.get(i).source(out.path()), reason -> aliases.text(RecordedPaths.text(
			reason)));
		final List<List<String>> broken = broken(items, found, written, out.path());
		final List<List<String>> review = Stream.of(CropTables.review(tables.crops()), flawed, broken, unread).flatMap(
			List::stream).toList();
		// A reason may name files that no table has.
		aliases.save();
		final Path table = tables.write(review, monitor);
		plans.tellFlaws(true, monitor);
		if (!broken.isEmpty()) monitor.warn(broken.size() + " of " + all.size() + (broken.size() == 1 ? " files breaks" :
			" files break") + " in the middle, and what comes before is cut: see review.csv. " + (broken.size() == 1 ? "" :
				"The first: ") + broken.get(0).get(0) + " is " + broken.get(0).get(1));
		tell(tables, review.size() - flawed.size() - broken.size(), unread, monitor);
		final double score = score(found);
		out.figure("files", items.size());
		out.figure("crops", tables.samples().size());
		out.figure("review", review.size());
		out.figure("score", score);
		out.figure("text", tables.crops().stream().filter(crop -> !crop.text().isEmpty()).count());
		out.figure("unread", unread.size());
		out.figure("broken", broken.size());
		final int still = written.stream().mapToInt(CropWriter.Written::still).sum();
		out.figure("still", still);
		monitor.message("Cropped " + Opened.count(all.size() - unread.size(), unread.size()) + ". Wrote " + tables.samples().size() +
			" crops and " + table + "." + still(still));
		return new Result(table, tables.samples().size(), review, List.of(), score);
	}

	/** {@return a sentence on frames that were left out; empty of none} */
	static String still(final int frames) {
		return frames == 0 ? "" : " Left out " + frames + (frames == 1 ? " frame of a clip that shows"
			: " frames of clips that show") + " the one before again (by less than half a grey level).";
	}

	/** {@return rows of review.csv for clips of which the finished frames are kept} */
	private List<List<String>> broken(final List<CropItem> items, final List<CropPlan> found,
		final List<CropWriter.Written> written, final Path folder)
	{
		final List<List<String>> rows = new ArrayList<>();
		for (int i = 0; i < items.size(); i++) {
			final CropWriter.Written crops = written.get(i);
			if (crops.failure() == null || crops.samples().isEmpty()) continue;
			rows.add(List.of(items.get(i).source(folder), "used in part: " + crops.frames() + " of its " + found.get(i).frames() +
				" frames are cut. " + aliases.text(RecordedPaths.text(crops.failure().getMessage()))));
		}
		return rows;
	}

	/** {@return rows of review.csv for files that could not be cut} */
	private List<List<String>> unread(final List<CropItem> items, final List<CropWriter.Written> written, final Path folder) {
		final List<List<String>> rows = new ArrayList<>();
		plans.review(i -> all.get(i).source(folder), reason -> aliases.text(RecordedPaths.text(reason))).forEach(rows::add);
		for (int i = 0; i < items.size(); i++)
			if (written.get(i).failure() != null && written.get(i).samples().isEmpty()) rows.add(List.of(items.get(i).source(
				folder), aliases.text(RecordedPaths.text(written.get(i).failure().getMessage()))));
		return rows;
	}

	private void tell(final CropTables tables, final int review, final List<List<String>> unread, final Monitor monitor) {
		if (tables.written().stream().anyMatch(CropWriter.Written::grouped)) monitor.warn(
			"Crops of one file belong together: where the patient is unknown, the column patient now has the file's name.");
		final int left = unread.size();
		// It need not be the file: of many the mask is empty, say.
		if (left > 0) monitor.warn(left + " of " + (tables.items().size() + left - tables.written().stream().filter(
			each -> each.samples().isEmpty()).count()) + " files cannot be cut and are left out: see review.csv. " + (left == 1 ? ""
				: "The first: ") + unread.get(0).get(1));
		if (review > left) monitor.warn(review - left + " of " + tables.crops().size() +
			" crops are to be looked at: see review.csv and sheet.png.");
		final long lettered = tables.crops().stream().filter(crop -> !crop.text().isEmpty()).count();
		if (lettered > 0) monitor.warn("What looks like text " + (form.blank() ? "was blanked in " : "stands in ") +
			lettered + " of " + tables.crops().size() + " crops: see text.csv" + (form.blank() ? "."
				: "; text=blank blanks it."));
		if (aliases.hide()) monitor.warn(
			"Names of files and patients are hashed. Other columns and folders' names are as they were: see that none says who it is.");
	}

	static double score(final List<CropPlan> plans) {
		return plans.stream().flatMap(plan -> plan.fields().stream()).mapToDouble(FieldOfView::score).average().orElse(0);
	}
}
