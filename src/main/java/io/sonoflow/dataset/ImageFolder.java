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
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Folders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a folder of images, or a folder whose sub-folders are the classes. */
final class ImageFolder {

	/** What lies beside images in any folder and needs no word. */
	private static final Set<String> COMPANIONS = Set.of("csv", "json", "txt", "md", "ini", "db", "xml", "html", "ijm");

	/** What commands call the parts of an image set. */
	private static final Set<String> PARTS = Set.of("images", "masks", "marks");

	private ImageFolder() {
	}

	static Dataset read(final Path folder, final Monitor monitor) {
		final List<Path> images = images(folder, monitor);
		final List<Path> folders = classes(folder, images.isEmpty(), monitor);
		final List<Sample> samples = new ArrayList<>();
		for (final Path each : folders)
			for (final Path image : images(each, monitor))
				samples.add(Sample.of(image).withLabel(each.getFileName().toString()));
		if (!images.isEmpty() && !samples.isEmpty()) throw new SonoflowException.File("input " + folder +
			" holds images and also sub-folders with images (" + samples.get(0).label() +
			"), so it is not clear whether the sub-folders are classes. Move one kind elsewhere or give a dataset.csv.");
		images.forEach(image -> samples.add(Sample.of(image)));
		if (samples.isEmpty()) throw new SonoflowException.File("input " + folder +
			" holds no image, nor does any of its sub-folders. PNG, JPEG, TIFF, BMP, GIF, DICOM and AVI files are read.");
		monitor.warn("input " + folder.getFileName() + ": a folder says nothing of patients; each of the " + samples
			.size() + " images counts as a patient of its own. Give a dataset.csv with the column patient to group them.");
		return new Dataset(folder, samples);
	}

	/** {@return the sub-folders that can be classes: not what commands call their images, nor links in circles} */
	private static List<Path> classes(final Path folder, final boolean needed, final Monitor monitor) {
		final List<Path> all = list(folder).stream().filter(Files::isDirectory).filter(each -> !isLoop(each, folder)).toList();
		final List<Path> classes = all.stream().filter(each -> !PARTS.contains(each.getFileName().toString().toLowerCase(
			Locale.ROOT))).toList();
		final List<Path> parts = all.stream().filter(each -> !classes.contains(each)).filter(each -> list(each).stream()
			.anyMatch(ImageFolder::isImage)).toList();
		if (parts.isEmpty()) return classes;
		final String names = parts.stream().map(each -> each.getFileName().toString()).collect(Collectors.joining(", "));
		if (needed && classes.stream().allMatch(each -> list(each).stream().noneMatch(ImageFolder::isImage)))
			throw new SonoflowException.File("input " + folder + " has no " + Dataset.FILE + ", only " + names +
				": that is how commands lay out one image set, not classes. Give input=" + parts.get(0) + " or a " + Dataset.FILE + ".");
		monitor.warn("input " + folder.getFileName() + ": the sub-folders " + names +
			" are left out, as these are no names of classes. Give a dataset.csv if they are.");
		return classes;
	}

	private static boolean isLoop(final Path folder, final Path root) {
		try {
			return Folders.isLoop(folder, root);
		}
		catch (final IOException e) {
			return false;
		}
	}

	private static List<Path> images(final Path folder, final Monitor monitor) {
		final List<Path> files = list(folder).stream().filter(Files::isRegularFile).toList();
		final List<Path> other = files.stream().filter(file -> !isImage(file) && !COMPANIONS.contains(ImageFiles.extension(
			file))).toList();
		if (!other.isEmpty()) monitor.warn(folder.getFileName() + ": " + other.size() +
			" files are not taken for images and are left out: " + other.stream().limit(5).map(file -> file.getFileName()
				.toString()).collect(Collectors.joining(", ")) + (other.size() > 5 ? ", ..." : "") + ".");
		return files.stream().filter(ImageFolder::isImage).toList();
	}

	private static boolean isImage(final Path file) {
		return ImageFiles.looksLikeImage(file) || isNamelessDicom(file);
	}

	/** Scanners export DICOM files without an extension. */
	private static boolean isNamelessDicom(final Path file) {
		if (file.getFileName().toString().contains(".")) return false;
		try (var in = Files.newInputStream(file)) {
			final byte[] head = in.readNBytes(132);
			return head.length == 132 && head[128] == 'D' && head[129] == 'I' && head[130] == 'C' && head[131] == 'M';
		}
		catch (final IOException e) {
			return false;
		}
	}

	/** {@return what is in the folder, by name, without hidden files} */
	private static List<Path> list(final Path folder) {
		try (Stream<Path> stream = Files.list(folder)) {
			return stream.filter(path -> !path.getFileName().toString().startsWith(".")).sorted((a, b) -> a.getFileName()
				.toString().compareTo(b.getFileName().toString())).toList();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot list the folder " + folder + ": " + AtomicFiles.reason(e) + ".", e);
		}
	}
}
