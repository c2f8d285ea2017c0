package io.sonoflow.image.phantom;

/**
 * An ellipse in millimetres, turned and slightly dented, as a signed distance: the first-order estimate (F - 1) / |grad
 * F| of F = (u/a)² + (v/b)².
 */
final class Ellipse {

	final double x;
	final double z;
	final double a;
	final double b;
	private final float cos;
	private final float sin;
	private final ValueNoise dents;
	private final float dent;

	/**
	 * @param x middle, mm
	 * @param z middle, mm
	 * @param a lateral half axis, mm
	 * @param b axial half axis, mm
	 * @param tilt radians
	 * @param dents field that moves the boundary, or null
	 * @param dent how far, mm
	 */
	Ellipse(final double x, final double z, final double a, final double b, final double tilt, final ValueNoise dents,
		final double dent)
	{
		this.x = x;
		this.z = z;
		this.a = a;
		this.b = b;
		cos = (float) StrictMath.cos(tilt);
		sin = (float) StrictMath.sin(tilt);
		this.dents = dents;
		this.dent = (float) dent;
	}

	Ellipse(final double x, final double z, final double a, final double b) {
		this(x, z, a, b, 0, null, 0);
	}

	/** @return along the tilted long axis, mm from the middle */
	float u(final float px, final float pz) {
		return cos * (px - (float) x) + sin * (pz - (float) z);
	}

	/** @return across the tilted long axis, mm from the middle */
	float v(final float px, final float pz) {
		return cos * (pz - (float) z) - sin * (px - (float) x);
	}

	/** @return distance to the boundary, mm: negative inside, positive outside */
	float distance(final float px, final float pz) {
		final float p = u(px, pz) / (float) a;
		final float q = v(px, pz) / (float) b;
		final float f = p * p + q * q;
		final float gp = p / (float) a;
		final float gq = q / (float) b;
		final float gradient = 2 * (float) Math.sqrt(gp * gp + gq * gq) + 1e-6f;
		// The denominator's second part makes the estimate exact in the middle as well as at the boundary.
		final float rough = (f - 1) / Math.max(gradient, 1 / (float) Math.max(a, b));
		// Dents matter near the boundary only; far from it they would cost as much as all the rest.
		return dents == null || Math.abs(rough) > 3 ? rough : rough + dent * dents.at(px, pz);
	}

	/** @return share of the boundary's normal that points along the beam there: 1 = perpendicular to the beam, 0..1 */
	float facing(final float px, final float pz) {
		final float gu = u(px, pz) / (float) (a * a);
		final float gv = v(px, pz) / (float) (b * b);
		final float axial = cos * gv + sin * gu;
		return Math.abs(axial) / ((float) Math.sqrt(gu * gu + gv * gv) + 1e-9f);
	}
}
