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
package io.sonoflow.dataset.learned;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Sha256;
import io.sonoflow.image.Images;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** The images of a data set by their pixels: from them records are made of what was learned, and others are held against it. */
public final class SetDigests {

	private static final String STAGE = "reading what is learned from";

	private static final int SALT = 16;

	private final List<Sample> samples;
	private final List<byte[]> digests;

	private SetDigests(final List<Sample> samples, final List<byte[]> digests) {
		this.samples = List.copyOf(samples);
		this.digests = digests;
	}

	/**
	 * Reads each image once.
	 *
	 * @param samples whose images they are
	 * @param images by number, 8-bit grey (x, y), as read from the file: before any resizing
	 */
	public static SetDigests of(final List<Sample> samples,
		final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> images, final Monitor monitor)
	{
		return new SetDigests(samples, Parallel.map(STAGE, samples.size(), monitor, i -> digest(images.apply(i))));
	}

	/** {@return the SHA-256 of an image's size and grey values, whatever file they came from} */
	public static byte[] digest(final RandomAccessibleInterval<UnsignedByteType> image) {
		final MessageDigest digest = Sha256.digest();
		// The size, too: the same values in other rows are another image.
		digest.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(Images.width(image)).putInt(Images.height(image)).array());
		return digest.digest(Images.pixels(image));
	}

	/** {@return number of images} */
	public int size() {
		return samples.size();
	}

	/**
	 * {@return a salt that depends on nothing but the images and the seed, so that the same run writes the same file; who does not
	 *         have all images cannot know it beforehand}
	 */
	private String salt(final long seed) {
		final MessageDigest digest = Sha256.digest();
		digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
		digests.stream().sorted(Arrays::compareUnsigned).forEach(digest::update);
		return HexFormat.of().formatHex(digest.digest(), 0, SALT);
	}

	/** Hashes of patients' names take a while: those of one set and seed are computed once for all of its parts. */
	public final class Recorder {

		private final String salt;
		private final Map<String, Long> names;

		private Recorder(final long seed, final Monitor monitor) {
			salt = salt(seed);
			final List<String> keys = List.copyOf(samples.stream().filter(sample -> !sample.patient().isEmpty()).flatMap(
				sample -> sample.site().isEmpty() ? Stream.of(LearnedEntry.name(sample)) : Stream.of(
					LearnedEntry.name(sample), LearnedEntry.siteAndName(sample))).collect(Collectors.toCollection(TreeSet::new)));
			final List<Long> hashes = Parallel.map("hashing patients", keys.size(), monitor, i -> LearnedEntry.patient(salt,
				LearnedEntry.ROUNDS, keys.get(i)));
			names = new LinkedHashMap<>();
			for (int i = 0; i < keys.size(); i++)
				names.put(keys.get(i), hashes.get(i));
		}

		/** {@return the record of some of the images, as the one entry} */
		public LearnedFrom record(final LearnedRole role, final int[] learned) {
			final Set<Long> images = new HashSet<>();
			final Set<Long> patients = new HashSet<>();
			final Set<Long> sitePatients = new HashSet<>();
			final Set<Long> siteNames = new HashSet<>();
			for (final int i : learned) {
				images.add(LearnedEntry.image(salt, digests.get(i)));
				final Sample sample = samples.get(i);
				if (sample.patient().isEmpty()) continue;
				final long name = names.get(LearnedEntry.name(sample));
				(sample.site().isEmpty() ? patients : siteNames).add(name);
				if (!sample.site().isEmpty()) sitePatients.add(names.get(LearnedEntry.siteAndName(sample)));
			}
			return new LearnedFrom(List.of(new LearnedEntry(role, salt, LearnedEntry.ROUNDS, images, patients, sitePatients,
				siteNames)));
		}
	}

	/** {@return what makes records of parts of the set} */
	public Recorder recorder(final long seed, final Monitor monitor) {
		return new Recorder(seed, monitor);
	}

	/** {@return the record of all images} */
	public LearnedFrom record(final LearnedRole role, final long seed, final Monitor monitor) {
		return recorder(seed, monitor).record(role, IntStream.range(0, size()).toArray());
	}

	/** {@return which of the images and patients are among those that an entry was learned from} */
	public SeenSamples seen(final LearnedEntry entry, final Monitor monitor) {
		final boolean[] images = new boolean[size()];
		for (int i = 0; i < images.length; i++)
			images[i] = entry.hasImage(digests.get(i));
		final Map<String, Sample> people = new LinkedHashMap<>();
		samples.forEach(sample -> people.putIfAbsent(person(sample), sample));
		final List<String> keys = List.copyOf(people.keySet());
		final List<Boolean> known = Parallel.map("looking for patients that were learned from", keys.size(), monitor, i -> entry
			.hasPatient(people.get(keys.get(i))));
		final Set<String> seen = IntStream.range(0, keys.size()).filter(known::get).mapToObj(keys::get).collect(Collectors.toSet());
		final boolean[] named = new boolean[size()];
		for (int i = 0; i < named.length; i++)
			named[i] = seen.contains(person(samples.get(i)));
		return new SeenSamples(samples.stream().map(Sample::group).toList(), images, named);
	}

	private static String person(final Sample sample) {
		return sample.patient() + "\n" + sample.site();
	}
}
