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
