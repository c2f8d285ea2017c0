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
package io.sonoflow.nn.precision;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * What the loss of a training in float16 is multiplied by before its gradient is computed, lest small gradients become 0
 * (Micikevicius et al., "Mixed Precision Training", ICLR 2018), with the rule of torch.amp.GradScaler: at first 65,536; halved
 * when a gradient ran over, and that step is left out; doubled after {@value #GROWTH} steps without. Otherwise 1 always.
 * <p>
 * A step is left out only as long as there is something to halve: at 1 nothing is won any more, and the training has diverged.
 */
public final class LossScale implements AutoCloseable {

	/** Steps after which it is doubled. */
	public static final int GROWTH = 2000;

	private static final float FIRST = 65_536, MOST = 1 << 24;

	private final NDManager manager;
	/** The factor and the steps since it last changed; null where it is 1. On the CPU: it is read at each step. */
	private final NDArray state;

	/** @param precision of the training */
	public LossScale(final NDManager parent, final Precision precision) {
		manager = parent.newSubManager(Device.cpu());
		state = precision == Precision.FP16 ? manager.create(new float[] { FIRST, 0 }) : null;
	}

	/** {@return whether it is anything but 1} */
	public boolean isUsed() {
		return state != null;
	}

	/** {@return by what losses are multiplied now} */
	public double factor() {
		return isUsed() ? state.toFloatArray()[0] : 1;
	}

	/**
	 * {@return whether a step must be left out; the factor is brought up to date}
	 *
	 * @param finite whether all numbers of the step's gradient are
	 */
	public boolean skips(final boolean finite) {
		if (!isUsed()) return false;
		final float[] now = state.toFloatArray();
		if (!finite) {
			if (now[0] <= 1) return false;
			set(now[0] / 2, 0);
			return true;
		}
		final boolean grows = now[1] + 1 == GROWTH && now[0] < MOST;
		set(grows ? 2 * now[0] : now[0], grows ? 0 : now[1] + 1);
		return false;
	}

	private void set(final float factor, final float since) {
		state.set(new float[] { factor, since });
	}

	/** {@return the live array of a checkpoint, (2); null where there is nothing to save} */
	public NDArray state() {
		return state;
	}

	@Override
	public void close() {
		manager.close();
	}
}
