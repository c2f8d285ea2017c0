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
package io.sonoflow.step.crop;

import io.sonoflow.image.Box;
import io.sonoflow.image.crop.FieldOfView;

import java.util.List;

/**
 * One crop of a screen.
 *
 * @param field where it is, and why somebody should look at it
 * @param text where in it writing seems to be, in the screen's coordinates
 * @param origin where the rectangle came from
 * @param structure what it shows, as a table of boxes said; mostly empty
 */
record CropRegion(FieldOfView field, List<Box> text, Origin origin, String structure) {

	/** Where a rectangle came from. */
	enum Origin {
		/** Found on this screen. */
		FOUND("found"),
		/** Of the table of boxes, which names this screen, as it was found then. */
		TABLE("found"),
		/** Of the table of boxes, which names this screen; by a person. */
		CORRECTED("corrected"),
		/** Of the table of boxes, for another screen of the same layout. */
		LAYOUT("corrected");

		private final String source;

		Origin(final String source) {
			this.source = source;
		}

		/** {@return found or corrected} */
		String source() {
			return source;
		}

		/** {@return as dataset.csv has it} */
		String word() {
			return this == LAYOUT ? "layout" : source;
		}
	}

	/** {@return a rectangle found on the screen itself} */
	static CropRegion found(final FieldOfView field) {
		return new CropRegion(field, List.of(), Origin.FOUND, "");
	}

	/** {@return the same with one more reason to look at it} */
	CropRegion doubted(final String reason) {
		return new CropRegion(new FieldOfView(field.box(), field.score(), field.reason().isEmpty() ? reason : field.reason() +
			"; " + reason), text, origin, structure);
	}

	/**
	 * @param boxes where writing seems to be
	 * @param blanked whether it is taken out of the crop
	 * @return the same; to be looked at if there is any
	 */
	CropRegion withText(final List<Box> boxes, final boolean blanked) {
		if (boxes.isEmpty()) return this;
		final CropRegion marked = new CropRegion(field, List.copyOf(boxes), origin, structure);
		final String places = boxes.size() + (boxes.size() == 1 ? " place" : " places");
		return marked.doubted(blanked ? "what looks like text was blanked at " + places + ": is any left" :
			"what looks like text stands in it at " + places);
	}
}
