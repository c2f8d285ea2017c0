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

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the reference's own reading of the published rule: 24 trainings, 16 judgements of each image. */
@Tag(Fixtures.TAG)
class SpikesFixtureTest {

	private static Npz arrays;
	private static JsonObject expected;

	@BeforeAll
	static void read() {
		arrays = Fixtures.npz("labelnoise", "spikes");
		expected = Fixtures.json("labelnoise", "spikes");
	}

	private static List<TrainingRecord> records() {
		final long[] shape = arrays.get("loss").shape();
		final int n = (int) shape[1];
		final int epochs = (int) shape[2];
		final double[] loss = arrays.get("loss").doubles();
		final byte[] judged = arrays.get("judged").bytes();
		final List<TrainingRecord> records = new ArrayList<>();
		for (int t = 0; t < shape[0]; t++) {
			final int training = t;
			final double[][] rows = IntStream.range(0, n).mapToObj(i -> Arrays.copyOfRange(loss, (training * n + i) * epochs,
				(training * n + i + 1) * epochs)).toArray(double[][]::new);
			final boolean[] in = new boolean[n];
			for (int i = 0; i < n; i++)
				in[i] = judged[t * n + i] != 0;
			final double[][] nothing = new double[n][2];
			Arrays.stream(nothing).forEach(row -> Arrays.fill(row, Double.NaN));
			records.add(new TrainingRecord(arrays.get("init").ints()[t], arrays.get("seed").longs()[t], arrays.get("fold")
				.ints()[t], rows, rows, in, nothing));
		}
		return records;
	}

	private static int[] asInts(final boolean[] values) {
		return IntStream.range(0, values.length).map(i -> values[i] ? 1 : 0).toArray();
	}

	@Test
	void flagsCountsAndSuspicion() {
		final List<TrainingRecord> records = records();
		final int n = records.get(0).images();
		final LabelEvidence evidence = new LabelEvidence(records, new int[n], 2);
		for (final String key : expected.getAsJsonObject("settings").keySet()) {
			final JsonObject setting = expected.getAsJsonObject("settings").getAsJsonObject(key);
			final double threshold = setting.get("threshold").getAsDouble();
			final int count = setting.get("count").getAsInt();
			final LossSpikeDetector all = new LossSpikeDetector(threshold, count, 0);
			final int[] flags = arrays.get(key + ".flags").ints();
			for (int t = 0; t < records.size(); t++)
				assertArrayEquals(Arrays.copyOfRange(flags, t * n, (t + 1) * n), asInts(all.flags(records.get(t))), key);
			final LabelVerdict verdict = all.judge(evidence);
			assertArrayEquals(arrays.get(key + ".flagged_judgements").ints(), verdict.flags(), key);
			assertArrayEquals(arrays.get(key + ".suspicious_all").ints(), asInts(verdict.suspicious()), key);
			assertEquals(setting.get("suspicious_all").getAsInt(), verdict.count());
			final List<String> least = Fixtures.matches(setting.keySet(), "suspicious_at_least_(\\d+)");
			assertFalse(least.isEmpty());
			for (final String k : least) {
				final LossSpikeDetector some = new LossSpikeDetector(threshold, count, Integer.parseInt(k));
				assertArrayEquals(arrays.get(key + ".suspicious_at_least_" + k).ints(), asInts(some.judge(evidence).suspicious()),
					key);
			}
			assertJudgements(verdict.judgements());
			final int[] cumulative = LossSpikeDetector.cumulative(verdict.flags(), Arrays.stream(verdict.judgements()).max()
				.orElseThrow());
			for (int k = 1; k <= cumulative.length; k++)
				assertEquals(setting.getAsJsonObject("flagged_in_at_least_k").get(Integer.toString(k)).getAsInt(), cumulative[k -
					1], key);
		}
	}

	/** The set lists the numbers that occur. */
	private static void assertJudgements(final int[] judgements) {
		final Set<Integer> wanted = expected.getAsJsonArray("judgements_per_sample").asList().stream().map(
			JsonElement::getAsInt).collect(Collectors.toSet());
		assertEquals(wanted, Arrays.stream(judgements).boxed().collect(Collectors.toSet()));
	}

	@Test
	void epochMeansOfDraws() {
		final int[] sample = arrays.get("draws.sample").ints();
		final int[] epoch = arrays.get("draws.epoch").ints();
		final double[] loss = arrays.get("draws.loss").doubles();
		final long[] shape = arrays.get("draws.epoch_mean").shape();
		final EpochMeans means = new EpochMeans((int) shape[0], (int) shape[1]);
		for (int i = 0; i < loss.length; i++)
			means.add(sample[i], epoch[i], loss[i]);
		assertArrayEquals(arrays.get("draws.epoch_mean").doubles(), Arrays.stream(means.table()).flatMapToDouble(
			Arrays::stream).toArray(), 1e-12);
	}
}
