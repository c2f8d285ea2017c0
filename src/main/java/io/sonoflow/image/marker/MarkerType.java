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
package io.sonoflow.image.marker;

import java.util.List;
import java.util.Locale;

/** The six kinds of marks that scanners and readers burn into ultrasound images. */
public enum MarkerType {

	/** measuring circles, ~10 px */
	CIRCLE(MarkerShape.CIRCLE),
	/** measuring crosses, ~18 px */
	PLUS(MarkerShape.PLUS),
	/** dots of caliper lines, 2 px */
	DOT(MarkerShape.DOT),
	/** dashes, 10 x 5 px */
	LONG_DASH(MarkerShape.LONG_DASH),
	/** dashes, 5 x 5 px */
	SMALL_DASH(MarkerShape.SMALL_DASH),
	/** white bar 18 x 125 px at the left, depth scale 20 x 300 px at the right */
	SIDE_BARS(MarkerShape.WHITE_BAR, MarkerShape.SCALE_BAR);

	private final List<MarkerShape> shapes;

	MarkerType(final MarkerShape... shapes) {
		this.shapes = List.of(shapes);
	}

	/** {@return the outlines this kind consists of} */
	public List<MarkerShape> shapes() {
		return shapes;
	}

	/** {@return the name for tables and macros, e.g. {@code long-dash}} */
	public String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}
}
