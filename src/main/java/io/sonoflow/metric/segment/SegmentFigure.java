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
package io.sonoflow.metric.segment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures that stand in tables, by the name of their column. */
public enum SegmentFigure {
	/** Dice's coefficient. */
	DICE(SegmentScores::dice),
	/** Intersection over union. */
	IOU(SegmentScores::iou),
	/** Normalised surface distance, DeepMind's convention. */
	NSD(SegmentScores::nsd),
	/** Normalised surface distance, the challenge's convention. */
	NSDPIXEL(SegmentScores::nsdPixel),
	/** 95 % Hausdorff distance, DeepMind's convention. */
	HD95(SegmentScores::hd95),
	/** 95 % Hausdorff distance of border pixels. */
	HD95PIXEL(SegmentScores::hd95Pixel),
	/** Dice as the challenge has it. */
	DICECHALLENGE(SegmentScores::challengeDice);

	private final ToDoubleFunction<SegmentScores> value;

	SegmentFigure(final ToDoubleFunction<SegmentScores> value) {
		this.value = value;
	}

	/** {@return its value} */
	public double of(final SegmentScores scores) {
		return value.applyAsDouble(scores);
	}

	/** {@return the column's name} */
	public String column() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** {@return the columns of all} */
	public static List<String> columns() {
		return Arrays.stream(values()).map(SegmentFigure::column).toList();
	}
}
