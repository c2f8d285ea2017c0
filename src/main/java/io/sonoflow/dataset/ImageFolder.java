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
import io.sonoflow.SonoflowException;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads a folder of images, or a folder whose sub-folders are the classes. Images in folders below a class belong to it, as
 * torchvision has it. Folders that are known to be no classes are never taken for some; everything that is left out is named.
 */
final class ImageFolder {

	private static final int NAMED = 5;

	private final FolderTree tree;
	private final Monitor monitor;
	private final String name;
	private final FolderSamples found = new FolderSamples();

	private ImageFolder(final Path folder, final Monitor monitor) {
		this.tree = FolderTree.of(folder);
		this.monitor = monitor;
		this.name = "input " + folder.getFileName();
	}

	/** @param grouped see {@link Dataset#read(Path, boolean, Monitor)} */
	static Dataset read(final Path folder, final boolean grouped, final Monitor monitor) {
		return new ImageFolder(folder, monitor).read(grouped);
	}

	private Dataset read(final boolean grouped) {
		tree.allFolders().filter(folder -> folder.tables().stream().anyMatch(table -> table.getFileName().toString().equals(
			Dataset.FILE))).findFirst().ifPresent(set -> {
				throw new SonoflowException.File("input " + tree.path() + " has no " + Dataset.FILE + ", but " + tree.path().relativize(
					set.path()) + " in it has: that is an image set by itself, not a class. Give input=" + set.path() + ".");
			});
		final List<FolderTree> folders = tree.folders().stream().filter(FolderTree::holdsImages).toList();
		final List<FolderTree> parts = folders.stream().filter(each -> FolderWords.isPart(each.name())).toList();
		final List<FolderTree> splits = folders.stream().filter(each -> FolderWords.isSplit(each.name())).toList();
		final List<FolderTree> classes = folders.stream().filter(each -> !parts.contains(each) && !splits.contains(each)).toList();
		checkParts(parts, splits.isEmpty() && classes.isEmpty());
		checkClear(splits, classes);
		found.add(tree.images(), "", "", "");
		notePatients(classes);
		splits.forEach(this::addSplit);
		classes.forEach(each -> found.addClass(each, FolderWords.label(each.name()), "", ""));
		if (found.samples().isEmpty()) throw new SonoflowException.File("input " + tree.path() +
			" holds no image, nor does any folder in it. PNG, JPEG, TIFF, BMP, GIF, DICOM, AVI, MP4 and MOV files are read." + others());
		tell(classes, splits);
		if (grouped) tellPatients();
		Doubts.check(tree.path(), found.samples());
		new Doubts(name, found.samples(), monitor).tell(grouped);
		SamePictures.warn(name, tree.path(), found.samples(), monitor);
		return new Dataset(tree.path(), found.samples());
	}

	private void checkParts(final List<FolderTree> parts, final boolean alone) {
		if (parts.isEmpty()) return;
		if (alone && tree.images().isEmpty()) {
			final FolderTree images = parts.stream().filter(each -> FolderWords.isImages(each.name())).findFirst().orElse(parts.get(
				0));
			throw new SonoflowException.File("input " + tree.path() + " has no " + Dataset.FILE + ", only " + names(parts) +
				": that is how commands lay out one image set, not classes. Give input=" + images.path() + " or a " + Dataset.FILE +
				".");
		}
		monitor.warn(name + ": the sub-folders " + names(parts) + " (" + parts.stream().mapToLong(each -> each.allImages()
			.count()).sum() + " images) are left out, as these are no names of classes. Give a " + Dataset.FILE + " if they are.");
	}

	/** @throws SonoflowException.File if it is not clear what the classes are */
	private void checkClear(final List<FolderTree> splits, final List<FolderTree> classes) {
		if (!tree.images().isEmpty() && splits.size() + classes.size() > 0) throw new SonoflowException.File("input " + tree
			.path() + " holds images and also sub-folders with images (" + names(classes.isEmpty() ? splits : classes) +
			"), so it is not clear whether the sub-folders are classes. Move one kind elsewhere or give a " + Dataset.FILE + ".");
		if (!splits.isEmpty() && !classes.isEmpty()) throw new SonoflowException.File("input " + tree.path() + ": the sub-folders " +
			names(splits) + " have names of the parts of a split, but " + names(classes) +
			" beside them have not, so it is not clear which are classes. Move one kind elsewhere or give a " + Dataset.FILE + ".");
		final List<String> below = below(classes);
		final long different = below.stream().distinct().count();
		// Five patients, each with a folder of each of two classes: the classes are below.
		if (different > 1 && different <= classes.size() && below.size() == different * classes.size())
			throw new SonoflowException.File("input " + tree.path() + ": each of the " + classes.size() + " sub-folders (" + names(
				classes) + ") holds the same folders (" + Spelling.some(below.stream().distinct().toList(), NAMED) +
				"), so these look like the classes and those like patients. Put the class folders on top (class/patient/image), or " +
				"give a " + Dataset.FILE + ".");
	}

