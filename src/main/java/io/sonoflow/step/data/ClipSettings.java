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
package io.sonoflow.step.data;

import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.parameter.Key;
import io.sonoflow.train.ImageCache;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** Which frames of clips count, and how their scores become that of the clip. */
public final class ClipSettings extends FrameSettings {

	@Parameter(label = "Pooling", description = "How the scores of a clip's frames become its score: mean; max = the one frame " +
		"with the highest; noisyor = ill if any frame is; topk = the mean of the three highest. With max, noisyor and topk the order " +
		"of the classes counts: two with the positive one above, more in the order of the alphabet. attention, gated = the network " +
		"learns from the clip's label which frames count; a step sees 8 frames of each of its clips.", choices = { "mean", "max",
			"noisyor", "topk", "attention", "gated" }, attrs = @Attr(name = Key.SINCE, value = "mean"))
	public String pooling = "mean";

	@Parameter(label = "Window", description = "Of backbone=r2plus1d-18 and r3d-18: consecutive frames that the network sees at " +
		"once, 2 to 64; scores of windows are pooled.", min = "2", max = "64", attrs = @Attr(name = Key.SINCE, value = "16"))
	public int window = 16;

	/**
	 * {@return the same as images are read}
	 *
	 * @param positive index of the positive class; below 0 = there is none
	 */
	ImageCache.Clips clips(final int positive) {
		return new ImageCache.Clips(choice(), BagPooling.of(pooling), BagPooling.USUAL_TOP,
			positive == 0, window);
	}
}
