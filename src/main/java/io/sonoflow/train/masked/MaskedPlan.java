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
package io.sonoflow.train.masked;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.augment.MaskedViews;
import io.sonoflow.nn.vit.Masking;
import io.sonoflow.train.RateSchedule;
import io.sonoflow.train.StepLoop;

/**
 * What decides a pretraining by masking, but for its images and network.
 *
 * @param size side of the images in pixels
 * @param patch side of a patch in pixels, which divides it
 * @param steps of the optimiser
 * @param batch images a step
 * @param mask share of the patches that is removed
 * @param normalised whether patches are predicted minus their mean and over their deviation
 * @param update how weights are changed
 * @param every steps between checkpoints
 * @param seed of views, masks and orders
 */
public record MaskedPlan(int size, int patch, int steps, int batch, double mask, boolean normalised,
	MaskedUpdateSettings update, int every, long seed)
{

	/** About how many rows of losses there are at most, beside those at checkpoints. */
	private static final int ROWS = 200;

	/** In place of a step: what is drawn for the sheet's images, always the same. */
	private static final long SHEET = -1;

	/**
	 * Later changes of the settings change no pretraining that runs.
	 *
	 * @throws SonoflowException.Input if the mask keeps no patch, or all
	 */
	public MaskedPlan {
		update = update.clone();
		Masking.keep(size / patch * (size / patch), mask);
	}

	/**
	 * @param images how many there are, at least 1
	 * @param normalised what weights and recipe make of the key
	 * @throws SonoflowException.Input if the length does not fit them, or the mask keeps no patch, or all
	 */
	public static MaskedPlan of(final int images, final int size, final int patch, final MaskedLengthSettings length,
		final double mask, final boolean normalised, final MaskedUpdateSettings update, final int every, final long seed)
	{
		return new MaskedPlan(size, patch, length.stepsOn(images), length.batchOf(images), mask, normalised, update, every, seed);
	}

	/** {@return L, patches of an image} */
	public int patches() {
		return size / patch * (size / patch);
	}

	/** {@return K, patches of an image that the encoder sees} */
	public int kept() {
		return Masking.keep(patches(), mask);
	}

	/** {@return the largest learning rate} */
	public double peak() {
		return update.peak(batch);
	}

	/** {@return the largest length of the gradient; 0 = any} */
	public double clip() {
		return update.length();
	}

	/** {@return the learning rate over the steps} */
	public RateSchedule rates() {
		return update.rates(batch, steps);
	}

	/** {@return how images are varied} */
	MaskedViews views() {
		return update.recipe().views();
	}

	/** {@return the masks of a step (from 0) for these images, drawn for each by itself} */
	Masking masking(final long step, final int[] images) {
		final long[] numbers = new long[images.length];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = images[i];
		return Masking.draw(seed, step, numbers, patches(), mask);
	}

	/** {@return the masks of these images on every sheet} */
	public Masking sheetMasking(final int[] images) {
		return masking(SHEET, images);
	}

	/** {@return when there are checkpoints and rows of losses} */
	public StepLoop loop() {
		return new StepLoop(steps, every, steps / ROWS);
	}
}
