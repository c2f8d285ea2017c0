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

import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The output of one layer for one image: A, (channels, height, width); for a window of a clip's frames (channels, times, height,
 * width), where whatever is summed over the pixels is summed over the times, too.
 *
 * @param values in C order
 * @param channels number of feature maps K
 * @param times cells t along time, of an image 1
 * @param height rows h
 * @param width columns w
 */
public record Activations(float[] values, int channels, int times, int height, int width) {

	/** Checks the lengths. */
	public Activations {
		if (values.length != channels * times * height * width) throw new IllegalArgumentException(values.length +
			" values for " + channels + " x " + times + " x " + height + " x " + width);
	}

	/** Of an image. */
	public Activations(final float[] values, final int channels, final int height, final int width) {
		this(values, channels, 1, height, width);
	}

	/**
	 * @param tokens (extra + h w, F): one a patch, row by row, after those that are of no place (class token)
	 * @param features F
	 * @param height rows h of patches
	 * @param width columns w of patches
	 * @return the patches as (F, h, w)
	 */
	static Activations ofTokens(final float[] tokens, final int features, final int height, final int width) {
		final int places = height * width;
		final int first = tokens.length - places * features;
		final float[] values = new float[places * features];
		for (int p = 0; p < places; p++)
			for (int k = 0; k < features; k++)
				values[k * places + p] = tokens[first + p * features + k];
		return new Activations(values, features, height, width);
	}

	/** {@return t h w} */
	int pixels() {
		return times * height * width;
	}

	/**
	 * @param weights one a channel
	 * @return ReLU(sum over k of weight k times A k), (t, h, w), before upsampling
	 */
	public float[] combine(final double[] weights) {
		final float[] map = new float[pixels()];
		for (int i = 0; i < map.length; i++) {
			double sum = 0;
			for (int k = 0; k < channels; k++)
				sum += weights[k] * values[k * map.length + i];
			map[i] = (float) Math.max(0, sum);
		}
		return map;
	}

	/**
	 * @param count at least 0; 0 or more than there are = all
	 * @return so many channels, the most active first (of equals the first); all in their own order
	 */
	public int[] top(final int count) {
		final IntStream all = IntStream.range(0, channels);
		if (count == 0 || count >= channels) return all.toArray();
		final double[] activity = all.mapToDouble(k -> activity(k)).toArray();
		return IntStream.range(0, channels).boxed().sorted(Comparator.comparingDouble(k -> -activity[k])).limit(count).mapToInt(
			k -> k).toArray();
	}

	/** {@return the mean square over the places: however a channel is active, high, low or differently} */
	double activity(final int channel) {
		double squares = 0;
		for (int i = channel * pixels(); i < (channel + 1) * pixels(); i++)
			squares += (double) values[i] * values[i];
		return squares / pixels();
	}

	/** {@return whether a channel has the same value everywhere} */
	public boolean isConstant(final int channel) {
		for (int i = 1; i < pixels(); i++)
			if (values[channel * pixels() + i] != values[channel * pixels()]) return false;
		return true;
	}

	/** {@return a channel stretched to 0..1 in its own grid; all zero if it is constant} */
	float[] smallMask(final int channel) {
		final float[] map = new float[pixels()];
		System.arraycopy(values, channel * map.length, map, 0, map.length);
		return stretch(map);
	}

	/**
	 * @param channel which feature map
	 * @return (targetHeight, targetWidth): the map upsampled and stretched to 0..1; all zero if it is constant
	 */
	public float[] mask(final int channel, final int targetWidth, final int targetHeight) {
		return mask(channel, 1, targetWidth, targetHeight);
	}

	/** {@return the same of a window of frames, (frames, targetHeight, targetWidth)} */
	float[] mask(final int channel, final int frames, final int targetWidth, final int targetHeight) {
		final float[] map = new float[pixels()];
		System.arraycopy(values, channel * map.length, map, 0, map.length);
		return isConstant(channel) ? new float[frames * targetWidth * targetHeight] : stretch(new Volume(map, times, height, width)
			.resized(frames, targetHeight, targetWidth).values());
	}

	/** Bilinear, corners not aligned. */
	float[] upsample(final float[] map, final int targetWidth, final int targetHeight) {
		return upsample(map, width, height, targetWidth, targetHeight);
	}

	static float[] upsample(final float[] map, final int width, final int height, final int targetWidth,
		final int targetHeight)
	{
		return Resize.resize(map, width, height, targetWidth, targetHeight, Interpolation.BILINEAR);
	}

	/** In place to 0..1, (x - min) / (max - min); all zero where max = min. */
	static float[] stretch(final float[] map) {
		float low = Float.POSITIVE_INFINITY;
		float high = Float.NEGATIVE_INFINITY;
		for (final float value : map) {
			low = Math.min(low, value);
			high = Math.max(high, value);
		}
		for (int i = 0; i < map.length; i++)
			map[i] = high > low ? (map[i] - low) / (high - low) : 0;
		return map;
	}
}
