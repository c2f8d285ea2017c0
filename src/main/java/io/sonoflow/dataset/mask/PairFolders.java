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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FolderTree;
import io.sonoflow.dataset.FolderWords;
import io.sonoflow.dataset.MaskNames;
import io.sonoflow.dataset.Sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A folder of pictures and one of masks beside it.
 *
 * @param split train, val, test or empty
 */
record PairFolders(Path images, Path masks, String split) {

	/** {@return the pairs in a folder, or in the parts of a split in it; none if there are none} */
	static List<PairFolders> find(final Path root) {
		final FolderTree tree = FolderTree.of(root);
		final List<PairFolders> pairs = new ArrayList<>(in(tree, ""));
		if (pairs.isEmpty()) for (final FolderTree part : tree.folders())
			if (FolderWords.isSplit(part.name())) pairs.addAll(in(part, part.name().toLowerCase(Locale.ROOT)));
		return pairs;
	}

	/** Of several folders of each kind those belong together that end alike: imagesTr and labelsTr. */
	private static List<PairFolders> in(final FolderTree tree, final String split) {
		final List<FolderTree> images = tree.folders().stream().filter(each -> each.holdsImages() && FolderWords.isImages(each
			.name())).toList();
		final List<FolderTree> masks = tree.folders().stream().filter(each -> each.holdsImages() && FolderWords.isMasks(each
			.name())).toList();
		final List<PairFolders> pairs = new ArrayList<>();
		for (final FolderTree each : images) {
			final List<FolderTree> likely = masks.stream().filter(mask -> end(mask.name()).equals(end(each.name()))).toList();
			if (likely.size() > 1) throw new SonoflowException.File("input " + tree.path() + ": the folders " + String.join(", ",
				likely.stream().map(FolderTree::name).toList()) + " may all be the masks of " + each.name() +
				". Leave one of them there, or give a dataset.csv with the column mask.");
			if (likely.size() == 1) pairs.add(new PairFolders(each.path(), likely.get(0).path(), split.isEmpty() ? part(end(each
				.name())) : split));
		}
		return pairs;
	}

	private static String end(final String name) {
		final String small = name.toLowerCase(Locale.ROOT);
		return small.endsWith("tr") ? "tr" : small.endsWith("ts") ? "ts" : "";
	}

	private static String part(final String end) {
		return switch (end) {
			case "tr" -> "train";
			case "ts" -> "test";
			default -> "";
		};
	}

	static MaskSource read(final Path root, final List<PairFolders> pairs, final Monitor monitor) {
		final List<MaskedSample> masked = new ArrayList<>();
		for (final PairFolders pair : pairs)
			masked.addAll(pair.match(Dataset.read(pair.images, monitor).samples(), "", monitor));
		if (masked.isEmpty()) throw MaskSource.none(root, "no name in " + pairs.get(0).masks + " is that of a picture in " + pairs
			.get(0).images);
		return new MaskSource(root, masked, Map.of(), List.of());
	}

	/**
	 * @param samples of the folder of pictures
	 * @return those that have masks
	 * @throws SonoflowException.File if a mask may be that of two pictures
	 */
	List<MaskedSample> match(final List<Sample> samples, final String group, final Monitor monitor) {
		final FolderTree tree = FolderTree.of(masks);
		final MaskNames.Pairs found = MaskNames.pairs(images, samples.stream().map(Sample::image).toList(), masks, tree.allImages()
			.toList());
		final String name = images.getParent().getFileName() + "/" + images.getFileName();
		if (!found.doubtful().isEmpty()) throw new SonoflowException.File(name + ": " + found.doubtful().size() +
			" masks may each be that of two pictures (" + String.join("; ", found.doubtful().entrySet().stream().limit(3).map(
				each -> each.getKey().getFileName() + " of " + each.getValue().get(0).getFileName() + " and " + each.getValue().get(1)
					.getFileName()).toList()) + "). Rename or remove one picture of each.");
		final Map<Path, List<Path>> byImage = new HashMap<>();
		found.images().forEach((mask, image) -> byImage.computeIfAbsent(image, key -> new ArrayList<>()).add(mask));
		final List<MaskedSample> masked = new ArrayList<>();
		final List<Path> bare = new ArrayList<>();
		for (final Sample sample : samples) {
			final List<Path> files = byImage.getOrDefault(sample.image(), List.of());
			if (files.isEmpty()) bare.add(sample.image());
			else masked.add(MaskedSample.of((split.isEmpty() || !sample.split().isEmpty() ? sample : sample.withExtra(Sample.SPLIT,
				split)).withFiles(sample.image(), files.get(0)), files, group));
		}
		MaskSource.tellBare(name, bare, masked.size(), monitor);
		if (!found.lost().isEmpty()) monitor.warn(name + ": " + found.lost().size() + " masks in " + masks.getFileName() +
			" have no picture of their name and are left out (" + MaskSource.some(found.lost()) + ").");
		MaskSource.tellSeveral(name, masked, monitor);
		return masked;
	}
}
