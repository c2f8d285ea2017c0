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
package io.sonoflow.train.segment;

import io.sonoflow.SonoflowException;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.train.RateSchedule;

import org.scijava.plugin.Parameter;

/** How the weights of a segmenter are changed. */
public final class SegmentUpdateSettings extends Parameters {

	private static final double POWER = 0.9;
	private static final String SGD = "sgd";
	private static final double MOMENTUM = 0.9;
	private static final double RATE = 0.02;
	private static final double USUAL_OF_ADAMW = 0.001;

	@Parameter(label = "Loss", description = "What is made small: binary cross-entropy plus 1 - Dice, as published.", choices = {
		"bce+dice" })
	public String loss = "bce+dice";

	@Parameter(label = "Optimizer", description = "sgd with momentum, as published, or adamw (with a lower rate, such as 0.001).",
		choices = { SGD, "adamw" })
	public String optimizer = SGD;

	@Parameter(label = "Rate", description = "Learning rate of the first step, at least 0.", min = "0")
	public double rate = RATE;

	@Parameter(label = "Momentum", description = "Momentum of sgd, 0 to 0.999.", min = "0", max = "0.999")
	public double momentum = MOMENTUM;

	@Parameter(label = "Weight decay", description = "Weight decay, at least 0; not of biases and norms.", min = "0")
	public double decay = 0;

	@Parameter(label = "Schedule", description = "How the rate falls over the T steps: polynomial = (1 - t / T)^0.9, cosine, or " +
		"constant.", choices = { "polynomial", "cosine", "constant" })
	public String schedule = "polynomial";

	/** @throws SonoflowException.Input if a momentum is given to an optimiser that has none */
	@Override
	protected void checkTogether() {
		if (!isSgd() && momentum != MOMENTUM) throw new SonoflowException.Input("momentum=" + momentum +
			" is that of optimizer=sgd; adamw has its own. Leave momentum out.");
	}

	/** {@return whether it is gradient descent with momentum, and not AdamW} */
	boolean isSgd() {
		return optimizer.equals(SGD);
	}

	/** {@return a rate to try where this one was too large: a quarter of it, and no more than what is usual} */
	double lower() {
		return Math.min(rate / 4, isSgd() ? RATE : USUAL_OF_ADAMW);
	}

	/**
	 * @param steps T, of the whole training
	 * @return the learning rate over them
	 */
	RateSchedule rates(final long steps) {
		return switch (schedule) {
			case "polynomial" -> RateSchedule.polynomial(rate, steps, POWER);
			case "cosine" -> RateSchedule.cosine(rate, 0, steps);
			default -> RateSchedule.constant(rate);
		};
	}

	@Override
	public SegmentUpdateSettings clone() {
		return (SegmentUpdateSettings) super.clone();
	}
}
