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

	/** {@return the filter's value at a distance in pixels} */
	abstract double weight(double x);

	/** {@return the distance from which on the filter is zero} */
	double support() {
		return support;
	}

	/** {@return whether the filter widens when the image shrinks} */
	boolean antialiased() {
		return antialiased;
	}

	private static double triangle(final double x) {
		return Math.max(0, 1 - Math.abs(x));
	}
}
