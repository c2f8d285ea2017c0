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
import io.sonoflow.curate.copy.MemoryAudit;
import io.sonoflow.curate.copy.MemoryMatch;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.curate.manifold.FaithfulFilter;
import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the generated images that resemble the real ones (algorithm 1, or a varied part of what it keeps), and looks for copies of real ones among them:
 * {@code filter.csv}, {@code dataset.csv}, {@code sheet.png}, {@code copies.png}, and with a sweep over k {@code sweep.csv}
 * and {@code sweep.png}. Images are embedded batch by batch; an interrupted run goes on with the features it has.
 */
public final class FilterSyntheticStep {

	/** The menu label. */
	public static final String COMMAND = "Filter Synthetic...";

	/** The published method. */
	static final String MANIFOLD = "manifold";

	/** What {@code method} may be. */
	public static final List<String> METHODS = List.of(MANIFOLD, "coverage");

	/** What {@code copies} may be. */
	public static final List<String> COPIES = List.of("report", "drop");

	private FilterSyntheticStep() {
	}

	/**
	 * The parameters; see COMMANDS.
	 *
	 * @param real folder of images or dataset.csv
	 * @param synthetic likewise
	 * @param output folder to write to
	 * @param features inception, or the file of a model
	 * @param resize fid or clean: how images are brought to Inception's size
	 * @param method manifold = algorithm 1; coverage = as many of its images as {@code keep} says that repeat each other least
	 * @param k which nearest real neighbour gives the radius about a real image; 0 = 0.057 of the real images
	 * @param keep of method coverage: how many images to keep; 0 = half of those of algorithm 1
	 * @param sweep comma-separated values of algorithm 1's k to compare; empty = none
	 * @param audit whether copies of real images are looked for
	 * @param alarm chance below which an image counts as a copy, 0..1
	 * @param copies report or drop
	 * @param cache folder of computed features; null = features/ in the output folder
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param seed of the subsets of KID in the sweep
	 * @param overwrite whether a finished run may be replaced
	 */
	public record Config(Path real, Path synthetic, Path output, String features, String resize, String method, int k,
		int keep, String sweep, boolean audit, double alarm, String copies, Path cache, String device, long seed, boolean overwrite)
	{

		/** The defaults of the command. */
		public static Config of(final Path real, final Path synthetic, final Path output) {
			return new Config(real, synthetic, output, "inception", FeatureExtractor.RESIZES.get(0), METHODS.get(0), 0, 0, "", true,
				MemoryMatch.ALARM, COPIES.get(0), null, "auto", 0, false);
		}

		/** {@return the sweep's values, ascending, each once} */
		int[] swept() {
			try {
				return sweep.isBlank() ? new int[0] : Arrays.stream(sweep.split(",", -1)).mapToInt(item -> Integer.parseInt(item
					.strip())).sorted().distinct().toArray();
			}
			catch (final NumberFormatException e) {
				throw new SonoflowException.Input("sweep=" + sweep +
					" is not a list of whole numbers. Separate them by commas, e.g. 3,5,10,20.", e);
			}
		}

		/** {@return k for so many real images} */
		int neighbour(final int real) {
			return k == 0 ? FaithfulFilter.defaultK(real) : k;
		}
	}

	/**
	 * @param table filter.csv
	 * @param k that was used
	 * @param kept number of images that were kept
	 * @param dropped number of the others
	 * @param copies number of images that count as copies of real ones; -1 if nobody looked
	 */
	public record Result(Path table, int k, int kept, int dropped, int copies) {
	}

	/**
	 * @throws SonoflowException if something in the configuration or the images is wrong; then nothing was written
	 * @throws SonoflowException.Cancelled if the user stops it; computed features are kept
	 */
	public static Result run(final Config config, final Monitor monitor) {
		choice("method", config.method, METHODS);
		choice("copies", config.copies, COPIES);
		if (!(config.alarm >= 0 && config.alarm <= 1)) throw new SonoflowException.Input("alarm=" + config.alarm +
			" is out of range. Allowed: a number from 0 to 1.");
		if (config.copies.equals("drop") && !config.audit) throw new SonoflowException.Input(
			"copies=drop needs audit=true: without the audit it is not known which images are copies.");
		if (config.keep < 0 || config.keep > 0 && config.method.equals(MANIFOLD)) throw new SonoflowException.Input("keep=" +
			config.keep + " is not possible. Allowed: 0, or with method=coverage the number of images to keep.");
		final int[] sweep = config.swept();
		final Path file = FeatureExtractor.file(config.features);
		final SyntheticSets sets = SyntheticSets.read(config.real, config.synthetic, monitor);
		EvaluateSynthetic.checkK(config.neighbour(sets.reals()), "real", sets.reals());
		checkSweep(config, sweep, sets);
		if (config.method.equals(METHODS.get(1))) EvaluateSynthetic.checkK(ManifoldScores.DEFAULT_K, "real", sets.reals());
		checkAudit(config, sets, monitor);
		final RunFolder.Run run = new RunFolder.Run(COMMAND, config, config.output, config.overwrite, List.of(config.real,
			config.synthetic, file));
		RunFolder.check(run);
		Torch.inference();
		try (FeatureExtractor extractor = FeatureExtractor.open(config.features, config.resize, Devices.parse(config.device,
			monitor), monitor))
		{
			return RunFolder.execute(run, monitor, folder -> new FilterRun(config, sets, folder, monitor).run(extractor,
				sweep));
		}
	}

	private static void choice(final String key, final String value, final List<String> allowed) {
		if (!allowed.contains(value)) throw new SonoflowException.Input(key + "=" + value + " is not possible. Allowed: " +
			String.join(" | ", allowed) + ".");
	}

	private static void checkSweep(final Config config, final int[] sweep, final SyntheticSets sets) {
		for (final int k : sweep)
			if (k < 1 || k >= sets.reals()) throw new SonoflowException.Input("sweep=" + config.sweep + ": " + k +
				" is out of range. There are " + sets.reals() + " real images; allowed: whole numbers from 1 to " + (sets
					.reals() - 1) + ".");
		if (sweep.length > 0 && Math.min(sets.reals(), sets.synthetics()) <= ManifoldScores.DEFAULT_K)
			throw new SonoflowException.Input("sweep=" + config.sweep + " needs more than " + ManifoldScores.DEFAULT_K +
				" images of either kind; there are " + sets.reals() + " real and " + sets.synthetics() +
				" synthetic ones. Leave sweep out, or give more images.");
	}

	private static void checkAudit(final Config config, final SyntheticSets sets, final Monitor monitor) {
		if (!config.audit || MemoryAudit.isPossible(sets.patients())) return;
		final String why = sets.reals() + " real images of " + sets.patients().stream().distinct().count() +
			" patients are too few to know how alike images are by chance (at least " + MemoryAudit.LEAST_IMAGES + " of " +
			MemoryAudit.LEAST_PATIENTS + " are needed)";
		if (config.copies.equals("drop")) throw new SonoflowException.Input("copies=drop: " + why +
			". Give more real images, or copies=report.");
		monitor.warn("Nobody looks for copies of real images: " + why + ".");
	}
}
