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
package io.sonoflow.image;

import java.util.Optional;

/**
 * A rectangle of pixels.
 *
 * @param x left column
 * @param y top row
 * @param w columns, at least 0
 * @param h rows, at least 0
 */
public record Box(int x, int y, int w, int h) {

	/** {@return number of pixels} */
	public long area() {
		return (long) w * h;
	}

	/** {@return intersection over union, 0..1; 0 if both are empty} */
	public double iou(final Box other) {
		final long iw = Math.max(0, Math.min(x + w, other.x + other.w) - Math.max(x, other.x));
		final long ih = Math.max(0, Math.min(y + h, other.y + other.h) - Math.max(y, other.y));
		final long union = area() + other.area() - iw * ih;
		return union == 0 ? 0 : (double) (iw * ih) / union;
	}

	/** {@return what both hold, if that is anything} */
	public Optional<Box> common(final Box other) {
		final int left = Math.max(x, other.x);
		final int top = Math.max(y, other.y);
		final int cw = Math.min(x + w, other.x + other.w) - left;
		final int ch = Math.min(y + h, other.y + other.h) - top;
		return cw > 0 && ch > 0 ? Optional.of(new Box(left, top, cw, ch)) : Optional.empty();
	}

	/** {@return the smallest rectangle that holds both} */
	public Box around(final Box other) {
		final int left = Math.min(x, other.x);
		final int top = Math.min(y, other.y);
		return new Box(left, top, Math.max(x + w, other.x + other.w) - left, Math.max(y + h, other.y + other.h) - top);
	}

	/** {@return the share of this rectangle that lies in the other, 0..1; 0 if it is empty} */
	public double share(final Box other) {
		final double iou = iou(other);
		return area() == 0 ? 0 : iou / (1 + iou) * (area() + other.area()) / area();
	}
}
