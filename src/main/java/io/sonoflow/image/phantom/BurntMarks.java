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

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.marker.Marker;
import io.sonoflow.image.marker.MarkerShape;
import io.sonoflow.image.marker.Markers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The marks that an operator leaves in a view: mostly one or two measured distances across the organ with their values
 * below, else a few loose circles, crosses or dashes.
 */
final class BurntMarks {

	private static final int WHITE = 255;
	private static final double MEASURED = 0.65;
	private static final List<MarkerShape> LOOSE = List.of(MarkerShape.CIRCLE, MarkerShape.PLUS, MarkerShape.LONG_DASH,
		MarkerShape.SMALL_DASH);

	private final List<Marker> marks = new ArrayList<>();
	private final List<String> readings = new ArrayList<>();
	private final int size;

	private BurntMarks(final int size) {
		this.size = size;
	}

	/** Burns marks into the pixels (size x size) of a view; the draw hangs on its place in the set, not on its class. */
	static void burn(final byte[] pixels, final Phantom phantom, final ViewSpec spec) {
		final BurntMarks burnt = new BurntMarks(spec.size());
		final RandomStream random = RandomStream.of(spec.seed(), "phantom-marks", spec.patient(), spec.side(), spec.view());
		final Box organ = bounds(Images.pixels(phantom.mask()), spec.size());
		final double pixel = spec.acquisition().depth() / spec.size();
		if (random.chance(MEASURED)) burnt.measure(organ, pixel, random);
		else burnt.scatter(random);
		for (final Marker mark : burnt.marks)
			Markers.draw(pixels, spec.size(), spec.size(), mark);
		final int scale = Math.max(1, spec.size() / 300);
		for (int i = 0; i < burnt.readings.size(); i++)
			TinyFont.draw(pixels, spec.size(), 6 * scale, spec.size() - (10 * (burnt.readings.size() - i) + 2) * scale, scale,
				WHITE, burnt.readings.get(i));
	}

	/** Distances along the organ's box, not exactly, as people measure. */
	private void measure(final Box organ, final double pixel, final RandomStream random) {
		final double x = organ.x() + organ.w() * random.uniform(0.45, 0.55);
		final double y = organ.y() + organ.h() * random.uniform(0.45, 0.55);
		final double tilt = organ.h() * random.uniform(-0.06, 0.06);
		line(organ.x() + 0.02 * organ.w(), y - tilt, organ.x() + 0.98 * organ.w(), y + tilt, pixel);
		if (random.chance(0.6)) line(x - tilt, organ.y() + 0.01 * organ.h(), x + tilt, organ.y() + 0.99 * organ.h(), pixel);
	}

	private void line(final double x0, final double y0, final double x1, final double y1, final double pixel) {
		marks.addAll(Marker.caliper(x0, y0, x1, y1, Marker.scaleFor(size, size), WHITE));
		final double length = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)) * pixel;
		readings.add(String.format(Locale.ROOT, "+ D%d %.1f MM", readings.size() + 1, length));
	}

	private void scatter(final RandomStream random) {
		final MarkerShape shape = LOOSE.get(random.nextInt(LOOSE.size()));
		final int count = 1 + random.nextInt(4);
		for (int i = 0; i < count; i++)
			marks.add(new Marker(shape, random.uniform(0.08, 0.92) * size, random.uniform(0.08, 0.92) * size, Marker.scaleFor(
				size, size)));
	}

	private static Box bounds(final byte[] mask, final int size) {
		int left = size;
		int right = -1;
		int top = size;
		int bottom = -1;
		for (int i = 0; i < mask.length; i++) {
			if (mask[i] == 0) continue;
			left = Math.min(left, i % size);
			right = Math.max(right, i % size);
			top = Math.min(top, i / size);
			bottom = Math.max(bottom, i / size);
		}
		return right < 0 ? new Box(0, 0, size, size) : new Box(left, top, right + 1 - left, bottom + 1 - top);
	}
}
