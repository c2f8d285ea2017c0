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
package io.sonoflow.image.augment;

import io.sonoflow.RandomStream;

/**
 * What happens to a picture and its masks while a segmenter is trained, by one draw for both: flips, a rotation about the middle
 * and an elastic deformation, as one way of each pixel, so that nothing is interpolated twice; then a gamma, of the picture alone.
 * Pictures are interpolated bilinearly, masks take the nearest pixel, both by the same coordinates; what comes in from outside is
 * 0. No value appears in a mask that was not there.
 *
 * <pre>
 * MaskedAugmentation.Draw draw = MaskedAugmentation.published().draw(512, 512, RandomStream.of(seed, "augment", epoch, i));
 * float[] picture = draw.image(pixels); // 0..1
 * float[] mask = draw.mask(inside, k);  // k planes
 * </pre>
 *
 * The thesis names the kinds and no strengths: those here are ours. It does not flip top and bottom, since sound comes from the
 * top: shadows fall downwards.
 *
 * @param horizontal probability of exchanging left and right
 * @param vertical probability of exchanging top and bottom
 * @param rotation probability of a rotation by an angle within {@value #DEGREES} degrees
 * @param elastic probability of a deformation by displacements of standard deviation {@value #DISPLACEMENT} of the shorter side
 * @param gamma probability of a gamma between 1 / {@value #GAMMA} and {@value #GAMMA}
 */
public record MaskedAugmentation(double horizontal, double vertical, double rotation, double elastic, double gamma) {

	/** Largest angle of a rotation, either way. */
	public static final double DEGREES = 20;
	/** Standard deviation of the displacement of a knot, either axis, as a share of the shorter side. */
	public static final double DISPLACEMENT = 0.025;
	/** Largest exponent of grey values. */
	public static final double GAMMA = 1.5;

	/** Knots of the deformation across the shorter side. */
	private static final int KNOTS = 6;
	private static final int GAMMA_STEPS = 1024;

	public MaskedAugmentation {
		for (final double p : new double[] { horizontal, vertical, rotation, elastic, gamma })
			if (!(p >= 0 && p <= 1)) throw new IllegalArgumentException("probability " + p + " is not in 0..1");
	}

	/** {@return nothing happens} */
	public static MaskedAugmentation none() {
		return new MaskedAugmentation(0, 0, 0, 0, 0);
	}

	/** {@return the published kinds: flips .5, rotations .5, elastic deformations .3, gamma .3} */
	public static MaskedAugmentation published() {
		return new MaskedAugmentation(0.5, 0, 0.5, 0.3, 0.3);
	}

	/**
	 * @param width columns of picture and masks
	 * @param height rows
	 * @param random decides; the same numbers are drawn whatever happens
	 */
	public Draw draw(final int width, final int height, final RandomStream random) {
		final boolean mirrored = random.chance(horizontal);
		final boolean upsideDown = random.chance(vertical);
		final boolean turned = random.chance(rotation);
		final double degrees = random.uniform(-DEGREES, DEGREES);
		final boolean bent = random.chance(elastic);
		final boolean brightened = random.chance(gamma);
		final double exponent = StrictMath.exp(random.uniform(-StrictMath.log(GAMMA), StrictMath.log(GAMMA)));
		// Last, because it draws most: what stands before does not hang on it.
		final Bend bend = bent ? new Bend(width, height, random) : null;
		return new Draw(width, height, mirrored, upsideDown, turned ? degrees : 0, bend, brightened ? exponent : 1);
	}

	/** A smooth displacement of each pixel: cubic B-splines on random knots. */
	private static final class Bend {

		private final double step;
		private final int columns;
		private final double[] x;
		private final double[] y;

		Bend(final int width, final int height, final RandomStream random) {
			final int side = Math.min(width, height);
			step = (double) side / KNOTS;
			columns = (int) (width / step) + 4;
			final int rows = (int) (height / step) + 4;
			x = new double[rows * columns];
			y = new double[rows * columns];
			for (int i = 0; i < x.length; i++) {
				x[i] = random.nextGaussian() * DISPLACEMENT * side;
				y[i] = random.nextGaussian() * DISPLACEMENT * side;
			}
		}

		/** Adds the displacement at column and row to the two values. */
		void add(final int column, final int row, final double[] point) {
			final int left = (int) (column / step);
			final int top = (int) (row / step);
			final double u = column / step - left;
			final double v = row / step - top;
			for (int j = 0; j < 4; j++) {
				final double weight = spline(j, v);
				final int from = (top + j) * columns + left;
				for (int i = 0; i < 4; i++) {
					final double both = weight * spline(i, u);
					point[0] += both * x[from + i];
					point[1] += both * y[from + i];
				}
			}
		}

