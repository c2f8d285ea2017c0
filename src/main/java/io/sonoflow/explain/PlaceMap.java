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
package io.sonoflow.explain;

import io.sonoflow.nn.Classifier;

import java.util.Arrays;

/**
 * A map in the grid of the layer it comes from, before it is brought to the size of an image, or of a window of frames.
 *
 * @param values (h, w) row by row, of a window (t, h, w), at least 0, of any scale
 * @param times cells t along time, of an image 1
 * @param height rows h
 * @param width columns w
 * @param target index of the class it explains
 * @param logits scores of all classes before the softmax, for this image
 */
public record PlaceMap(float[] values, int times, int height, int width, int target, float[] logits) {

	/** Of an image. */
	public PlaceMap(final float[] values, final int height, final int width, final int target, final float[] logits) {
		this(values, 1, height, width, target, logits);
	}

	/** {@return whether it shows places} */
	public HeatMap.State state() {
		for (final float value : logits)
			if (!Float.isFinite(value)) return HeatMap.State.UNDEFINED;
		return HeatMap.State.of(values);
	}

	/** {@return in another size, bilinear, corners not aligned, stretched to 0..1; all zero if it shows nothing} */
	float[] stretched(final int targetWidth, final int targetHeight) {
		return stretched(1, targetWidth, targetHeight);
	}

	/** {@return the same of a window, (frames, targetHeight, targetWidth), one scale for all of its frames} */
	float[] stretched(final int frames, final int targetWidth, final int targetHeight) {
		if (state() != HeatMap.State.OK) return new float[frames * targetWidth * targetHeight];
		return Activations.stretch(new Volume(values, times, height, width).resized(frames, targetHeight, targetWidth).values());
	}

	/**
	 * How the map lies in time: the share of each frame in the sum of the map over places and times, cells brought to frames as
	 * the map itself is. A map that shows nothing, or the same everywhere, gives each frame the same.
	 *
	 * @param frames of the window, at least 1
	 * @return so many numbers, at least 0, their sum 1
	 */
	public double[] times(final int frames) {
		final double[] mass = new double[frames];
		if (state() == HeatMap.State.OK) {
			final int places = height * width;
			final float[] all = new Volume(values, times, height, width).inTime(frames).values();
			for (int i = 0; i < all.length; i++)
				mass[i / places] += all[i];
		}
		else Arrays.fill(mass, 1);
		final double sum = Arrays.stream(mass).sum();
		return Arrays.stream(mass).map(each -> each / sum).toArray();
	}

	/**
	 * @param imageWidth columns of the image
	 * @param imageHeight its rows
	 * @return the map in the image's size
	 */
	public HeatMap heatMap(final int imageWidth, final int imageHeight) {
		return heatMap(1, imageWidth, imageHeight);
	}

	/** {@return the maps of a window's frames one below the other, imageHeight rows each} */
	public HeatMap heatMap(final int frames, final int imageWidth, final int imageHeight) {
		return new HeatMap(stretched(frames, imageWidth, imageHeight), imageWidth, frames * imageHeight, target, Classifier.softmax(
			logits, logits.length)[0], state());
	}
}
