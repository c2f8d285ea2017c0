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

/**
 * A map in the grid of the layer it comes from, before it is brought to the size of an image.
 *
 * @param values (h, w) row by row, at least 0, of any scale
 * @param height rows h
 * @param width columns w
 * @param target index of the class it explains
 * @param logits scores of all classes before the softmax, for this image
 */
public record PlaceMap(float[] values, int height, int width, int target, float[] logits) {

	/** {@return whether it shows places} */
	public HeatMap.State state() {
		for (final float value : logits)
			if (!Float.isFinite(value)) return HeatMap.State.UNDEFINED;
		return HeatMap.State.of(values);
	}

	/** {@return in another size, bilinear, corners not aligned, stretched to 0..1; all zero if it shows nothing} */
	float[] stretched(final int targetWidth, final int targetHeight) {
		if (state() != HeatMap.State.OK) return new float[targetWidth * targetHeight];
		return Activations.stretch(Activations.upsample(values, width, height, targetWidth, targetHeight));
	}

	/**
	 * @param imageWidth columns of the image
	 * @param imageHeight its rows
	 * @return the map in the image's size
	 */
	public HeatMap heatMap(final int imageWidth, final int imageHeight) {
		return new HeatMap(stretched(imageWidth, imageHeight), imageWidth, imageHeight, target, Classifier.softmax(logits,
			logits.length)[0], state());
	}
}
