package io.sonoflow.explain;

/**
 * The colours of a heat map: black over purple, red and orange to pale yellow, with a lightness that rises evenly, so that
 * it also reads in grey and for the colour-blind. A polynomial fit of the map "inferno" (S. van der Walt and N. Smith,
 * 2015; fit by M. Zucker; both in the public domain).
 */
public final class Colormap {

	private static final double[][] COEFFICIENTS = { { 0.0002189403691192265, 0.001651004631001012,
		-0.01948089843709184 }, { 0.1065134194856116, 0.5639564367884091, 3.932712388889277 }, { 11.60249308247187,
			-3.972853965665698, -15.9423941062914 }, { -41.70399613139459, 17.43639888205313, 44.35414519872813 }, {
				77.162935699427, -33.40235894210092, -81.80730925738993 }, { -71.31942824499214, 32.62606426397723,
					73.20951985803202 }, { 25.13112622477341, -12.24266895238567, -23.07032500287172 } };

	private static final int[] COLORS = new int[256];

	static {
		for (int i = 0; i < COLORS.length; i++)
			COLORS[i] = 0xFF000000 | channel(i, 0) << 16 | channel(i, 1) << 8 | channel(i, 2);
	}

	private Colormap() {
	}

	private static int channel(final int index, final int channel) {
		final double x = index / (double) (COLORS.length - 1);
		double y = 0;
		for (int power = COEFFICIENTS.length - 1; power >= 0; power--)
			y = y * x + COEFFICIENTS[power][channel];
		return (int) Math.round(255 * Math.max(0, Math.min(1, y)));
	}

	/**
	 * @param value 0..1; beyond, the nearest
	 * @return 0xFFrrggbb
	 */
	public static int color(final double value) {
		return COLORS[(int) Math.round((COLORS.length - 1) * Math.max(0, Math.min(1, value)))];
	}
}
