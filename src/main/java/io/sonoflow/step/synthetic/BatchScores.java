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
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.curate.manifold.Fid;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.file.Tables;
import io.sonoflow.metric.Summary;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.step.data.PredictionTables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * FID, precision and recall against several batches of real images that share none, as the study gives them (3 of 64): each
 * batch against all generated images, {@code batches.csv}.
 */
public final class BatchScores extends Parameters {

	/** The table. */
	static final String FILE = "batches.csv";

	/** A covariance needs two images. */
	private static final int LEAST = 2;

	@Parameter(label = "Batches", description = "Into how many batches of real images, which share none, FID, precision and " +
		"recall are taken apart: batches.csv gives each and their mean and spread; the published figures have 3. 0 = none.",
		min = "0", attrs = @Attr(name = Key.SINCE, value = "0"))
	public int batches = 0;

	@Parameter(label = "Batch size", description = "Real images of a batch, more than k; the published figures have 64.",
		min = "1", attrs = @Attr(name = Key.SINCE, value = "64"))
	public int batchsize = 64;

	/** One batch. */
	private record Score(double fid, ManifoldScores manifold) {
	}

	/** @throws SonoflowException.Input if there are not so many images, or too few a batch */
	void check(final SetPictures real, final int k, final long seed) {
		if (batches == 0) return;
		final int reals = real.size();
		if (batchsize <= k || batchsize < LEAST) throw new SonoflowException.Input("batchsize=" + batchsize +
			" is out of range: precision and recall of a batch need more than k=" + k + " and at least " + LEAST +
			" images. Give a larger batchsize, or a smaller k.");
		if ((long) batches * batchsize > reals) throw new SonoflowException.Input("batches=" + batches + " of batchsize=" +
			batchsize + " are " + (long) batches * batchsize + " real images, and there are " + reals +
			": batches share no image. Give fewer or smaller batches, e.g. " + fitting(reals, k) + ", or more real images.");
		final int parts = parts(real, seed).size();
		if (parts < batches) throw new SonoflowException.Input("batches=" + batches + " of batchsize=" + batchsize +
			": batches share no clip, and there are real clips for " + parts + " only. Give fewer or smaller batches, fewer frames of " +
			"each clip (stride, maxframes), or more clips.");
	}

	/** {@return the pictures of batches that share none, nor a clip; maybe fewer than are wanted} */
	private List<int[]> parts(final SetPictures real, final long seed) {
		final List<Object> units = real.dataset().samples().stream().map(ClipUnits::key).toList();
		final Map<Object, List<Integer>> members = new LinkedHashMap<>();
		for (int i = 0; i < units.size(); i++)
			members.computeIfAbsent(units.get(i), unit -> new ArrayList<>()).add(i);
		final List<List<Integer>> each = List.copyOf(members.values());
		final int[] shuffled = IntStream.range(0, each.size()).toArray();
		RandomStream.of(seed, "batches").shuffle(shuffled);
		final int[] order = IntStream.of(shuffled).flatMap(unit -> each.get(unit).stream().mapToInt(Integer::intValue)).toArray();
		final List<int[]> parts = new ArrayList<>();
		for (int at = 0; parts.size() < batches && at + batchsize <= order.length;) {
			parts.add(Arrays.copyOfRange(order, at, at + batchsize));
			at += batchsize;
			// The rest of a clip that is cut here would be in two.
			while (at < order.length && units.get(order[at]).equals(units.get(order[at - 1])))
				at++;
		}
		return parts;
	}

	private String fitting(final int reals, final int k) {
		return reals / batchsize > 0 ? "batches=" + reals / batchsize : "batchsize=" + Math.max(k + 1, reals / batches);
	}

	/** Scores the batches and writes their table; nothing without batches. */
	void write(final Features real, final Features synthetic, final SetPictures pictures, final int k, final long seed,
		final Path file, final Monitor monitor)
	{
		if (batches == 0) return;
		final List<int[]> parts = parts(pictures, seed);
		final List<Score> scores = new ArrayList<>();
		for (int batch = 0; batch < batches; batch++) {
			monitor.progress("batches", batch, batches);
			final Features part = real.select(parts.get(batch));
			scores.add(new Score(Fid.between(part, synthetic), ManifoldScores.of(part, synthetic, k, monitor)));
		}
		Tables.write(file, List.of("batch", "fid", "precision", "recall"), rows(scores));
	}

	private static List<List<String>> rows(final List<Score> scores) {
		final List<List<String>> rows = new ArrayList<>();
		for (int i = 0; i < scores.size(); i++)
			rows.add(row(String.valueOf(i + 1), scores.get(i).fid(), scores.get(i).manifold().precision(), scores.get(i).manifold()
				.recall()));
		final Summary fid = summary(scores, Score::fid);
		final Summary precision = summary(scores, score -> score.manifold().precision());
		final Summary recall = summary(scores, score -> score.manifold().recall());
		rows.add(row("mean", fid.mean(), precision.mean(), recall.mean()));
		rows.add(row("std", fid.std(), precision.std(), recall.std()));
		return rows;
	}

	private static Summary summary(final List<Score> scores, final ToDoubleFunction<Score> figure) {
		return Summary.of(scores.stream().mapToDouble(figure).toArray());
	}

	private static List<String> row(final String name, final double fid, final double precision, final double recall) {
		return List.of(name, PredictionTables.text(fid), PredictionTables.text(precision), PredictionTables.text(recall));
	}
}
