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
package io.sonoflow.image.augment;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;

/**
 * A random part of an image, as torchvision's RandomResizedCrop draws it.
 *
 * @param least share of the image's area that a part has at least, above 0
 * @param most the same at most; what is larger than the image is drawn again, ten times at most
 * @param widest largest ratio of the sides, whichever is longer, at least 1
 */
public record RandomPart(double least, double most, double widest) {

	private static final int TRIES = 10;

	/**
	 * @param width of the image in pixels
	 * @param height likewise
	 * @param random decides
	 * @return the part; the middle, as large as the ratio allows, if none that was drawn fits
	 */
	public Box draw(final int width, final int height, final RandomStream random) {
		final double area = (double) width * height;
		for (int i = 0; i < TRIES; i++) {
			final double wanted = area * random.uniform(least, most);
			final double ratio = StrictMath.exp(random.uniform(-StrictMath.log(widest), StrictMath.log(widest)));
			final int w = (int) Math.rint(Math.sqrt(wanted * ratio));
			final int h = (int) Math.rint(Math.sqrt(wanted / ratio));
			if (w > 0 && h > 0 && w <= width && h <= height) return new Box(random.nextInt(width - w + 1), random.nextInt(
				height - h + 1), w, h);
		}
		final double ratio = (double) width / height;
		final int w = ratio > widest ? Math.max(1, (int) Math.rint(height * widest)) : width;
		final int h = ratio < 1 / widest ? Math.max(1, (int) Math.rint(width * widest)) : height;
		return new Box((width - w) / 2, (height - h) / 2, w, h);
	}
}
