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
package io.sonoflow.read;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.file.Path;

/** An image read by Java's own readers. */
public final class BufferedFrame extends Pixels {

	private final int width;
	private final int height;
	private final Frame frame;

	public BufferedFrame(final Path path, final BufferedImage image) {
		this.width = image.getWidth();
		this.height = image.getHeight();
		final int bits = image.getSampleModel().getSampleSize(0);
		if (bits > 8 || image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT && image.getColorModel()
			.getComponentSize(0) > 8) throw tooDeep(path, bits);
		final ColorModel model = image.getColorModel();
		if (model instanceof IndexColorModel indexed) frame = indexed(image.getRaster(), indexed);
		else if (model.getNumColorComponents() == 1) frame = gray(image.getRaster(), bits);
		else frame = new Frame(null, null, onBlack(image));
	}

	/** The stored values, not {@link BufferedImage#getRGB}: Java takes grey for linear light and would brighten it. */
	private Frame gray(final Raster raster, final int bits) {
		final byte[] values = values(raster);
		final int[] palette = grayPalette();
		if (bits < 8) for (int i = 0; i < 1 << bits; i++)
			palette[i] = 0xFF000000 | i * 255 / ((1 << bits) - 1) * 0x010101;
		return new Frame(values, palette, null);
	}

	private Frame indexed(final Raster raster, final IndexColorModel model) {
		final int[] palette = new int[256];
		for (int i = 0; i < model.getMapSize(); i++)
			palette[i] = model.getRGB(i) | 0xFF000000;
		return new Frame(values(raster), palette, null);
	}

	private byte[] values(final Raster raster) {
		final int[] row = new int[width];
		final byte[] values = new byte[width * height];
		for (int y = 0; y < height; y++) {
			raster.getSamples(0, y, width, 1, 0, row);
			for (int x = 0; x < width; x++)
				values[y * width + x] = (byte) row[x];
		}
		return values;
	}

	/** Transparent pixels lie on black, the ground of every ultrasound screen. */
	private int[] onBlack(final BufferedImage image) {
		final int[] colors = image.getRGB(0, 0, width, height, null, 0, width);
		if (!image.getColorModel().hasAlpha()) return colors;
		for (int i = 0; i < colors.length; i++) {
			final int alpha = colors[i] >>> 24;
			if (alpha == 255) continue;
			final int r = (colors[i] >> 16 & 0xFF) * alpha / 255;
			final int g = (colors[i] >> 8 & 0xFF) * alpha / 255;
			final int b = (colors[i] & 0xFF) * alpha / 255;
			colors[i] = 0xFF000000 | r << 16 | g << 8 | b;
		}
		return colors;
	}

	@Override
	public int frames() {
		return 1;
	}

	@Override
	public int width() {
		return width;
	}

	@Override
	public int height() {
		return height;
	}

	@Override
	public String header() {
		return "";
	}

	@Override
	public Frame frame(final int index) {
		return frame;
	}

	@Override
	public void close() {
		// Read whole when opened: nothing is held.
	}
}
