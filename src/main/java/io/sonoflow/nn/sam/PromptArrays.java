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

import java.util.List;

/**
 * Prompts of one kind and number of points as the network takes them: points first, then the two corners of a box, or where
 * there is none a point that is none.
 *
 * @param places (N, count, 2) in pixels of the network's picture
 * @param labels (N, count)
 * @param count places a prompt
 */
record PromptArrays(float[] places, float[] labels, int count) {

	private static final int NONE = -1;
	private static final int FIRST = 2;
	private static final int LAST = 3;

	static PromptArrays of(final List<Prompt> prompts, final Picture picture, final Preparation preparation, final int target) {
		final int[] size = preparation.size(picture.width(), picture.height(), target);
		final double scaleX = (double) size[0] / picture.width();
		final double scaleY = (double) size[1] / picture.height();
		final boolean boxes = prompts.get(0).box().isPresent();
		final int count = prompts.get(0).points().size() + (boxes ? 2 : 1);
		final float[] places = new float[2 * prompts.size() * count];
		final float[] labels = new float[prompts.size() * count];
		int at = 0;
		for (final Prompt prompt : prompts) {
			for (final Prompt.Point point : prompt.points())
				at = put(places, labels, at, point.x() * scaleX, point.y() * scaleY, point.inside() ? 1 : 0);
			if (!boxes) at = put(places, labels, at, 0, 0, NONE);
			else {
				final Box box = prompt.box().orElseThrow();
				at = put(places, labels, at, box.x() * scaleX, box.y() * scaleY, FIRST);
				at = put(places, labels, at, (box.x() + box.w() - 1) * scaleX, (box.y() + box.h() - 1) * scaleY, LAST);
			}
		}
		return new PromptArrays(places, labels, count);
	}

	private static int put(final float[] places, final float[] labels, final int at, final double x, final double y,
		final int label)
	{
		places[2 * at] = (float) x;
		places[2 * at + 1] = (float) y;
		labels[at] = label;
		return at + 1;
	}
}
