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

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.Detector;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.image.crop.ScannerRegions;

import java.util.List;
import java.util.Locale;

/**
 * What will be cut out of one file; made before anything is written.
 *
 * @param frames of the file
 * @param regions one a crop, the same in every frame
 */
record CropPlan(int frames, List<FieldOfView> regions) {

	/**
	 * @param name of the file, for messages
	 * @param views the rectangles; null to find the field of view
	 * @param auto whether to find each field of view, not the one
	 * @param published whether to find it by the published rule alone
	 */
	static CropPlan of(final FrameReader reader, final String name, final List<Box> views, final boolean auto,
		final boolean published, final int tolerance)
	{
		if (views != null) for (final Box view : views)
			if (!FixedViews.fits(view, reader.width(), reader.height())) throw new SonoflowException.Input(String.format(
				Locale.ROOT, "views: the rectangle %d,%d,%d,%d does not lie in %s, which has %d x %d pixels. Give other " +
					"rectangles, or mode=sector, which finds the picture.", view.x(), view.y(), view.w(), view.h(), name, reader
						.width(), reader.height()));
		final Detector detector = new Detector();
		final int frames = reader.frames();
		for (final int frame : Detector.looks(frames))
			detector.add(reader.color(frame));
		if (views != null) return new CropPlan(frames, views.stream().map(view -> detector.fixed(view, tolerance))
			.toList());
		if (auto) return new CropPlan(frames, detector.fields(tolerance));
		if (published) return new CropPlan(frames, List.of(detector.uusic(tolerance)));
		final FieldOfView found = detector.sector(tolerance);
		return new CropPlan(frames, List.of(ScannerRegions.of(reader.header(), reader.width(), reader.height()).map(
			region -> ScannerRegions.weigh(found, region, detector.holds(region), reader.width(), reader.height())).orElse(found)));
	}
}
