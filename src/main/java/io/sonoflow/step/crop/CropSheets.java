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

import io.sonoflow.Monitor;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.step.crop.CropWriter.Crop;

import java.nio.file.Path;
import java.util.List;

import net.imglib2.RandomAccess;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/**
 * The contact sheets on which somebody signs off all crops: every crop once (of a clip the first frame) with its number and
 * name, those to be looked at in a dashed frame, writing in boxes. Pages of {@value #PAGE}; only one is in memory.
 */
final class CropSheets {

	/** Crops a page, and a row. */
	private static final int PAGE = 96, ACROSS = 8;

	private static final int CELL = 180;

	/** Vermillion, as the frame of crops to be looked at. */
	private static final int MARK = 0xFFD55E00;

	private CropSheets() {
	}

	/** {@return the name of a page, from 1: sheet.png, sheet_2.png ...} */
	static String name(final int page) {
		return page == 1 ? "sheet.png" : "sheet_" + page + ".png";
	}

	/** {@return how many pages were written} */
	static int write(final Path folder, final List<Crop> crops, final Monitor monitor) {
		final int pages = (crops.size() + PAGE - 1) / PAGE;
		for (int page = 1; page <= pages; page++) {
			monitor.checkCancelled();
			monitor.progress("draw sheets", page, pages);
			final Sheet sheet = new Sheet(ACROSS).cell(CELL).title(title(crops, page, pages));
			for (int i = (page - 1) * PAGE; i < Math.min(page * PAGE, crops.size()); i++)
				sheet.addColor(picture(folder, crops.get(i)), (i + 1) + " " + crops.get(i).file().replaceFirst("\\.png$", ""), crops
					.get(i).region().field().certain() ? Sheet.Frame.NONE : Sheet.Frame.RED);
			sheet.write(folder.resolve(name(page)));
		}
		return pages;
	}

	private static String title(final List<Crop> crops, final int page, final int pages) {
		final long doubtful = crops.stream().filter(crop -> !crop.region().field().certain()).count();
		return crops.size() + " crops, " + doubtful + " to look at (framed)" + (pages > 1 ? ", page " + page + " of " + pages
			: "");
	}

	private static ArrayImg<ARGBType, IntArray> picture(final Path folder, final Crop crop) {
		final var grey = ImageFiles.readGray(folder.resolve("images").resolve(crop.file()));
		final byte[] pixels = Images.pixels(grey);
		final int width = Images.width(grey);
		final int height = Images.height(grey);
		final int[] colours = new int[pixels.length];
		for (int i = 0; i < pixels.length; i++)
			colours[i] = 0xFF000000 | (pixels[i] & 0xFF) * 0x010101;
		final ArrayImg<ARGBType, IntArray> picture = ArrayImgs.argbs(colours, width, height);
		final int thick = Math.max(1, Math.max(width, height) / CELL);
		for (final Box box : crop.text())
			for (int line = 0; line < thick; line++)
				frame(picture, new Box(box.x() - line, box.y() - line, box.w() + 2 * line, box.h() + 2 * line));
		return picture;
	}

	private static void frame(final ArrayImg<ARGBType, IntArray> picture, final Box box) {
		final RandomAccess<ARGBType> at = picture.randomAccess();
		final long right = Math.min(picture.max(0), box.x() + box.w() - 1);
		final long bottom = Math.min(picture.max(1), box.y() + box.h() - 1);
		final long left = Math.max(0, box.x());
		final long top = Math.max(0, box.y());
		for (long x = left; x <= right; x++) {
			at.setPositionAndGet(x, top).set(MARK);
			at.setPositionAndGet(x, bottom).set(MARK);
		}
		for (long y = top; y <= bottom; y++) {
			at.setPositionAndGet(left, y).set(MARK);
			at.setPositionAndGet(right, y).set(MARK);
		}
	}
}
