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
package io.sonoflow.plot.sheet;

import io.sonoflow.image.morphology.Mask;
import io.sonoflow.plot.Pictures;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * An image with outlines of masks over it, in the size in which it is to be shown, so that a thin line stays one: the first of
 * two masks solid, in bluish green, the second dashed, in orange. The two differ for every common colour blindness. Of several
 * structures each has a colour.
 */
public final class MaskOutlines {

	/** Colour of the reference. */
	public static final Color REFERENCE = new Color(0x00D69C);
	/** Colour of the prediction. */
	public static final Color PREDICTED = new Color(0xFF9D2E);

	/** Colours of several structures; they differ for every common colour blindness, also on grey. */
	private static final List<Color> STRUCTURES = List.of(PREDICTED, new Color(0x56B4E9), REFERENCE, new Color(0xF0E442), new Color(
		0xCC79A7));
	private static final List<String> NAMES = List.of("orange", "blue", "green", "yellow", "pink");

	private static final int THICK = 2;
	private static final int DASH = 4;

	private MaskOutlines() {
	}

	/**
	 * @param image (x, y)
	 * @param reference mask of the same size
	 * @param predicted likewise
	 * @param side of the square into which the picture is fitted, in pixels
	 */
	public static BufferedImage of(final RandomAccessibleInterval<UnsignedByteType> image, final Mask reference,
		final Mask predicted, final int side)
	{
		return of(image, List.of(reference), List.of(predicted), side);
	}

	/**
	 * @param image (x, y)
	 * @param reference masks of the structures, of the same size; none = there is no reference
	 * @param predicted likewise
	 * @param side of the square into which the picture is fitted, in pixels
	 */
	public static BufferedImage of(final RandomAccessibleInterval<UnsignedByteType> image, final List<Mask> reference,
		final List<Mask> predicted, final int side)
	{
		final boolean several = Math.max(reference.size(), predicted.size()) > 1;
		final BufferedImage picture = picture(image, side);
		for (int i = 0; i < reference.size(); i++)
			draw(picture, reference.get(i), (several ? color(i) : REFERENCE).getRGB(), false);
		for (int i = 0; i < predicted.size(); i++)
			draw(picture, predicted.get(i), (several ? color(i) : PREDICTED).getRGB(), true);
		return picture;
	}

	/** {@return the colour of a structure} */
	public static Color color(final int structure) {
		return STRUCTURES.get(structure % STRUCTURES.size());
	}

	/** {@return which structure has which colour, in words; empty if there is one} */
	public static String legend(final List<String> structures) {
		return structures.size() < 2 ? "" : IntStream.range(0, structures.size()).mapToObj(i -> structures.get(i) + " " +
			NAMES.get(i %
			NAMES.size())).collect(Collectors.joining(", "));
	}

	private static BufferedImage picture(final RandomAccessibleInterval<UnsignedByteType> image, final int side) {
		final BufferedImage fitted = Pictures.fit(Pictures.gray(image), side);
		final BufferedImage picture = new BufferedImage(fitted.getWidth(), fitted.getHeight(), BufferedImage.TYPE_INT_RGB);
		Pictures.draw(picture, graphics -> graphics.drawImage(fitted, 0, 0, null));
		return picture;
	}

	/** Every pixel of the picture inside of the mask that has one outside of it nearby. */
	private static void draw(final BufferedImage picture, final Mask mask, final int rgb, final boolean dashed) {
		final int width = picture.getWidth();
		final int height = picture.getHeight();
		final boolean[] inside = new boolean[width * height];
		for (int i = 0; i < inside.length; i++)
			inside[i] = mask.get((int) ((i % width + 0.5) * mask.width() / width), (int) ((i / width + 0.5) * mask.height() / height));
		for (int i = 0; i < inside.length; i++)
			if (inside[i] && isEdge(inside, i % width, i / width, width, height) && !(dashed && (i % width + i / width) / DASH %
				2 == 1))
				picture.setRGB(i % width, i / width, rgb);
	}

	private static boolean isEdge(final boolean[] inside, final int x, final int y, final int width, final int height) {
		for (int dy = -THICK; dy <= THICK; dy++)
			for (int dx = -THICK; dx <= THICK; dx++) {
				if (dx * dx + dy * dy > THICK * THICK) continue;
				final int u = x + dx;
				final int v = y + dy;
				if (u < 0 || v < 0 || u >= width || v >= height || !inside[v * width + u]) return true;
			}
		return false;
	}
}
