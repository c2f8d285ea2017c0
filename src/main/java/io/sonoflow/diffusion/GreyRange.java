package io.sonoflow.diffusion;

/** Between 8-bit grey levels and the [-1, 1] of a diffusion model. */
public final class GreyRange {

	private static final double HALF = 127.5;

	private GreyRange() {
	}

	/** @return grey / 127.5 - 1 */
	public static float toUnit(final int grey) {
		return (float) (grey / HALF - 1);
	}

	/** @return (x + 1) * 127.5 of each value, held in 0..255 and cut off to a whole number, as guided-diffusion does */
	public static byte[] toBytes(final double[] image) {
		final byte[] result = new byte[image.length];
		for (int i = 0; i < result.length; i++)
			result[i] = (byte) (int) Math.max(0, Math.min(255, (image[i] + 1) * HALF));
		return result;
	}
}
