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
package io.sonoflow.step.crossvalidate;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.copy.LeakSearch;
import io.sonoflow.curate.copy.Leaks;
import io.sonoflow.dataset.Sample;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.EqualPictures;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.data.SharedGroups;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Whether a test set is independent: no patient, clip, file or picture of it may be among the images that are learned. What is
 * certain is refused; what only looks alike (re-encoded, resized, mirrored) is listed, and warned of.
 *
 * @param data that is learned
 * @param test that no fold sees
 */
record TestGuard(LabelledImages data, LabelledImages test) {

	/** The table of pairs. */
	static final String FILE = "testduplicates.csv";

	private static final String PART = "testleaks";

	/**
	 * @throws SonoflowException.Input if the two share patients, clips, files or equal pictures; all are counted, some named
	 */
	void require(final Monitor monitor) {
		final SharedGroups people = new SharedGroups(data.dataset().samples(), test.dataset().samples(), "test=", "input",
			"the figures on the test set are too good");
		final Set<String> shared = people.find(monitor);
		if (!shared.isEmpty()) throw refused(test.groups(false).stream().filter(shared::contains).count() + " of its " + test.size() +
			" images are of " + shared.size() + " patient(s), clip(s) or file(s) that input has, too: " + LeakGuard.some(List.copyOf(
				shared)) +
					". Leave these out of one of the two. If they are other people with the same names (each hospital counts from 1), " +
			"give them other names, or fill the column site of both: patients of other sites are other people.");
		people.tellSpellings(monitor);
		final EqualPictures pictures = EqualPictures.of(samples().size(), images(), monitor);
		final List<String> equal = new ArrayList<>();
		for (final List<Integer> same : pictures.groups())
			if (same.get(0) < data.size() && isTest(same.get(same.size() - 1))) equal.add(name(same.get(0)) + " = " + name(same.get(same
				.size() - 1)));
		if (!equal.isEmpty()) throw refused(equal.size() + " of its pictures are pixel for pixel among those of input, too: " +
			LeakGuard.some(equal) + ". Leave these out of one of the two.");
		// Those of input alone are told with its other copies.
		final List<List<Integer>> contradicting = pictures.contradicting(this::label).stream().filter(each -> each.stream().anyMatch(
			this::isTest)).toList();
		if (!contradicting.isEmpty()) monitor.warn(EqualPictures.warning(contradicting, this::name, this::label));
	}

	private boolean isTest(final int i) {
		return i >= data.size();
	}

	private SonoflowException.Input refused(final String why) {
		return new SonoflowException.Input("test=" + test.dataset().source() + " is not independent of input: " + why);
	}

	private List<Sample> samples() {
		return Stream.concat(data.dataset().samples().stream(), test.dataset().samples().stream()).toList();
	}

	private IntFunction<RandomAccessibleInterval<UnsignedByteType>> images() {
		return i -> i < data.size() ? data.images().get(i) : test.images().get(i - data.size());
	}

	private String name(final int i) {
		return i < data.size() ? data.name(i) : test.name(i - data.size());
	}

	private String label(final int i) {
		return samples().get(i).original();
	}

	/**
	 * Looks for pictures of the test set that look like one of the data, once for all shards and resumes; warns and lists them.
	 *
	 * @param inputs of the run: those of the data, then of the test set
	 */
	void look(final List<Path> inputs, final RunFolder folder, final Monitor monitor) {
		final Map<Integer, String> sets = new HashMap<>();
		IntStream.range(0, data.size() + test.size()).forEach(i -> sets.put(i, i < data.size() ? "input" : "test"));
		final List<Sample> samples = samples();
		// Of two sets only: what is alike within one is not asked here.
		final List<Sample> grouped = IntStream.range(0, samples.size()).mapToObj(i -> samples.get(i).inGroup(sets.get(i))).toList();
		final List<Leaks.Pair> pairs = LeakPart.pairs(PART, LeakPart.key(folder.inputHash(inputs.get(0)) + " and " + folder.inputHash(
			inputs.get(1))), new LeakSearch(grouped, images()), folder, monitor);
		if (!pairs.isEmpty()) monitor.warn(pairs.size() + " picture(s) of test= are nearly the same as one of input: " +
			LeakGuard.some(
			pairs.stream().map(pair -> name(pair.first()) + " and " + name(pair.second())).toList()) + "; all are in " + FILE +
			". Look at them: if they are copies, the figures on the test set are too good; leave them out of it.");
		LeakGuard.writePairs(folder.resolve(FILE), pairs, samples, IntStream.range(0, samples.size()).mapToObj(this::name).toList());
		folder.figure("test.duplicates", pairs.size());
	}
}
