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
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scores generated images against real ones: {@code scores.csv}. Images are embedded batch by batch. */
public final class EvaluateSyntheticStep {

	/** The menu label. */
	public static final String COMMAND = "Evaluate Synthetic...";

	/** The table. */
	public static final String SCORES = "scores.csv";

	private EvaluateSyntheticStep() {
	}

	/**
	 * The parameters; see COMMANDS.
	 *
	 * @param real folder of images or dataset.csv
	 * @param synthetic likewise
	 * @param output folder to write to
	 * @param features inception, or the file of a model
	 * @param resize fid or clean: how images are brought to Inception's size
	 * @param k neighbours of precision, recall, density and coverage, at least 1, fewer than the images of either set
	 * @param cache folder of computed features; null = features/ in the output folder
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param seed of KID's subsets
	 * @param overwrite whether a finished run may be replaced
	 */
	public record Config(Path real, Path synthetic, Path output, String features, String resize, int k, Path cache,
		String device, long seed, boolean overwrite)
	{

		/** The defaults of the command. */
		public static Config of(final Path real, final Path synthetic, final Path output) {
			return new Config(real, synthetic, output, "inception", FeatureExtractor.RESIZES.get(0), ManifoldScores.DEFAULT_K,
				null, "auto", 0, false);
		}
	}

	/**
	 * @param columns names of the scores
	 * @param values as many, as texts; empty where a score could not be computed
	 */
	public record Result(List<String> columns, List<String> values) {
	}

	/**
	 * @throws SonoflowException if something in the configuration or the images is wrong; then nothing was written
	 * @throws SonoflowException.Cancelled if the user stops it; computed features are kept
	 */
	public static Result run(final Config config, final Monitor monitor) {
		final Path file = FeatureExtractor.file(config.features);
		final SyntheticSets sets = SyntheticSets.read(config.real, config.synthetic, monitor);
		checkK(config.k, "real", sets.reals());
		checkK(config.k, "synthetic", sets.synthetics());
		final RunFolder.Run run = new RunFolder.Run(COMMAND, config, config.output, config.overwrite, List.of(config.real,
			config.synthetic, file));
		RunFolder.check(run);
		Torch.inference();
		try (FeatureExtractor extractor = FeatureExtractor.open(config.features, config.resize, Devices.parse(config.device,
			monitor), monitor))
		{
			return RunFolder.execute(run, monitor, folder -> evaluate(config, sets, extractor, folder, monitor));
		}
	}

	/** @throws SonoflowException.Input if there are too few images for a k-th neighbour */
	static void checkK(final int k, final String kind, final int images) {
		if (k >= 1 && k < images) return;
		throw new SonoflowException.Input("k=" + k + " is out of range: there are " + images + " " + kind +
			" images, and an image has " + (images - 1) + " neighbours. Allowed: a whole number from 1 to " + (images - 1) +
			", or give more images.");
	}

	private static Result evaluate(final Config config, final SyntheticSets sets, final FeatureExtractor extractor,
		final RunFolder folder, final Monitor monitor)
	{
		final EmbeddedSets embedded = EmbeddedSets.of(sets, extractor, config.cache, folder, monitor);
		Fid.warning(embedded.real(), embedded.synthetic()).ifPresent(monitor::warn);
		if (embedded.logits() == null) monitor.message(extractor.name() +
			" has no classes, so that there is no inception score: its column stays empty.");
		final SetScores scores = SetScores.of(embedded.real(), embedded.synthetic(), embedded.logits(), config.k, config.seed,
			monitor);
		final List<String> header = new ArrayList<>(SetScores.COLUMNS);
		header.addAll(List.of("real", "k", "features"));
		final List<String> row = new ArrayList<>(scores.values());
		row.addAll(List.of(String.valueOf(sets.reals()), String.valueOf(config.k), extractor.name()));
		Tables.write(folder.resolve(SCORES), header, List.of(row));
		for (int i = 0; i < SetScores.COLUMNS.size(); i++)
			if (!row.get(i).isEmpty() && !header.get(i).equals("synthetic")) folder.figure(header.get(i), Double.valueOf(row.get(
				i)));
		return new Result(List.copyOf(header), List.copyOf(row));
	}
}
