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
package io.sonoflow.dataset;

import io.sonoflow.SonoflowException;

import java.math.BigDecimal;

/**
 * Frames per second as a fraction, as 29.97 is 30000/1001: reduced.
 *
 * @param frames so many, at least 1
 * @param seconds in so many seconds, at least 1
 */
public record FrameRate(int frames, int seconds) {

	private static final int BROADCAST = 1001, TEN_THOUSAND = 10_000;

	/** Digits behind the point that a rate is given with, at most. */
	private static final int DIGITS = 4;

	/** @throws IllegalArgumentException if a part is below 1 */
	public FrameRate {
		if (frames < 1 || seconds < 1) throw new IllegalArgumentException(frames + "/" + seconds + " frames per second");
		final int divisor = divisor(frames, seconds);
		frames /= divisor;
		seconds /= divisor;
	}

	/**
	 * {@return the rate that a decimal number stands for: a whole number, one of broadcasting's (30000/1001), or the number to four
	 *         digits}
	 *
	 * @param perSecond above 0.0001, below 100000
	 */
	public static FrameRate near(final double perSecond) {
		for (final int seconds : new int[] { 1, 2, BROADCAST }) {
			final long frames = Math.round(perSecond * seconds);
			final boolean fits = frames > 0 && Math.abs(frames / perSecond / seconds - 1) < 1e-5;
			if (fits && (seconds != BROADCAST || frames % 1000 == 0)) return new FrameRate((int) frames, seconds);
		}
		return new FrameRate((int) Math.max(1, Math.round(perSecond * TEN_THOUSAND)), TEN_THOUSAND);
	}

	private static int divisor(final int a, final int b) {
		return b == 0 ? a : divisor(b, a % b);
	}

	/**
	 * @param text such as 25, 12.5 or 30000/1001
	 * @throws SonoflowException.Input if it is no rate
	 */
	public static FrameRate parse(final String text) {
		try {
			final String[] parts = text.strip().split("/", -1);
			if (parts.length == 2) return new FrameRate(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
			if (parts.length == 1) {
				final BigDecimal number = new BigDecimal(parts[0]).stripTrailingZeros();
				if (number.scale() <= DIGITS) return new FrameRate(number.movePointRight(Math.max(0, number.scale())).intValueExact(),
					BigDecimal.TEN.pow(Math.max(0, number.scale())).intValueExact());
			}
		}
		catch (final ArithmeticException | IllegalArgumentException e) {
			throw none(text, e);
		}
		throw none(text, null);
	}

	private static SonoflowException.Input none(final String text, final Throwable cause) {
		return new SonoflowException.Input("\"" + text + "\" is no frame rate. Give frames per second, e.g. 25, 12.5 or 30000/1001.",
			cause);
	}

	/** {@return frames per second} */
	public double perSecond() {
		return (double) frames / seconds;
	}

	/** {@return 25 or 30000/1001} */
	@Override
	public String toString() {
		return seconds == 1 ? String.valueOf(frames) : frames + "/" + seconds;
	}
}
