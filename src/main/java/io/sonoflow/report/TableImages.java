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
package io.sonoflow.report;

import io.sonoflow.plot.Pictures;
import io.sonoflow.run.RunInfo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The images that a run's tables speak of, where they can still be found. */
final class TableImages {

	/** Pixels of the longer side: enough to look at when enlarged. */
	private static final int SIDE = 300;
	private static final int SHOWN = 210;
	private static final long ROOM = 40_000;

	private final RunInfo run;

	TableImages(final RunInfo run) {
		this.run = run;
	}

	/**
	 * @param cell of a table
	 * @param key of the run's parameter whose value the image belongs to
	 * @return the image, if it is there and can be read
	 */
	Optional<BufferedImage> read(final String cell, final String key) {
		final String named = run.parameter(key);
		final List<Path> roots = new ArrayList<>();
		run.inputs().stream().filter(input -> input.path().equals(named)).forEach(input -> run.find(input).ifPresent(path -> roots
			.add(Files.isDirectory(path) ? path : path.getParent())));
		// Paths of predictions start at the run's own folder, those of a search for labels at the input's.
		return (cell.startsWith("../") ? Stream.concat(Stream.of(run.folder()), roots.stream()) : Stream.concat(roots.stream(),
			Stream.of(run.folder()))).flatMap(root -> read(root, cell).stream()).findFirst();
	}

	private static Optional<BufferedImage> read(final Path root, final String cell) {
		try {
			final Path file = root.toAbsolutePath().resolve(cell).normalize();
			return Files.isRegularFile(file) ? Optional.of(Picture.read(file)) : Optional.empty();
		}
		catch (final IOException | InvalidPathException e) {
			// Of another system, or of a kind that a browser does not show.
			return Optional.empty();
		}
	}

	/** {@return the image for a gallery, if it is there} */
	Optional<Picture> thumbnail(final String cell, final String key, final String caption) {
		return read(cell, key).map(image -> Picture.of(caption, Math.max(image.getWidth(), image.getHeight()) > SIDE ? Pictures
			.fit(image, SIDE) : image, SHOWN, ROOM));
	}
}
