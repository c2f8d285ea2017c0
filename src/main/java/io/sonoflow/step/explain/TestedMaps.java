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

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.explain.Explainer;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.explain.MapTests;
import io.sonoflow.explain.NetworkImage;
import io.sonoflow.explain.PlaceMap;
import io.sonoflow.nn.Classifier;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The tests of all maps of a run: a second network of random weights, and what comes out in the mean. */
final class TestedMaps implements AutoCloseable {

	/** Mean rank correlation with the maps of random weights above which maps say little of what was learnt. */
	static final double ALIKE = 0.5;

	private static final String SANITY = CamTable.TESTS.get(CamTable.TESTS.size() - 1);

	private final Classifier random;
	private final MapTests tests;

	/**
	 * @param model file of the explained network, which is opened a second time
	 * @param seed of the random weights, which are not those that a training with this seed begins with
	 */
	TestedMaps(final Explainer explainer, final Path model, final long seed) {
		random = Classifier.load(model, explainer.device());
		tests = new MapTests(explainer, random, RandomStream.of(seed, "random weights of tests").nextLong());
	}

	/** Says the organ of the next image. */
	void tell(final String organ) {
		random.tell(organ);
	}

	MapTests.Result of(final NetworkImage image, final PlaceMap places, final HeatMap heat, final boolean[] mask,
		final Monitor monitor)
	{
		return tests.of(image, places, heat, mask, monitor);
	}

	/** Figures: the mean of each test and over how many maps; what follows from them. */
	static void tell(final List<CamTable.Row> rows, final String method, final RunFolder folder, final Monitor monitor) {
		final List<String> parts = new ArrayList<>();
		for (int i = 0; i < CamTable.TESTS.size(); i++) {
			final int column = i;
			final String name = CamTable.TESTS.get(i);
			final double[] known = rows.stream().mapToDouble(row -> CamTable.figures(row.tests()).get(column)).filter(value -> !Double
				.isNaN(value)).toArray();
			if (known.length == 0) {
				parts.add(name + " of no map");
				continue;
			}
			final double mean = Arrays.stream(known).average().orElseThrow();
			parts.add(String.format(Locale.ROOT, "%s %.3f (%d)", name, mean, known.length));
			if (folder != null) folder.figure(name, mean);
			if (folder != null) folder.figure("maps with " + name, known.length);
			if (name.equals(SANITY) && mean > ALIKE) monitor.warn(String.format(Locale.ROOT,
				"The maps of method=%s hardly change when the network's weights are random (mean rank correlation %.2f over %d " +
					"maps): they show the images more than what was learnt. Use another method, or another layer.", method, mean,
				known.length));
		}
		monitor.message("Tests of the maps, mean (number of maps): " + String.join(", ", parts) + ".");
	}

	@Override
	public void close() {
		random.close();
	}
}
