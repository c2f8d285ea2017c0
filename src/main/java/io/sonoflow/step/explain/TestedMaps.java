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
import io.sonoflow.step.data.ClipModels;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tests of all maps of a run: networks of random weights, and what comes out in the mean. */
final class TestedMaps implements AutoCloseable {

	/** Mean size of the rank correlation with the maps of random weights above which maps say little of what was learnt. */
	static final double ALIKE = 0.5;

	/** Networks of random weights: one alone is a single draw. */
	private static final int NETWORKS = 3;

	private static final String SANITY = CamTable.TESTS.get(CamTable.TESTS.size() - 1);

	private final List<Classifier> random = new ArrayList<>();
	private final MapTests tests;

	/**
	 * @param model file of the explained network, which is opened again for each network of random weights
	 * @param seed of the random weights, which are not those that a training with this seed begins with
	 */
	TestedMaps(final Explainer explainer, final Path model, final long seed) {
		for (int i = 0; i < NETWORKS; i++)
			random.add(ClipModels.ofViews(Classifier.load(model, explainer.device())));
		random.forEach(each -> each.network().infer(explainer.classifier().network().inference()));
		tests = new MapTests(explainer, random, RandomStream.of(seed, "random weights of tests"));
	}

	/** Says the organ of the next image. */
	void tell(final String organ) {
		random.forEach(each -> each.tell(organ));
	}

	MapTests.Result of(final NetworkImage image, final PlaceMap places, final HeatMap heat, final boolean[] mask,
		final Monitor monitor)
	{
		return tests.of(image, places, heat, mask, monitor);
	}

	/**
	 * Figures: the mean of each test and over how many maps, then by class where several are explained: on what is healthy there
	 * is nothing to point at, and a mean of both kinds would be of neither. What follows from them.
	 */
	static void tell(final List<CamTable.Row> rows, final String method, final RunFolder folder, final Monitor monitor) {
		monitor.message("Tests of the maps, mean (number of maps): " + told(rows, "", folder) + ".");
		final Map<String, List<CamTable.Row>> classes = rows.stream().collect(Collectors.groupingBy(CamTable.Row::label, TreeMap::new,
			Collectors.toList()));
		if (classes.size() > 1) classes.forEach((label, some) -> monitor.message("Of maps of class " + label + ": " + told(some,
			" of class " + label, folder) + "."));
		final double[] alike = known(rows, SANITY);
		final double mean = Arrays.stream(alike).average().orElse(0);
		if (mean > ALIKE) monitor.warn(String.format(Locale.ROOT, "The maps of method=%s hardly change when the network's weights " +
			"are random (mean size of the rank correlation %.2f over %d maps): they show the images more than what was learnt. " +
			"Use another method, or another layer.", method, mean, alike.length));
	}

	private static String told(final List<CamTable.Row> rows, final String whose, final RunFolder folder) {
		final List<String> parts = new ArrayList<>();
		for (final String name : CamTable.TESTS) {
			final double[] known = known(rows, name);
			final double mean = Arrays.stream(known).average().orElse(Double.NaN);
			parts.add(known.length == 0 ? name + " of no map" : String.format(Locale.ROOT, "%s %.3f (%d)", name, mean, known.length));
			if (folder == null || known.length == 0) continue;
			folder.figure(name + whose, mean);
			folder.figure("maps with " + name + whose, known.length);
		}
		return String.join(", ", parts);
	}

	private static double[] known(final List<CamTable.Row> rows, final String test) {
		final int column = CamTable.TESTS.indexOf(test);
		return rows.stream().mapToDouble(row -> CamTable.figures(row.tests()).get(column)).filter(value -> !Double.isNaN(value))
			.toArray();
	}

	@Override
	public void close() {
		random.forEach(Classifier::close);
	}
}
