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
package io.sonoflow.plot;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.image.Images;

import java.awt.AWTError;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/** Between Java's pictures, ours, and PNG. */
public final class Pictures {

	private Pictures() {
	}

	/** Draws smoothly and says what to do where the Java runtime has no fonts. */
	public static void draw(final BufferedImage image, final Consumer<Graphics2D> painter) {
		try {
			final Graphics2D graphics = image.createGraphics();
			graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
			graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
			painter.accept(graphics);
			graphics.dispose();
		}
		catch (final LinkageError | InternalError | AWTError e) {
			throw new SonoflowException.Device("No text can be drawn into pictures (" + e
				+ "), because this computer lacks fonts or the Java runtime its graphics library. "
				+ "On Linux install fontconfig, one font (e.g. DejaVu) and a JRE that is not a stripped one.", e);
		}
	}

	public static ArrayImg<ARGBType, IntArray> toImg(final BufferedImage image) {
		final int width = image.getWidth();
		final int height = image.getHeight();
		return ArrayImgs.argbs(image.getRGB(0, 0, width, height, null, 0, width), width, height);
	}

	/** {@return 8-bit grey (x, y) as a picture of its own} */
	public static BufferedImage gray(final RandomAccessibleInterval<UnsignedByteType> image) {
		final BufferedImage picture = new BufferedImage(Images.width(image), Images.height(image), BufferedImage.TYPE_BYTE_GRAY);
		picture.getRaster().setDataElements(0, 0, picture.getWidth(), picture.getHeight(), Images.pixels(image));
		return picture;
	}

	public static BufferedImage toPicture(final RandomAccessibleInterval<ARGBType> image) {
		final int width = (int) image.dimension(0);
		final int height = (int) image.dimension(1);
		final int[] pixels = new int[width * height];
		final Cursor<ARGBType> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = cursor.next().get();
		final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		picture.setRGB(0, 0, width, height, pixels, 0, width);
		return picture;
	}

	/** {@return the picture fitted into a square: smaller ones by area averages, larger ones by whole pixels} */
	public static BufferedImage fit(final BufferedImage picture, final int side) {
		final double factor = (double) side / Math.max(picture.getWidth(), picture.getHeight());
		if (factor == 1) return picture;
		final int width = Math.max(1, (int) Math.round(picture.getWidth() * factor));
		final int height = Math.max(1, (int) Math.round(picture.getHeight() * factor));
		final BufferedImage fitted = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		final Graphics2D graphics = fitted.createGraphics();
		if (factor < 1) graphics.drawImage(picture.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
		else {
			graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
			graphics.drawImage(picture, 0, 0, width, height, null);
		}
		graphics.dispose();
		return fitted;
	}

	public static void writePng(final Path png, final BufferedImage picture) {
		final byte[] bytes = encode(picture, "png");
		AtomicFiles.write(png, temporary -> Files.write(temporary, bytes));
	}

	/** @param format {@code png} or {@code jpg} */
	public static byte[] encode(final BufferedImage picture, final String format) {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		// In memory: given a plain stream ImageIO wants a file in the system's temporary folder.
		try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
			if (!ImageIO.write(picture, format, out)) throw new IllegalStateException("no writer for " + format);
		}
		catch (final IOException e) {
			throw new SonoflowException.File("A picture of " + picture.getWidth() + " x " + picture.getHeight()
				+ " pixels cannot be encoded as " + format + " (" + e + ").", e);
		}
		return bytes.toByteArray();
	}
}
