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
package io.sonoflow.curate.label;

import io.sonoflow.train.SampleLossListener;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps what a training thinks of every image it draws: means over the draws of an epoch of the loss and of the margin.
 * What it has is saved with the training, and decides in the online variant which images teach nothing.
 */
public final class LossRecorder implements SampleLossListener {

	private static final String LOSS = "loss";
	private static final String MARGIN = "margin";

	private final int[] labels;
	private final int classes;
	private final boolean online;
	private final EpochMeans losses;
	private final EpochMeans margins;

	/**
	 * @param labels given class of each image
	 * @param classes number of classes
	 * @param epochs number of epochs
	 * @param online whether images whose loss rises teach nothing, see {@link OnlineFilter}
	 */
	public LossRecorder(final int[] labels, final int classes, final int epochs, final boolean online) {
		this.labels = labels.clone();
		this.classes = classes;
		this.online = online;
		losses = new EpochMeans(labels.length, epochs);
		margins = new EpochMeans(labels.length, epochs);
	}

	@Override
	public void drawn(final int epoch, final int[] samples, final float[] loss, final float[] logits) {
		for (int i = 0; i < samples.length; i++) {
			losses.add(samples[i], epoch, loss[i]);
			margins.add(samples[i], epoch, MarginDetector.of(logits, i, classes, labels[samples[i]]));
		}
	}

	@Override
	public boolean isSkipped(final int epoch, final int sample) {
		return online && OnlineFilter.isSkipped(losses.row(sample), epoch);
	}

	@Override
	public Map<String, double[]> state() {
		final Map<String, double[]> state = new LinkedHashMap<>();
		losses.save(LOSS, state);
		margins.save(MARGIN, state);
		return state;
	}

	@Override
	public void restore(final Map<String, double[]> state) {
		// Both, before either is changed.
		losses.check(LOSS, state);
		margins.check(MARGIN, state);
		losses.restore(LOSS, state);
		margins.restore(MARGIN, state);
	}

	/** {@return [image][epoch] mean loss in nats; NaN where it was not drawn} */
	public double[][] losses() {
		return losses.table();
	}

	/** {@return [image][epoch] mean margin, see {@link MarginDetector}; NaN where it was not drawn} */
	public double[][] margins() {
		return margins.table();
	}
}
