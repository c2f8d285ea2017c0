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

/**
 * The mean of a figure over images. What is not defined (both masks empty) is left out and counted; what is infinite (a distance
 * to a mask that is empty) is a failure and stays in, so that the mean is infinite: no failure ever leaves a mean.
 *
 * @param mean arithmetic mean of the images' figures; not a number without any
 * @param n number of figures in it
 * @param undefined number of images without one
 * @param infinite how many of the n are infinite
 */
public record SegmentMean(double mean, int n, int undefined, int infinite) {

	/** {@return the mean of all values} */
	public static SegmentMean of(final double... values) {
		int undefined = 0;
		int infinite = 0;
		for (final double value : values)
			if (Double.isNaN(value)) undefined++;
			else if (Double.isInfinite(value)) infinite++;
		return new SegmentMean(mean(values, null), values.length - undefined, undefined, infinite);
	}

	/**
	 * @param weights how often each value counts; null = once
	 * @return the mean of those that are defined
	 */
	static double mean(final double[] values, final int[] weights) {
		double sum = 0;
		long count = 0;
		for (int i = 0; i < values.length; i++) {
			final int weight = weights == null ? 1 : weights[i];
			if (weight == 0 || Double.isNaN(values[i])) continue;
			sum += weight * values[i];
			count += weight;
		}
		return sum / count;
	}
}
