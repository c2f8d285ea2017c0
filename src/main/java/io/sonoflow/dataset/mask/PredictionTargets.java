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
package io.sonoflow.dataset.mask;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What predicted masks may be of: images, clips, and frames of clips, which are called clip_0007 as "Segment Ultrasound..." calls
 * the seventh.
 *
 * @param pictures by file, or by the file that a frame would be; of a clip's file all of its frames
 */
record PredictionTargets(SegmentationSet reference, Map<Path, List<Integer>> pictures) {

	/** Columns of "Segment Ultrasound...". */
	private static final String INDEX = "frameindex";

	static PredictionTargets of(final SegmentationSet reference) {
		final Map<Path, List<Integer>> pictures = new LinkedHashMap<>();
		for (int i = 0; i < reference.size(); i++) {
			final Path image = reference.samples().get(i).image();
			pictures.computeIfAbsent(image, key -> new ArrayList<>()).add(i);
			if (reference.isFrame(i)) pictures.computeIfAbsent(image.resolveSibling(String.format(Locale.ROOT, "%s_%04d.png", stem(
				image), reference.number(i) + 1)), key -> new ArrayList<>()).add(i);
		}
		return new PredictionTargets(reference, pictures);
	}

	/** {@return the same by the files of the reference's masks} */
	PredictionTargets byMask() {
		final Map<Path, List<Integer>> others = new LinkedHashMap<>();
		for (int i = 0; i < reference.size(); i++)
			for (final MaskFrame mask : reference.masked().get(i).masks())
				others.computeIfAbsent(mask.path(), key -> new ArrayList<>()).add(i);
		return new PredictionTargets(reference, others);
	}

	List<Path> paths() {
		return List.copyOf(pictures.keySet());
	}

	/** {@return whose picture it may be that somebody made a mask of} */
	List<Path> likely(final Sample predicted) {
		final Path image = predicted.image();
		if (pictures.containsKey(image)) return List.of(image);
		final String index = predicted.extra().getOrDefault(INDEX, "");
		final List<Path> frames = index.isEmpty() || predicted.clip().isEmpty() ? List.of() : pictures.keySet().stream().filter(
			target -> isFrame(target, predicted.clip(), index)).toList();
		if (!frames.isEmpty()) return frames;
		final List<Path> named = pictures.keySet().stream().filter(target -> stem(target).equalsIgnoreCase(stem(image))).toList();
		if (named.size() < 2) return named;
		// Of several pictures of one name that counts whose folder has the same name, too.
		final List<Path> near = named.stream().filter(target -> target.getParent().getFileName().equals(image.getParent()
			.getFileName())).toList();
		return near.isEmpty() ? named : near;
	}

	/** {@return whether it is the frame of this number of a clip that is called so, or lies there} */
	private boolean isFrame(final Path target, final String clip, final String index) {
		final int first = pictures.get(target).get(0);
		final Sample sample = reference.samples().get(first);
		return !target.equals(sample.image()) && String.valueOf(reference.number(first)).equals(index) && (sample.clip().equals(
			clip) || sample.image().toString().replace('\\', '/').endsWith("/" + clip.replaceFirst("^(\\.\\./)+", "")));
	}

	/**
	 * {@return the masks of each picture}
	 *
	 * @param files masks of each target
	 * @throws SonoflowException.File if a clip of masks has not as many frames as its clip
	 */
	Map<Integer, List<MaskFrame>> masks(final Map<Path, List<Path>> files) {
		final Map<Integer, List<MaskFrame>> found = new TreeMap<>();
		files.forEach((target, masks) -> {
			final List<Integer> numbers = pictures.get(target);
			final boolean clip = reference.isFrame(numbers.get(0)) && (numbers.size() > 1 || target.equals(reference.samples().get(
				numbers.get(0)).image()));
			for (final Path mask : masks)
				if (clip) add(found, numbers, MaskedClip.masks(reference.samples().get(numbers.get(0)).image(), mask, numbers.stream()
					.mapToInt(reference::number).toArray()));
				else add(found, numbers, List.of(MaskFrame.image(mask)));
		});
		return found;
	}

	private static void add(final Map<Integer, List<MaskFrame>> found, final List<Integer> numbers, final List<MaskFrame> masks) {
		for (int i = 0; i < numbers.size(); i++)
			found.computeIfAbsent(numbers.get(i), key -> new ArrayList<>()).add(masks.get(Math.min(i, masks.size() - 1)));
	}

	private static String stem(final Path file) {
		final String name = file.getFileName().toString();
		return ImageFiles.looksLikeImage(file) ? name.substring(0, name.lastIndexOf('.')) : name;
	}
}
