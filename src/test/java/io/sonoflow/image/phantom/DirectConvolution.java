package io.sonoflow.image.phantom;

/** The point-spread function written out in two dimensions, sample by sample: for comparison. */
final class DirectConvolution {

	private DirectConvolution() {
	}

	static float[] apply(final TissueMap map, final Acquisition acquisition, final float[] field) {
		final float[] pulse = PointSpread.gaussian(acquisition.axialSigma() / map.step, TissueMap.MARGIN_Z);
		final float[] image = new float[map.size * map.size];
		for (int row = 0; row < map.size; row++) {
			final float[][] profiles = new float[2 * pulse.length - 1][];
			for (int j = 1 - pulse.length; j < pulse.length; j++)
				profiles[j + pulse.length - 1] = PointSpread.gaussian(acquisition.lateralSigma(map.z(row + TissueMap.MARGIN_Z +
					j)) / map.step, TissueMap.MARGIN_X);
			for (int column = 0; column < map.size; column++) {
				double sum = 0;
				for (int j = 1 - pulse.length; j < pulse.length; j++) {
					final float[] profile = profiles[j + pulse.length - 1];
					final int from = (row + TissueMap.MARGIN_Z + j) * map.width + column + TissueMap.MARGIN_X;
					for (int i = 1 - profile.length; i < profile.length; i++)
						sum += (double) pulse[Math.abs(j)] * profile[Math.abs(i)] * field[from + i];
				}
				image[row * map.size + column] = (float) sum;
			}
		}
		return image;
	}
}
