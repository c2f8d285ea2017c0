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
package io.sonoflow.step.translate;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.diffusion.translate.ClipPair;
import io.sonoflow.step.data.LabelledImages;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which clips belong together: by a column {@code colour} (the image is the grey clip then), else, as Make Phantoms writes them,
 * by
 * their names: a clip in a folder {@code colour} and the one of the same name in {@code clips} or {@code images} beside it, or
 * the
 * other way round. A mask is that of the column {@code mask}.
 */
final class ClipPairs {

	/** The column of the clip in colour. */
	static final String COLOUR = "colour";

	private static final List<String> GREY_FOLDERS = List.of("clips", "images");

	private ClipPairs() {
	}

	/** A row and its pair. */
	record Row(Sample sample, ClipPair pair) {
	}

	/**
	 * @param input clip, folder or table
	 * @return the clips, each pair once
	 * @throws SonoflowException.File if a counterpart that a table names is not there
	 */
	static List<Row> read(final Path input, final Monitor monitor) {
		final Dataset dataset = SegmentationSet.pictures(input, monitor);
		final Path folder = Files.isDirectory(dataset.source()) ? dataset.source() : dataset.source().toAbsolutePath().getParent();
		final Set<Path> seen = new LinkedHashSet<>();
		return dataset.samples().stream().map(sample -> new Row(sample, pair(dataset, sample, folder))).filter(row -> seen.add(
			row.pair.any())).toList();
	}

	private static ClipPair pair(final Dataset dataset, final Sample sample, final Path folder) {
		final String name = LabelledImages.name(dataset, sample);
		final String given = sample.extra().getOrDefault(COLOUR, "").strip();
		if (!given.isEmpty()) {
			final Path colour = path(folder, given, name);
			if (!Files.isRegularFile(colour)) throw new SonoflowException.File("The colour clip " + colour + " of " + name +
				" is not there. Put it there, or correct the column " + COLOUR + " of " + dataset.source() + ".");
			return new ClipPair(name, sample.image(), colour, sample.mask());
		}
		final Path home = sample.image().getParent();
		final Path above = home.getParent();
		final String own = home.getFileName() == null ? "" : home.getFileName().toString();
		if (own.equals(COLOUR) && above != null) return new ClipPair(name, GREY_FOLDERS.stream().map(grey -> above.resolve(grey)
			.resolve(sample.image().getFileName())).filter(Files::isRegularFile).findFirst().orElse(null), sample.image(), sample
				.mask());
		final Path colour = above != null && GREY_FOLDERS.contains(own) ? above.resolve(COLOUR).resolve(sample.image().getFileName())
			: null;
		// Of one alone its pixels say whether it is in colour, not the folder where it lies.
		return colour != null && Files.isRegularFile(colour) ? new ClipPair(name, sample.image(), colour, sample.mask())
			: new ClipPair(name, null, sample.image(), sample.mask());
	}

	private static Path path(final Path folder, final String given, final String name) {
		try {
			return folder.resolve(given).normalize();
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.File(COLOUR + "=" + given + " of " + name + " is not a path on this system: " + e.getReason() +
				".", e);
		}
	}
}
