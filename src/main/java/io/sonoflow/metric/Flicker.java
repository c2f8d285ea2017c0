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
package io.sonoflow.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * How much a clip changes from frame to frame: mean |frame[t+1] - frame[t]| over all pixels. Frames are given one after the
 * other, so that a clip of any length takes the memory of one frame. Judge a clip against its original: codecs make every twelfth
 * frame or so flicker.
 *
 * <pre>
 * Flicker flicker = new Flicker();
 * for (float[] frame : clip)
 * 	flicker.add(frame);
 * double changes = flicker.value();
 * </pre>
 *
 * {@link #add(float[], float[])} measures, instead, how a clip's changes differ from its original's (temporal consistency): 0 if
 * both change alike, by our own definition, without optical flow.
 */
public final class Flicker {

	private final List<Double> transitions = new ArrayList<>();
	private double[] last;

	/**
	 * @param frame pixels of the next frame, in grey levels or any other unit; as many as the last's
	 * @throws IllegalArgumentException if there are more or fewer
	 */
	public void add(final float[] frame) {
		final double[] values = new double[frame.length];
		for (int i = 0; i < values.length; i++)
			values[i] = frame[i];
		addValues(values);
	}

	/**
	 * @param frame pixels of the next frame of a clip
	 * @param original pixels of the same frame of the original
	 * @throws IllegalArgumentException if these are not as many
	 */
	public void add(final float[] frame, final float[] original) {
		if (frame.length != original.length) throw new IllegalArgumentException("frames of " + frame.length + " and " +
			original.length + " pixels");
		final double[] values = new double[frame.length];
		for (int i = 0; i < values.length; i++)
			values[i] = (double) frame[i] - original[i];
		addValues(values);
	}

	private void addValues(final double[] values) {
		if (last != null && last.length != values.length) throw new IllegalArgumentException("a frame of " + values.length +
			" pixels after one of " + last.length);
		if (last != null) {
			double sum = 0;
			for (int i = 0; i < values.length; i++)
				sum += Math.abs(values[i] - last[i]);
			transitions.add(sum / values.length);
		}
		last = values;
	}

	/** {@return the mean over all transitions, in the unit of the pixels; not a number for fewer than two frames} */
	public double value() {
		return transitions.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
	}

	/** {@return the change from each frame to the next, one fewer than frames} */
	public List<Double> transitions() {
		return List.copyOf(transitions);
	}
}
