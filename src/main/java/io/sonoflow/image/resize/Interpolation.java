package io.sonoflow.image.resize;

/**
 * How a pixel of the resized image comes from those of the source. All are separable; a filter's centre for target
 * pixel i lies at (i + 0.5) * source size / target size. Antialiased filters widen with the reduction, as PIL's and
 * those of torch's {@code antialias=True} do.
 */
public enum Interpolation {

	/** the nearest pixel: for masks, no new values appear (PIL NEAREST, torch nearest-exact) */
	NEAREST(0.5, false) {
		@Override
		double weight(final double x) {
			return x >= -0.5 && x < 0.5 ? 1 : 0;
		}
	},
	/** mean of the covered pixels (PIL BOX) */
	BOX(0.5, true) {
		@Override
		double weight(final double x) {
			return x > -0.5 && x <= 0.5 ? 1 : 0;
		}
	},
	/** two neighbours a side whatever the reduction (torch interpolate, bilinear, align_corners=False) */
	BILINEAR(1, false) {
		@Override
		double weight(final double x) {
			return triangle(x);
		}
	},
	/** triangle filter (PIL BILINEAR, torch interpolate with antialias=True) */
	BILINEAR_ANTIALIASED(1, true) {
		@Override
		double weight(final double x) {
			return triangle(x);
		}
	},
	/** cubic filter with a = -0.5, antialiased (PIL BICUBIC); may overshoot */
	BICUBIC(2, true) {
		@Override
		double weight(final double x) {
			final double a = -0.5;
			final double t = Math.abs(x);
			if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
			return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
		}
	};

	private final double support;
	private final boolean antialiased;

	Interpolation(final double support, final boolean antialiased) {
		this.support = support;
		this.antialiased = antialiased;
	}

	/** @return the filter's value at a distance in pixels */
	abstract double weight(double x);

	/** @return the distance from which on the filter is zero */
	double support() {
		return support;
	}

	/** @return whether the filter widens when the image shrinks */
	boolean antialiased() {
		return antialiased;
	}

	private static double triangle(final double x) {
		return Math.max(0, 1 - Math.abs(x));
	}
}
