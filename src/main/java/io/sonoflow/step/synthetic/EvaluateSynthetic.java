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
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.curate.manifold.Authenticity;
import io.sonoflow.curate.manifold.CopyTest;
import io.sonoflow.curate.manifold.Fid;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.curate.manifold.Vendi;
import io.sonoflow.file.Tables;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.FrameSettings;
import io.sonoflow.step.data.PredictionTables;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Scores generated images against real ones: {@code scores.csv}, {@code batches.csv}. Images are embedded batch by batch. */
public final class EvaluateSynthetic extends Step<EvaluateSynthetic.Result> {

	/** The menu label. */
	public static final String LABEL = "Evaluate Synthetic...";

	/** The table. */
	public static final String SCORES = "scores.csv";

	/** Columns of scores.csv that say what was compared, not how well it did. */
	private static final Set<String> COUNTS = Set.of("synthetic", "real", "k", "features");

	@Parameter(label = "Real", description = "Folder of images or dataset.csv, all of one size.", attrs = { @Attr(
		name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File real;

	@Parameter(label = "Synthetic", description = "Folder of images or dataset.csv of \"Generate Ultrasound...\" or \"Filter " +
		"Synthetic...\", of the same size as the real ones.", attrs = { @Attr(name = Key.REQUIRED), @Attr(
			name = Key.EXISTS) })
	public File synthetic;

	@Parameter(label = "Output", description = "Folder for scores.csv; made if absent.", style = "directory", attrs = { @Attr(
		name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Group("Clips")
	public FrameSettings clips = new FrameSettings();

	@Group("Embedding")
	public EmbeddingSettings embedding = new EmbeddingSettings();

	@Parameter(label = "k", description = "Neighbours of precision, recall, density and coverage, at least 1 and below the " +
		"number of images of either set; 3 is usual.", min = "1",
		attrs = @Attr(name = Key.HEADING, value = "Measures"))
	public int k = ManifoldScores.DEFAULT_K;

	@Group("Measures")
	public BatchScores parts = new BatchScores();

	@Parameter(label = "Unseen", description = "Folder or dataset.csv of real images of other patients, which the generator " +
		"never saw: the CT score asks whether generated images are nearer to the real ones (those it learned from) than these are. " +
		"Empty = no CT score.", attrs = { @Attr(name = Key.HEADING, value = "Measures"), @Attr(name = Key.EXISTS), @Attr(
			name = Key.SINCE, value = "") })
	public File unseen;

	@Group("Computation")
	public FeatureStorage storage = new FeatureStorage();

	@Group("Computation")
	public DeviceSettings computation = new DeviceSettings();

	@Parameter(label = "Seed", description = "Any whole number; chooses the subsets of KID, the batches and the starts of CT's " +
		"cells.", attrs = @Attr(name = Key.HEADING, value = "Computation"))
	public long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(
		name = Key.FRAME))
	public boolean overwrite = false;

	/**
	 * @param columns names of the scores
	 * @param values as many, as texts; empty where a score could not be computed
	 */
	public record Result(List<String> columns, List<String> values) {
	}

	public EvaluateSynthetic() {
	}

	/**
	 * @param real folder of images or dataset.csv
	 * @param synthetic likewise
	 * @param output folder to write to
	 */
	public EvaluateSynthetic(final File real, final File synthetic, final File output) {
		this.real = real;
		this.synthetic = synthetic;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public EvaluateSynthetic(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static EvaluateSynthetic of(final Path real, final Path synthetic, final Path output) {
		return new EvaluateSynthetic(file(real), file(synthetic), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * @throws SonoflowException if something in the images is wrong; then nothing was written
	 * @throws SonoflowException.Cancelled if the user stops it; computed features are kept
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final Path file = embedding.file();
		final SyntheticSets sets = SyntheticSets.read(real.toPath(), synthetic.toPath(), embedding.fit(), clips
			.choice(), monitor);
		checkK(k, "real", sets.reals());
		checkK(k, "synthetic", sets.synthetics());
		parts.check(sets.realPictures(), k, seed);
		final UnseenImages others = unseen == null ? null : UnseenImages.read(unseen.toPath(), sets, clips.choice(), embedding
			.fit() != null, monitor);
		final RunFolder.Run run = record(Stream.of(real, synthetic, file.toFile(), unseen).filter(Objects::nonNull).map(
			File::toPath).toList());
		try (FeatureExtractor extractor = embedding.open(computation.device, sets, monitor)) {
			return inFolder(run, monitor, folder -> evaluate(sets, others, extractor, folder, monitor));
		}
	}

	/** @throws SonoflowException.Input if there are too few images for a k-th neighbour */
	static void checkK(final int k, final String kind, final int images) {
		if (k >= 1 && k < images) return;
		throw new SonoflowException.Input("k=" + k + " is out of range: there are " + images + " " + kind +
			" images, and an image has " + (images - 1) + " neighbours. Allowed: a whole number from 1 to " + (images - 1) +
			", or give more images.");
	}

	private Result evaluate(final SyntheticSets sets, final UnseenImages others, final FeatureExtractor extractor,
		final RunFolder folder, final Monitor monitor)
	{
		final Path cache = storage.of(folder);
		final EmbeddedSets embedded = EmbeddedSets.of(sets, extractor, cache, folder, monitor);
		Fid.warning(embedded.real(), embedded.synthetic()).ifPresent(monitor::warn);
		if (embedded.logits() == null) monitor.message(extractor.name() +
			" has no classes, so that there is no inception score: its column stays empty.");
		final SetScores scores = SetScores.of(embedded.real(), embedded.synthetic(), embedded.logits(), k, seed, monitor);
		final List<String> header = new ArrayList<>(SetScores.COLUMNS);
		final List<String> row = new ArrayList<>(scores.values());
		header.addAll(List.of("real", "k", "features", "authpct", "ct", "vendi"));
		row.addAll(List.of(String.valueOf(sets.reals()), String.valueOf(k), extractor.name(), PredictionTables.text(Authenticity
			.percent(embedded.real(), embedded.synthetic(), monitor)), PredictionTables.text(ct(embedded, others, extractor, cache,
				folder, monitor)), PredictionTables.text(Vendi.of(embedded.synthetic()))));
		parts.write(embedded.real(), embedded.synthetic(), sets.realPictures(), k, seed, folder.resolve(BatchScores.FILE), monitor);
		Tables.write(folder.resolve(SCORES), header, List.of(row));
		for (int i = 0; i < header.size(); i++)
			if (!row.get(i).isEmpty() && !COUNTS.contains(header.get(i))) folder.figure(header.get(i), Double.valueOf(row.get(i)));
		return new Result(List.copyOf(header), List.copyOf(row));
	}

	private double ct(final EmbeddedSets embedded, final UnseenImages others, final FeatureExtractor extractor, final Path cache,
		final RunFolder folder, final Monitor monitor)
	{
		if (others == null) {
			monitor.message("There is no CT score, its column stays empty: it needs unseen=, real images of other patients.");
			return Double.NaN;
		}
		folder.figure("unseen", others.pictures().size());
		final double ct = CopyTest.ct(embedded.real(), others.embed(extractor, cache, monitor), embedded.synthetic(),
			CopyTest.CELLS, seed, monitor);
		if (Double.isNaN(ct)) monitor.warn("The CT score is empty: none of its " + CopyTest.CELLS + " cells holds more than " +
			CopyTest.LEAST + " of the " + embedded.synthetic().rows() + " generated images and one that is unseen. Give more images.");
		return ct;
	}
}