	/** {@return the names of the folders in the class folders that may be those of patients} */
	private static List<String> below(final List<FolderTree> classes) {
		return classes.stream().flatMap(each -> each.folders().stream()).filter(FolderTree::holdsImages).map(FolderTree::name)
			.filter(FolderWords::mayBePatient).toList();
	}

	/** One and the same name in each of several classes is that of a kind of images, not of a patient. */
	private void notePatients(final List<FolderTree> classes) {
		final List<String> below = below(classes);
		if (classes.size() > 1 && below.size() == classes.size() && below.stream().distinct().count() == 1) found.isNoPatient(below
			.get(0));
	}

	private void addSplit(final FolderTree split) {
		final String part = split.name().toLowerCase(Locale.ROOT);
		final List<FolderTree> folders = split.folders().stream().filter(FolderTree::holdsImages).toList();
		final List<FolderTree> classes = folders.stream().filter(each -> !FolderWords.isPart(each.name())).toList();
		final List<FolderTree> images = folders.stream().filter(each -> FolderWords.isImages(each.name())).toList();
		folders.stream().filter(each -> !classes.contains(each) && !images.contains(each)).forEach(found::leaveOut);
		if (classes.isEmpty()) images.forEach(each -> found.add(each.allImages().toList(), "", "", part));
		else images.forEach(found::leaveOut);
		if (!split.images().isEmpty() && !classes.isEmpty()) throw new SonoflowException.File("input " + split.path() +
			" holds images and also sub-folders with images (" + names(classes) +
			"), so it is not clear whether the sub-folders are classes. Move one kind elsewhere or give a " + Dataset.FILE + ".");
		found.add(split.images(), "", "", part);
		notePatients(classes);
		classes.forEach(each -> found.addClass(each, FolderWords.label(each.name()), "", part));
	}

	private static String names(final List<FolderTree> folders) {
		return Spelling.some(folders.stream().map(FolderTree::name).toList(), NAMED);
	}

	private String relative(final Path file) {
		return tree.path().relativize(file).toString().replace('\\', '/');
	}

	private String some(final List<Path> files) {
		return Spelling.some(files.stream().map(this::relative).toList(), NAMED);
	}

	/** {@return a sentence on the files that are left out, with a blank before it; or nothing} */
	private String others() {
		final List<Path> others = tree.allOthers().toList();
		return others.isEmpty() ? "" : " " + others.size() + " files are not taken for images and are left out: " + some(others) +
			"." + (others.stream().anyMatch(ImageFiles::isVideo) ? " Of videos only AVI, MP4 and MOV clips are read: convert the others " +
				"with ffmpeg -i clip -c:v mjpeg -q:v 2 clip.avi." : "");
	}

	private void tell(final List<FolderTree> folders, final List<FolderTree> splits) {
		if (!others().isEmpty()) monitor.warn(name + ":" + others());
		found.tell(name, this::some, monitor);
		if (!splits.isEmpty()) monitor.message(name + ": the folders " + names(splits) +
			" are the parts of a split (column split), and those in them are the classes.");
		final List<FolderTree> empty = tree.images().isEmpty() ? (splits.isEmpty() ? List.of(tree) : splits).stream().flatMap(
			each -> each.folders().stream()).filter(each -> !each.holdsImages()).toList() : List.of();
		if (!empty.isEmpty()) monitor.warn(name + ": the folders " + empty.stream().map(each -> relative(each.path())).limit(NAMED)
			.collect(Collectors.joining(", ")) + (empty.size() > NAMED ? ", ..." : "") +
			" hold no image and are no classes.");
		final boolean labelled = found.samples().stream().anyMatch(sample -> !sample.label().isEmpty());
		if (!labelled && !tree.tables().isEmpty()) monitor.message(name + ": tables of another name than " + Dataset.FILE +
			" are not read (" + some(tree.tables()) + "). If one describes the images, give it as input.");
		tellClasses(folders);
	}

	private void tellClasses(final List<FolderTree> classes) {
		classes.stream().collect(Collectors.groupingBy(each -> FolderWords.label(each.name()), TreeMap::new, Collectors.toList()))
			.forEach((label, same) -> {
				if (same.size() > 1 && !label.isEmpty()) monitor.warn(name + ": the names of " + same.size() +
					" folders differ only in blanks or the encoding of their letters; all are the class \"" + label + "\".");
			});
		if (classes.size() == 1 && classes.get(0).images().isEmpty() && classes.get(0).folders().size() > 1) monitor.warn(name +
			" holds one folder only, " + classes.get(0).name() + ", which is taken for the class of all images. If the folders in " +
			"it are the classes, give input=" + classes.get(0).path() + ".");
	}

	private void tellPatients() {
		final List<Sample> unknown = found.samples().stream().filter(sample -> sample.patient().isEmpty()).toList();
		if (unknown.isEmpty()) return;
		monitor.warn(name + ": a folder says nothing of patients; " + (unknown.size() == found.samples().size() ? "each of the " +
			unknown.size() + " images counts" : unknown.size() + " of " + found.samples().size() + " images count each") +
			" as a patient of its own. Give a " + Dataset.FILE + " with the column patient to group them.");
	}
}
