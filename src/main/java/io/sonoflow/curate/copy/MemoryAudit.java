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
import io.sonoflow.Parallel;
import io.sonoflow.RandomStream;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Finds generated images that are copies of training images, also mirrored, shifted by up to a fifth of the side, brighter,
 * darker, noisy or somewhat blurred.
 *
 * <pre>
 * MemoryAudit audit = MemoryAudit.of(real::get, patients, monitor);
 * for (MemoryMatch match : audit.matches(count, synthetic::get, monitor))
 * 	if (match.p() &lt;= MemoryMatch.ALARM) ...
 * </pre>
 *
 * The measure is the lead of the most similar training image over the next ones of other patients (as Carlini et al.,
 * Extracting training data from diffusion models, 2023, who divide distances), here of aligned correlations: it is not
 * fooled by smooth images, which resemble everything a little. How large a lead is by chance is known from the real images
 * themselves, each compared with those of all other patients. 24 KB a training image are held, the images are not. Results
 * depend on no number of threads.
 */
public final class MemoryAudit {

	/** At least so many training images, and so many patients, are needed to know what chance does. */
	public static final int LEAST_IMAGES = 8, LEAST_PATIENTS = 4;

	/** More real images than this are not compared with the others to learn what chance does. */
	private static final int KNOWN = 1000;

	private final NearestCopies search;
	private final List<NearestCopies.Found> known;
	private final GumbelTail chance;

	private MemoryAudit(final NearestCopies search, final List<NearestCopies.Found> known) {
		this.search = search;
		this.known = known;
		this.chance = new GumbelTail(known.stream().mapToDouble(NearestCopies.Found::lead).toArray(),
			(int) Arrays.stream(search.groups())
			.distinct().count());
	}

	/** {@return whether these are images and patients enough} */
	public static boolean isPossible(final List<String> patients) {
		return patients.size() >= LEAST_IMAGES && patients.stream().distinct().count() >= LEAST_PATIENTS;
	}

	/**
	 * @param images the training images (x, y) by number; called from several threads
	 * @param patients whose each is; images of one patient are not expected to differ
	 * @throws IllegalArgumentException if {@link #isPossible} says no
	 */
	public static MemoryAudit of(final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> images,
		final List<String> patients, final Monitor monitor)
	{
		if (!isPossible(patients)) throw new IllegalArgumentException(patients.size() + " images of too few patients");
		final Map<String, Integer> numbers = new LinkedHashMap<>();
		patients.forEach(patient -> numbers.putIfAbsent(patient, numbers.size()));
		final int[] groups = patients.stream().mapToInt(numbers::get).toArray();
		final NearestCopies search = new NearestCopies(List.copyOf(Parallel.map("fingerprints", groups.length, monitor,
			i -> Fingerprint.of(images.apply(i)))), groups);
		final int[] order = IntStream.range(0, groups.length).toArray();
		RandomStream.of(0, "memory-chance").shuffle(order);
		final int[] asked = Arrays.stream(order).limit(KNOWN).sorted().toArray();
		return new MemoryAudit(search, List.copyOf(Parallel.map("real against real", asked.length, monitor, i -> search.find(search
			.references().get(asked[i]), groups[asked[i]]))));
	}

	/** {@return leads of real images over images of other patients: what chance does} */
	public double[] chanceLeads() {
		return known.stream().mapToDouble(NearestCopies.Found::lead).toArray();
	}

	/** {@return similarities of real images to the nearest of other patients} */
	public double[] chanceSimilarities() {
		return known.stream().mapToDouble(found -> found.alignment().similarity()).toArray();
	}

	/** {@return the training image nearest to this image (x, y)} */
	public MemoryMatch match(final RandomAccessibleInterval<UnsignedByteType> image) {
		final NearestCopies.Found found = search.find(Fingerprint.of(image), NearestCopies.NOBODY);
		final Alignment at = found.alignment();
		return new MemoryMatch(found.nearest(), at.similarity(), at.flip(), at.dx(), at.dy(), found.lead(), chance.of(found
			.lead()));
	}

	/**
	 * @param images generated images by number; called from several threads, each once
	 * @return their matches in order
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user stops it
	 */
	public List<MemoryMatch> matches(final int count,
		final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> images, final Monitor monitor)
	{
		return List.copyOf(Parallel.map("synthetic against real", count, monitor, i -> match(images.apply(i))));
	}
}
