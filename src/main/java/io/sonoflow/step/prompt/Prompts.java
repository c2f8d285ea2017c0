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
package io.sonoflow.step.prompt;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Spelling;
import io.sonoflow.dataset.mask.MaskPlanes;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.nn.sam.Prompt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The prompts of a run's pictures, all checked before any work.
 *
 * <pre>
 * Prompts prompts = Prompts.table(boxes, PromptKind.BOXES, targets, monitor); // or masks(set, targets, monitor)
 * List&lt;Prompt&gt; own = prompts.of(3);
 * </pre>
 */
public final class Prompts {

	/** Parts of a mask that are smaller than this share of its structure are specks, which nobody would draw a box round. */
	private static final double SPECK = 0.01;
	private static final int NAMED = 5;

	private final List<List<Prompt>> byPicture;
	private final List<String> without;

	private Prompts(final List<List<Prompt>> byPicture, final List<String> names, final String why, final Monitor monitor) {
		this.byPicture = List.copyOf(byPicture);
		without = IntStream.range(0, byPicture.size()).filter(i -> byPicture.get(i).isEmpty()).mapToObj(names::get).toList();
		if (without.size() == byPicture.size()) throw new SonoflowException.Input("There is no prompt for any picture: " + why + ".");
		if (!without.isEmpty()) monitor.warn(without.size() + " of " + byPicture.size() + " pictures have no prompt (" + why +
			") and get an empty mask: " + Spelling.some(without, NAMED) + ".");
	}

	/**
	 * @param table of the key {@code boxes}; null if it was not given
	 * @param kind boxes or points
	 * @param pictures of the run
	 * @param monitor is told of what was cut or left out
	 * @throws SonoflowException.Input if there is no table, or a row of it is not usable; the message names the rows
	 * @throws SonoflowException.File if it cannot be read or has not the columns
	 */
	public static Prompts table(final Path table, final PromptKind kind, final List<PromptTarget> pictures, final Monitor monitor) {
		if (table == null) throw new SonoflowException.Input("prompt=" + kind.key() + " needs boxes=, a table with the columns " +
			(kind == PromptKind.BOXES ? "image, x, y, w, h" : "image, x, y, label, object") + ".");
		final List<List<Prompt>> found = PromptTable.read(table, kind, pictures.size() == 1).prompts(pictures, monitor);
		return new Prompts(found, pictures.stream().map(PromptTarget::name).toList(), table.getFileName() + " has no row for them",
			monitor);
	}

	/**
	 * Each part of each structure (8-connected, at least 1 % of the structure's pixels) becomes a box round it.
	 *
	 * @param set pictures with masks
	 * @param monitor is told which masks are empty, and of parts that were too small
	 */
	public static Prompts masks(final SegmentationSet set, final Monitor monitor) {
		final List<List<Prompt>> all = new ArrayList<>();
		int specks = 0;
		for (int i = 0; i < set.size(); i++) {
			monitor.checkCancelled();
			final MaskPlanes planes = set.mask(i);
			final List<Prompt> own = new ArrayList<>();
			for (int k = 0; k < set.structures().size(); k++)
				specks += addParts(planes.plane(k), set.structures().get(k), own);
			all.add(own);
		}
		if (specks > 0) monitor.message(specks + " parts of masks are smaller than 1 % of their structure and get no box.");
		return new Prompts(all, set.samples().stream().map(sample -> sample.image().getFileName().toString()).toList(),
			"their masks are empty", monitor);
	}

	/** {@return how many parts were too small} */
	private static int addParts(final Mask mask, final String structure, final List<Prompt> prompts) {
		final Components parts = Components.of(mask, Connectivity.EIGHT);
		final int area = mask.area();
		int specks = 0;
		for (int i = 0; i < parts.count(); i++)
			if (parts.area(i) < SPECK * area) specks++;
			else prompts.add(new Prompt(structure + " " + (i + 1), structure, Optional.of(parts.box(i)), List.of()));
		return specks;
	}

	/**
	 * @param prompts of the open picture or its frames, e.g. its ROIs
	 * @param names of the frames
	 */
	public static Prompts of(final List<List<Prompt>> prompts, final List<String> names, final Monitor monitor) {
		return new Prompts(prompts, names, "no ROI lies on them", monitor);
	}

	/** {@return those of a picture, perhaps none} */
	public List<Prompt> of(final int picture) {
		return byPicture.get(picture);
	}

	/** {@return names of the pictures that have none} */
	public List<String> without() {
		return without;
	}

	/** {@return what the prompts are of, in the order of their first appearance; at least one name} */
	public List<String> structures() {
		final Set<String> names = new LinkedHashSet<>();
		byPicture.forEach(own -> own.forEach(prompt -> names.add(prompt.structure().isEmpty() ? PromptedSegmentation.OBJECT : prompt
			.structure())));
		return List.copyOf(names);
	}

	/** {@return the number of all} */
	public int count() {
		return byPicture.stream().mapToInt(List::size).sum();
	}

	/** {@return the box of each prompt of a picture that has one} */
	public List<Box> boxes(final int picture) {
		return of(picture).stream().flatMap(prompt -> prompt.box().stream()).toList();
	}
}
