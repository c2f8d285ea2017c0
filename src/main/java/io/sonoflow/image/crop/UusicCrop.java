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
package io.sonoflow.image.crop;

import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;

import java.util.Optional;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The published rule for the echogenic sector (MICCAI 2025 UUSIC challenge report): dark pixels are those whose
 * largest channel is at most the tolerance; the largest dark component among those that touch the image's border is
 * the background; the largest component of all other pixels is the sector; the crop is its tight box.
 *
 * <p>
 * It fails on two separate margins, grey or white margins and pictures that fade to black; {@link SectorCrop} is made
 * for those.
 */
public final class UusicCrop {

	private UusicCrop() {
	}

	/**
	 * What the rule finds.
	 *
	 * @param background the dark component taken for background; empty if none touches the border
	 * @param foreground the sector; empty if everything is background
	 * @param box the sector's box: the whole image if there is no background, none if everything is background
	 */
	public record Result(Mask background, Mask foreground, Optional<Box> box) {}

	/**
	 * @param image colour, any size
	 * @param tolerance the brightest level that is dark, 0..255; published 5
	 * @param connectivity for both components; published 8
	 * @return the sector
	 */
	public static Result cropColor(final RandomAccessibleInterval<ARGBType> image, final int tolerance,
		final Connectivity connectivity)
	{
		return crop(Screen.ofColor(image), tolerance, connectivity);
	}

	/** The same for a grey image, see {@link #cropColor}. */
	public static Result crop(final RandomAccessibleInterval<UnsignedByteType> image, final int tolerance,
		final Connectivity connectivity)
	{
		return crop(Screen.ofGray(image), tolerance, connectivity);
	}

	static Result crop(final Screen screen, final int tolerance, final Connectivity connectivity) {
		final int width = screen.width;
		final int height = screen.height;
		final Components dark = Components.of(Mask.of(width, height, i -> Screen.brightest(screen.rgb[i]) <= tolerance),
			connectivity);
		int frame = -1;
		for (int i = 0; i < dark.count(); i++)
			if (dark.touchesBorder(i) && (frame < 0 || dark.area(i) > dark.area(frame))) frame = i;
		final Mask background = dark.mask(frame);
		final Mask rest = background.negate();
		if (frame < 0) return new Result(background, rest, Optional.of(new Box(0, 0, width, height)));
		final Components bright = Components.of(rest, connectivity);
		final int sector = bright.largest();
		return new Result(background, bright.mask(sector), sector < 0 ? Optional.empty() : Optional.of(bright.box(
			sector)));
	}
}
