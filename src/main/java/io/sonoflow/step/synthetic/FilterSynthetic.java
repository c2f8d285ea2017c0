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
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Lists;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.Step;
import io.sonoflow.step.data.FrameSettings;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/**
 * Keeps the generated images that resemble the real ones (algorithm 1, or a varied part of what it keeps), and looks for
 * copies of real ones among them: {@code filter.csv}, {@code dataset.csv}, {@code sheet.png}, {@code copies.png}, and with a
 * sweep over k {@code sweep.csv} and {@code sweep.png}. Images are embedded batch by batch; an interrupted run goes on with
 * the features it has.
 */
public final class FilterSynthetic extends Step<FilterSynthetic.Result> {

	/** The menu label. */
	public static final String LABEL = "Filter Synthetic...";

	/** The published method. */
	static final String MANIFOLD = "manifold";

	private static final String COVERAGE = "coverage";
	private static final String REPORT = "report";
	private static final String DROP = "drop";

	@Parameter(label = "Real", description = "Folder of images or dataset.csv: what the generator was trained on. All images " +
		"of one size; the column patient tells which may be alike.", attrs = { @Attr(name = Key.REQUIRED), @Attr(
			name = Key.EXISTS) })
	public File real;

	@Parameter(label = "Synthetic", description = "Folder of images or dataset.csv of \"Generate Ultrasound...\", of the same " +
		"size as the real ones.", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.EXISTS) })
	public File synthetic;

	@Parameter(label = "Output", description = "Folder for filter.csv, dataset.csv (what is kept), sheet.png and copies.png; " +
		"made if absent.", style = "directory", attrs = { @Attr(name = Key.REQUIRED), @Attr(name = Key.FRAME) })
	public File output;

	@Group("Clips")
	public FrameSettings clips = new FrameSettings();

	@Group("Embedding")
	public EmbeddingSettings embedding = new EmbeddingSettings();

	@Parameter(label = "Method", description = "manifold = kept is what lies within the radius about a real image (published); " +
		"coverage = the part of it that repeats itself least.", choices = { MANIFOLD, COVERAGE },
		attrs = @Attr(name = Key.HEADING, value = "Selection"))
	public String method = MANIFOLD;

	@Parameter(label = "k", description = "Which nearest real neighbour gives the radius about a real image, below the number " +
		"of real images; 0 = 0.057 of their number (50 of 880).", min = "0")
	public int k = 0;

	@Parameter(label = "Keep", description = "With method=coverage: how many images to keep; 0 = half of what manifold keeps.",
		min = "0")
	public int keep = 0;

	@Parameter(label = "Sweep", description = "Values of k to compare, separated by commas, e.g. 3,5,10,20,50,100; empty = none.",
		attrs = { @Attr(name = Key.PATTERN, value = Lists.INTEGERS), @Attr(name = Key.ALLOWED,
			value = "whole numbers separated by commas") })
	public String sweep = "";

	@Parameter(label = "Audit", description = "Look for copies of real images, also flipped, shifted or of other gain.",
		attrs = @Attr(name = Key.HEADING, value = "Copies"))
	public boolean audit = true;

	@Parameter(label = "Alarm", description = "An image counts as a copy if so much likeness has at most this chance among " +
		"real images of different patients, 0 to 1.", min = "0", max = "1")
	public double alarm = MemoryMatch.ALARM;

	@Parameter(label = "Copies", description = "What becomes of copies: report = they are named, drop = they are also left out.",
		choices = { REPORT, DROP })
	public String copies = REPORT;

	@Parameter(label = "Release", description = "Folder for what may be passed on: the kept images but for copies under neutral " +
		"names, without metadata, with table, audit, scores, checksums and a data card (README.md); needs audit=true. Empty = none.",
		style = "directory", attrs = @Attr(name = Key.FRAME))
	public File release;

	@Group("Computation")
	public FeatureStorage storage = new FeatureStorage();

	@Group("Computation")
	public DeviceSettings computation = new DeviceSettings();

	@Parameter(label = "Seed", description = "Any whole number; chooses the subsets of KID in the sweep.",
		attrs = @Attr(name = Key.HEADING, value = "Computation"))
	public long seed = 0;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", attrs = @Attr(
		name = Key.FRAME))
	public boolean overwrite = false;

	/**
	 * @param table filter.csv
	 * @param k that was used
	 * @param kept number of images that were kept
	 * @param dropped number of the others
	 * @param copies number of images that count as copies of real ones; -1 if nobody looked
	 */
	public record Result(Path table, int k, int kept, int dropped, int copies) {
	}

	public FilterSynthetic() {
	}

	/**
	 * @param real folder of images or dataset.csv
	 * @param synthetic likewise
	 * @param output folder to write to
	 */
	public FilterSynthetic(final File real, final File synthetic, final File output) {
		this.real = real;
		this.synthetic = synthetic;
		this.output = output;
	}

	/** @param values by key, for scripts */
	public FilterSynthetic(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with its required arguments; more by {@link #with}} */
	public static FilterSynthetic of(final Path real, final Path synthetic, final Path output) {
		return new FilterSynthetic(file(real), file(synthetic), file(output));
	}

	@Override
	public String label() {
		return LABEL;
	}

	/** @throws SonoflowException.Input if copies, release or keep ask for what audit or method do not give */
	@Override
	protected void checkTogether() {
		if (drops() && !audit) throw new SonoflowException.Input(
			"copies=drop needs audit=true: without the audit it is not known which images are copies.");
		if (release != null) ReleaseRules.checkAudit(this);
		if (keep > 0 && method.equals(MANIFOLD)) throw new SonoflowException.Input("keep=" + keep +
			" is not possible. Allowed: 0, or with method=coverage the number of images to keep.");
	}

	/** {@return whether copies are left out} */
	boolean drops() {
		return copies.equals(DROP);
	}

	/** {@return the sweep's values, ascending, each once} */
	int[] swept() {
		return Arrays.stream(Lists.integers(sweep)).sorted().distinct().toArray();
	}

	/** {@return k for so many real images} */
	int neighbour(final int reals) {
		return k == 0 ? FaithfulFilter.defaultK(reals) : k;
	}

	/**
	 * @throws SonoflowException if something in the images is wrong, or a value is not possible with so many; then nothing
	 *           was written
	 * @throws SonoflowException.Cancelled if the user stops it; computed features are kept
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		final Path file = embedding.file();
		ReleaseRules.check(this, file);
		final SyntheticSets sets = SyntheticSets.read(real.toPath(), synthetic.toPath(), embedding.fit(), clips.choice(),
			monitor);
		requireImages(sets);
		EvaluateSynthetic.checkK(neighbour(sets.reals()), "real", sets.reals());
		checkSweep(sets);
		if (method.equals(COVERAGE)) EvaluateSynthetic.checkK(ManifoldScores.DEFAULT_K, "real", sets.reals());
		checkAudit(sets, monitor);
		final RunFolder.Run run = record(List.of(real.toPath(), synthetic.toPath(), file));
		final Result result;
		try (FeatureExtractor extractor = embedding.open(computation.device, sets, monitor)) {
			result = inFolder(run, monitor, folder -> new FilterRun(this, sets, folder, monitor).run(extractor));
		}
		monitor.message(result.kept() + " images kept, " + result.dropped() + " dropped (k = " + result.k() + ")" + (result
			.copies() < 0 ? "" : ", " + result.copies() + " taken for copies") + ". Wrote " + result.table());
		return result;
	}

	/** A clip is kept or dropped as a whole, and what is decided here is decided of single images. */
	private void requireImages(final SyntheticSets sets) {
		if (sets.syntheticPictures().clips() > 0) throw new SonoflowException.Input("synthetic=" + synthetic + " has clips (" + sets
			.syntheticPictures().words() + "), and images are kept or dropped here one by one. Real clips may be given; of generated " +
			"ones give single images (\"Crop Ultrasound...\" splits clips), or score them with \"" + EvaluateSynthetic.LABEL + "\".");
	}

	private void checkSweep(final SyntheticSets sets) {
		for (final int value : swept())
			if (value < 1 || value >= sets.reals()) throw new SonoflowException.Input("sweep=" + sweep + ": " + value +
				" is out of range. There are " + sets.reals() + " real images; allowed: whole numbers from 1 to " + (sets
					.reals() - 1) + ".");
		if (!sweep.isEmpty() && Math.min(sets.reals(), sets.synthetics()) <= ManifoldScores.DEFAULT_K)
			throw new SonoflowException.Input("sweep=" + sweep + " needs more than " + ManifoldScores.DEFAULT_K +
				" images of either kind; there are " + sets.reals() + " real and " + sets.synthetics() +
				" synthetic ones. Leave sweep out, or give more images.");
	}

	private void checkAudit(final SyntheticSets sets, final Monitor monitor) {
		if (!audit || MemoryAudit.isPossible(sets.patients())) return;
		final String why = sets.reals() + " real images of " + sets.patients().stream().distinct().count() +
			" patients are too few to know how alike images are by chance (at least " + MemoryAudit.LEAST_IMAGES + " of " +
			MemoryAudit.LEAST_PATIENTS + " are needed)";
		if (drops()) throw new SonoflowException.Input("copies=drop: " + why +
			". Give more real images, or copies=report.");
		if (release != null) throw new SonoflowException.Input("release=" + release + ": " + why +
			". Without an audit no set is released. Give more real images, or leave release out.");
		monitor.warn("Nobody looks for copies of real images: " + why + ".");
	}
}
