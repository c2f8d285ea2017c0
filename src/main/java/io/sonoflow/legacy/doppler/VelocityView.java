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
package io.sonoflow.legacy.doppler;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;

import io.sonoflow.image.Images;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.read.ActiveFrames;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;

/** Shows velocities as an image of numbers. */
public final class VelocityView {

	private VelocityView() {
	}

	/**
	 * @param title of the new image
	 * @param velocity of each frame; null = none is known: all of it is not a number
	 * @param names of the frames
	 * @param unit of the values
	 * @param of the open picture, whose calibration it gets
	 */
	public static void show(final String title, final List<ArrayImg<FloatType, FloatArray>> velocity,
		final List<String> names, final String unit, final ActiveFrames of)
	{
		if (Host.isHeadless() && !Host.isMacro() || velocity.stream().allMatch(Objects::isNull)) return;
		final ImageStack stack = new ImageStack(of.width(), of.height());
		for (int i = 0; i < velocity.size(); i++) {
			final float[] values = velocity.get(i) == null ? new float[of.width() * of.height()] : Images.floatPixels(velocity.get(i));
			if (velocity.get(i) == null) Arrays.fill(values, Float.NaN);
			stack.addSlice(names.get(i), new FloatProcessor(of.width(), of.height(), values));
		}
		final ImagePlus image = new ImagePlus(title, stack);
		image.setCalibration(of.image().getCalibration().copy());
		image.getCalibration().setValueUnit(unit);
		image.resetDisplayRange();
		image.show();
	}
}
