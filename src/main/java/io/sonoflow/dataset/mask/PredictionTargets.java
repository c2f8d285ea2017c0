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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameNames;
import io.sonoflow.dataset.clip.FrameRoom;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What predicted masks may be of: images, clips, and frames of clips, which are called clip_0007 as "Segment Ultrasound..." calls
 * the seventh.
 */
final class PredictionTargets {

	/** A frame by its number, from 0 as tables have it, and the last part of a name of its clip. */
	private record Numbered(String clip, String index) {
	}

	private final SegmentationSet reference;
	/** By file, or by the file that a frame would be; of a clip's file all of its frames. */
	private final Map<Path, List<Integer>> pictures;
	private final Map<String, List<Path>> byStem = new HashMap<>();
	private final Map<Numbered, List<Path>> byFrame = new HashMap<>();

	private PredictionTargets(final SegmentationSet reference, final Map<Path, List<Integer>> pictures) {
		this.reference = reference;
		this.pictures = pictures;
		for (final Path target : pictures.keySet()) {
			byStem.computeIfAbsent(key(target), key -> new ArrayList<>()).add(target);
			final int first = pictures.get(target).get(0);
			if (!reference.isFrame(first) || isClip(target)) continue;
			final Sample sample = reference.samples().get(first);
			for (final String clip : new TreeSet<>(List.of(last(sample.clip()), sample.image().getFileName().toString())))
				byFrame.computeIfAbsent(new Numbered(clip, String.valueOf(reference.number(first))), key -> new ArrayList<>()).add(
					target);
		}
	}

	static PredictionTargets of(final SegmentationSet reference) {
		final Map<Path, List<Integer>> pictures = new LinkedHashMap<>();
		for (int i = 0; i < reference.size(); i++) {
			final Path image = reference.samples().get(i).image();
			pictures.computeIfAbsent(image, key -> new ArrayList<>()).add(i);
			if (reference.isFrame(i)) pictures.computeIfAbsent(image.resolveSibling(FrameNames.numbered(stem(image), reference.number(
				i) + 1) + ".png"), key -> new ArrayList<>()).add(i);
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
		final List<Path> frames = frames(predicted);
		if (!frames.isEmpty()) return frames;
		final List<Path> named = byStem.getOrDefault(key(image), List.of());
		if (named.size() < 2) return named;
		// Of several pictures of one name that counts whose folder has the same name, too.
		final List<Path> near = named.stream().filter(target -> target.getParent().getFileName().equals(image.getParent()
			.getFileName())).toList();
		return near.isEmpty() ? named : near;
	}

	/** {@return the frames of the number, clip and patient that a row names} */
	private List<Path> frames(final Sample predicted) {
		final String index = predicted.extra().getOrDefault(FrameNames.INDEX, "");
		final String clip = predicted.clip();
		if (index.isEmpty() || clip.isEmpty()) return List.of();
		final String end = "/" + clip.replaceFirst("^(\\.\\./)+", "");
		return byFrame.getOrDefault(new Numbered(last(clip), index), List.of()).stream().filter(target -> {
			final Sample sample = reference.samples().get(pictures.get(target).get(0));
			// Clips of different patients may have one name.
			return (sample.patient().isEmpty() || predicted.patient().isEmpty() || sample.patient().equals(predicted.patient())) &&
				(sample.clip().equals(clip) || sample.image().toString().replace('\\', '/').endsWith(end));
		}).toList();
	}

	/** {@return whether it stands for all frames of a clip: it is the clip, or the clip of its masks} */
	private boolean isClip(final Path target) {
		final int first = pictures.get(target).get(0);
		return reference.isFrame(first) && (target.equals(reference.samples().get(first).image()) || reference.files(first).contains(
			target));
	}

	/**
	 * {@return the masks of each picture}
	 *
	 * @param source of the predictions
	 * @param files masks of each target
	 * @param room for clips of masks
	 * @param monitor is told where they lie that do not fit
	 * @throws SonoflowException.File if a clip of masks has not as many frames as its clip, or two targets are one picture
	 */
	Map<Integer, List<MaskFrame>> masks(final Path source, final Map<Path, List<Path>> files, final FrameRoom room,
		final Monitor monitor)
	{
		requireOnce(source, files);
		final Map<Integer, List<MaskFrame>> found = new TreeMap<>();
		int fleeting = 0;
		for (final Path target : files.keySet()) {
			final List<Integer> numbers = pictures.get(target);
			for (final Path mask : files.get(target)) {
				if (!isClip(target)) {
					add(found, numbers, List.of(MaskFrame.image(mask)));
					continue;
				}
				final MaskedClip.Masks clip = MaskedClip.masks(reference.samples().get(numbers.get(0)).image(), mask, numbers.stream()
					.mapToInt(reference::number).toArray(), room);
				if (!clip.held()) fleeting++;
				add(found, numbers, clip.frames());
			}
		}
		room.tell(fleeting, files.size(), monitor);
		return found;
	}

	/** A clip of masks and the mask of one of its frames are two predictions, not parts of one. */
	private void requireOnce(final Path source, final Map<Path, List<Path>> files) {
		final Map<Integer, Path> masks = new HashMap<>();
		files.forEach((target, own) -> pictures.get(target).forEach(picture -> {
			final Path other = masks.putIfAbsent(picture, own.get(0));
			if (other != null) throw PredictedMasks.twice(source, reference.masked().get(picture).name() + ": " + other + " and " + own
				.get(0));
		}));
	}

	private static void add(final Map<Integer, List<MaskFrame>> found, final List<Integer> numbers, final List<MaskFrame> masks) {
		for (int i = 0; i < numbers.size(); i++)
			found.computeIfAbsent(numbers.get(i), key -> new ArrayList<>()).add(masks.get(Math.min(i, masks.size() - 1)));
	}

	private static String last(final String name) {
		return name.substring(name.lastIndexOf('/') + 1);
	}

	private static String key(final Path file) {
		return stem(file).toLowerCase(Locale.ROOT);
	}

	private static String stem(final Path file) {
		final String name = file.getFileName().toString();
		return ImageFiles.looksLikeImage(file) ? name.substring(0, name.lastIndexOf('.')) : name;
	}
}
