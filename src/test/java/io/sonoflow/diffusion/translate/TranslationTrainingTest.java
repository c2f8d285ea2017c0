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
package io.sonoflow.diffusion.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.Images;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.translate.Direction;
import io.sonoflow.nn.translate.TranslatorConfig;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranslationTrainingTest {

	private static final int SIDE = 48, FRAMES = 4;

	@TempDir
	Path folder;

	/** Stripes that move along, so that a region is known from its surroundings; by their own phase each clip is another. */
	private ClipPair clip(final int number) throws IOException {
		final Path file = folder.resolve("clip" + number + ".avi");
		try (ClipWriter writer = new ClipWriter(file, ClipCodec.FFV1, SIDE, SIDE, false, new FrameRate(25, 1))) {
			for (int frame = 0; frame < FRAMES; frame++) {
				final byte[] pixels = new byte[SIDE * SIDE];
				for (int i = 0; i < pixels.length; i++)
					pixels[i] = (byte) Math.round(128 + 100 * Math.sin((i % SIDE + frame + 5 * number) * Math.PI / 12));
				writer.add(Images.bytes(pixels, SIDE, SIDE));
			}
			writer.finish();
		}
		return new ClipPair("clip" + number, file, null, null);
	}

	@Test
	void hiddenRegionsAreFilledFarBetterThanByTheirMean() throws IOException {
		final TrainingClips clips = TrainingClips.open(List.of(clip(0), clip(1), clip(2)), Direction.GREY, FrameChoice.ALL, true,
			Monitor.NONE);
		assertEquals(List.of(3, 0, 0), List.of(clips.count(), clips.paired(), clips.coloured()));
		final TranslationSettings settings = new TranslationSettings();
		settings.steps = 100;
		settings.batch = 2;
		settings.rate = 3e-3;
		settings.every = 100;
		settings.adversarial = 0;
		final TranslationPlan plan = new TranslationPlan(new TranslatorConfig(Direction.GREY, 32, 3, 8, false), settings,
			Precision.FP32, 4);
		final double mean;
		try (TranslationDraws draws = new TranslationDraws(clips, plan)) {
			final TranslationDraws.Drawn drawn = draws.get(0);
			double sum = 0;
			double count = 0;
			for (int i = 0; i < drawn.known().length; i++) {
				sum += Math.abs(drawn.truth()[i]) * drawn.known()[i];
				count += drawn.known()[i];
				assertEquals(1, drawn.known()[i] + (drawn.known()[i] == 0 ? 1 : 0));
			}
			mean = sum / count;
		}
		try (TranslationState state = TranslationState.start(Device.cpu(), plan)) {
			new TranslationTraining(state, clips, plan, null, Monitor.NONE).run(() -> {});
			final double learned = state.log().last("l1");
			assertTrue(learned < 0.4 * mean, learned + " of " + mean);
		}
	}
}
