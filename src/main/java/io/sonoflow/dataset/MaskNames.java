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
package io.sonoflow.dataset;

import io.sonoflow.Monitor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks that lie beside their images, known by their names: {@code benign (1)_mask.png} beside {@code benign (1).png}. As images
 * of a class they would give the answer away.
 */
public final class MaskNames {

	private static final String WORDS = "(?:masks?|seg|segm|segmentations?|gt|ground[ _-]?truth|labels?|annotations?|rois?" +
		"|contours?|outlines?|tumou?r)";
	private static final Pattern AFTER = Pattern.compile("(.+?)[ _.-]+" + WORDS + "(?:[ _-]?\\d{1,2})?");
	private static final Pattern BEFORE = Pattern.compile(WORDS + "[ _.-]+(.+)");
	/** Of these words a file beside an image is surely its mask, and not a cut of it or a drawing on it. */
	private static final Pattern SURELY = Pattern.compile(".*[ _.-](?:mask|seg|segmentation)|(?:mask|seg|segmentation)[ _.-].*");
	private static final List<String> HINTS = List.of("mask", "seg", "gt", "ground", "label", "annot", "roi", "contour", "outline",
		"tum");
	private static final int NAMED = 3;

	/** What a picture is called beside its mask. */
	private static final String PICTURE = "(?:images?|imgs?|pictures?|scans?|frames?|us|bmode|orig|original)";
	private static final Pattern PICTURE_AFTER = Pattern.compile("(.+?)[ _.-]+(?:" + PICTURE + "|0000)");
	private static final Pattern PICTURE_BEFORE = Pattern.compile(PICTURE + "[ _.-]+(.+)");
	private static final Pattern NUMBERED = Pattern.compile("(.+?)[ _-]\\d{1,2}");

	private MaskNames() {
	}

	/**
	 * @param files of one folder
	 * @return those that are masks of others among them, each with its image; in their order
	 */
	static Map<Path, Path> masks(final List<Path> files) {
		if (files.stream().noneMatch(file -> HINTS.stream().anyMatch(stem(file)::contains))) return Map.of();
		final Map<String, Path> byStem = new HashMap<>();
		files.forEach(file -> byStem.putIfAbsent(stem(file), file));
		final Map<Path, Path> masks = new LinkedHashMap<>();
		for (final Path file : files) {
			final Path image = image(stem(file), byStem);
			if (image != null && !image.equals(file)) masks.put(file, image);
		}
		// What is itself a mask of another has none: x_mask_seg beside x_mask and x.
		masks.replaceAll((mask, image) -> masks.getOrDefault(image, image));
		return masks;
	}

	/** {@return the one mask of each image that surely has one} */
	static Map<Path, Path> byImage(final Map<Path, Path> masks) {
		final Map<Path, Path> one = new HashMap<>();
		final Set<Path> several = new HashSet<>();
		masks.forEach((mask, image) -> {
			if (one.putIfAbsent(image, mask) != null || !SURELY.matcher(stem(mask)).matches()) several.add(image);
		});
		one.keySet().removeAll(several);
		return one;
	}

	/**
	 * The masks of one folder by the pictures beside them.
	 *
	 * @return only pictures with masks; in the order of the masks' names
	 */
	public static Map<Path, List<Path>> beside(final Path folder) {
		final Map<Path, List<Path>> byImage = new HashMap<>();
		masks(FolderTree.of(folder).images()).forEach((mask, image) -> byImage.computeIfAbsent(image, key -> new ArrayList<>()).add(
			mask));
		return byImage;
	}

	/**
	 * Masks of a folder of their own, and whose they are.
	 *
	 * @param images of each mask that has one picture
	 * @param lost masks without a picture
	 * @param doubtful masks that may be those of two pictures or more
	 */
	public record Pairs(Map<Path, Path> images, List<Path> lost, Map<Path, List<Path>> doubtful) {
	}

