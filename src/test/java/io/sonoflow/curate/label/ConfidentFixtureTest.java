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
package io.sonoflow.curate.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.metric.Roc;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against cleanlab. */
@Tag(Fixtures.TAG)
class ConfidentFixtureTest {

	private static final double TOLERANCE = 1e-12;

	private static Npz arrays;
	private static JsonObject problems;

	@BeforeAll
	static void read() {
		arrays = Fixtures.npz("labelnoise", "problems");
		problems = Fixtures.json("labelnoise", "problems").getAsJsonObject("problems");
		assertFalse(problems.isEmpty());
	}

	private static double[][] table(final String key) {
		final Npz.Array array = arrays.get(key);
		final double[] values = array.doubles();
		final int columns = (int) array.shape()[1];
		return IntStream.range(0, (int) array.shape()[0]).mapToObj(i -> Arrays.copyOfRange(values, i * columns, (i + 1) *
			columns)).toArray(double[][]::new);
	}

	private static void assertTable(final String key, final double[][] actual) {
		final double[][] expected = table(key);
		for (int i = 0; i < expected.length; i++)
			assertArrayEquals(expected[i], actual[i], TOLERANCE, key);
	}

	private static void assertTable(final String key, final int[][] actual) {
		assertTable(key, Arrays.stream(actual).map(row -> Arrays.stream(row).asDoubleStream().toArray()).toArray(
			double[][]::new));
	}

	private static int[] labels(final String problem) {
		return arrays.get(problem + ".labels").ints();
	}

	private static ConfidentJoint joint(final String problem) {
		return new ConfidentJoint(table(problem + ".pred_probs"), labels(problem));
	}

	private static boolean[] mask(final String key) {
		final byte[] bytes = arrays.get(key).bytes();
		final boolean[] mask = new boolean[bytes.length];
		for (int i = 0; i < mask.length; i++)
			mask[i] = bytes[i] != 0;
		return mask;
	}

	private static String key(final Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	@Test
	void countsAndRates() {
		for (final String p : problems.keySet()) {
			final ConfidentJoint joint = joint(p);
			assertArrayEquals(arrays.get(p + ".thresholds").doubles(), joint.thresholds(), TOLERANCE, p);
			assertTable(p + ".confident_joint_uncalibrated", joint.counts());
			assertTable(p + ".confident_joint_calibrated", joint.calibrated());
			assertTable(p + ".joint", joint.joint());
			assertTable(p + ".prune_counts_rows_true_cols_given", joint.pruneCounts());
			assertRates(p, "calibrated", joint.rates());
			assertRates(p, "uncalibrated", joint.rawRates());
			final JsonObject expected = problems.getAsJsonObject(p);
			final boolean[] counted = ConfidentFilter.CONFIDENT_LEARNING.issues(table(p + ".pred_probs"), labels(p), joint);
			assertEquals(expected.get("num_label_issues_off_diagonal").getAsInt(), IntStream.range(0, counted.length).filter(
				i -> counted[i]).count(), p);
			assertEquals(expected.get("num_label_issues_off_diagonal_calibrated").getAsInt(), offDiagonal(joint
				.calibrated()), p);
		}
	}

	private static void assertRates(final String problem, final String from, final LabelNoiseRates rates) {
		assertArrayEquals(arrays.get(problem + ".py_from_" + from).doubles(), rates.prior(), TOLERANCE, problem);
		assertTable(problem + ".noise_matrix_from_" + from, rates.noise());
		assertTable(problem + ".inverse_noise_matrix_from_" + from, rates.inverse());
	}

	private static int offDiagonal(final int[][] counts) {
		int sum = 0;
		for (int i = 0; i < counts.length; i++)
			for (int j = 0; j < counts.length; j++)
				if (i != j) sum += counts[i][j];
		return sum;
	}

	@Test
	void scores() {
		for (final String p : problems.keySet()) {
			final double[][] probabilities = table(p + ".pred_probs");
			final boolean[] wrong = mask(p + ".wrong");
			final JsonObject expected = problems.getAsJsonObject(p).getAsJsonObject("average_precision");
			for (final LabelQuality quality : LabelQuality.values()) {
				final double[] scores = quality.scores(probabilities, labels(p));
				assertArrayEquals(arrays.get(p + ".score_" + key(quality)).doubles(), scores, TOLERANCE, p + quality);
				assertArrayEquals(arrays.get(p + ".rank_" + key(quality)).ints(), ranked(scores, i -> true), p + quality);
				assertEquals(expected.get(key(quality)).getAsDouble(), precision(wrong, scores), TOLERANCE);
				if (quality == LabelQuality.CONFIDENCE_WEIGHTED_ENTROPY) continue;
				final double[] adjusted = quality.adjusted(probabilities, labels(p), joint(p).thresholds());
				assertArrayEquals(arrays.get(p + ".score_" + key(quality) + "_adjusted").doubles(), adjusted, TOLERANCE);
				assertEquals(expected.get(key(quality) + "_adjusted").getAsDouble(), precision(wrong, adjusted), TOLERANCE);
			}
		}
	}

	private static double precision(final boolean[] wrong, final double[] quality) {
		return Roc.of(wrong, Arrays.stream(quality).map(value -> -value).toArray()).averagePrecision();
	}

	private static int[] ranked(final double[] scores, final IntPredicate which) {
		return IntStream.range(0, scores.length).filter(which).boxed().sorted(Comparator.comparingDouble(i -> scores[i]))
			.mapToInt(Integer::intValue).toArray();
	}

	@Test
	void filters() {
		for (final String p : problems.keySet()) {
			final double[][] probabilities = table(p + ".pred_probs");
			final boolean[] wrong = mask(p + ".wrong");
			for (final ConfidentFilter filter : ConfidentFilter.values()) {
				final boolean[] issues = filter.issues(probabilities, labels(p), joint(p));
				assertArrayEquals(mask(p + ".issue_" + key(filter)), issues, p + filter);
				final JsonObject expected = problems.getAsJsonObject(p).getAsJsonObject("issues").getAsJsonObject(key(filter));
				assertEquals(expected.get("count").getAsInt(), IntStream.range(0, issues.length).filter(i -> issues[i]).count());
				assertEquals(expected.get("true_positives").getAsInt(), IntStream.range(0, issues.length).filter(i -> issues[i] &&
					wrong[i]).count());
				if (filter == ConfidentFilter.PREDICTED_NEQ_GIVEN) continue;
				for (final LabelQuality quality : LabelQuality.values())
					assertArrayEquals(arrays.get(p + ".issues_ranked_" + key(filter) + "_by_" + key(quality)).ints(), ranked(
						quality.scores(probabilities, labels(p)), i -> issues[i]), p + filter + quality);
			}
		}
	}
}
