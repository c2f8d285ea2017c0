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
package io.sonoflow.metric.segment;

import io.sonoflow.image.Box;
import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.morphology.Mask;

import java.util.Optional;
import java.util.function.BiFunction;

/**
 * How far the borders of two masks are apart, in one of two conventions.
 * <ul>
 * <li>{@link #corners}: DeepMind's surface-distance (Nikolov et al., J. Med. Internet Res. 23, 2021). The border runs through
 * corners of pixels, each weighted with the length of contour that it stands for.</li>
 * <li>{@link #pixels}: the UUSIC challenge's. The border is the mask's outermost pixels, each of which counts alike.</li>
 * </ul>
 * In both the border of the image is a border of the mask. Distances are exact and in the unit of the pixel's size.
 */
public final class SurfaceFigures {

	private final Distances forth;
	private final Distances back;
	private final boolean weighted;

	private SurfaceFigures(final Mask reference, final Mask predicted, final PixelSize size,
		final BiFunction<Mask, PixelSize, Contour> contour, final boolean weighted)
	{
		final Box box = box(reference, predicted);
		final Contour first = contour.apply(reference.cut(box), size);
		final Contour second = contour.apply(predicted.cut(box), size);
		forth = Distances.of(first, second);
		back = Distances.of(second, first);
		this.weighted = weighted;
	}

	/** {@return the distances along the contours through pixels' corners} */
	public static SurfaceFigures corners(final Mask reference, final Mask predicted, final PixelSize size) {
		return new SurfaceFigures(reference, predicted, size, Contour::corners, true);
	}

	/** {@return the distances of the pixels on the masks' inner borders} */
	public static SurfaceFigures pixels(final Mask reference, final Mask predicted, final PixelSize size) {
		return new SurfaceFigures(reference, predicted, size, Contour::pixels, false);
	}

	/** What both masks leave empty changes nothing, and is most of many pictures; outside of the image is background, too. */
	private static Box box(final Mask a, final Mask b) {
		final Optional<Box> other = b.box();
		return a.box().map(box -> other.map(box::around).orElse(box)).or(() -> other).orElse(new Box(0, 0, 1, 1));
	}

	/**
	 * @param tolerance in the unit of the pixel's size, at least 0
	 * @return the normalised surface distance (surface Dice): the share of both contours that is at most this far from the other,
	 *         0..1; 0 if one mask is empty, not a number if both are
	 */
	public double nsd(final double tolerance) {
		return (forth.within(tolerance) + back.within(tolerance)) / (forth.total() + back.total());
	}

	/**
	 * @param share 0..1; 0.95 of HD95
	 * @return the larger of the two directed percentiles of the distances; infinite if one mask is empty, not a number if both are
	 */
	public double hausdorff(final double share) {
		if (forth.total() + back.total() == 0) return Double.NaN;
		return weighted ? Math.max(forth.quantileOfLength(share), back.quantileOfLength(share)) : Math.max(forth.quantileOfPoints(
			share), back.quantileOfPoints(share));
	}

	/** {@return length of the reference's contour; in the convention of pixels their number} */
	public double referenceLength() {
		return forth.total();
	}

	/** {@return the same of the prediction} */
	public double predictedLength() {
		return back.total();
	}
}
