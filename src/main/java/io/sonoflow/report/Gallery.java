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
import io.sonoflow.plot.Pictures;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunInfo;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The pictures of a run's folder, small enough for a page: those at its top one by one, those of each sub-folder as one
 * contact sheet of at most {@value #SAMPLE}, spread evenly over the folder.
 */
final class Gallery {

	/** Pictures of a folder that are shown. */
	static final int SAMPLE = 12;
	private static final int SINGLES = 8;
	private static final int WIDEST = 1600;
	/** Columns of the page that a single picture and a sheet may take; a plot of double resolution is shown sharp. */
	private static final int SINGLE = 760;
	private static final int SHEET = 1052;
	private static final long MOST_PIXELS = 100_000_000;

	/**
	 * A picture in the page.
	 *
	 * @param caption what it is
	 * @param uri {@code data:image/...}
	 * @param width columns at which it is shown
	 */
	record Picture(String caption, String uri, int width) {
	}

	private record Shrunk(byte[] bytes, String format) {
	}

	/** Sheets under whose pictures the names of files stand. */
	private static final Pattern NAMED = Pattern.compile("(sheet(_\\d+)?|copies|worst)\\.png");

	private final Path folder;
	private final Redaction redaction;
	/** Whether names that are not to be told are written into sheets. */
	private final boolean written;
	private final long budget;
	private final List<Picture> pictures = new ArrayList<>();
	private final List<String> notes = new ArrayList<>();
	private long used;

	/** @param budget characters that all pictures of this run may take in the page */
	Gallery(final RunInfo run, final long budget, final Redaction redaction) {
		this.folder = run.folder();
		this.redaction = redaction;
		this.written = redaction.hides() && !run.parameter("names").equals("hash");
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
		for (final Path file : files.subList(0, Math.min(SINGLES, files.size()))) {
			if (written && NAMED.matcher(file.getFileName().toString()).matches()) {
				notes.add(file.getFileName().toString().replace(".png", "") +
					" is not shown, as files are named in it; names=keep shows it.");
				continue;
			}
			final BufferedImage picture = read(file);
			if (picture != null) add(file.getFileName().toString(), picture, SINGLE, share);
		}
		if (files.size() > SINGLES) notes.add(SINGLES + " of " + files.size() + " pictures of this folder are shown.");
	}

	private void sheet(final Path parent, final List<Path> files, final long share) {
		final int n = Math.min(SAMPLE, files.size());
		final Sheet sheet = new Sheet(6).cell(150);
		for (int i = 0; i < n; i++) {
			final Path file = files.get((int) ((long) i * files.size() / n));
			final BufferedImage picture = read(file);
			if (picture != null) sheet.add(picture, redaction.picture(file.getFileName().toString()), Sheet.Frame.NONE);
		}
		if (sheet.size() == 0) return;
		final String name = folder.relativize(parent).toString().replace('\\', '/');
		add(name + "/ (" + (n < files.size() ? sheet.size() + " of " + files.size() : "all " + files.size()) + ")", sheet
			.draw(), SHEET, share);
	}

	private BufferedImage read(final Path file) {
		try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
			final var readers = ImageIO.getImageReaders(in);
			if (!readers.hasNext()) throw new IOException("no PNG or JPEG");
			final ImageReader reader = readers.next();
			try {
				reader.setInput(in);
				if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) throw new IOException("too large");
				return opaque(reader.read(0));
			}
			finally {
				reader.dispose();
			}
		}
		catch (final IOException | RuntimeException e) {
			notes.add("The picture " + file.getFileName() + " cannot be read (" + e.getMessage() + ") and is not shown.");
			return null;
		}
	}

	/** Of 16-bit or transparent pictures JPEG makes wrong colours. */
	private static BufferedImage opaque(final BufferedImage picture) {
		final BufferedImage copy = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
		Pictures.draw(copy, graphics -> {
			graphics.setColor(Color.WHITE);
			graphics.fillRect(0, 0, copy.getWidth(), copy.getHeight());
			graphics.drawImage(picture, 0, 0, null);
		});
		return copy;
	}

	private void add(final String caption, final BufferedImage picture, final int widest, final long share) {
		final Shrunk shrunk = shrink(picture, Math.min(share, budget - used));
		if (shrunk == null) {
			notes.add(caption + " is not shown, to keep this page small.");
			return;
		}
		final String uri = "data:image/" + shrunk.format + ";base64," + Base64.getEncoder().encodeToString(shrunk.bytes);
		used += uri.length();
		pictures.add(new Picture(caption, uri, Math.min(picture.getWidth(), widest)));
	}

	/** Exact if there is room, else as JPEG, else smaller; null if even that is too much. */
	private static Shrunk shrink(final BufferedImage picture, final long room) {
		final int side = Math.max(picture.getWidth(), picture.getHeight());
		final BufferedImage widest = side > WIDEST ? Pictures.fit(picture, WIDEST) : picture;
		final byte[] png = Pictures.encode(widest, "png");
		if (encoded(png) <= room) return new Shrunk(png, "png");
		for (int size = Math.min(side, WIDEST); size >= 160; size = size * 2 / 3) {
			final byte[] jpeg = Pictures.encode(size == side ? picture : Pictures.fit(picture, size), "jpg");
			if (encoded(jpeg) <= room) return new Shrunk(jpeg, "jpeg");
		}
		return null;
	}

	private static long encoded(final byte[] bytes) {
		return bytes.length * 4L / 3 + 64;
	}
}