		private static double spline(final int tap, final double t) {
			final double s = 1 - t;
			return switch (tap) {
				case 0 -> s * s * s / 6;
				case 1 -> (3 * t * t * t - 6 * t * t + 4) / 6;
				case 2 -> (3 * s * s * s - 6 * s * s + 4) / 6;
				default -> t * t * t / 6;
			};
		}
	}

	/** What was drawn: where each pixel comes from. The same for the picture and all its masks. Immutable. */
	public static final class Draw {

		private final int width;
		private final int height;
		private final double exponent;
		/** Column and row in the source of each pixel; null if each stays where it is. */
		private final float[] columns;
		private final float[] rows;

		private Draw(final int width, final int height, final boolean mirrored, final boolean upsideDown, final double degrees,
			final Bend bend, final double exponent)
		{
			this.width = width;
			this.height = height;
			this.exponent = exponent;
			final boolean moved = mirrored || upsideDown || degrees != 0 || bend != null;
			columns = moved ? new float[width * height] : null;
			rows = moved ? new float[width * height] : null;
			if (!moved) return;
			final double cos = degrees == 0 ? 1 : StrictMath.cos(StrictMath.toRadians(degrees));
			final double sin = degrees == 0 ? 0 : StrictMath.sin(StrictMath.toRadians(degrees));
			final double middleX = (width - 1) / 2.0;
			final double middleY = (height - 1) / 2.0;
			final double[] point = new double[2];
			for (int y = 0, i = 0; y < height; y++)
				for (int x = 0; x < width; x++, i++) {
					final double dx = (mirrored ? width - 1 - x : x) - middleX;
					final double dy = (upsideDown ? height - 1 - y : y) - middleY;
					point[0] = middleX + cos * dx + sin * dy;
					point[1] = middleY - sin * dx + cos * dy;
					if (bend != null) bend.add(x, y, point);
					columns[i] = (float) point[0];
					rows[i] = (float) point[1];
				}
		}

		/** {@return whether pixels stay where they are} */
		public boolean isStill() {
			return columns == null;
		}

		/**
		 * @param pixels rows of grey values 0..1; left as they are
		 * @return as many new values, 0..1
		 */
		public float[] image(final float[] pixels) {
			require(pixels.length, 1);
			final float[] target = isStill() ? pixels.clone() : new float[pixels.length];
			if (!isStill()) for (int i = 0; i < target.length; i++)
				target[i] = bilinear(pixels, columns[i], rows[i]);
			if (exponent != 1) brighten(target);
			return target;
		}

		private float bilinear(final float[] pixels, final float x, final float y) {
			final int left = (int) Math.floor(x);
			final int top = (int) Math.floor(y);
			final float fx = x - left;
			final float fy = y - top;
			final float upper = at(pixels, left, top) * (1 - fx) + at(pixels, left + 1, top) * fx;
			final float lower = at(pixels, left, top + 1) * (1 - fx) + at(pixels, left + 1, top + 1) * fx;
			return upper * (1 - fy) + lower * fy;
		}

		private float at(final float[] pixels, final int x, final int y) {
			return x < 0 || y < 0 || x >= width || y >= height ? 0 : pixels[y * width + x];
		}

		/** By a table with straight lines between its values: the same bits everywhere. */
		private void brighten(final float[] pixels) {
			final float[] table = new float[GAMMA_STEPS + 2];
			for (int i = 0; i < table.length; i++)
				table[i] = (float) StrictMath.pow((double) i / GAMMA_STEPS, exponent);
			for (int i = 0; i < pixels.length; i++) {
				final float at = Math.max(0, Math.min(1, pixels[i])) * GAMMA_STEPS;
				final int step = (int) at;
				pixels[i] = table[step] + (at - step) * (table[step + 1] - table[step]);
			}
		}

		/**
		 * @param pixels of planes x rows x columns, of any values; left as they are
		 * @param planes number of masks
		 * @return as many new values, each one that was there, or 0
		 */
		public float[] mask(final float[] pixels, final int planes) {
			require(pixels.length, planes);
			if (isStill()) return pixels.clone();
			final float[] target = new float[pixels.length];
			final int area = width * height;
			for (int i = 0; i < area; i++) {
				final int x = (int) Math.floor(columns[i] + 0.5f);
				final int y = (int) Math.floor(rows[i] + 0.5f);
				if (x < 0 || y < 0 || x >= width || y >= height) continue;
				for (int plane = 0; plane < planes; plane++)
					target[plane * area + i] = pixels[plane * area + y * width + x];
			}
			return target;
		}

		private void require(final int length, final int planes) {
			if (length != planes * width * height) throw new IllegalArgumentException(length + " values are not " + planes + " x " +
				height + " x " + width);
		}
	}
}
