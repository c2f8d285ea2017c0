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
package io.sonoflow.nn.sam;

import io.sonoflow.image.Box;

import java.util.OptionalDouble;

/**
 * The mask of a prompt.
 *
 * @param prompt what was asked
 * @param data one a pixel of the picture, row by row: whether it belongs to the object
 * @param width columns
 * @param height rows
 * @param score what the network guesses the intersection over union to be; it may lie outside of 0..1
 */
public record PromptedMask(Prompt prompt, boolean[] data, int width, int height, double score) {

	/** {@return number of pixels of the object} */
	public int area() {
		int area = 0;
		for (final boolean each : data)
			if (each) area++;
		return area;
	}

	/** {@return the share of the object that lies outside of the prompt's box, 0..1; empty without box or object} */
	public OptionalDouble outside() {
		final int area = area();
		if (prompt.box().isEmpty() || area == 0) return OptionalDouble.empty();
		final Box box = prompt.box().get();
		int inside = 0;
		for (int y = box.y(); y < Math.min(height, box.y() + box.h()); y++)
			for (int x = box.x(); x < Math.min(width, box.x() + box.w()); x++)
				if (data[y * width + x]) inside++;
		return OptionalDouble.of((area - inside) / (double) area);
	}
}
