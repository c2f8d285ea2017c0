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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** By numbers reckoned by hand. */
class OnlineFilterTest {

	private static final double NOT = Double.NaN;

	/** 0.8 (1 + 1 + 2) = 3.2 > 3; 0.8 (1 + 1 + 1.75) = 3 is not above 3; nor is what does not rise. */
	@Test
	void itRisesByMoreThanAQuarter() {
		assertTrue(OnlineFilter.isSkipped(new double[] { 1, 1, 1, 2 }, 4));
		assertTrue(OnlineFilter.isSkipped(new double[] { 1, 1, 1, 1.76 }, 4));
		assertFalse(OnlineFilter.isSkipped(new double[] { 1, 1, 1, 1.75 }, 4));
		assertFalse(OnlineFilter.isSkipped(new double[] { 1, 1, 1, 1 }, 4));
		assertFalse(OnlineFilter.isSkipped(new double[] { 0, 0, 0, 0 }, 4));
		assertFalse(OnlineFilter.isSkipped(new double[] { 5, 1, 1, 2 }, 4), "0.8 x 4 = 3.2, not above 7");
		assertTrue(OnlineFilter.isSkipped(new double[] { 0.5, 2, 2, 1.75 }, 4), "0.8 x 5.75 = 4.6, above 4.5");
		assertFalse(OnlineFilter.isSkipped(new double[] { 0.7, 2, 2, 1.75 }, 4), "4.6, not above 4.7");
	}

	/** The fifth epoch is the first; only what was before counts, and the four last of it. */
	@Test
	void fromTheFifthEpochOn() {
		final double[] rising = { 1, 2, 4, 8, 16, 1, 1 };
		for (int epoch = 0; epoch < 4; epoch++)
			assertFalse(OnlineFilter.isSkipped(rising, epoch), "epoch " + (epoch + 1));
		assertTrue(OnlineFilter.isSkipped(rising, 4));
		assertTrue(OnlineFilter.isSkipped(rising, 5), "0.8 (4 + 8 + 16) = 22.4, above 14");
		assertFalse(OnlineFilter.isSkipped(rising, 6), "0.8 (8 + 16 + 1) = 20, not above 28");
	}

	/** It waits until an image was drawn in four epochs. */
	@Test
	void epochsInWhichItWasNotDrawnDoNotCount() {
		assertFalse(OnlineFilter.isSkipped(new double[] { 1, NOT, 1, 9, 1 }, 4));
		assertTrue(OnlineFilter.isSkipped(new double[] { 1, NOT, 1, 1, NOT, 2, NOT, 7 }, 7));
		assertFalse(OnlineFilter.isSkipped(new double[] { NOT, NOT, NOT, NOT, NOT }, 5));
	}

	/** What a training leaves tells it again; an epoch in which the image was not drawn is none in which it was skipped. */
	@Test
	void foundAgainFromTheLosses() {
		final double[][] loss = { { 1, 1, 1, 2, 2, 2, 2 }, { 1, 1, 1, 2, NOT, 1, 1 }, { NOT, NOT, NOT, NOT, NOT, NOT, NOT } };
		final int[][] skipped = OnlineFilter.skipped(new TrainingRecord(0, 0, 1, loss, loss, new boolean[] { true, true, false },
			new double[3][2]));
		// Of the first: 3.2 > 3; 0.8 (1 + 2 + 2) = 4, not above 4; 0.8 x 6 = 4.8, not above 5.
		assertArrayEquals(new int[] { 5 }, skipped[0]);
		// Not drawn in epoch 5, so that epoch 6 looks at the same four; then 0.8 (1 + 2 + 1), not above 4.
		assertArrayEquals(new int[] { 6 }, skipped[1]);
		assertArrayEquals(new int[0], skipped[2]);
	}

	/** While a training goes on it is the mean over an epoch's draws, and survives a checkpoint. */
	@Test
	void theRecorderSkipsByItsOwnLosses() {
		final LossRecorder online = recorder(true);
		final LossRecorder off = recorder(false);
		final Map<String, double[]> state = online.state();
		final LossRecorder resumed = new LossRecorder(new int[] { 0, 1 }, 2, 6, true);
		assertFalse(resumed.isSkipped(4, 0));
		resumed.restore(state);
		for (final LossRecorder each : List.of(online, resumed)) {
			assertTrue(each.isSkipped(4, 0));
			assertFalse(each.isSkipped(3, 0));
			assertFalse(each.isSkipped(4, 1), "never drawn");
		}
		assertFalse(off.isSkipped(4, 0));
		assertEquals(2, online.losses()[0][3]);
	}

	/** Image 0 has losses of 1, 1, 1 and, of two draws, 2. */
	private static LossRecorder recorder(final boolean online) {
		final LossRecorder recorder = new LossRecorder(new int[] { 0, 1 }, 2, 6, online);
		final float[] logits = { 0, 0 };
		for (int epoch = 0; epoch < 3; epoch++)
			recorder.drawn(epoch, new int[] { 0 }, new float[] { 1 }, logits);
		recorder.drawn(3, new int[] { 0, 0 }, new float[] { 0.5f, 3.5f }, new float[] { 0, 0, 0, 0 });
		return recorder;
	}
}
