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
package io.sonoflow.step.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.file.Tables;
import io.sonoflow.metric.PairedDifference;
import io.sonoflow.run.RunJson;
import io.sonoflow.step.compare.ComparedArm.Item;
import io.sonoflow.step.compare.ComparedArm.Key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where sites are left out, seeds repeat the same division: the interval of a difference is over sites. */
class ComparedSitesTest {

	private static final int IMAGES = 8;

	@TempDir
	Path folder;

	/** An arm that is wrong in so many images of each part. */
	private ComparedArm arm(final String name, final RunJson run, final int[][] wrong) {
		final Map<Key, List<Item>> parts = new LinkedHashMap<>();
		for (int seed = 0; seed < wrong.length; seed++)
			for (int site = 0; site < wrong[seed].length; site++) {
				final List<Item> items = new ArrayList<>();
				for (int i = 0; i < IMAGES; i++) {
					final int predicted = i < wrong[seed][site] ? 1 - i % 2 : i % 2;
					items.add(new Item(site + "_" + i + ".png", "p" + site, i % 2 == 0 ? "even" : "rough", null, null, null, predicted,
						new double[] { 1 - predicted, predicted }, false));
				}
				parts.put(new Key(seed, site + 1), items);
			}
		return new ComparedArm(name, folder.resolve(name), "", run, "rough", List.of("even", "rough"), parts);
	}

	private ComparedScores scores(final String groups, final int[][] wrong) throws IOException {
		final List<ComparedArm> foreign = List.of(arm("good", null, new int[wrong.length][wrong[0].length]), arm("bad", null, wrong));
		final ComparedScores known = new ComparedScores(new ComparedArms(foreign), 0.95);
		final List<ComparedArm> arms = new ArrayList<>();
		for (final ComparedArm each : foreign) {
			Files.createDirectories(each.folder());
			Files.writeString(each.folder().resolve(RunJson.FILE), "{\"command\": \"Cross-Validate Classifier...\", \"parameters\": " +
				"{\"groups\": \"" + groups + "\"}}");
			final List<String> header = new ArrayList<>(List.of("seed", "fold"));
			header.addAll(known.metrics());
			final List<List<String>> rows = new ArrayList<>();
			for (int k = 0; k < known.keys().size(); k++) {
				final List<String> row = new ArrayList<>(List.of(Long.toString(known.keys().get(k).seed()), Integer.toString(known.keys()
					.get(k).fold())));
				for (final String metric : known.metrics())
					row.add(Double.toString(known.values(each.name(), metric)[k]));
				rows.add(row);
			}
			Tables.write(each.folder().resolve("folds.csv"), header, rows);
			arms.add(arm(each.name(), RunJson.read(each.folder().resolve(RunJson.FILE), "").orElseThrow(), each.name().equals("good")
				? new int[wrong.length][wrong[0].length] : wrong));
		}
		return new ComparedScores(new ComparedArms(arms), 0.95);
	}

	@Test
	void intervalsAreOverSites() throws IOException {
		final int[][] wrong = { { 1, 2, 3 }, { 2, 2, 2 } };
		final PairedDifference sites = scores("site", wrong).difference("good", "bad", "accuracy");
		assertEquals(3, sites.count());
		assertEquals(0.25, sites.mean(), 1e-12);
		// 0.1875, 0.25 and 0.3125: their deviation, and Student's t of 2 degrees of freedom.
		final double half = 4.302652729911275 * Math.sqrt(1.0 / 3 + 1.0 / 2) * 0.0625;
		assertEquals(0.25 - half, sites.low(), 1e-9);
		assertEquals(0.25 + half, sites.high(), 1e-9);
		assertEquals(6, scores("patient", wrong).difference("good", "bad", "accuracy").count());
	}

	@Test
	void twoSitesHaveNoInterval() throws IOException {
		final ComparedScores scores = scores("site", new int[][] { { 1, 2 }, { 2, 3 } });
		assertTrue(Double.isNaN(scores.difference("good", "bad", "accuracy").low()));
		assertTrue(scores.warnings("bad").stream().anyMatch(text -> text.startsWith("2 sites are too few")), scores.warnings("bad")
			::toString);
	}
}
