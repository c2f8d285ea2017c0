package io.sonoflow.image.phantom;

import io.sonoflow.RandomStream;

/**
 * A smooth random field over millimetres: uniform values of [-1, 1] on a lattice, joined by the cubic 3t² - 2t³, in two
 * octaves (the second half as strong, at half the cell). It wraps around every 32 cells.
 */
final class ValueNoise {

	private static final int SIZE = 32;

	private final float[] lattice = new float[SIZE * SIZE];
	private final float scaleX;
	private final float scaleZ;

	/**
	 * @param cellX lateral distance of the lattice's knots, mm
	 * @param cellZ axial distance, mm
	 */
	ValueNoise(final RandomStream random, final double cellX, final double cellZ) {
		for (int i = 0; i < lattice.length; i++)
			lattice[i] = 2 * random.nextFloat() - 1;
		scaleX = (float) (1 / cellX);
		scaleZ = (float) (1 / cellZ);
	}

	/** @return the field at x, z (mm), within [-1.5, 1.5] and of mean 0 */
	float at(final float x, final float z) {
		final float u = x * scaleX + 1024;
		final float v = z * scaleZ + 1024;
		return octave(u, v) + 0.5f * octave(2 * u + 0.37f, 2 * v + 0.71f);
	}

	private float octave(final float u, final float v) {
		final int column = (int) u;
		final int row = (int) v;
		final float fu = smooth(u - column);
		final float fv = smooth(v - row);
		final int left = column & SIZE - 1;
		final int right = column + 1 & SIZE - 1;
		final int top = (row & SIZE - 1) * SIZE;
		final int bottom = (row + 1 & SIZE - 1) * SIZE;
		final float upper = lattice[top + left] + fu * (lattice[top + right] - lattice[top + left]);
		final float lower = lattice[bottom + left] + fu * (lattice[bottom + right] - lattice[bottom + left]);
		return upper + fv * (lower - upper);
	}

	private static float smooth(final float t) {
		return t * t * (3 - 2 * t);
	}
}
