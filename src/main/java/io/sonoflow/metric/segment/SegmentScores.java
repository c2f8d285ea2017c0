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

import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.morphology.Mask;

/**
 * All figures of one predicted mask of one structure. Where both masks are empty all but the challenge's are not numbers; where
 * one is, overlap and surface are 0 and the distance infinite.
 *
 * @param state which masks were empty
 * @param dice 0..1
 * @param iou intersection over union, 0..1
 * @param nsd normalised surface distance, DeepMind's convention, 0..1
 * @param nsdPixel the same in the challenge's
 * @param hd95 95 % Hausdorff distance, DeepMind's convention, in the unit of the pixel's size
 * @param hd95Pixel the same of inner border pixels
 * @param challengeDice with 1e-6 in the denominator: 0 where both masks are empty
 */
public record SegmentScores(State state, double dice, double iou, double nsd, double nsdPixel, double hd95, double hd95Pixel,
	double challengeDice)
{

	private static final double SHARE = 0.95;

	/**
	 * @param reference true mask
	 * @param predicted mask of the same size
	 * @param size of a pixel
	 * @param tolerance of the surface distances, in its unit
	 */
	public static SegmentScores of(final Mask reference, final Mask predicted, final PixelSize size, final double tolerance) {
		final Overlap overlap = Overlap.of(reference, predicted);
		final SurfaceFigures corners = SurfaceFigures.corners(reference, predicted, size);
		final SurfaceFigures pixels = SurfaceFigures.pixels(reference, predicted, size);
		return new SegmentScores(overlap.state(), overlap.dice(), overlap.iou(), corners.nsd(tolerance), pixels.nsd(tolerance), corners
			.hausdorff(SHARE), pixels.hausdorff(SHARE), overlap.challengeDice());
	}
}
