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
package io.sonoflow.step.crop;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.Detector;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.image.crop.ScreenLayout;
import io.sonoflow.step.crop.CropRegion.Origin;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One row of a table of boxes.
 *
 * @param table where it stands
 * @param line in which line
 * @param image as the table names it
 * @param box on the screen
 * @param score as it was
 * @param corrected whether a person changed or confirmed it
 * @param structure what it shows; mostly empty
 * @param layout of its screen, if that is known
 */
record BoxRow(Path table, int line, String image, Box box, double score, boolean corrected, String structure,
	Optional<ScreenLayout> layout)
{

	/** Its columns; layout came to those that are agreed upon. */
	static final List<String> COLUMNS = List.of("image", "x", "y", "w", "h", "score", "source", "structure", "layout");

	private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6},\\d{1,6},\\d{1,6},\\d{1,6})\\|(.*)");

	String where() {
		return table + ", line " + line;
	}

	CropRegion region(final Origin origin, final String reason) {
		return new CropRegion(new FieldOfView(box, origin == Origin.TABLE ? score : 1, reason), List.of(), origin, structure);
	}

	/** @throws SonoflowException.Input if it has no proper rectangle */
	static BoxRow read(final Path table, final List<String> header, final List<String> values, final int line) {
		final Map<String, String> cells = new HashMap<>();
		for (int i = 0; i < header.size(); i++)
			cells.put(header.get(i), values.get(i).strip());
		final String image = cells.get("image").replace('\\', '/');
		final int[] numbers = new int[4];
		for (int i = 0; i < numbers.length; i++) {
			final String column = COLUMNS.get(i + 1);
			final String text = cells.get(column).replaceFirst("\\.0+$", "");
			if (!text.matches("\\d{1,6}")) throw new SonoflowException.Input("boxes=" + table + ", line " + line + " (" + image +
				"): " + column + " is \"" + text + "\", but must be a whole number of pixels, 0 or more.");
			numbers[i] = Integer.parseInt(text);
		}
		final Box box = new Box(numbers[0], numbers[1], numbers[2], numbers[3]);
		if (box.area() == 0 || image.isEmpty()) throw new SonoflowException.Input("boxes=" + table + ", line " + line + " (" +
			image + "): " + (image.isEmpty() ? "no image is named" : "the rectangle is empty") + ". Mend or remove the row.");
		final Written written = Written.parse(cells.getOrDefault("layout", ""));
		if (written.layout.filter(layout -> !FixedViews.fits(box, layout.width(), layout.height())).isPresent())
			throw outside(table + ", line " + line, box, image, written.layout.get());
		final boolean corrected = cells.getOrDefault("source", "").equalsIgnoreCase("corrected") || !written.box.equals(Optional
			.of(box));
		return new BoxRow(table, line, image, box, score(cells.getOrDefault("score", "")), corrected, cells.getOrDefault(
			"structure", ""), written.layout);
	}

	static SonoflowException.Input outside(final String where, final Box box, final String name,
		final ScreenLayout screen)
	{
		return new SonoflowException.Input(String.format(Locale.ROOT,
			"boxes=%s: the rectangle %d,%d,%d,%d does not lie in %s, which has %d x %d pixels. Mend the row.", where, box.x(), box
				.y(), box.w(), box.h(), name, screen.width(), screen.height()));
	}

	/**
	 * The last column: the rectangle as it was written, so that a changed one is known, and the screen's layout.
	 */
	private record Written(Optional<Box> box, Optional<ScreenLayout> layout) {

		static Written parse(final String text) {
			final Matcher matcher = WRITTEN.matcher(text.strip());
			if (!matcher.matches()) return new Written(Optional.empty(), Optional.empty());
			return new Written(Optional.of(FixedViews.parse(matcher.group(1)).get(0)), ScreenLayout.parse(matcher.group(2)));
		}
	}

	/** {@return a row of {@link #COLUMNS}} */
	static List<String> row(final String image, final CropRegion region, final ScreenLayout layout) {
		final Box box = region.field().box();
		final List<String> numbers = IntStream.of(box.x(), box.y(), box.w(), box.h()).mapToObj(String::valueOf).toList();
		final List<String> row = new ArrayList<>(List.of(image));
		row.addAll(numbers);
		row.addAll(List.of(String.format(Locale.ROOT, "%.3f", region.field().score()), region.origin().source(), region
			.structure(), String.join(",", numbers) + "|" + layout.text()));
		return row;
	}

	private static double score(final String text) {
		try {
			final double score = Double.parseDouble(text);
			return score >= 0 && score <= 1 ? score : 1;
		}
		catch (final NumberFormatException e) {
			return 1;
		}
	}

	/** {@return the path that it names, absolute; none if that cannot be one here} */
	Optional<Path> path() {
		try {
			final Path path = table.toAbsolutePath().resolveSibling(image).normalize();
			return path.getFileName() == null ? Optional.empty() : Optional.of(path);
		}
		catch (final InvalidPathException e) {
			// Of another system.
			return Optional.empty();
		}
	}

	/** A table made by hand says nothing of the layout, but its images may still be there. */
	BoxRow withLayout(final int tolerance) {
		final Optional<Path> path = layout.isPresent() ? Optional.empty() : path().filter(
			Files::isRegularFile);
		if (path.isEmpty()) return this;
		try (FrameReader reader = ImageFiles.open(path.get())) {
			final Detector detector = new Detector();
			for (final int frame : Detector.looks(reader.frames()))
				detector.add(reader.color(frame));
			return new BoxRow(table, line, image, box, score, corrected, structure, Optional.of(
				ScreenLayout.of(reader.color(0), reader.header(), detector.sector(tolerance))));
		}
		catch (final SonoflowException.File e) {
			return this;
		}
	}
}