	/**
	 * Pairs by name: the same name, whatever its extension; or one with a word for masks or a number at its end, or a word for
	 * pictures at the picture's. Names in folders below are compared with their folders first.
	 */
	public static Pairs pairs(final Path imageFolder, final List<Path> images, final Path maskFolder, final List<Path> masks) {
		final Map<String, List<Path>> keys = new HashMap<>();
		for (final Path image : images) {
			final String stem = stem(image);
			final Set<String> names = new LinkedHashSet<>(List.of(stem));
			for (final Pattern word : List.of(PICTURE_AFTER, PICTURE_BEFORE)) {
				final Matcher matcher = word.matcher(stem);
				if (matcher.matches()) names.add(matcher.group(1));
			}
			for (final String name : names)
				for (final String key : Set.of(below(imageFolder, image) + name, "/" + name))
					keys.computeIfAbsent(key, all -> new ArrayList<>()).add(image);
		}
		final Map<Path, Path> found = new LinkedHashMap<>();
		final List<Path> lost = new ArrayList<>();
		final Map<Path, List<Path>> doubtful = new LinkedHashMap<>();
		for (final Path mask : masks) {
			final List<Path> candidates = candidates(below(maskFolder, mask), stem(mask), keys);
			if (candidates.isEmpty()) lost.add(mask);
			else if (candidates.size() > 1) doubtful.put(mask, candidates);
			else found.put(mask, candidates.get(0));
		}
		return new Pairs(found, lost, doubtful);
	}

	/** A whole name counts before one without its words, one in the same folder before one in another. */
	private static List<Path> candidates(final String folder, final String stem, final Map<String, List<Path>> keys) {
		final List<String> names = new ArrayList<>(List.of(stem));
		for (final Pattern word : List.of(AFTER, BEFORE, NUMBERED)) {
			final Matcher matcher = word.matcher(stem);
			if (matcher.matches()) names.add(matcher.group(1));
		}
		for (final String name : List.copyOf(names)) {
			final Matcher matcher = NUMBERED.matcher(name);
			if (matcher.matches() && !names.contains(matcher.group(1))) names.add(matcher.group(1));
		}
		for (final String name : names)
			for (final String key : List.of(folder + name, "/" + name))
				if (keys.containsKey(key)) return keys.get(key);
		return List.of();
	}

	private static String below(final Path root, final Path file) {
		final Path parent = root.relativize(file.getParent());
		return parent.toString().replace('\\', '/').toLowerCase(Locale.ROOT) + "//";
	}

	private static Path image(final String stem, final Map<String, Path> byStem) {
		// Most names hold none of the words, and this is quicker.
		if (HINTS.stream().noneMatch(stem::contains)) return null;
		final Matcher after = AFTER.matcher(stem);
		if (after.matches() && byStem.containsKey(after.group(1))) return byStem.get(after.group(1));
		final Matcher before = BEFORE.matcher(stem);
		return before.matches() ? byStem.get(before.group(1)) : null;
	}

	private static String stem(final Path file) {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		final int dot = name.lastIndexOf('.');
		return dot > 0 ? name.substring(0, dot) : name;
	}

	/** Warns of rows of a table whose images are named like masks of others. */
	static void warnOfRows(final String table, final List<Sample> samples, final Monitor monitor) {
		final Map<Path, List<Path>> folders = new LinkedHashMap<>();
		samples.forEach(sample -> folders.computeIfAbsent(sample.image().getParent(), key -> new ArrayList<>()).add(sample
			.image()));
		final List<String> found = folders.values().stream().flatMap(files -> masks(files).keySet().stream()).map(file -> file
			.getFileName().toString()).toList();
		if (!found.isEmpty()) monitor.warn(table + ": " + found.size() + " rows have a name like masks of other rows (" + Spelling
			.some(found, NAMED) + ") and are taken for images, as the table says. If they are masks, remove these rows and name " +
			"them in the column mask: they would give the answer away.");
	}
}
