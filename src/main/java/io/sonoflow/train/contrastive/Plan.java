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
package io.sonoflow.train.contrastive;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.augment.contrastive.ViewSettings;
import io.sonoflow.train.RateSchedule;
import io.sonoflow.train.StepLoop;

/**
 * How to pretrain on the images that there are.
 *
 * @param size side of the views in pixels
 * @param views how they come about; copied
 * @param steps of the optimiser, at least 1
 * @param batch images a step, at least 2 and at most as many as there are
 * @param chunk images that go through the network at once, two views of each: the memory is that of a chunk, and batch
 *          statistics are a chunk's
 * @param loss what is learned; copied
 * @param update how; copied
 * @param every steps between checkpoints, at least 1
 * @param seed decides everything random
 */
public record Plan(int size, ViewSettings views, int steps, int batch, int chunk, LossSettings loss, UpdateSettings update,
	int every, long seed)
{

	/** About how many rows of losses there are at most, beside those at checkpoints. */
	private static final int ROWS = 200;

	/**
	 * Later changes of the settings change no pretraining that runs.
	 *
	 * @throws SonoflowException.Input if the warm-up would be all of it
	 */
	public Plan {
		views = views.clone();
		loss = loss.clone();
		update = update.clone();
		if (update.warmup >= steps) throw new SonoflowException.Input("warmup=" + update.warmup +
			" is out of range. Allowed: fewer than the " + steps + " steps of the whole pretraining.");
	}

	/**
	 * @param images how many there are, at least 2
	 * @throws SonoflowException.Input if the length does not fit them
	 */
	public static Plan of(final int images, final int size, final ViewSettings views, final LengthSettings length,
		final LossSettings loss, final UpdateSettings update, final int every, final long seed)
	{
		final int batch = length.batchOf(images);
		return new Plan(size, views, length.stepsOn(images), batch, Math.min(length.chunk, batch), loss, update, every, seed);
	}

	/** {@return the learning rate over the steps} */
	RateSchedule rates() {
		return update.rates(steps);
	}

	/** {@return number of chunks of a batch} */
	int chunks() {
		return (batch + chunk - 1) / chunk;
	}

	/** {@return where a chunk begins in its batch: chunks differ by at most one image, so that none has a lone one} */
	int chunkStart(final int index) {
		return (int) ((long) index * batch / chunks());
	}

	/** {@return when there are checkpoints and rows of losses} */
	StepLoop loop() {
		return new StepLoop(steps, every, steps / ROWS);
	}
}
