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
package io.sonoflow.image.doppler;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.Luma;
import io.sonoflow.image.morphology.Mask;

import java.util.Optional;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * A picture with colour flow taken apart.
 *
 * <pre>
 * DopplerParts parts = DopplerParts.of(screen);
 * if (parts.velocity().isPresent()) ...
 * </pre>
 *
 * Colour that is flow is inside the line of the colour box, where one is found, and thicker than lines and letters; without a
 * line it has the hues of the bar, too. A picture that has neither box nor bar shows no flow, whatever its colours.
 *
 * @param flow which pixels show flow; never any of the line, of letters, or of the bar
 * @param inside what the colour box holds, if its line is found
 * @param bar the colour bar, if there is one
 * @param scale what the bar's ends stand for, if it shows velocity and its numbers are surely read
 * @param velocity toward the probe in the scale's unit, not a number where there is no flow; if there is a scale
 * @param aliased flow that is faster than the bar's ends, so that its colour has jumped to the other end; of a bar that shows no
 *          velocity none
 */
public record DopplerParts(Mask flow, Optional<Mask> inside, Optional<ColorBar> bar, Optional<Scale> scale,
	Optional<ArrayImg<FloatType, FloatArray>> velocity, Mask aliased)
{

	/** {@return what the picture's parts are; a grey one has none} */
	public static DopplerParts of(final RandomAccessibleInterval<ARGBType> image) {
		return new DopplerReader().parts(image);
	}

	/** {@return whether there is anything of a colour scanner in it} */
	public boolean isDoppler() {
		return bar.isPresent() || inside.isPresent() && flow.area() > 0;
	}

	/** {@return whether more of a picture than a JPEG's crumbs is coloured} */
	public static boolean isColoured(final RandomAccessibleInterval<ARGBType> image) {
		final int[] colors = Images.colors(image);
		int coloured = 0;
		for (final int argb : colors)
			if (Colors.chroma(argb) >= DopplerReader.COLOURED) coloured++;
		return coloured > 1e-4 * colors.length;
	}

	/** {@return the rectangle round the colour box} */
	public Optional<Box> box() {
		return inside.flatMap(Mask::box);
	}

	/** {@return the grey levels of a picture, the luma of its colours} */
	public static ArrayImg<UnsignedByteType, ByteArray> grey(final RandomAccessibleInterval<ARGBType> image) {
		return Luma.gray(image);
	}
}
