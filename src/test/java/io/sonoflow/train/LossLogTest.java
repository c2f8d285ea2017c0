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
package io.sonoflow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.sonoflow.file.Tables;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossLogTest {

	@TempDir
	Path folder;

	@Test
	void rowsAreWeightedMeansAndWhatIsMissingIsEmpty() {
		final LossLog log = new LossLog("loss", "q0", "rate");
		log.add("loss", 1, 1);
		log.add("loss", 4, 2);
		log.add("rate", 0.5, 1);
		assertArrayEquals(new double[] { 10, 3, Double.NaN, 0.5 }, log.endRow(10));
		log.add("q0", Double.NaN, 1);
		log.endRow(20);
		assertEquals(2, log.size());
		assertArrayEquals(new double[] { 10, 20 }, log.column("step"));
		assertEquals(3, log.last("loss"));
		assertTrue(Double.isNaN(log.last("q0")));
		assertThrows(IllegalArgumentException.class, () -> log.column("los"));
		log.write(folder.resolve("losses.csv"));
		final Tables.Table table = Tables.read(folder.resolve("losses.csv"));
		assertEquals(List.of("step", "loss", "q0", "rate"), table.header());
		assertEquals(List.of(List.of("10", "3.0", "", "0.5"), List.of("20", "", "", "")), table.rows());
	}

	@Test
	void goesOnFromASavedState() {
		final LossLog whole = new LossLog("loss", "rate");
		whole.add("loss", 0.1, 0.3);
		whole.endRow(1);
		whole.add("loss", 0.7, 0.1);
		final LossLog resumed = new LossLog("loss", "rate");
		resumed.restore(whole.state());
		for (final LossLog log : List.of(whole, resumed)) {
			log.add("loss", 0.2, 0.9);
			log.add("rate", 1e-4, 1);
		}
		assertArrayEquals(whole.endRow(2), resumed.endRow(2));
		assertArrayEquals(whole.column("loss"), resumed.column("loss"));
	}

	private static JsonObject json(final String text) {
		return JsonParser.parseString(text).getAsJsonObject();
	}

	/**
	 * As version 0.1 wrote it in the middle of a row: weight, loss, mse, vb, (weight, loss) of quartiles, gradient, rate,
	 * steps.
	 */
	@Test
	void aDiffusionLogOfVersion01IsGoneOnWith() {
		final LossLog log = new LossLog("loss", "mse", "vb", "q0", "q1", "q2", "q3", "gradient", "rate");
		log.restore(SavedLosses.read(json("{\"rows\":[[5.0,1.0,0.9,0.1,1.0,NaN,1.1,1.2,3.0,1.0E-4]],"
			+ "\"sums\":[4.0,2.0,1.0,0.5,1.0,0.25,0.0,0.0,3.0,1.75,0.0,0.0,6.0,2.0E-4,2.0]}")));
		assertEquals(1, log.size());
		assertTrue(Double.isNaN(log.column("q1")[0]));
		log.add("loss", 1, 1);
		assertArrayEquals(new double[] { 10, 3.0 / 5, 0.25, 0.125, 0.25, Double.NaN, 1.75 / 3, Double.NaN, 3, 1e-4 }, log.endRow(
			10));
	}

	/** Likewise: loss, contrastive, organ, matched, spread, gradient, rate, and the number of steps. */
	@Test
	void aPretrainingLogOfVersion01IsGoneOnWith() {
		final LossLog log = new LossLog("loss", "contrastive", "organ", "matched", "spread", "gradient", "rate", "neighbours",
			"linear");
		log.restore(SavedLosses.read(json("{\"rows\":[],\"sums\":[3.0,2.0,NaN,0.5,0.25,4.0,1.0],\"steps\":2}")));
		log.add("neighbours", 0.75, 1);
		assertArrayEquals(new double[] { 4, 1.5, 1, Double.NaN, 0.25, 0.125, 2, 0.5, 0.75, Double.NaN }, log.endRow(4));
	}
}
