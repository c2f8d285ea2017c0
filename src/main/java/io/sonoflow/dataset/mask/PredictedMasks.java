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
import io.sonoflow.Parallel;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FolderTree;
import io.sonoflow.dataset.FolderWords;
import io.sonoflow.dataset.MaskNames;
import io.sonoflow.image.mask.Outlines;
import io.sonoflow.image.morphology.Mask;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Masks that were predicted for the pictures of a set: found by name, never by order, and read by the set's values. All were
 * opened and checked.
 *
 * <pre>
 * PredictedMasks predicted = PredictedMasks.read(reference, folder, monitor);
 * if (predicted.has(17)) compare(reference.mask(17), predicted.mask(17));
 * </pre>
 */
public final class PredictedMasks {

	private final SegmentationSet reference;
	private final Map<Integer, MaskedSample> found;
	private final MaskLayout layout;

	private PredictedMasks(final SegmentationSet reference, final Map<Integer, MaskedSample> found, final MaskLayout layout) {
		this.reference = reference;
		this.found = found;
		this.layout = layout;
	}

	/**
	 * @param reference the pictures and what their masks mean
	 * @param input a dataset.csv with the column mask or a folder that holds one, a folder of pictures and masks, or a folder of
	 *          masks named like the pictures or their masks
	 * @param monitor is told what was left out
	 * @throws SonoflowException if nothing fits, it is not clear what belongs to what, or a mask does not fit its picture
	 */
	public static PredictedMasks read(final SegmentationSet reference, final Path input, final Monitor monitor) {
		final Path source = input.toAbsolutePath().normalize();
		final Map<Integer, List<MaskFrame>> files = withPictures(source) ? byPicture(reference, source, monitor) : byName(reference,
			source, monitor);
		if (files.isEmpty()) throw new SonoflowException.File("predictions " + input + " holds no mask of any of the " + reference
			.size() + " pictures. Masks are found by name: the picture's name, or that of its mask.");
		final Map<Integer, MaskedSample> found = new TreeMap<>();
		files.forEach((i, masks) -> found.put(i, reference.masked().get(i).with(masks)));
		final List<MaskedSample> samples = List.copyOf(found.values());
		final Map<MaskFrame, MaskFacts> facts = MaskCheck.facts(samples, monitor);
		final MaskLayout layout = reference.layout().of(samples, facts, source.getFileName().toString(), monitor);
		return new PredictedMasks(reference, found, layout.withLines(lines(source, samples, layout, monitor)));
	}

	/** One mask like a line may be a bad prediction, which stays what it is; where most are, they were drawn so. */
	private static Set<MaskFrame> lines(final Path source, final List<MaskedSample> samples, final MaskLayout layout,
		final Monitor monitor)
	{
		final Set<MaskFrame> lines = new HashSet<>();
		Parallel.map("check predictions", samples.size(), monitor, i -> layout.look(samples.get(i)).lines()).forEach(each -> each
			.forEach((file, kind) -> {
				if (kind != Outlines.Kind.OPEN) lines.add(file);
			}));
		if (2 * lines.size() <= samples.size()) return Set.of();
		monitor.warn(source.getFileName() + ": " + lines.size() + " masks of " + samples.size() +
			" pictures are lines round a structure, not its area, and are taken filled.");
		return lines;
	}

	/** {@return whether it says of pictures, and not only of masks} */
	private static boolean withPictures(final Path source) {
		return !Files.isDirectory(source) || Files.isRegularFile(source.resolve(Dataset.FILE)) || ChallengeLayout.isOne(source) ||
			!PairFolders.find(source).isEmpty() || areBeside(source);
	}

	/** {@return whether most of the pictures of a folder have masks beside them: one of two masks may be named like the other's} */
	private static boolean areBeside(final Path source) {
		final Map<Path, List<Path>> masks = MaskNames.beside(source);
		final int pictures = FolderTree.of(source).images().size() - masks.values().stream().mapToInt(List::size).sum();
		return !masks.isEmpty() && 2 * masks.size() >= pictures;
	}

	private static Map<Integer, List<MaskFrame>> byPicture(final SegmentationSet reference, final Path source,
		final Monitor monitor)
	{
		final PredictionTargets targets = PredictionTargets.of(reference);
		final Map<Path, List<Path>> files = new LinkedHashMap<>();
		final List<Path> lost = new ArrayList<>();
		final Map<Path, List<Path>> doubtful = new LinkedHashMap<>();
		for (final MaskedSample each : MaskSource.read(source, monitor).samples()) {
			final Path image = each.sample().image();
			final List<Path> likely = targets.likely(each.sample());
			if (likely.isEmpty()) lost.add(image);
			else if (likely.size() > 1) doubtful.put(image, likely);
			else if (files.put(likely.get(0), each.masks().stream().map(MaskFrame::path).toList()) != null) throw twice(source, image
				.getFileName().toString());
		}
		tell(source, lost, doubtful, monitor);
		return targets.masks(source, files, MaskedClip.room(), monitor);
	}

