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

import io.sonoflow.SonoflowException;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunInfo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The pictures of a run's folder, small enough for a page: those at its top one by one, those of each sub-folder as one
 * contact sheet of at most {@value #SAMPLE}, spread evenly over the folder.
 */
final class Gallery {

	/** Pictures of a folder that are shown. */
	static final int SAMPLE = 12;
	private static final int SINGLES = 8;
	/** Columns of the page that a single picture and a sheet may take; a plot of double resolution is shown sharp. */
	private static final int SINGLE = 760;
	private static final int SHEET = 1052;
	private static final int CAM = 420;
	private static final int CAMS = 6;

	private final Path folder;
	private final Redaction redaction;
	private final RedrawnSheets redrawn;
	/** Whether names that are not to be told are written into sheets. */
	private final boolean written;
	/** Whether arms of a comparison are called like what is not to be told. */
	private final boolean arms;
	private final long budget;
	/** Whether a search for labels is drawn anew from its table. */
	private final boolean counted;
	private final List<Picture> pictures = new ArrayList<>();
	private final List<String> notes = new ArrayList<>();
	private long used;

	/** @param budget characters that all pictures of this run may take in the page */
	Gallery(final RunInfo run, final Tabular tables, final long budget, final Redaction redaction) {
		this.folder = run.folder();
		this.redaction = redaction;
		this.redrawn = new RedrawnSheets(run, tables, redaction);
		this.counted = tables.get("suspicious.csv", "flags", "suspicious").isPresent();
		this.written = redaction.hides() && !run.parameter("names").equals("hash");
		this.arms = tables.get("comparison.csv", "arm").map(table -> Tabular.column(table, "arm").stream().anyMatch(arm -> !arm
			.equals(redaction.cell("arm", arm)))).orElse(false);
		this.budget = budget;
		final Map<Path, List<Path>> found = find();
		final int groups = found.size() + Math.min(SINGLES, found.getOrDefault(folder,
			List.of()).size());
		final long share = budget / Math.max(1, groups);
		found.forEach((parent, files) -> {
			if (parent.equals(folder)) singles(files, share);
			else sheet(parent, files, share);
		});
	}

	List<Picture> pictures() {
		return pictures;
	}

	/** {@return what was left out and why} */
	List<String> notes() {
		return notes;
	}

	private Map<Path, List<Path>> find() {
		final Map<Path, List<Path>> found = new TreeMap<>();
		try (Stream<Path> walk = Files.walk(folder, 3)) {
			walk.filter(Files::isRegularFile).filter(path -> path.getFileName().toString().matches(
				"(?i)[^.].*\\.(png|jpe?g)")).sorted().forEach(path -> found.computeIfAbsent(path.getParent(),
					key -> new ArrayList<>()).add(path));
		}
		catch (final IOException e) {
			throw new SonoflowException.File("The pictures of " + folder + " cannot be listed (" + e
				+ "). Check that you may read the folder.", e);
		}
		return found;
	}

	private void singles(final List<Path> files, final long share) {
		final List<Path> wanted = files.stream().filter(file -> !counted || !file.getFileName().toString().equals(
			Suspects.REPLACED)).toList();
		for (final Path file : wanted.subList(0, Math.min(SINGLES, wanted.size()))) {
			final String name = file.getFileName().toString();
			final String caption = !redaction.hides() || OwnFiles.isPicture(name) ? name : redaction.picture(name);
			if (written && OwnFiles.namesFiles(name)) {
				redrawn.draw(name).ifPresentOrElse(picture -> add(caption + ", drawn again without names of files", picture, SHEET,
					share), () -> unnamed(name));
				continue;
			}
			if (arms && OwnFiles.namesArms(name)) {
				notes.add(name.replace(".png", "") +
					" is not shown, as it names the folders that were compared; names=keep, or names given to the comparison, show it.");
				continue;
			}
			final BufferedImage picture = read(file);
			if (picture != null) add(caption, picture, SINGLE, share);
		}
		if (wanted.size() > SINGLES) notes.add(SINGLES + " of " + wanted.size() + " pictures of this folder are shown.");
	}

	/** The images themselves are shown from their folder, if there is one. */
	private void unnamed(final String name) {
		if (Files.isDirectory(folder.resolve("images"))) notes.add(name.replace(".png", "") +
			" is not shown, as files are named in it; the pictures of images/ are, without names.");
		else notes.add(name.replace(".png", "") + " is not shown, as files are named in it; names=keep shows it.");
	}

	private void sheet(final Path parent, final List<Path> files, final long share) {
		final String name = name(parent);
		if (parent.getFileName().toString().equals("cams")) {
			cams(name, files, share);
			return;
		}
		final int n = Math.min(SAMPLE, files.size());
		final Sheet sheet = new Sheet(6).cell(150);
		for (int i = 0; i < n; i++) {
			final Path file = files.get((int) ((long) i * files.size() / n));
			final BufferedImage picture = read(file);
			if (picture != null) sheet.add(picture, redaction.picture(file.getFileName().toString()), Sheet.Frame.NONE);
		}
		if (sheet.size() == 0) return;
		add(name + "/ (" + (n < files.size() ? sheet.size() + " of " + files.size() : "all " + files.size()) + ")", sheet
			.draw(), SHEET, share);
	}

	/** Heat maps must be large enough to be looked at. */
	private void cams(final String name, final List<Path> files, final long share) {
		final int n = Math.min(CAMS, files.size());
		for (int i = 0; i < n; i++) {
			final Path file = files.get((int) ((long) i * files.size() / n));
			final BufferedImage picture = read(file);
			if (picture != null) add(name + "/" + redaction.picture(file.getFileName().toString()), picture, CAM, share / n);
		}
		if (n < files.size()) notes.add(n + " of " + files.size() + " heat maps of " + name + "/ are shown.");
	}

	private String name(final Path parent) {
		final List<String> parts = new ArrayList<>();
		for (final Path part : folder.relativize(parent))
			parts.add(!redaction.hides() || OwnFiles.isFolder(part.toString()) ? part.toString() : redaction.picture(part
				.toString()));
		return String.join("/", parts);
	}

	private BufferedImage read(final Path file) {
		try {
			return Picture.read(file);
		}
		catch (final IOException e) {
			// What the reader of pictures says may name the file once more.
			notes.add("The picture " + redaction.file(file.getFileName().toString()) + " cannot be read and is not shown.");
			return null;
		}
	}

	private void add(final String caption, final BufferedImage image, final int widest, final long share) {
		final Picture picture = Picture.of(caption, image, widest, Math.min(share, budget - used));
		if (picture == null) {
			notes.add(caption + " is not shown, to keep this page small.");
			return;
		}
		used += picture.uri().length();
		pictures.add(picture);
	}
}
