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
package io.sonoflow.step.prompt;

import io.sonoflow.image.Box;
import io.sonoflow.nn.sam.Prompt;

import java.util.Locale;
import java.util.Map;

/**
 * One row of a table of prompts.
 *
 * @param line in which line of the table
 * @param cells by column
 */
record PromptRow(int line, Map<String, String> cells) {

	/** A box may leave the picture by so many pixels without being suspected: other programs round. */
	private static final int SLACK = 2;

	/** Why a row cannot be used. */
	static final class Refused extends Exception {

		private static final long serialVersionUID = 1L;

		Refused(final String reason) {
			super(reason);
		}
	}

	String cell(final String column) {
		return cells.getOrDefault(column, "").strip();
	}

	/** {@return what it shows, or a word for anything} */
	String structure() {
		return cell("structure").isEmpty() ? PromptedSegmentation.OBJECT : cell("structure");
	}

	String name() {
		return "line " + line;
	}

	private double number(final String column) throws Refused {
		try {
			final double value = Double.parseDouble(cell(column));
			if (Double.isFinite(value)) return value;
		}
		catch (final NumberFormatException e) {
			// Said below.
		}
		throw new Refused(column + " is \"" + cell(column) + "\", but must be a number of pixels");
	}

	/**
	 * @return the box, which may leave the picture
	 * @throws Refused if it is none, or seems to be given in another way
	 */
	Box box(final PromptTarget picture) throws Refused {
		final double x = number("x");
		final double y = number("y");
		final double w = number("w");
		final double h = number("h");
		if (isShare(x) && isShare(y) && isShare(w) && isShare(h)) throw new Refused(text(x, y, w, h) +
			" are shares of the picture: give pixels (x and w times " + picture.width() + ", y and h times " + picture.height() + ")");
		if (w <= 0 || h <= 0) throw new Refused((w <= 0 ? "w" : "h") + " is " + number(w <= 0 ? w : h) +
			", but a box has at least one pixel: x, y is its upper left corner");
		final int left = (int) Math.round(x);
		final int top = (int) Math.round(y);
		final Box box = new Box(left, top, Math.max(1, (int) Math.round(x + w) - left), Math.max(1, (int) Math.round(y + h) - top));
		if (box.common(whole(picture)).isEmpty()) throw new Refused(text(x, y, w, h) + " lies outside of the picture, which has " +
			size(picture));
		final boolean leaves = x + w > picture.width() + SLACK || y + h > picture.height() + SLACK;
		if (leaves && x >= 0 && y >= 0 && w > x && h > y && w <= picture.width() + SLACK && h <= picture.height() + SLACK)
			throw new Refused(text(x, y, w, h) + " leaves the picture, which has " + size(picture) +
				", and fits as two corners: give width and height, here " + number(w - x) + " and " + number(h - y) +
				" (or cut the box at the edge, if it is one)");
		return box;
	}

	private static boolean isShare(final double value) {
		return value >= 0 && value <= 1;
	}

	/**
	 * @return the point
	 * @throws Refused if it does not lie in the picture, or its label is neither 1 nor 0
	 */
	Prompt.Point point(final PromptTarget picture) throws Refused {
		final double x = number("x");
		final double y = number("y");
		if (isShare(x) && isShare(y) && (x != Math.rint(x) || y != Math.rint(y))) throw new Refused(number(x) + ", " + number(y) +
			" are shares of the picture: give pixels (x times " + picture.width() + ", y times " + picture.height() + ")");
		if (x < 0 || y < 0 || x > picture.width() || y > picture.height()) throw new Refused(number(x) + ", " + number(y) +
			" lies outside of the picture, which has " + size(picture));
		final String label = cell("label");
		if (!label.isEmpty() && !label.matches("[01](\\.0*)?")) throw new Refused("label is \"" + label +
			"\", but must be 1 (in what is meant) or 0 (beside it)");
		return new Prompt.Point(x, y, !label.startsWith("0"));
	}

	static Box whole(final PromptTarget picture) {
		return new Box(0, 0, picture.width(), picture.height());
	}

	private static String size(final PromptTarget picture) {
		return picture.width() + " x " + picture.height() + " pixels";
	}

	private static String number(final double value) {
		return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.3f", value).replaceAll("0+$",
			"");
	}

	private static String text(final double x, final double y, final double w, final double h) {
		return "x, y, w, h = " + number(x) + ", " + number(y) + ", " + number(w) + ", " + number(h);
	}
}
