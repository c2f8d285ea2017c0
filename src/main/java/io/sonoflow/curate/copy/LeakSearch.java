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
package io.sonoflow.curate.copy;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.PatientNames;
import io.sonoflow.dataset.Sample;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Looks for ways in which the test part of a data set may be known to the training although no patient is in both: patients
 * under two names ({@link PatientNames}), and copies of an image under two patients, by a hash ({@link Duplicates}) and by an
 * embedding and registration ({@link CopySearch}).
 *
 * <pre>
 * Dataset dataset = Dataset.read(folder, monitor);
 * LeakSearch search = new LeakSearch(dataset.samples(), i -&gt; ImageFiles.readGray(dataset.samples().get(i).image()));
 * for (Leaks.Pair pair : search.run(monitor).pairs())
 * 	monitor.warn(pair.first() + " and " + pair.second() + ": " + pair.similarity());
 * </pre>
 *
 * Every image is compared with every other one: the time grows with the square of their number. Results depend on no number
 * of threads.
 *
 * @param samples those of the same {@link Sample#group()} are not compared
 * @param images the image (x, y) of a sample, 8-bit, by its number; called from several threads
 */
public record LeakSearch(List<Sample> samples, IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> images) {

	/**
	 * @param monitor told the progress, asked whether to stop
	 * @return what was found
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user stops it
	 */
	public Leaks run(final Monitor monitor) {
		return new Leaks(spellings(), pairs(monitor));
	}

	/** {@return patients who may be one person: their names, one list for each; see {@link PatientNames#alike}} */
	public List<List<String>> spellings() {
		return PatientNames.alike(samples.stream().map(Sample::patient).toList());
	}

	/**
	 * @param monitor told the progress, asked whether to stop
	 * @return images of different patients that are nearly the same, the most alike first
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user stops it
	 */
	public List<Leaks.Pair> pairs(final Monitor monitor) {
		final Map<List<Integer>, Leaks.Pair> pairs = new LinkedHashMap<>();
		for (final Duplicates.Pair pair : Duplicates.across(samples, images, monitor))
			pairs.put(List.of(pair.first(), pair.second()), hashed(pair));
		for (final CopySearch.Copy copy : CopySearch.across(images, samples.stream().map(Sample::group).toList(), monitor))
			pairs.merge(List.of(copy.first(), copy.second()), embedded(copy), (hash, found) -> new Leaks.Pair(hash.first(), hash
				.second(), hash.bits(), hash.correlation(), Leaks.Found.BOTH, found.registration()));
		return pairs.values().stream().sorted(Comparator.comparingDouble(pair -> -pair.similarity())).toList();
	}

	private Leaks.Pair hashed(final Duplicates.Pair pair) {
		final Registration registration = Registration.of(Structure.of(images.apply(pair.first())), Structure.of(images.apply(
			pair.second())));
		return new Leaks.Pair(pair.first(), pair.second(), pair.bits(), pair.correlation(), Leaks.Found.HASH, registration);
	}

	private Leaks.Pair embedded(final CopySearch.Copy copy) {
		final var first = images.apply(copy.first());
		final var second = images.apply(copy.second());
		return new Leaks.Pair(copy.first(), copy.second(), PerceptualHash.of(first).distance(PerceptualHash.of(second)),
			SpeckleStructure.of(first).correlation(SpeckleStructure.of(second)), Leaks.Found.EMBEDDING, copy.registration());
	}
}
