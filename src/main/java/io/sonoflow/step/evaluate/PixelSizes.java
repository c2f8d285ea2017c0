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
package io.sonoflow.step.evaluate;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.image.mask.PixelSize;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How large the pixels of each picture are.
 *
 * @param sizes by number of the picture
 */
record PixelSizes(List<PixelSize> sizes) {

	/** Column of a data set: width of a pixel in mm. */
	static final String WIDTH = "pixelwidth";
	/** Column of a data set: height of a pixel in mm. */
	static final String HEIGHT = "pixelheight";

	/**
	 * @param unit px or mm
	 * @throws SonoflowException.Input if a picture has no size in mm
	 */
	static PixelSizes of(final SegmentationSet set, final String unit) {
		if (unit.equals(EvaluateSegmentation.PIXELS)) return new PixelSizes(Collections.nCopies(set.size(), PixelSize.PIXELS));
		final List<PixelSize> sizes = new ArrayList<>();
		final List<String> without = new ArrayList<>();
		for (final Sample sample : set.samples()) {
			final double width = number(sample, WIDTH);
			final double height = number(sample, HEIGHT);
			if (width > 0 && height > 0) sizes.add(PixelSize.millimetres(width, height));
			else without.add(sample.image().getFileName().toString());
		}
		if (!without.isEmpty()) throw new SonoflowException.Input("unit=mm: " + without.size() + " of " + set.size() +
			" pictures have no size of a pixel (first: " + without.get(0) + "). Give the columns " + WIDTH + " and " + HEIGHT +
			" in millimetres in the reference's dataset.csv, numbers above 0 with a point, or unit=px.");
		return new PixelSizes(sizes);
	}

	private static double number(final Sample sample, final String column) {
		try {
			final double value = Double.parseDouble(sample.extra().getOrDefault(column, ""));
			return value < Double.POSITIVE_INFINITY ? value : 0;
		}
		catch (final NumberFormatException e) {
			return 0;
		}
	}
}
