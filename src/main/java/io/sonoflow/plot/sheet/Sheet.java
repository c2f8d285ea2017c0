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
import io.sonoflow.plot.chart.ConfusionTable;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A contact sheet: pictures in a grid, row by row, each with a caption and, if wanted, a coloured frame.
 *
 * <pre>
 * Sheet sheet = new Sheet(6).title("Kept and dropped");
 * sheet.add(image, "img_0001", Sheet.Frame.GREEN);
 * sheet.write(folder.resolve("sheet.png"));
 * </pre>
 *
 * A picture larger than its cell is shrunk by area averages, a smaller one enlarged to it by whole pixels; the sides
 * keep their ratio. Not thread-safe.
 */
public final class Sheet {

	/** The frame around a picture. The two colours differ for every common colour blindness; red is also dashed. */
	public enum Frame {
		/** No frame. */
		NONE,
		/** Good, kept: bluish green (0x009E73), solid. */
		GREEN,
		/** Bad, dropped: vermillion (0xD55E00), dashed. */
		RED
	}

	private static final int GAP = 10;
	private static final int BORDER = 5;
	private static final int CAPTION = 20;
	private static final int TITLE = 30;

	private record Tile(BufferedImage picture, String caption, Frame frame) {
	}

	private final int columns;
	private final List<Tile> tiles = new ArrayList<>();
	private int cell = 200;
	private String title = "";

	/** @param columns pictures a row, at least 1; fewer are used if there are fewer pictures */
	public Sheet(final int columns) {
		if (columns < 1) throw new IllegalArgumentException(columns + " columns");
		this.columns = columns;
	}

	/** {@return this, with a title on top} */
	public Sheet title(final String text) {
		title = text;
		return this;
	}

	/**
	 * Before the first picture.
	 *
	 * @param pixels side of the square into which each picture is fitted (default 200)
	 * @return this
	 */
	public Sheet cell(final int pixels) {
		if (pixels < 16 || !tiles.isEmpty()) throw new IllegalArgumentException("cell of " + pixels + " pixels after "
			+ tiles.size() + " pictures");
		cell = pixels;
		return this;
	}

	/** {@return this, with a grey picture (x, y) at the next place} */
	public Sheet add(final RandomAccessibleInterval<UnsignedByteType> image, final String caption, final Frame frame) {
		final byte[] gray = Images.pixels(image);
		final int[] pixels = new int[gray.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = ColorMap.GRAY.argb((gray[i] & 0xFF) / 255.0);
		return addColor(ArrayImgs.argbs(pixels, Images.width(image), Images.height(image)), caption, frame);
	}

	/** {@return this, with a colour picture (x, y) at the next place} */
	public Sheet addColor(final RandomAccessibleInterval<ARGBType> image, final String caption, final Frame frame) {
		return add(Pictures.toPicture(image), caption, frame);
	}

	public Sheet add(final BufferedImage picture, final String caption, final Frame frame) {
		// Kept shrunk: a sheet of thousands must not hold thousands of full pictures.
		tiles.add(new Tile(Pictures.fit(picture, cell), caption, frame));
		return this;
	}

	/** {@return number of pictures} */
	public int size() {
		return tiles.size();
	}

	/** {@return the sheet, opaque, on white} */
	public ArrayImg<ARGBType, IntArray> image() {
		return Pictures.toImg(draw());
	}

	/**
	 * Writes the sheet as PNG.
	 *
	 * @throws io.sonoflow.SonoflowException.File if it cannot be written
	 */
	public void write(final Path png) {
		Pictures.writePng(png, draw());
	}

	public BufferedImage draw() {
		if (tiles.isEmpty()) throw new IllegalStateException("a sheet without pictures");
		final int across = Math.min(columns, tiles.size());
		final int down = (tiles.size() + across - 1) / across;
		final int top = title.isEmpty() ? 0 : TITLE;
		final boolean captions = tiles.stream().anyMatch(tile -> !tile.caption.isEmpty());
		final int high = tiles.stream().mapToInt(tile -> tile.picture.getHeight()).max().orElse(cell);
		final int pitchX = cell + 2 * BORDER + GAP;
		final int pitchY = high + 2 * BORDER + GAP + (captions ? CAPTION : 0);
		final BufferedImage sheet = new BufferedImage(GAP + across * pitchX, GAP + top + down * pitchY,
			BufferedImage.TYPE_INT_RGB);
		Pictures.draw(sheet, graphics -> {
			graphics.setColor(Color.WHITE);
			graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
			graphics.setColor(Style.INK);
			graphics.setFont(Style.TITLE);
			graphics.drawString(title, GAP, GAP + 17);
			graphics.setFont(Style.TEXT);
			for (int i = 0; i < tiles.size(); i++)
				draw(graphics, tiles.get(i), GAP + i % across * pitchX, GAP + top + i / across * pitchY, high);
		});
		return sheet;
	}

	private void draw(final Graphics2D graphics, final Tile tile, final int left, final int top, final int high) {
		final BufferedImage picture = tile.picture;
		final int x = left + BORDER + (cell - picture.getWidth()) / 2;
		final int y = top + BORDER + (high - picture.getHeight()) / 2;
		final int w = picture.getWidth() + 2 * BORDER;
		final int h = picture.getHeight() + 2 * BORDER;
		if (tile.frame != Frame.NONE) {
			graphics.setColor(tile.frame == Frame.GREEN ? Style.GREEN : Style.VERMILLION);
			graphics.fillRect(x - BORDER, y - BORDER, w, h);
		}
		if (tile.frame == Frame.RED) {
			graphics.setColor(Color.WHITE);
			for (int part = 1; part < 8; part += 2) {
				graphics.fillRect(x - BORDER + w * part / 8, y - BORDER, w / 24, h);
				graphics.fillRect(x - BORDER, y - BORDER + h * part / 8, w, h / 24);
			}
		}
		graphics.drawImage(picture, x, y, null);
		graphics.setColor(Style.INK);
		final String caption = ConfusionTable.clip(tile.caption, graphics.getFontMetrics(), cell + 2.0 * BORDER);
		ConfusionTable.center(graphics, caption, left + BORDER + cell / 2.0, top + 2 * BORDER + high + 15);
	}
}
