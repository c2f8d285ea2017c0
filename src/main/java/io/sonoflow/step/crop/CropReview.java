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
import io.sonoflow.file.FileTurns;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.FieldOfView;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Somebody's way through the doubtful crops of a finished run; knows no window. What he says of a screen is in boxes.csv, whole,
 * before the next one is shown; a second run of "Crop Ultrasound..." takes it (key boxes).
 */
public final class CropReview {

	private final Path table;
	private final List<Screen> screens;

	/**
	 * A screen that somebody should look at.
	 *
	 * @param image as boxes.csv names it
	 * @param file where it is
	 * @param found the rectangles that it has in boxes.csv
	 */
	public record Screen(String image, Path file, List<FieldOfView> found) {
	}

	/** @param table boxes.csv */
	CropReview(final Path table, final List<Screen> screens) {
		this.table = table;
		this.screens = List.copyOf(screens);
	}

	/** {@return the doubtful screens that nobody has confirmed yet} */
	public List<Screen> screens() {
		return screens;
	}

	/** {@return where corrections go} */
	public Path table() {
		return table;
	}

	/**
	 * Writes down the rectangles of a screen, as corrected also where they are confirmed, in place of those that it had.
	 *
	 * @param boxes at least one, within the screen
	 * @throws SonoflowException.File if they cannot be written, or somebody else writes the table for long; it is as it was then
	 */
	public void correct(final Screen screen, final List<Box> boxes) {
		FileTurns.take(table, () -> write(screen, boxes));
	}

	private void write(final Screen screen, final List<Box> boxes) {
		final Tables.Table content = Tables.read(table);
		final int image = content.column("image");
		final List<List<String>> rows = new ArrayList<>();
		List<String> pattern = null;
		int at = 0;
		for (final List<String> row : content.rows())
			if (row.get(image).equals(screen.image)) {
				if (pattern == null) at = rows.size();
				pattern = row;
			}
			else rows.add(row);
		if (pattern == null) throw new SonoflowException.File(table + " has no row of " + screen.image +
			" any more. Somebody changed it meanwhile: open the review anew.");
		final List<String> old = pattern;
		rows.addAll(at, boxes.stream().map(box -> row(content.header(), old, box)).toList());
		Tables.write(table, content.header(), rows);
	}

	private static List<String> row(final List<String> header, final List<String> pattern, final Box box) {
		final List<String> row = new ArrayList<>(pattern);
		final List<String> numbers = List.of(box.x(), box.y(), box.w(), box.h()).stream().map(String::valueOf).toList();
		for (int i = 0; i < numbers.size(); i++)
			row.set(header.indexOf(BoxRow.COLUMNS.get(i + 1)), numbers.get(i));
		set(header, row, "score", String.format(Locale.ROOT, "%.3f", 1.0));
		set(header, row, "source", CropRegion.Origin.CORRECTED.source());
		return row;
	}

	private static void set(final List<String> header, final List<String> row, final String column, final String value) {
		if (header.contains(column)) row.set(header.indexOf(column), value);
	}
}
