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
package io.sonoflow.train.pretrain;

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which images each step uses: an epoch uses every image once, in a new order, but for a rest that does not fill a batch.
 * Depends on (seed, step) alone. One thread's.
 */
public final class EpochOrder {

	private final int images;
	private final int batch;
	private final long seed;
	private long ordered = -1;
	private int[] order;

	/**
	 * @param images how many there are
	 * @param batch images a step, 1..images
	 * @param seed of the orders
	 */
	public EpochOrder(final int images, final int batch, final long seed) {
		this.images = images;
		this.batch = batch;
		this.seed = seed;
	}

	/**
	 * @param images how many there are
	 * @param batch images a step, 1..images
	 * @param epochs how often each image is used
	 * @param steps that are wanted whatever the images; 0 = by epochs
	 * @return steps of the optimiser
	 * @throws SonoflowException.Input if they are too many to be counted
	 */
	public static int steps(final int images, final int batch, final int epochs, final int steps) {
		final int each = images / batch;
		final long wanted = steps > 0 ? steps : (long) epochs * each;
		if (wanted > Integer.MAX_VALUE) throw new SonoflowException.Input("epochs=" + epochs + " of " + each + " steps are " +
			wanted + " steps, more than can be counted. Use fewer epochs.");
		return (int) wanted;
	}

	private int stepsOfEpoch() {
		return images / batch;
	}

	/** {@return the epoch, from 0, that a step, from 0, belongs to} */
	public long epoch(final long step) {
		return step / stepsOfEpoch();
	}

	/** {@return the numbers of a step's images} */
	public int[] samples(final long step) {
		if (epoch(step) != ordered) {
			ordered = epoch(step);
			order = IntStream.range(0, images).toArray();
			RandomStream.of(seed, "order", ordered).shuffle(order);
		}
		final int from = (int) (step % stepsOfEpoch()) * batch;
		return Arrays.copyOfRange(order, from, from + batch);
	}
}
