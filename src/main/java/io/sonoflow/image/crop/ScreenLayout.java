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
package io.sonoflow.image.crop;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.Luma;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;

/**
 * What stays the same over the screens of one scanner and setting: size, maker and model (of DICOM), and, in coarse cells,
 * how bright the margins are and where something stands in them. It holds no writing: of a cell with text it says only that
 * it is not flat.
 *
 * @param width of the screen, pixels
 * @param height of the screen, pixels
 * @param scanner maker and model; empty if the file does not say
 * @param found where the picture was found on it
 * @param certain whether that was certain
 * @param cells {@value #COLUMNS} x {@value #ROWS} digits, row by row: 0..3 how bright, 4 more where something stands
 */
public record ScreenLayout(int width, int height, String scanner, Box found, boolean certain, String cells) {

	/** Cells across and down. */
	private static final int COLUMNS = 20, ROWS = 15;

	/** Levels from which a cell is one step brighter, and by how much something in a flat cell differs. */
	private static final int[] STEPS = { 32, 96, 192 };
	private static final int SOMETHING = 60;

	/** Least agreement of two screens of one layout: of flat cells, and of cells in which something stands. */
	private static final double FLAT = 0.9, STANDING = 0.5;

	/** Fewer cells with something in them say nothing. */
	private static final int FEW = 4;

	/** The pictures of two screens of one layout are found at the same place to this IoU, or the one within the other. */
	private static final double SAME_PLACE = 0.85, WITHIN = 0.97;

	private static final Pattern FORM = Pattern.compile(
		"(\\d{1,6})x(\\d{1,6});(\\d{1,6}),(\\d{1,6}),(\\d{1,6}),(\\d{1,6});([01]);([0-7]{300});([^;]*)");

	private static final Pattern SCANNER = Pattern.compile("(?m)^0008,(0070|1090)\\b[^\\n:]*:\\s*([^\\n]*?)\\s*$");

	/**
	 * @param screen (x, y), colours
	 * @param header DICOM in ImageJ's text form; anything else names no scanner
	 * @param found where the picture was found by the pixels
	 */
	public static ScreenLayout of(final RandomAccessibleInterval<ARGBType> screen, final String header,
		final FieldOfView found)
	{
		final int width = Images.width(screen);
		final int height = Images.height(screen);
		final int[][] counts = new int[COLUMNS * ROWS][256];
		final int[] colors = Images.colors(screen);
		for (int y = 0; y < height; y++)
			for (int column = 0; column < COLUMNS; column++) {
				final int[] cell = counts[y * ROWS / height * COLUMNS + column];
				// Pixels of which x * COLUMNS / width is the column.
				for (int x = (column * width + COLUMNS - 1) / COLUMNS; x < ((column + 1) * width + COLUMNS - 1) / COLUMNS; x++)
					cell[Luma.of(colors[y * width + x])]++;
			}
		final StringBuilder cells = new StringBuilder();
		for (final int[] count : counts)
			cells.append(cell(count));
		return new ScreenLayout(width, height, scanner(header), found.box(), found.certain(), cells.toString());
	}

	private static int cell(final int[] counts) {
		int all = 0;
		for (final int count : counts)
			all += count;
		int median = 0;
		for (int sum = counts[0]; median < 255 && 2 * sum < all; sum += counts[median])
			median++;
		int step = 0;
		while (step < STEPS.length && median >= STEPS[step])
			step++;
		boolean standing = false;
		for (int level = 0; level < 256; level++)
			standing |= counts[level] > 0 && Math.abs(level - median) >= SOMETHING;
		return standing ? step + 4 : step;
	}

	private static String scanner(final String header) {
		final StringBuilder scanner = new StringBuilder();
		final Matcher matcher = SCANNER.matcher(header);
		while (matcher.find())
			scanner.append(scanner.isEmpty() ? "" : " ").append(matcher.group(2).replaceAll("[;\\p{Cntrl}]+", " ").strip());
		return scanner.toString();
	}

	/** {@return it as one text, without line breaks} */
	public String text() {
		return width + "x" + height + ";" + found.x() + "," + found.y() + "," + found.w() + "," + found.h() + ";" + (certain ? 1
			: 0) + ";" + cells + ";" + scanner;
	}

	/** {@return what {@link #text} was made of; nothing for another text} */
	public static Optional<ScreenLayout> parse(final String text) {
		final Matcher matcher = FORM.matcher(text.strip());
		if (!matcher.matches()) return Optional.empty();
		final int[] numbers = new int[6];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = Integer.parseInt(matcher.group(i + 1));
		return Optional.of(new ScreenLayout(numbers[0], numbers[1], matcher.group(9), new Box(numbers[2], numbers[3],
			numbers[4], numbers[5]), matcher.group(7).equals("1"), matcher.group(8)));
	}

	/** {@return whether both screens have the same size} */
	public boolean isSized(final ScreenLayout other) {
		return width == other.width && height == other.height;
	}

	/**
	 * @param picture where this screen's picture really is
	 * @return whether another screen has the same size, scanner and margins, and its picture was found where this one's was,
	 *         or, uncertainly, somewhere in it
	 */
	public boolean isLike(final ScreenLayout other, final Box picture) {
		if (!isSized(other) || !scanner.equals(other.scanner)) return false;
		final boolean same = found.iou(other.found) >= SAME_PLACE || picture.iou(other.found) >= SAME_PLACE || !other.certain &&
			other.found.common(picture).map(Box::area).orElse(0L) >= WITHIN * other.found.area();
		return same && hasMarginsOf(other, picture);
	}

	/** {@return whether what lies outside of the picture is alike on both screens} */
	public boolean hasMarginsOf(final ScreenLayout other, final Box picture) {
		int flat = 0;
		int equal = 0;
		int either = 0;
		int both = 0;
		for (int i = 0; i < cells.length(); i++) {
			if (holds(i, picture)) continue;
			final int mine = cells.charAt(i) - '0';
			final int others = other.cells.charAt(i) - '0';
			flat++;
			if (mine % 4 == others % 4) equal++;
			if (mine >= 4 || others >= 4) either++;
			if (mine >= 4 && others >= 4) both++;
		}
		return equal >= FLAT * flat && (either < FEW || both >= STANDING * either);
	}

	/** {@return whether a pixel of the picture, or one beside it, lies in the cell} */
	private boolean holds(final int cell, final Box picture) {
		final int left = cell % COLUMNS * width / COLUMNS;
		final int top = cell / COLUMNS * height / ROWS;
		return new Box(left - 1, top - 1, width / COLUMNS + 3, height / ROWS + 3).common(picture).isPresent();
	}
}
