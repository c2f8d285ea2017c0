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
package io.sonoflow.image.doppler;

/**
 * What stands still on a clip, found frame by frame without keeping any: of each pixel the colour that most frames agree upon
 * (Boyer and Moore's vote, with colours as alike that a codec makes of one).
 */
final class SteadyColors {

	/** Colours so near to each other are one. */
	private static final int NEAR = 40;

	private final int[] colors;
	private final short[] votes;
	private int frames;

	/** @param pixels of each frame */
	SteadyColors(final int pixels) {
		colors = new int[pixels];
		votes = new short[pixels];
	}

	/** @param frame 0xAARRGGBB, at most 32,767 times */
	void add(final int[] frame) {
		frames++;
		for (int i = 0; i < frame.length; i++)
			if (votes[i] == 0) {
				colors[i] = frame[i];
				votes[i] = 1;
			}
			else if (Colors.squared(colors[i], frame[i]) <= NEAR * NEAR) votes[i]++;
			else votes[i]--;
	}

	/** {@return the colours, also where nothing stands still; not a copy} */
	int[] colors() {
		return colors;
	}

	/** {@return whether a pixel has had one colour in all frames but perhaps a tenth} */
	boolean isSteady(final int pixel) {
		return votes[pixel] >= 0.8 * frames;
	}
}
