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
import io.sonoflow.dataset.MaskNames;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.Spelling;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where pictures and masks come from, before a mask was opened.
 *
 * @param source file or folder
 * @param samples those with a mask
 * @param declared what a layout says of the values, by group
 * @param classes labelled pictures of a layout, which need no mask
 */
record MaskSource(Path source, List<MaskedSample> samples, Map<String, MaskValues> declared, List<Sample> classes) {

	private static final int NAMED = 5;

	/**
	 * @param input a dataset.csv or a folder with one, a folder pair, the challenge's folder, or pictures with their masks beside
	 * @throws SonoflowException if there is no such thing, or no picture has a mask
	 */
	static MaskSource read(final Path input, final Monitor monitor) {
		if (input == null) throw new SonoflowException.Input(
			"input is missing. Give a dataset.csv with the column mask, or a folder with images and masks.");
		final Path root = input.toAbsolutePath().normalize();
		if (Files.isDirectory(root) && !Files.isRegularFile(root.resolve(Dataset.FILE))) {
			if (ChallengeLayout.isOne(root)) return ChallengeLayout.read(root, monitor);
			final List<PairFolders> pairs = PairFolders.find(root);
			if (!pairs.isEmpty()) return PairFolders.read(root, pairs, monitor);
		}
		return beside(Dataset.read(input, monitor), monitor);
	}

	/** A network that is told the organ takes two spellings for two organs. */
	static void tellOrgans(final String name, final List<MaskedSample> masked, final Monitor monitor) {
		final List<String> organs = masked.stream().map(each -> each.sample().organ()).distinct().toList();
		final List<List<String>> alike = Spelling.alike(organs);
		if (!alike.isEmpty()) monitor.warn(name + ": organs that may be one are written in several ways: " + alike.stream().map(
			names -> String.join(" and ", names)).collect(Collectors.joining("; ")) +
			". Each counts as an organ of its own: write each in one way.");
		if (organs.size() > 1 && organs.contains("")) monitor.warn(name + ": the organ of " + masked.stream().filter(each -> each
			.sample().organ().isEmpty()).count() + " of " + masked.size() +
			" pictures is not given; they count as one organ of their own. Fill the column organ.");
	}

	/** A table names its masks; in folders they lie beside their pictures. */
	private static MaskSource beside(final Dataset dataset, final Monitor monitor) {
		final Map<Path, Map<Path, List<Path>>> folders = new HashMap<>();
		final List<MaskedSample> masked = new ArrayList<>();
		final List<Path> bare = new ArrayList<>();
		final boolean table = Files.isRegularFile(dataset.source()) || Files.isRegularFile(dataset.source().resolve(Dataset.FILE));
		for (final Sample sample : dataset.samples()) {
			final List<Path> masks = table ? sample.mask() == null ? List.of() : List.of(sample.mask()) : folders.computeIfAbsent(
				sample.image().getParent(), MaskNames::beside).getOrDefault(sample.image(), List.of());
			if (masks.isEmpty()) bare.add(sample.image());
			else masked.add(MaskedSample.of(sample, masks, sample.organ()));
		}
		final String name = dataset.source().getFileName().toString();
		if (masked.isEmpty()) throw none(dataset.source(), table ? "the column mask is empty or missing"
			: "no file beside a picture is named like its mask, e.g. scan1_mask.png beside scan1.png");
		tellBare(name, bare, masked.size(), monitor);
		tellShared(name, masked, monitor);
		tellOrgans(name, masked, monitor);
		tellSeveral(name, masked, monitor);
		return new MaskSource(dataset.source(), masked, Map.of(), List.of());
	}

	static SonoflowException.File none(final Path source, final String why) {
		return new SonoflowException.File("input " + source + " has no masks: " + why +
			". Give a dataset.csv with the columns image, mask and organ, or a folder that holds the folders images and masks.");
	}

	/** A missing mask is not an empty one. */
	static void tellBare(final String name, final List<Path> bare, final int masked, final Monitor monitor) {
		if (!bare.isEmpty()) monitor.warn(name + ": " + bare.size() + " of " + (bare.size() + masked) +
			" pictures have no mask and are left out (" + some(bare) +
			"). A missing mask is not an empty one: if nothing is to be seen in a picture, give it a mask of zeros.");
	}

	/** Says which pictures have several masks. */
	static void tellSeveral(final String name, final List<MaskedSample> masked, final Monitor monitor) {
		final List<Path> several = masked.stream().filter(each -> each.masks().size() > 1).map(each -> each.sample().image())
			.toList();
		if (!several.isEmpty()) monitor.message(name + ": " + several.size() +
			" pictures have several masks each, which are joined: what one of them holds counts, and once (" + some(several) + ").");
	}

	/** Says which masks are those of several pictures. */
	private static void tellShared(final String name, final List<MaskedSample> masked, final Monitor monitor) {
		final Map<Path, List<Path>> pictures = masked.stream().flatMap(each -> each.masks().stream().map(mask -> Map.entry(mask
			.path(), each.sample().image()))).collect(Collectors.groupingBy(Map.Entry::getKey, LinkedHashMap::new, Collectors.mapping(
				Map.Entry::getValue, Collectors.toList())));
		final List<Path> shared = pictures.entrySet().stream().filter(each -> each.getValue().size() > 1).map(Map.Entry::getKey)
			.toList();
		if (!shared.isEmpty()) monitor.warn(name + ": " + shared.size() + " masks are those of several pictures each (" + some(
			shared) + "). Check the column mask.");
	}

	/** {@return the names of the first few files} */
	static String some(final List<Path> files) {
		return first(files.stream().map(file -> file.getFileName().toString()).toList());
	}

	/** {@return the names of the first few masks} */
	static String names(final Collection<MaskFrame> masks) {
		return first(masks.stream().map(MaskFrame::name).toList());
	}

	/** {@return the first few of some names} */
	static String first(final List<String> names) {
		return Spelling.some(names, NAMED);
	}

	/** {@return the same with other samples} */
	MaskSource with(final List<MaskedSample> others) {
		return new MaskSource(source, others, declared, classes);
	}
}
