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

import io.sonoflow.image.Images;
import io.sonoflow.plot.ColorMap;
import io.sonoflow.plot.Pictures;
import io.sonoflow.plot.Style;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** A heat map (0..1) over an 8-bit grey image. */
public final class Overlay {

	/** How much of the image the hottest colour hides. */
	public static final double STRENGTH = 0.65;

	private static final int GAP = 8;
	private static final int BAR = 14;
	private static final int TEXT = 40;

	private Overlay() {
	}

	/**
	 * Blends {@link ColorMap#HEAT} over the image, the more the hotter: {@code (1 - a) grey + a colour} with
	 * {@code a = strength * heat}. Where nothing is found the image stays as it is.
	 *
	 * @param image (x, y), 0..255
	 * @param heat (x, y) of the same size, 0..1 (values outside count as the nearest end, NaN as 0)
	 * @param strength 0..1, e.g. {@link #STRENGTH}
	 * @return opaque image of the same size
	 */
	public static <T extends RealType<T>> ArrayImg<ARGBType, IntArray> of(
		final RandomAccessibleInterval<UnsignedByteType> image, final RandomAccessibleInterval<T> heat,
		final double strength)
	{
		final int width = Images.width(image);
		final int height = Images.height(image);
		if (Images.width(heat) != width || Images.height(heat) != height) throw new IllegalArgumentException("A heat map of "
			+ Images.width(heat) + " x " + Images.height(heat) + " for an image of " + width + " x " + height);
		final byte[] gray = Images.pixels(image);
		final float[] values = Images.floatPixels(heat);
		final int[] pixels = new int[gray.length];
		for (int i = 0; i < pixels.length; i++) {
			final double value = Float.isNaN(values[i]) ? 0 : Math.min(1, Math.max(0, values[i]));
			pixels[i] = blend(gray[i] & 0xFF, ColorMap.HEAT.argb(value), strength * value);
		}
		return ArrayImgs.argbs(pixels, width, height);
	}

	private static int blend(final int gray, final int color, final double alpha) {
		int pixel = 0xFF;
		for (int shift = 16; shift >= 0; shift -= 8)
			pixel = pixel << 8 | (int) Math.round((1 - alpha) * gray + alpha * (color >> shift & 0xFF));
		return pixel;
	}

	/**
	 * Puts the scale beside a picture.
	 *
	 * @param picture e.g. an overlay
	 * @param low label of heat 0
	 * @param high label of heat 1
	 * @return a wider picture: the given one at the left, the colour bar at the right on white
	 */
	public static ArrayImg<ARGBType, IntArray> withBar(final RandomAccessibleInterval<ARGBType> picture, final String low,
		final String high)
	{
		final BufferedImage left = Pictures.toPicture(picture);
		final int height = Math.max(48, left.getHeight());
		final BufferedImage all = new BufferedImage(left.getWidth() + GAP + BAR + TEXT, height,
			BufferedImage.TYPE_INT_RGB);
		Pictures.draw(all, graphics -> drawWithBar(graphics, left, height, low, high));
		return Pictures.toImg(all);
	}

	private static void drawWithBar(final Graphics2D graphics, final BufferedImage left, final int height,
		final String low, final String high)
	{
		graphics.setColor(Color.WHITE);
		graphics.fillRect(0, 0, left.getWidth() + GAP + BAR + TEXT, height);
		graphics.drawImage(left, 0, 0, null);
		final int x = left.getWidth() + GAP;
		for (int y = 0; y < height; y++) {
			graphics.setColor(new Color(ColorMap.HEAT.argb(1 - (double) y / (height - 1))));
			graphics.fillRect(x, y, BAR, 1);
		}
		graphics.setColor(Style.INK);
		graphics.setFont(Style.TEXT);
		graphics.drawString(high, x + BAR + 4, 12);
		graphics.drawString(low, x + BAR + 4, height - 3);
	}

	/**
	 * Writes an overlay with its scale as PNG.
	 *
	 * @throws io.sonoflow.SonoflowException.File if it cannot be written
	 */
	public static <T extends RealType<T>> void write(final Path png, final RandomAccessibleInterval<UnsignedByteType> image,
		final RandomAccessibleInterval<T> heat)
	{
		Pictures.writePng(png, Pictures.toPicture(withBar(of(image, heat, STRENGTH), "0", "1")));
	}
}
