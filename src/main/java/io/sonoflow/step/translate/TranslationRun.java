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
package io.sonoflow.step.translate;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.diffusion.translate.ClipTranslation;
import io.sonoflow.diffusion.translate.OpenPair;
import io.sonoflow.diffusion.translate.SquareTranslator;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Images;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.run.PartStore;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.crop.CropNames;
import io.sonoflow.step.translate.TranslateUltrasound.Result;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** The work of a translation: those clips of this process that are not done yet, then, if all are there, the tables. */
final class TranslationRun {

	/** Columns of the table of scores. */
	static final List<String> SCORE_COLUMNS = Stream.concat(Stream.of("image", "frames"), ClipScores.COLUMNS.stream()).toList();

	private final TranslateUltrasound step;
	private final List<ClipPairs.Row> rows;
	private final Opened<ClipLook> looks;
	private final ClipTranslation translation;
	private final ClipCodec codec;
	private final List<String> names;
	private final List<ArrayImg<UnsignedByteType, ByteArray>> grey = new ArrayList<>();
	private final List<ArrayImg<ARGBType, IntArray>> colour = new ArrayList<>();
	private final Monitor monitor;

	TranslationRun(final TranslateUltrasound step, final List<ClipPairs.Row> rows, final Opened<ClipLook> looks,
		final SquareTranslator squares, final Monitor monitor)
	{
		this.step = step;
		this.rows = rows;
		this.looks = looks;
		this.monitor = monitor;
		translation = new ClipTranslation(squares, step.computation.seed);
		codec = ClipCodec.of(step.codec);
		names = CropNames.unique(CropNames.of(rows.stream().map(row -> row.pair().any().toAbsolutePath()).toList()), (i,
			name) -> List.of(name));
	}

	/** {@return the open picture's frames, translated} */
	Result show() {
		try (OpenPair open = open(0)) {
			translation.run(open, names.get(0), monitor, this::keep);
		}
		return new Result(null, true, List.of(), List.of(), grey, colour);
	}

	/** What is open is in memory already. */
	private void keep(final ClipTranslation.Frame frame) {
		final int width = looks.result(0).width();
		final int height = looks.result(0).height();
		if (frame.grey() != null) grey.add(Images.bytes(frame.grey(), width, height));
		else colour.add(ArrayImgs.argbs(frame.colour(), width, height));
	}

	private OpenPair open(final int clip) {
		if (step.open == null) return new OpenPair(rows.get(clip).pair(), translation.direction(), step.frames
			.choice());
		return new OpenPair(rows.get(clip).pair(), translation.direction(), step.frames.choice(), step.open.frames(), step.open
			.masks());
	}

	Result run(final RunFolder folder) {
		final PartStore<TranslationPart> store = TranslationPart.store(folder.path());
		final int[] usable = looks.usable();
		final int[] mine = Arrays.stream(usable).filter(folder.shard()::has).toArray();
		final int[] missing = Arrays.stream(mine).filter(clip -> part(store, folder, clip).isEmpty()).toArray();
		if (missing.length < mine.length) monitor.message((mine.length - missing.length) + " of " + mine.length +
			" clips are already done.");
		folder.keeps(() -> {
			final long done = Arrays.stream(usable).filter(clip -> part(store, folder, clip).isPresent()).count();
			return done == 0 ? "" : done + " of " + usable.length + " clips";
		});
		for (int i = 0; i < missing.length; i++) {
			store.write(TranslationPart.name(missing[i]), folder.key(), translate(folder, missing[i]));
			monitor.progress("clips", i + 1L, missing.length);
		}
		return folder.alone(monitor, () -> conclude(store, folder, usable));
	}

	private Optional<TranslationPart> part(final PartStore<TranslationPart> store, final RunFolder folder, final int clip) {
		return store.find(TranslationPart.name(clip), folder.key(), part -> part.isOf(files(folder, clip)));
	}

	/** {@return the files of a clip and of its regions} */
	private List<Path> files(final RunFolder folder, final int clip) {
		final boolean still = looks.result(clip).frames() == 1;
		final String ending = still ? ".png" : "." + codec.extension();
		return List.of(folder.resolve(still ? "images" : "clips").resolve(names.get(clip) + ending), folder.resolve("regions")
			.resolve(names.get(clip) + (still ? ".png" : "." + ClipCodec.FFV1.extension())));
	}

