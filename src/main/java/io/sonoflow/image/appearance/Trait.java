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
package io.sonoflow.image.appearance;

import java.util.Locale;

/** One number by which images are told apart before any network sees them. */
public enum Trait {
	/** Natural logarithm of the geometric mean of the sides in pixels. */
	SIZE(Math.log(2), 1) {

		@Override
		String text(final double value) {
			return Math.round(Math.exp(value)) + " px";
		}
	},
	/** Natural logarithm of width over height. */
	SHAPE(Math.log(1.5), 1) {

		@Override
		String text(final double value) {
			return String.format(Locale.ROOT, "%.2f", Math.exp(value));
		}
	},
	/** Share of the image outside of the field of view that {@code "Crop Ultrasound..."} finds, 0..1. */
	MARGIN(0.15, 0.25) {

		@Override
		String text(final double value) {
			return percent(value);
		}
	},
	/** Share of pixels that are almost black, 0..1. */
	DARK(0.08, 0.25) {

		@Override
		String text(final double value) {
			return percent(value);
		}
	},
	/** Mean grey level, 0..255. */
	MEAN(12, 0.25) {

		@Override
		String text(final double value) {
			return level(value);
		}
	},
	/** Standard deviation of the grey levels, 0..128. */
	CONTRAST(8, 0.25) {

		@Override
		String text(final double value) {
			return level(value);
		}
	},
	/** Mean difference of neighbours that are brought to one size, in grey levels. */
	DETAIL(2, 0.25) {

		@Override
		String text(final double value) {
			return level(value);
		}
	},
	/** Natural logarithm of the difference of neighbours in a row over that in a column: speckle is wider than high. */
	GRAIN(0.2, 0.25) {

		@Override
		String text(final double value) {
			return String.format(Locale.ROOT, "%.2f", Math.exp(value));
		}
	};

	private final double slack;
	private final double share;

	/**
	 * @param slack how far beyond those seen in training a value may always lie
	 * @param share of the spread of those seen, by which it may lie beyond them, too
	 */
	Trait(final double slack, final double share) {
		this.slack = slack;
		this.share = share;
	}

	double allowance(final double spread) {
		return slack + share * spread;
	}

	/** {@return the key in a file's header} */
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** {@return a value in words} */
	abstract String text(double value);

	private static String percent(final double value) {
		return Math.round(100 * value) + " %";
	}

	private static String level(final double value) {
		return Long.toString(Math.round(value));
	}
}
