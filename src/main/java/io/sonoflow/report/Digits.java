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
package io.sonoflow.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers with as many digits as their uncertainty leaves: one digit of the uncertainty counts, two if the first is 1, as
 * physicists have it.
 */
final class Digits {

	/** Of numbers whose uncertainty is not known. */
	private static final int UNKNOWN = 3;

	private Digits() {
	}

	/**
	 * @param value any number
	 * @param spread its uncertainty in the same unit; not a number or 0 if it is not known
	 * @return the value as far as it is known; a dash if it is not a number
	 */
	static String around(final double value, final double spread) {
		if (!Double.isFinite(value)) return "-";
		if (!(spread > 0) || Double.isInfinite(spread)) return bare(new BigDecimal(value), UNKNOWN);
		final String text = String.format(Locale.ROOT, "%." + places(spread) + "f", value);
		return text.matches("-0(\\.0+)?") ? text.substring(1) : text;
	}

	/** {@return digits behind the point that an uncertainty leaves} */
	private static int places(final double spread) {
		final BigDecimal two = new BigDecimal(spread).round(new MathContext(2, RoundingMode.HALF_EVEN));
		final int exponent = two.precision() - two.scale() - 1;
		final boolean one = two.movePointLeft(exponent).compareTo(new BigDecimal(2)) < 0;
		return Math.max(0, one ? 1 - exponent : -exponent);
	}

	/** {@return "0.96 (0.92 to 0.98)", or the bare value where there is no interval} */
	static String interval(final double value, final double low, final double high) {
		final double half = (high - low) / 2;
		return around(value, half) + (half > 0 ? " (" + around(low, half) + " to " + around(high, half) + ")" : "");
	}

	/**
	 * {@return as {@link #interval}, of numbers within -1..1: however wide the interval, two digits behind the point, so that the
	 * value stays one}
	 */
	static String share(final double value, final double low, final double high) {
		final double spread = Math.min((high - low) / 2, 0.09);
		return around(value, spread) + " (" + around(low, spread) + " to " + around(high, spread) + ")";
	}

	/** {@return "88 % (79 to 94 %)", or the bare value where there is no interval} */
	static String percent(final double share, final double low, final double high) {
		final double half = (high - low) * 50;
		if (!(half > 0)) return Double.isFinite(share) ? String.format(Locale.ROOT, "%.0f %%", share * 100) : "-";
		return around(share * 100, half) + " % (" + around(low * 100, half) + " to " + around(high * 100, half) + " %)";
	}

	/** {@return numbers with a long fraction with three significant digits, everything else as it is} */
	static String round(final String text) {
		return text.strip().matches("[-+]?\\d*\\.\\d{4,}([eE][-+]?\\d+)?|[-+]?\\d+\\.\\d+[eE][-+]?\\d+") ? bare(new BigDecimal(
			text.strip()), UNKNOWN) : text;
	}

	private static String bare(final BigDecimal value, final int digits) {
		final int whole = value.precision() - value.scale();
		final BigDecimal rounded = whole >= digits ? value.setScale(0, RoundingMode.HALF_EVEN) : value.round(new MathContext(digits,
			RoundingMode.HALF_EVEN));
		final BigDecimal bare = rounded.stripTrailingZeros();
		return bare.abs().compareTo(new BigDecimal("1e-4")) < 0 && bare.signum() != 0 || bare.abs().compareTo(new BigDecimal(
			"1e7")) >= 0 ? bare.toString() : bare.toPlainString();
	}
}
