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
package io.sonoflow.image.phantom;

import java.util.Locale;

/** Letters of 5 x 7 dots, as on scanner screens: digits, capitals and a few signs; anything else is a blank. */
public final class TinyFont {

	/** Columns from a letter's beginning to the next one's, at scale 1. */
	public static final int ADVANCE = 6;

	private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+-./:%";

	/** Five columns a letter, two hexadecimal digits a column, lowest bit on top. */
	private static final String COLUMNS = "3E5149453E00427F40004261514946214145" + "4B311814127F1027454545393C4A4949300171090503" +
		"36494949360649" + "49291E" + "7E1111117E7F494949363E414141227F4141221C7F494949417F090909013E4149497A7F0808087F" +
		"00417F41002040413F017F081422417F404040407F020C027F7F0408107F3E4141413E7F090909063E4151215E7F0919294646494949310101" +
		"7F01013F4040403F1F2040201F3F4038403F63140814630708700807" + "6151494543" + "08083E0808080808080800606000002010080402" +
		"00363600002313086462";

	private TinyFont() {
	}

	/**
	 * @param pixels 8-bit, rows first, of this width; what falls outside is left out
	 * @param x left column of the first letter
	 * @param y top row
	 * @param scale pixels a dot
	 * @param value grey level
	 */
	public static void draw(final byte[] pixels, final int width, final int x, final int y, final int scale, final int value,
		final String text)
	{
		final String upper = text.toUpperCase(Locale.ROOT);
		for (int i = 0; i < upper.length(); i++) {
			final int letter = LETTERS.indexOf(upper.charAt(i));
			if (letter < 0) continue;
			for (int column = 0; column < 5 * scale; column++) {
				final int at = 10 * letter + 2 * (column / scale);
				final int dots = Integer.parseInt(COLUMNS.substring(at, at + 2), 16);
				for (int row = 0; row < 7 * scale; row++)
					if ((dots >> row / scale & 1) != 0) dot(pixels, width, x + i * ADVANCE * scale + column, y + row, value);
			}
		}
	}

	private static void dot(final byte[] pixels, final int width, final int x, final int y, final int value) {
		if (x >= 0 && x < width && y >= 0 && (y + 1) * width <= pixels.length) pixels[y * width + x] = (byte) value;
	}
}
