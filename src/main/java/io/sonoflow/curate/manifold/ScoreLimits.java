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
package io.sonoflow.curate.manifold;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/**
 * What each figure of generated images can and cannot tell at the numbers of images at hand, a sentence or two each.
 *
 * <pre>
 * ScoreLimits limits = new ScoreLimits(880, 20000, 2048, 3);
 * String text = limits.of("fid");
 * </pre>
 *
 * Sources: FID Heusel et al. 2017, its bias Chong and Forsyth 2020; KID Binkowski et al. 2018; inception score Salimans et al.
 * 2016; precision and recall Kynkaanniemi et al. 2019; density and coverage Naeem et al. 2020; AuthPct Alaa et al. 2022; CT
 * Meehan et al. 2020; Vendi Friedman and Dieng 2023.
 *
 * @param real number of real images, at least 1
 * @param synthetic number of generated images, at least 1
 * @param features numbers that the network gives of an image; 0 = not known
 * @param k neighbour of precision, recall, density and coverage, at least 1
 */
public record ScoreLimits(int real, int synthetic, int features, int k) {

	/** The figures of {@link #of}. */
	public static final List<String> FIGURES = List.of("fid", "kid", "is", "precision", "recall", "density", "coverage",
		"authpct", "ct", "vendi");

	/** Images of either kind in published figures. */
	private static final String USUAL = "50,000";

	/** Beyond so many images FID's bias is taken for small by its authors. */
	private static final int ENOUGH = 10000;

	/** A CT score that is a clear sign of copying. */
	private static final int CLEAR = -3;

	/**
	 * @param figure a name of {@link #FIGURES}
	 * @return what it tells and what not, with the numbers of images; empty for other names
	 */
	public String of(final String figure) {
		return switch (figure) {
			case "fid" -> fid();
			case "kid" -> kid();
			case "is" -> is();
			case "precision" -> "precision: the share of the " + synthetic + " generated images that lie in the ball of a real one " +
				"(to its k-th nearest fellow), in steps of " + step(synthetic) + "; " + error(synthetic) +
				". The balls shrink as the real images become more, so compare it at " + real +
				" real images and k = " + k + " only (published are often " + USUAL + "); it does not see what is missing.";
			case "recall" -> "recall: the share of the " + real + " real images that lie in the ball of a generated one, in steps of " +
				step(real) + "; " + error(real) + ". It hangs on the number of generated images, so compare it at " + synthetic +
				" of them only; one odd generated image has a wide ball and can raise it.";
			case "density" -> "density: in how many real balls a generated image lies, over k = " + k + "; if both sets were of one " +
				"kind it would be 1 in the mean at any number of images. It may exceed 1, and does not see what is missing.";
			case "coverage" -> String.format(Locale.ROOT, "coverage: the share of the %d real images with a generated one in their " +
				"ball; if both sets were of one kind it would be %.2f in the mean with %d real and %d generated images and k = %d: hold " +
				"it against that, not against 1. It does not see copies.", real, coverage(), real, synthetic, k);
			case "authpct" -> String.format(Locale.ROOT, "authpct: in steps of %s %%; %d generated images leave it uncertain by up " +
				"to %.1f points. Half or more, not 100, is what images that copy nothing give; it is blind to copies of what the real set " +
				"holds twice, such as frames of one clip.", digits(100.0 / synthetic), synthetic, 50 / Math.sqrt(synthetic));
			case "ct" -> ct(0);
			case "vendi" -> "vendi: between 1 and " + (features == 0 ? synthetic : Math.min(synthetic, features)) + " at " + synthetic +
				" generated images" + (features == 0 ? "" : " and " + features + " features") +
				", and grows with their number: compare equal numbers only. It looks at no real image, and noise is diverse, too.";
			default -> "";
		};
	}

