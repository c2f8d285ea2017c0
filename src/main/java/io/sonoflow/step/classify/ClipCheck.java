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
package io.sonoflow.step.classify;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.augment.ClipWindow;
import io.sonoflow.step.data.ClipModels;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.TrainingSettings;

/** Whether a classifier can learn from clips as it is asked to. */
public final class ClipCheck {

	private ClipCheck() {
	}

	/** @throws SonoflowException.Input if what is asked for does not go together, or needs clips and there are none */
	public static void of(final NetworkSettings network, final TrainingSettings training, final LabelledImages data) {
		final ImageCache.Clips clips = data.images().clips();
		final boolean windows = ClipModels.seesWindows(network.backbone);
		final boolean learns = clips.pooling().learns();
		if (!windows && clips.window() != ClipWindow.published().frames()) throw new SonoflowException.Input("window=" + clips
			.window() + " is for backbone=r2plus1d-18 and r3d-18, not for " + network.backbone + ". Leave it out, or use one of them.");
		if (!windows && !learns) return;
		final String key = windows ? "backbone=" + network.backbone : "pooling=" + clips.pooling();
		if (windows && learns) throw new SonoflowException.Input("pooling=" + clips.pooling() + " weighs single frames, and " + key +
			" sees windows of " + clips.window() + ". Use pooling=mean, max, noisyor or topk, or another backbone.");
		if (network instanceof final StartedNetworkSettings started) {
			refuse(started.film, key, "film=true");
			refuse(started.organHeads(), key, "heads=organ");
		}
		refuse(training.recipe.boxloss > 0, key, "boxloss=" + training.recipe.boxloss);
		if (!data.images().hasClips()) throw new SonoflowException.Input(key + " is for clips, and all of " + data.dataset()
			.source() + " are images of one frame. Give clips (files of several frames, or rows with the same patient and clip), or " +
			"use " + (windows ? "a backbone of images." : "pooling=mean."));
	}

	private static void refuse(final boolean asked, final String key, final String other) {
		if (asked) throw new SonoflowException.Input(other + " is for networks of single images, and cannot be used with " + key +
			". Leave one of the two out.");
	}
}
