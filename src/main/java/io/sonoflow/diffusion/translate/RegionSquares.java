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
package io.sonoflow.diffusion.translate;

import java.util.ArrayList;
import java.util.List;

/**
 * The squares in which networks see a region that is larger than what they see at once. Each makes a part of the region and has
 * at least a quarter of its side around it, as far as the picture goes; where two parts meet, one fades into the other, as each
 * square guesses brightness or colour by itself and a hard edge between two guesses would be seen.
 */
final class RegionSquares {

	/** A region that is no wider than this share of a square is seen in one. */
	private static final double WHOLE = 0.75;

	/** Share of a square's side within which a part fades out, on either side of where it meets the next: parts are wider. */
	private static final double FADE = 0.125;

	/**
	 * Where the networks look, and which part of it is taken.
	 *
	 * @param x left column, may be outside a picture that is smaller
	 * @param y upper row, likewise
	 * @param across columns of the part
	 * @param down its rows
	 */
	record Square(int x, int y, Part across, Part down) {

		/** {@return its share in a pixel, 0..1; the shares of all squares sum to 1} */
		float share(final int column, final int row) {
			return across.share(column) * down.share(row);
		}
	}

	/**
	 * A part of a length.
	 *
	 * @param from first place
	 * @param to behind the last one
	 * @param before places within which it fades from the one before, on either side; 0 = it is the first
	 * @param after likewise into the next; 0 = it is the last
	 */
	record Part(int from, int to, double before, double after) {

		int begin() {
			return (int) Math.floor(from - before);
		}

		int end() {
			return (int) Math.ceil(to + after);
		}

		float share(final int place) {
			final double middle = place + 0.5;
			final double left = before == 0 ? middle > from ? 1 : 0 : (middle - from + before) / (2 * before);
			final double right = after == 0 ? middle < to ? 1 : 0 : (to + after - middle) / (2 * after);
			return (float) (Math.max(0, Math.min(1, left)) * Math.max(0, Math.min(1, right)));
		}
	}

	private final int size;
	private final int width;
	private final int height;

	/**
	 * @param size of a square
	 * @param width of the picture
	 * @param height of it
	 */
	RegionSquares(final int size, final int width, final int height) {
		this.size = size;
		this.width = width;
		this.height = height;
	}

	/** {@return the squares; none where the region is empty} */
	List<Square> cover(final byte[] region) {
		int left = width;
		int top = height;
		int right = 0;
		int bottom = 0;
		for (int i = 0; i < region.length; i++)
			if (region[i] != 0) {
				left = Math.min(left, i % width);
				right = Math.max(right, i % width + 1);
				top = Math.min(top, i / width);
				bottom = Math.max(bottom, i / width + 1);
			}
		final List<Square> squares = new ArrayList<>();
		if (right == 0) return squares;
		for (final Part down : parts(top, bottom))
			for (final Part across : parts(left, right))
				squares.add(new Square(edge(across, width), edge(down, height), across, down));
		return squares;
	}

	private List<Part> parts(final int from, final int to) {
		final int count = to - from <= WHOLE * size ? 1 : (int) Math.ceil((to - from) / (size / 2.0));
		final List<Part> parts = new ArrayList<>();
		int begin = from;
		for (int i = 1; i <= count; i++) {
			final int end = from + (int) Math.round((to - from) * (double) i / count);
			parts.add(new Part(begin, end, i == 1 ? 0 : FADE * size, i == count ? 0 : FADE * size));
			begin = end;
		}
		return parts;
	}

	/** {@return where a square begins, so that the part is in its middle, or as near as the picture lets it be} */
	private int edge(final Part part, final int length) {
		if (length <= size) return (length - size) / 2;
		return Math.max(0, Math.min(length - size, (part.from + part.to - size) / 2));
	}
}
