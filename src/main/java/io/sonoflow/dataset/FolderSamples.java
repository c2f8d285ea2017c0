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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The images of a folder as samples, and what of it is none. */
final class FolderSamples {

	private static final int NAMED = 5;

	private final List<Sample> samples = new ArrayList<>();
	private final Map<Path, Path> masks = new LinkedHashMap<>();
	private final List<Path> leftOut = new ArrayList<>();
	private final Set<String> patients = new LinkedHashSet<>();
	private final Set<String> below = new LinkedHashSet<>();
	private final Set<String> missing = new LinkedHashSet<>();
	private String noPatient = "";
	private int attached;

	/** {@return the samples, in their order} */
	List<Sample> samples() {
		return samples;
	}

	/** Adds the files of one folder; masks of others among them are no images. */
	void add(final List<Path> files, final String label, final String patient, final String split) {
		final Map<Path, Path> found = MaskNames.masks(files);
		final Map<Path, Path> byImage = MaskNames.byImage(found);
		masks.putAll(found);
		attached += byImage.size();
		for (final Path file : files) {
			if (found.containsKey(file)) continue;
			final Path mask = byImage.get(file);
			samples.add(new Sample(file.toAbsolutePath().normalize(), patient, "", "", label, "", mask == null ? null : mask
				.toAbsolutePath().normalize(), "", split.isEmpty() ? Map.of() : Map.of(Sample.SPLIT, split)));
		}
	}

	/** Adds the images of a class folder and of all folders below it: the first of these may be that of a patient. */
	void addClass(final FolderTree folder, final String label, final String patient, final String split) {
		if (label.isEmpty()) missing.add(folder.name());
		add(folder.images(), label, patient, split);
		for (final FolderTree each : folder.folders()) {
			if (!each.holdsImages()) continue;
			if (FolderWords.isPart(each.name()) && !FolderWords.isImages(each.name())) {
				leaveOut(each);
				continue;
			}
			final boolean part = split.isEmpty() && FolderWords.isSplit(each.name());
			final boolean person = patient.isEmpty() && FolderWords.mayBePatient(each.name()) && !each.name()
				.equals(noPatient);
			(person ? patients : below).add(folder.name() + "/" + each.name());
			addClass(each, label, person ? Spelling.clean(each.name()) : patient, part ? each.name().toLowerCase(Locale.ROOT)
				: split);
		}
	}

	/** Notes that a folder of this name below a class is not that of a patient. */
	void isNoPatient(final String name) {
		noPatient = name;
	}

	/** Notes that the images of a folder are no images of the set. */
	void leaveOut(final FolderTree folder) {
		folder.allImages().forEach(leftOut::add);
	}

	/** @param some names some files of a list */
	void tell(final String name, final Function<List<Path>, String> some, final Monitor monitor) {
		if (!masks.isEmpty()) monitor.warn(name + ": " + masks.size() + " files are named like masks of images beside them (" + some
			.apply(List.copyOf(masks.keySet())) + ") and are not taken for images" + (attached == 0 ? ""
				: "; " + attached + " of them are the masks of theirs (column mask)") + ". Give a dataset.csv if they are images.");
		if (!leftOut.isEmpty()) monitor.warn(name + ": " + leftOut.size() +
			" images lie in folders that are named like parts of an image set and are left out: " + some.apply(leftOut) + ".");
		if (!missing.isEmpty()) monitor.warn(name + ": a folder named " + Spelling.quoted(List.copyOf(missing)) +
			" is what pandas or R make of a missing value: its images have no label. If it is a class, give it another name.");
		if (!patients.isEmpty()) monitor.warn(name + ": images in folders below the class folders belong to the class above, and " +
			"each such folder counts as one patient: " + Spelling.some(List.copyOf(patients), NAMED) +
			". Give a dataset.csv with the column patient if that is wrong.");
		if (!below.isEmpty()) monitor.message(name + ": images in folders below the class folders belong to the class above: " +
			Spelling.some(List.copyOf(below), NAMED) + ".");
	}
}
