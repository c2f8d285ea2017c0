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
package io.sonoflow.step.segment;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.copy.LeakSearch;
import io.sonoflow.curate.copy.Leaks;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.mask.ClipFrames;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.step.data.LabelledImages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Pictures with masks that are fit to train and test a segmenter on.
 *
 * @param set the pictures
 * @param organs names, in the order in which networks count them
 * @param organOf organ of each picture
 * @param annotated of each picture, of each structure whether its masks tell of it
 * @param groups what stays together when pictures are divided: patients, and near-copies where the patient is not known
 */
record SegmentSource(SegmentationSet set, List<String> organs, int[] organOf, boolean[][] annotated, List<String> groups) {

	/** The organ of a data set that names none. */
	static final String UNNAMED = "any";

	/**
	 * @param film whether networks will be told the organ
	 * @throws SonoflowException if there are no masks, one does not fit, or an organ is missing
	 */
	static SegmentSource read(final Path input, final String values, final boolean film, final ClipFrames clips,
		final Monitor monitor)
	{
		final SegmentationSet set = SegmentationSet.read(input, values, clips, monitor);
		final List<Sample> samples = set.samples();
		final List<Sample> nameless = samples.stream().filter(sample -> sample.organ().isBlank()).toList();
		if (film && !nameless.isEmpty() && nameless.size() < samples.size()) throw new SonoflowException.Input("input " + input +
			": the organ of " + nameless.size() + " of " + samples.size() + " pictures is not named (first: " + nameless.get(0).image()
				.getFileName() + "), and film=true tells the network the organ. Fill the column organ, or use film=false.");
		if (nameless.size() == samples.size()) monitor.message("No organ is named: all pictures count as one organ, \"" + UNNAMED +
			"\".");
		final List<String> organs = List.copyOf(new TreeSet<>(samples.stream().map(SegmentSource::organ).toList()));
		return new SegmentSource(set, organs, samples.stream().mapToInt(sample -> organs.indexOf(organ(sample))).toArray(), IntStream
			.range(0, set.size()).mapToObj(set::annotated).toArray(boolean[][]::new), groups(set, monitor));
	}

	/** {@return the organ as networks know it} */
	static String organ(final Sample sample) {
		return sample.organ().isBlank() ? UNNAMED : sample.organ();
	}

	/** Where it is not known whose a picture is, it may be of the patient of another that is nearly the same. */
	private static List<String> groups(final SegmentationSet set, final Monitor monitor) {
		final List<Sample> samples = set.samples();
		final List<String> groups = new ArrayList<>(samples.stream().map(Sample::group).toList());
		final long unknown = samples.stream().filter(sample -> sample.patient().isEmpty()).count();
		if (unknown == 0) return groups;
		final int[] looked = looked(set);
		final List<Leaks.Pair> pairs = new LeakSearch(IntStream.of(looked).mapToObj(samples::get).toList(), i -> set.picture(looked[
			i])).pairs(monitor);
		for (final Leaks.Pair pair : pairs) {
			final String from = groups.get(looked[pair.second()]);
			final String to = groups.get(looked[pair.first()]);
			groups.replaceAll(group -> group.equals(from) ? to : group);
		}
		final long alike = pairs.stream().map(pair -> List.of(samples.get(looked[pair.first()]).image(), samples.get(looked[pair
			.second()]).image())).distinct().count();
		monitor.message(unknown + " of " + samples.size() + " pictures name no patient. " + (IntStream.of(looked).anyMatch(
			set::isFrame) ? "Of each clip its first, middle and last frame were compared with those of others. " : "") + (alike == 0
				? "No two of different patients are nearly the same: each, or each clip, counts as a patient of its own." : alike +
					" pairs of pictures are nearly the same and stay together when training and test are divided; the others count as " +
					"patients of their own, which may make figures too good."));
		return groups;
	}

	/** {@return the pictures that are compared: images, and of each clip, which stays together anyway, three frames at most} */
	private static int[] looked(final SegmentationSet set) {
		final List<Sample> samples = set.samples();
		final IntStream.Builder looked = IntStream.builder();
		int next = 0;
		while (next < set.size()) {
			final int first = next;
			int last = first;
			while (++next < set.size() && samples.get(next).image().equals(samples.get(first).image()))
				// What several rows name is looked at once.
				if (set.number(next) > set.number(last)) last = next;
			IntStream.of(first, (first + last) / 2, last).distinct().forEach(looked);
		}
		return looked.build().toArray();
	}

	/** {@return number of pictures} */
	int size() {
		return set.size();
	}

	/** {@return the name of a picture in tables} */
	String name(final int sample) {
		return LabelledImages.name(set.dataset(), set.samples().get(sample)) + set.words(sample);
	}

	/** {@return what is written as the patient: whoever stays together is one} */
	String patient(final int sample) {
		return groups.get(sample);
	}
}
