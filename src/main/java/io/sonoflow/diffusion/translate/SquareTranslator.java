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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.diffusion.NoiseSchedule;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.translate.TranslationLosses;
import io.sonoflow.nn.translate.Translator;
import io.sonoflow.nn.translate.TranslatorConfig;

import java.util.Arrays;

/**
 * Translates squares of the side that the networks were trained on.
 *
 * @param translator stays open for as long as this is used
 */
public record SquareTranslator(Translator translator) {

	/** How often the network is asked by diffusion. */
	private static final int STEPS = 20;

	/**
	 * Squares that are to be translated, N of them, S x S pixels.
	 *
	 * @param windows (N, 2 W, S, S): frames in -1..1 with hidden pixels 0, then their regions
	 * @param noise (N, C, S, S), standard normal
	 */
	public record Squares(int count, float[] windows, float[] noise) {
	}

	/**
	 * @param filled by the first network, (N, C, S, S) in -1..1, of use in the region
	 * @param made by both
	 */
	public record Made(float[] filled, float[] made) {
	}

	/** {@return what is made of them} Called by a thread after {@link Torch#inference}. */
	public Made translate(final Squares squares) {
		final TranslatorConfig config = translator.config();
		final int size = config.size();
		final long n = squares.count;
		try (NDManager scope = translator.manager().newSubManager()) {
			final NDArray windows = Torch.floats(scope, squares.windows, n, 2L * config.window(), size, size);
			final NDArray x = windows.get(":," + config.half() + ":" + (config.half() + 1));
			final NDArray base = config.direction().channels() == 1 ? x : TranslationLosses.grey(x, 3);
			final NDArray region = windows.get(":," + (config.window() + config.half()) + ":" + (config.window() + config.half() +
				1));
			final NDArray noise = Torch.floats(scope, squares.noise, n, config.direction().channels(), size, size);
			final NDArray zeros = Torch.floats(scope, new float[squares.count], n);
			final NDArray filled = TranslationLosses.range(translator.fill(windows, zeros));
			final NDArray still = TranslationLosses.compose(base, region, filled);
			final NDArray made = config.diffusion() ? walk(still, region, noise) : still.add(translator.restore(still, region, noise
				.mul(region), zeros));
			return new Made(Torch.read(filled), Torch.read(made));
		}
	}

	/** From noise to a picture by DDIM: the same noise gives the same picture. */
	private NDArray walk(final NDArray still, final NDArray region, final NDArray noise) {
		final NoiseSchedule schedule = NoiseSchedule.cosine(TranslatorConfig.TIMESTEPS);
		final int count = (int) still.getShape().get(0);
		NDArray x = noise;
		for (int step = 0; step < STEPS; step++) {
			final int t = time(step);
			final float[] asked = new float[count];
			Arrays.fill(asked, schedule.timestep(t));
			try (NDManager scope = translator.manager().newSubManager()) {
				final NDArray now = x.duplicate();
				now.attach(scope);
				final float signal = (float) schedule.signal(t);
				final float spread = (float) schedule.noise(t);
				final NDArray velocity = translator.restore(still, region, now.mul(region), Torch.floats(scope, asked, count)).sub(still
					.mul(spread));
				final NDArray start = now.mul(signal).sub(velocity.mul(spread)).clip(-1f, 1f);
				final NDArray left = now.mul(spread).add(velocity.mul(signal));
				final int next = time(step + 1);
				final NDArray after = step + 1 == STEPS ? start.duplicate() : start.mul((float) schedule.signal(next)).add(left.mul(
					(float) schedule.noise(next)));
				after.attach(still.getManager());
				if (step > 0) x.close();
				x = after;
			}
		}
		return x;
	}

	/** The last of the time steps is the first, and they are equally far from each other. */
	private static int time(final int step) {
		return Math.max(0, (int) Math.round(TranslatorConfig.TIMESTEPS * (1 - step / (double) STEPS)) - 1);
	}
}