	private String fid() {
		final int fewest = Math.min(real, synthetic);
		final String counts = real + " real and " + synthetic + " generated images";
		final String bias = "fid: a distance of two clouds, each taken for one Gaussian. A finite number of images raises it, " +
			"about as 1/N, and by how much hangs on the generator (Chong and Forsyth 2020). ";
		if (features > 0 && fewest <= features) return bias + "With " + counts + " of " + features +
			" features a covariance has a rank of at most " + (fewest - 1) + " of " + features +
			": the value is mostly that bias. It ranks sets of these same numbers, and cannot be compared with published values of " +
			USUAL + " images; trust kid.";
		return bias + "With " + counts + (fewest < ENOUGH ? " (10,000 or more are advised) it" : " it") +
			" can be compared with values of the same numbers of images and the same network only.";
	}

	private String kid() {
		final int size = Math.min(Kid.SUBSET_SIZE, Math.min(real, synthetic));
		final boolean whole = size == real && size == synthetic;
		return "kid: without bias at any number of images, so that it can be compared with kid of other numbers (same network); it " +
			"may be below 0. " + (whole ? "kidstd is its standard error at " + size +
				" images of either kind: a difference below about three times of it is not to be told from chance."
				: "kidstd is the spread over " + Kid.SUBSETS + " overlapping subsets of " + size +
					" images, not the error of the mean" + (size < Kid.SUBSET_SIZE ? "; with subsets below " + Kid.SUBSET_SIZE +
						" images single ones scatter widely." : "."));
	}

	private String is() {
		final int parts = InceptionScore.parts(synthetic);
		return "is: at most the number of classes that the network knows; few images lower it (here " + parts + (parts == 1
			? " part of " : " parts of about ") + synthetic / parts + "; published: 10 parts of 5,000). It looks at no real image, " +
			"and the classes of photographs say little about ultrasound.";
	}

	/**
	 * @param unseen number of real images that the generator never saw; 0 = not known
	 * @return what CT tells
	 */
	public String ct(final int unseen) {
		final String text = "ct: far below 0 (" + CLEAR + ") means copying, about 0 none. It counts cells with more than " +
			CopyTest.LEAST + " generated images only, of " + CopyTest.CELLS + ": with " + synthetic + (synthetic > CopyTest.CELLS *
				CopyTest.LEAST ? " generated images all can count." : " generated images not all can count.");
		if (unseen == 0) return text + " Like any test statistic it grows with the numbers of images.";
		final double least = leastCt(unseen);
		return text + String.format(Locale.ROOT, " With %d unseen images it cannot fall below about %.1f%s.", unseen, least,
			least > CLEAR ? ": too few for a clear sign" : "");
	}

	/** {@return CT if each generated image is nearer than every unseen one, all in cells of equal shares} */
	double leastCt(final int unseen) {
		final double n = (double) synthetic / CopyTest.CELLS;
		final double m = (double) unseen / CopyTest.CELLS;
		return (0.5 - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
	}

	/**
	 * @param batches number of batches of real images
	 * @param size real images of each
	 * @return what the table of batches tells
	 */
	public String batches(final int batches, final int size) {
		return "batches.csv: " + batches + " batches of " + size + " real images, each against the same " + synthetic +
			" generated ones. " + (features > 0 && size <= features ? "At " + size + " images of " + features +
				" features FID is mostly bias: it can be held against the published one (3 batches of 64) only with 64 images a batch, as " +
				"many generated images and the same network. " : "") + (batches < 2 ? "One batch has no spread." : String.format(
					Locale.ROOT, "The spread over %d batches is itself uncertain by %.0f %%, and too small as an error of the generator.",
					batches, 100 / Math.sqrt(2.0 * (batches - 1))));
	}

	/**
	 * {@return coverage in the mean of two sets that were drawn from one distribution: 1 - (N-1)...(N-k) / (M+N-1)...(M+N-k) with
	 *         N real and M generated images (Naeem et al. 2020)}
	 */
	public double coverage() {
		double missed = 1;
		for (int i = 1; i <= k; i++)
			missed *= Math.max(0, real - i) / (double) (synthetic + real - i);
		return 1 - missed;
	}

	private static String step(final int images) {
		return digits(1.0 / images);
	}

	private static String error(final int images) {
		return String.format(Locale.ROOT, "%d images leave it uncertain by up to %s (standard error, if all were of different " +
			"patients)", images, digits(0.5 / Math.sqrt(images)));
	}

	private static String digits(final double value) {
		return new BigDecimal(value).round(new MathContext(2)).toPlainString();
	}
}
