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
import io.sonoflow.curate.manifold.Fid;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.file.Tables;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.Step;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Scores generated images against real ones: {@code scores.csv}. Images are embedded batch by batch. */
public final class EvaluateSynthetic extends Step<EvaluateSynthetic.Result> {

	/** The menu label. */
	public static final String LABEL = "Evaluate Synthetic...";

	/** The table. */
	public static final String SCORES = "scores.csv";

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

	@Group("Embedding")
	public EmbeddingSettings embedding = new EmbeddingSettings();

	@Parameter(label = "k", description = "Neighbours of precision, recall, density and coverage, at least 1 and below the " +
		"number of images of either set; 3 is usual.", min = "1",
		attrs = @Attr(name = Key.HEADING, value = "Measures"))
	public int k = ManifoldScores.DEFAULT_K;

	@Group("Computation")
	public FeatureStorage storage = new FeatureStorage();

	@Group("Computation")
	public DeviceSettings computation = new DeviceSettings();

	@Parameter(label = "Seed", description = "Any whole number; chooses the subsets of KID.",
		attrs = @Attr(name = Key.HEADING, value = "Computation"))
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
		final SyntheticSets sets = SyntheticSets.read(real.toPath(), synthetic.toPath(), embedding.fit(), monitor);
		checkK(k, "real", sets.reals());
		checkK(k, "synthetic", sets.synthetics());
		final RunFolder.Run run = record(List.of(real.toPath(), synthetic.toPath(), file));
		try (FeatureExtractor extractor = embedding.open(computation.device, sets, monitor)) {
			return inFolder(run, monitor, folder -> evaluate(sets, extractor, folder, monitor));
		}
	}

	/** @throws SonoflowException.Input if there are too few images for a k-th neighbour */
	static void checkK(final int k, final String kind, final int images) {
		if (k >= 1 && k < images) return;
		throw new SonoflowException.Input("k=" + k + " is out of range: there are " + images + " " + kind +
			" images, and an image has " + (images - 1) + " neighbours. Allowed: a whole number from 1 to " + (images - 1) +
			", or give more images.");
	}

	private Result evaluate(final SyntheticSets sets, final FeatureExtractor extractor, final RunFolder folder,
		final Monitor monitor)
	{
		final EmbeddedSets embedded = EmbeddedSets.of(sets, extractor, storage.of(folder), folder, monitor);
		Fid.warning(embedded.real(), embedded.synthetic()).ifPresent(monitor::warn);
		if (embedded.logits() == null) monitor.message(extractor.name() +
			" has no classes, so that there is no inception score: its column stays empty.");
		final SetScores scores = SetScores.of(embedded.real(), embedded.synthetic(), embedded.logits(), k, seed, monitor);
		final List<String> header = new ArrayList<>(SetScores.COLUMNS);
		header.addAll(List.of("real", "k", "features"));
		final List<String> row = new ArrayList<>(scores.values());
		row.addAll(List.of(String.valueOf(sets.reals()), String.valueOf(k), extractor.name()));
		Tables.write(folder.resolve(SCORES), header, List.of(row));
		for (int i = 0; i < SetScores.COLUMNS.size(); i++)
			if (!row.get(i).isEmpty() && !header.get(i).equals("synthetic")) folder.figure(header.get(i), Double.valueOf(row.get(
				i)));
		return new Result(List.copyOf(header), List.copyOf(row));
	}
}
