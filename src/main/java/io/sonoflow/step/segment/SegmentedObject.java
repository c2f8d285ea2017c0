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
package io.sonoflow.step.segment;

import io.sonoflow.image.Box;
import io.sonoflow.image.mask.ObjectShape;
import io.sonoflow.image.morphology.Mask;

import java.util.ArrayList;
import java.util.List;

/**
 * One object that was found in a picture.
 *
 * @param image name of the picture, of a clip with its frame
 * @param frame of the clip or stack, from 1; 0 = a picture alone
 * @param organ that was told; empty = none
 * @param structure what it is
 * @param number from 1, of its structure in the picture
 * @param box round it
 * @param mask of the object alone, in the box
 * @param shape its figures
 * @param mean grey value of its pixels
 * @param uncertainty mean over its pixels; not a number if it was not asked for
 * @param unit of lengths, px or mm
 */
public record SegmentedObject(String image, int frame, String organ, String structure, int number, Box box, Mask mask,
	ObjectShape shape, double mean, double uncertainty, String unit)
{

	/** Columns of the table. */
	public static final List<String> COLUMNS = List.of("image", "organ", "structure", "object", "area", "perimeter", "feret", "x",
		"y",
		"mean", "uncertainty", "unit");

	/** {@return a row of the table; what there is none of is null} */
	public List<Object> row() {
		final List<Object> row = new ArrayList<>(List.of(image, organ, structure, number, shape.area(), shape.perimeter(), shape
			.feret(), shape.x(), shape.y(), mean));
		row.add(Double.isNaN(uncertainty) ? null : uncertainty);
		row.add(unit);
		return row;
	}

	/** {@return the name of its ROI within its picture} */
	public String label() {
		return structure + " " + number;
	}
}
