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
package io.sonoflow.image.augment;

import io.sonoflow.RandomStream;
import io.sonoflow.image.marker.Marker;
import io.sonoflow.image.marker.MarkerShape;
import io.sonoflow.image.marker.MarkerType;

import java.util.function.Consumer;

/** Where marks go: white, at a uniform place where the whole mark is inside, or in the middle if it is larger. */
final class MarkerDraws {

	private static final int WHITE = 255;

	private MarkerDraws() {
	}

	/** The marks of one training view. */
	static void training(final Augmentation p, final int width, final int height, final double scale,
		final RandomStream random, final Consumer<Marker> sink)
	{
		if (random.chance(p.circles())) several(MarkerShape.CIRCLE, width, height, scale, random, sink);
		if (random.chance(p.pluses())) several(MarkerShape.PLUS, width, height, scale, random, sink);
		for (int i = 0; i < 3; i++)
			if (random.chance(p.calipers())) caliper(width, height, scale, random, sink);
		for (final MarkerType kind : p.others().kinds())
			if (random.chance(p.others().probability())) {
				if (kind == MarkerType.SIDE_BARS) bars(width, height, scale, random, sink);
				else several(kind.shapes().get(0), width, height, scale, random, sink);
			}
	}

	/** A side has room for one bar: the white one at the left, the scale at the right, each at any height. */
	private static void bars(final int width, final int height, final double scale, final RandomStream random,
		final Consumer<Marker> sink)
	{
		final Marker left = place(MarkerShape.WHITE_BAR, width, height, scale, random);
		sink.accept(new Marker(left.shape(), left.shape().width() * scale / 2, left.y(), scale, WHITE));
		final Marker right = place(MarkerShape.SCALE_BAR, width, height, scale, random);
		sink.accept(new Marker(right.shape(), width - right.shape().width() * scale / 2, right.y(), scale, WHITE));
	}

	/** 0..n-1 marks, n drawn from 1..5: one mark in the mean, none in 46 of 100 draws. */
	private static void several(final MarkerShape shape, final int width, final int height, final double scale,
		final RandomStream random, final Consumer<Marker> sink)
	{
		final int count = random.nextInt(1 + random.nextInt(5));
		for (int i = 0; i < count; i++)
			sink.accept(place(shape, width, height, scale, random));
	}

	/** One dotted line between two places for a plus. */
	static void caliper(final int width, final int height, final double scale, final RandomStream random,
		final Consumer<Marker> sink)
	{
		final Marker a = place(MarkerShape.PLUS, width, height, scale, random);
		final Marker b = place(MarkerShape.PLUS, width, height, scale, random);
		Marker.caliper(a.x(), a.y(), b.x(), b.y(), scale, WHITE).forEach(sink);
	}

	/** One mark at a random place. */
	static Marker place(final MarkerShape shape, final int width, final int height, final double scale,
		final RandomStream random)
	{
		return new Marker(shape, inside(width, shape.width() * scale, random), inside(height, shape.height() * scale, random),
			scale, WHITE);
	}

	private static double inside(final int length, final double extent, final RandomStream random) {
		final double draw = random.nextDouble();
		return extent >= length ? length / 2.0 : extent / 2 + draw * (length - extent);
	}
}