	private static Map<Integer, List<MaskFrame>> byName(final SegmentationSet reference, final Path source,
		final Monitor monitor)
	{
		final FolderTree tree = FolderTree.of(source);
		final List<FolderTree> masks = tree.folders().stream().filter(each -> each.holdsImages() && FolderWords.isMasks(each.name()))
			.toList();
		final Path folder = tree.images().isEmpty() && masks.size() == 1 ? masks.get(0).path() : source;
		final List<Path> files = FolderTree.of(folder).allImages().toList();
		PredictionTargets targets = PredictionTargets.of(reference);
		MaskNames.Pairs pairs = MaskNames.pairs(home(targets.paths()), targets.paths(), folder, files);
		if (pairs.images().isEmpty() && pairs.doubtful().isEmpty()) {
			// Masks may be called otherwise than their pictures, and predictions like them.
			targets = targets.byMask();
			pairs = MaskNames.pairs(home(targets.paths()), targets.paths(), folder, files);
		}
		final Map<Path, List<Path>> found = new LinkedHashMap<>();
		pairs.images().forEach((mask, target) -> found.computeIfAbsent(target, key -> new ArrayList<>()).add(mask));
		tell(source, pairs.lost(), pairs.doubtful(), monitor);
		final Map<Integer, List<MaskFrame>> byPicture = targets.masks(source, found, MaskedClip.room(), monitor);
		byPicture.values().stream().filter(each -> each.size() > 1).findFirst().ifPresent(each -> {
			throw twice(source, folder.relativize(each.get(0).path()) + " and " + folder.relativize(each.get(1).path()));
		});
		return byPicture;
	}

	/** {@return the folder that all files lie in, or below} */
	private static Path home(final List<Path> files) {
		Path home = files.get(0).getParent();
		while (!holds(home, files))
			home = home.getParent();
		return home;
	}

	private static boolean holds(final Path folder, final List<Path> files) {
		return folder.getParent() == null || files.stream().allMatch(file -> file.startsWith(folder));
	}

	static SonoflowException.File twice(final Path source, final String names) {
		return new SonoflowException.File("predictions " + source + " holds two masks of one picture (" + names +
			"). Leave one of them there, give the folder of one seed or network only, or a dataset.csv with the columns image and mask.");
	}

	private static void tell(final Path source, final List<Path> lost, final Map<Path, List<Path>> doubtful,
		final Monitor monitor)
	{
		if (!doubtful.isEmpty()) {
			final Map.Entry<Path, List<Path>> first = doubtful.entrySet().iterator().next();
			throw new SonoflowException.File("predictions " + source + ": " + doubtful.size() +
				" files may each belong to two pictures or more (" + first.getKey().getFileName() + " to " + first.getValue().get(0) +
				" or " + first.getValue().get(1) + "). Put them in folders named like the pictures', or give a dataset.csv with the " +
				"columns image and mask.");
		}
		if (!lost.isEmpty()) monitor.warn(source.getFileName() + ": " + lost.size() +
			" predictions belong to no picture of the reference and are left out (" + MaskSource.some(lost) + ").");
	}

	/** {@return whether there is a mask of a picture} */
	public boolean has(final int sample) {
		return found.containsKey(sample);
	}

	/** {@return number of pictures that have one} */
	public int size() {
		return found.size();
	}

	/** {@return the pictures without one, the first few by name; empty if all have one} */
	public String missing() {
		final List<String> missing = new ArrayList<>();
		for (int i = 0; i < reference.size(); i++)
			if (!has(i)) missing.add(reference.masked().get(i).name());
		return missing.isEmpty() ? "" : MaskSource.first(missing);
	}

	/** {@return the predicted masks of a picture; read anew, empty if there are none} */
	public MaskPlanes mask(final int sample) {
		if (has(sample)) return layout.read(found.get(sample)).planes();
		final MaskPlanes like = reference.mask(sample);
		final Mask empty = Mask.of(like.width(), like.height(), i -> false);
		return new MaskPlanes(Collections.nCopies(like.planes().size(), empty));
	}
}
