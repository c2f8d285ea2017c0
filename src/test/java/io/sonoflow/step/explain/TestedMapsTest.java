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
package io.sonoflow.step.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.explain.MapTests;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** What is said of the tests of many maps. */
class TestedMapsTest {

	private final List<String> heard = new ArrayList<>();
	private final Monitor ear = new Monitor() {

		@Override
		public void warn(final String text) {
			heard.add("! " + text);
		}

		@Override
		public void message(final String text) {
			heard.add(text);
		}
	};

	private static CamTable.Row row(final String label, final double pointing, final double sanity) {
		return new CamTable.Row("i.png", label, 0.9, Double.NaN, Double.NaN, false, "cams/i.png", HeatMap.State.OK, "",
			new MapTests.Result(0.1, 0.9, pointing, Double.NaN, sanity));
	}

	@Test
	void mapsThatHardlyChangeAreWarnedOf() {
		TestedMaps.tell(List.of(row("cyst", 1, 0.4), row("cyst", 0, 0.5)), "gradcam", null, ear);
		assertEquals(1, heard.size());
		assertTrue(heard.get(0).contains("pointing 0.500 (2), energy of no map, sanity 0.450 (2)"), heard.get(0));
		heard.clear();
		TestedMaps.tell(List.of(row("cyst", 1, 0.4), row("cyst", 0, 0.7), row("cyst", 0, Double.NaN)), "gradcam", null, ear);
		assertTrue(heard.get(1).startsWith("! The maps of method=gradcam hardly change") && heard.get(1).contains("0.55 over 2 maps"),
			heard::toString);
	}

	/** On what is healthy there is nothing to point at: each class has its own mean. */
	@Test
	void eachClassHasItsOwnMeans() {
		TestedMaps.tell(List.of(row("cyst", 1, 0), row("normal", 0, 0), row("normal", 0, 0)), "scorecam", null, ear);
		assertEquals(3, heard.size());
		assertTrue(heard.get(1).startsWith("Of maps of class cyst: ") && heard.get(1).contains("pointing 1.000 (1)"), heard.get(1));
		assertTrue(heard.get(2).startsWith("Of maps of class normal: ") && heard.get(2).contains("pointing 0.000 (2)"), heard.get(2));
	}
}
