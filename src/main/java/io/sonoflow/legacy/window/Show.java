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
package io.sonoflow.legacy.window;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import io.sonoflow.image.Images;
import io.sonoflow.legacy.Host;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * Results in front of the user's eyes: images and stacks as ImageJ images, tables in windows of their own, so that the
 * user's Results table and ROI Manager stay as they are. Headless, images are handed to the running macro without a
 * window and tables are written to the log.
 */
public final class Show {

	private static final int DIGITS = 6;

	private Show() {
	}

	/** Shows 8-bit pictures of one size as a stack, a single one as an image. */
	public static void gray(final String title, final List<? extends RandomAccessibleInterval<UnsignedByteType>> slices,
		final List<String> labels)
	{
		show(title, slices.stream().map(slice -> (ImageProcessor) new ByteProcessor(Images.width(slice), Images.height(
			slice), Images.pixels(slice).clone())).toList(), labels);
	}

	/** Shows colour pictures of one size as a stack, a single one as an image. */
	public static void color(final String title, final List<? extends RandomAccessibleInterval<ARGBType>> slices,
		final List<String> labels)
	{
		show(title, slices.stream().map(Show::processor).toList(), labels);
	}

	private static ImageProcessor processor(final RandomAccessibleInterval<ARGBType> image) {
		final int[] pixels = new int[Images.width(image) * Images.height(image)];
		final Cursor<ARGBType> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = cursor.next().get();
		return new ColorProcessor(Images.width(image), Images.height(image), pixels);
	}

	private static void show(final String title, final List<ImageProcessor> slices, final List<String> labels) {
		if (slices.isEmpty() || Host.isHeadless() && !Host.isMacro()) return;
		final ImageStack stack = new ImageStack(slices.get(0).getWidth(), slices.get(0).getHeight());
		for (int i = 0; i < slices.size(); i++)
			stack.addSlice(i < labels.size() ? labels.get(i) : null, slices.get(i));
		new ImagePlus(title, stack).show();
	}

	/**
	 * Shows a table that can be saved, sorted and copied like ImageJ's own.
	 *
	 * @param title the window's; a table of that title is replaced; never "Results", which is the user's
	 * @param columns their names
	 * @param rows one value a column: a Number or anything else as text; null is empty
	 */
	public static void table(final String title, final List<String> columns, final List<? extends List<?>> rows) {
		if (title.equals("Results")) throw new IllegalArgumentException("The table Results is the user's");
		if (Host.isHeadless()) {
			Host.log(title);
			Host.log(String.join("\t", columns));
			rows.forEach(row -> Host.log(String.join("\t", row.stream().map(Show::text).toList())));
			return;
		}
		final ResultsTable table = new ResultsTable();
		table.showRowNumbers(false);
		for (final List<?> row : rows) {
			table.incrementCounter();
			for (int i = 0; i < columns.size(); i++)
				if (row.get(i) instanceof Number number) table.addValue(columns.get(i), number.doubleValue());
				else table.addValue(columns.get(i), text(row.get(i)));
		}
		table.show(title);
	}

	/** {@return as it is, numbers with so many digits as anybody reads: files have all} */
	private static String text(final Object value) {
		if (!(value instanceof Double) && !(value instanceof Float) || !Double.isFinite(((Number) value).doubleValue()))
			return value == null ? "" : String.valueOf(value);
		return new BigDecimal(value.toString()).round(new MathContext(DIGITS)).stripTrailingZeros().toPlainString();
	}
}