	private TranslationPart translate(final RunFolder folder, final int clip) {
		final List<Path> files = files(folder, clip);
		final ClipLook look = looks.result(clip);
		final ClipScores scores = look.paired() ? new ClipScores(look.width()) : null;
		final ClipTranslation.Ended[] ended = new ClipTranslation.Ended[1];
		AtomicFiles.write(files.get(0), made -> AtomicFiles.write(files.get(1), regions -> {
			try (OpenPair open = open(clip); TranslatedFiles writer = new TranslatedFiles(made, regions, codec, look)) {
				ended[0] = translation.run(open, names.get(clip), monitor, frame -> {
					writer.add(frame);
					if (scores != null) scores.add(frame);
					if (step.open != null) keep(frame);
					if (frame.grey() != null && frame.number() == 0) monitor.preview("translated", Images.bytes(frame.grey(), look.width(),
						look.height()));
				});
				writer.finish();
			}
		}));
		final SonoflowException.File failure = ended[0].failure();
		final String said = failure == null ? "" : "ends after frame " + ended[0].frames() + " of " + look.frames() +
			", which are translated and kept: " + failure.getMessage();
		if (failure != null) monitor.warn(rows.get(clip).pair().name() + " " + said);
		return new TranslationPart(TranslationPart.sums(files), ended[0].frames(), said, scores == null ? new double[0] : scores
			.values());
	}

	private Result conclude(final PartStore<TranslationPart> store, final RunFolder folder, final int[] usable) {
		final Map<Integer, TranslationPart> parts = new LinkedHashMap<>();
		for (final int clip : usable)
			part(store, folder, clip).ifPresent(part -> parts.put(clip, part));
		if (parts.size() < usable.length) {
			monitor.message(parts.size() + " of " + usable.length +
				" clips are done. The tables are written when the other shards have done theirs.");
			folder.incomplete("clips", parts.size(), usable.length);
			return new Result(folder.path(), false, List.of(), List.of(), grey, colour);
		}
		final List<Sample> samples = new ArrayList<>();
		parts.forEach((clip, part) -> samples.add(sample(folder, clip)));
		Dataset.write(folder.resolve(Dataset.FILE), samples);
		final List<List<Object>> scores = scores(folder, parts);
		review(folder, parts);
		folder.merged();
		folder.figure("clips", parts.size());
		folder.figure("frames", parts.values().stream().mapToLong(TranslationPart::frames).sum());
		return new Result(folder.path(), true, samples, scores, grey, colour);
	}

	private Sample sample(final RunFolder folder, final int clip) {
		final Sample from = rows.get(clip).sample();
		final Map<String, String> extra = new LinkedHashMap<>(from.extra());
		// It would lead from another table to another file.
		extra.remove(ClipPairs.COLOUR);
		final List<Path> files = files(folder, clip);
		return new Sample(from.image(), from.patient(), from.side(), from.view(), from.label(), from.organ(), from.mask(), from
			.truth(), extra).withFiles(files.get(0), files.get(1)).withExtra("source", rows.get(clip).pair().name());
	}

	/** Means over the clips go into the record. */
	private List<List<Object>> scores(final RunFolder folder, final Map<Integer, TranslationPart> parts) {
		final List<List<Object>> scores = new ArrayList<>();
		final List<double[]> known = new ArrayList<>();
		parts.forEach((clip, part) -> {
			if (part.scores().length == 0) return;
			final List<Object> row = new ArrayList<>(List.of(folder.path().relativize(files(folder, clip).get(0)).toString().replace(
				'\\', '/'), part.frames()));
			Arrays.stream(part.scores()).forEach(row::add);
			scores.add(row);
			known.add(part.scores());
		});
		if (known.isEmpty()) return scores;
		Tables.write(folder.resolve(TranslateUltrasound.SCORES), SCORE_COLUMNS, scores.stream().map(row -> row.stream().map(
			TranslationRun::text).toList()).toList());
		for (int i = 0; i < ClipScores.COLUMNS.size(); i++) {
			final int column = i;
			known.stream().mapToDouble(values -> values[column]).filter(value -> !Double.isNaN(value)).average().ifPresent(
				mean -> folder.figure(ClipScores.COLUMNS.get(column), mean));
		}
		return scores;
	}

	private static String text(final Object value) {
		if (!(value instanceof final Double number)) return String.valueOf(value);
		return Double.isNaN(number) ? "" : Float.toString(number.floatValue());
	}

	private void review(final RunFolder folder, final Map<Integer, TranslationPart> parts) {
		final List<List<String>> review = new ArrayList<>(looks.review(i -> rows.get(i).pair().name(), RecordedPaths::text));
		parts.forEach((clip, part) -> {
			if (!part.failure().isEmpty()) review.add(List.of(rows.get(clip).pair().name(), RecordedPaths.text(part.failure())));
		});
		review.addAll(looks.flawed(i -> rows.get(i).pair().name(), RecordedPaths::text));
		Opened.write(folder.path(), review);
		folder.figure("review", review.size());
	}
}
