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

	/** {@return along the tilted long axis, mm from the middle} */
	float u(final float px, final float pz) {
		return cos * (px - (float) x) + sin * (pz - (float) z);
	}

	/** {@return across the tilted long axis, mm from the middle} */
	float v(final float px, final float pz) {
		return cos * (pz - (float) z) - sin * (px - (float) x);
	}

	/** {@return distance to the boundary, mm: negative inside, positive outside} */
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

	/** {@return share of the boundary's normal that points along the beam there: 1 = perpendicular to the beam, 0..1} */
	float facing(final float px, final float pz) {
		final float gu = u(px, pz) / (float) (a * a);
		final float gv = v(px, pz) / (float) (b * b);
		final float axial = cos * gv + sin * gu;
		return Math.abs(axial) / ((float) Math.sqrt(gu * gu + gv * gv) + 1e-9f);
	}
}
