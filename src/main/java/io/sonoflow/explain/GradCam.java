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

/**
 * Channel weights from the gradient g = d(score of the class)/dA of the plain score (before the softmax), all in double.
 */
public final class GradCam {

	private GradCam() {
	}

	/**
	 * Grad-CAM, equation 1 of Selvaraju et al.
	 *
	 * @param activations A
	 * @param gradient g, same length
	 * @return mean of g over the pixels, one a channel
	 */
	public static double[] weights(final Activations activations, final float[] gradient) {
		final int pixels = activations.pixels();
		final double[] weights = new double[activations.channels()];
		for (int k = 0; k < weights.length; k++) {
			double sum = 0;
			for (int i = k * pixels; i < (k + 1) * pixels; i++)
				sum += gradient[i];
			weights[k] = sum / pixels;
		}
		return weights;
	}

	/**
	 * Grad-CAM++, equations 10 and 19 of Chattopadhay et al. for the exponential of the score: alpha = g^2 / (2 g^2 + (sum
	 * of A over the pixels) g^3), 0 where the denominator is 0; weight = sum of alpha ReLU(g). The common factor exp(score)
	 * is left out: it cancels in a map stretched to 0..1, and may overflow. No epsilon is added to the denominator, which
	 * is itself of the order 1e-6.
	 *
	 * @param activations A
	 * @param gradient g, same length
	 * @return one weight a channel, none negative unless the denominator is
	 */
	public static double[] plusPlusWeights(final Activations activations, final float[] gradient) {
		final int pixels = activations.pixels();
		final double[] weights = new double[activations.channels()];
		for (int k = 0; k < weights.length; k++) {
			double total = 0;
			for (int i = k * pixels; i < (k + 1) * pixels; i++)
				total += activations.values()[i];
			for (int i = k * pixels; i < (k + 1) * pixels; i++) {
				final double g = gradient[i];
				if (g <= 0) continue;
				final double denominator = 2 * g * g + total * g * g * g;
				if (denominator != 0) weights[k] += g * g / denominator * g;
			}
		}
		return weights;
	}
}
