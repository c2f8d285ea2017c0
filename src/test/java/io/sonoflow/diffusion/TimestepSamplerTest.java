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
package io.sonoflow.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.RandomStream;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

class TimestepSamplerTest {

	private static int[] histogram(final TimestepSampler sampler, final int steps, final int draws) {
		final int[] counts = new int[steps];
		for (final int t : sampler.draw(RandomStream.of(3, "timesteps"), draws).timesteps())
			counts[t]++;
		return counts;
	}

	@Test
	void uniformIsUniform() {
		final int[] counts = histogram(new UniformTimesteps(10), 10, 20000);
		for (final int count : counts)
			assertEquals(2000, count, 5 * Math.sqrt(1800));
		final TimestepSampler.Draw draw = new UniformTimesteps(10).draw(RandomStream.of(0, "timesteps", 7), 5);
		assertArrayEquals(new double[] { 1, 1, 1, 1, 1 }, draw.weights());
		assertArrayEquals(draw.timesteps(), new UniformTimesteps(10).draw(RandomStream.of(0, "timesteps", 7), 5)
			.timesteps());
		assertEquals(0, new UniformTimesteps(10).state().length);
	}

	/** Losses 1, 2, 3, 4 after a worse past: the past is forgotten and chances follow the last ten. */
	private static LossAwareTimesteps taught() {
		final LossAwareTimesteps sampler = new LossAwareTimesteps(4);
		final int[] all = { 0, 1, 2, 3 };
		for (int i = 0; i < 5; i++)
			sampler.update(all, new double[] { 100, 100, 100, 100 });
		for (int i = 0; i < 10; i++)
			sampler.update(all, new double[] { 1, 2, 3, 4 });
		return sampler;
	}

	@Test
	void lossAwareFollowsTheLastTenLosses() {
		final LossAwareTimesteps fresh = new LossAwareTimesteps(4);
		for (int i = 0; i < 10; i++)
			fresh.update(new int[] { 0, 1, 2 }, new double[] { 1, 2, 3 });
		assertArrayEquals(new double[] { 0.25, 0.25, 0.25, 0.25 }, fresh.probabilities());
		final double[] chances = taught().probabilities();
		for (int t = 0; t < 4; t++)
			assertEquals(0.999 * (t + 1) / 10 + 0.001 / 4, chances[t], 1e-15);
		final int[] counts = histogram(taught(), 4, 20000);
		for (int t = 0; t < 4; t++)
			assertEquals(20000 * chances[t], counts[t], 5 * Math.sqrt(20000 * chances[t]));
	}

	@Test
	void itIsTheRootMeanSquareThatCounts() {
		final LossAwareTimesteps sampler = new LossAwareTimesteps(2);
		for (int i = 0; i < 10; i++)
			sampler.update(new int[] { 0, 1 }, new double[] { 2, i % 2 == 0 ? 0 : 4 });
		final double[] chances = sampler.probabilities();
		assertEquals(Math.sqrt(2), (chances[1] - 0.0005) / (chances[0] - 0.0005), 1e-12);
	}

	/** The weighted loss has the mean of the losses over all timesteps, however they are drawn. */
	@Test
	void weightsMakeTheChoiceUnbiased() {
		final double[] losses = { 1, 2, 3, 4 };
		final TimestepSampler.Draw draw = taught().draw(RandomStream.of(1, "timesteps"), 20000);
		double sum = 0;
		for (int i = 0; i < 20000; i++)
			sum += draw.weights()[i] * losses[draw.timesteps()[i]];
		assertEquals(2.5, sum / 20000, 0.01);
	}

	@Test
	void aRestoredSamplerGoesOnAlike() {
		final LossAwareTimesteps first = taught();
		first.update(new int[] { 2, 2 }, new double[] { 9, 8 });
		final LossAwareTimesteps second = new LossAwareTimesteps(4);
		second.restore(first.state());
		first.update(new int[] { 1, 2 }, new double[] { 5, 6 });
		second.update(new int[] { 1, 2 }, new double[] { 5, 6 });
		assertArrayEquals(first.state(), second.state());
		assertArrayEquals(first.draw(RandomStream.of(0, "timesteps"), 50).timesteps(), second.draw(RandomStream.of(0,
			"timesteps"), 50).timesteps());
		assertThrows(IllegalArgumentException.class, () -> new LossAwareTimesteps(5).restore(first.state()));
		assertThrows(IllegalArgumentException.class, () -> new UniformTimesteps(4).restore(first.state()));
	}

	@Test
	void lossesOfZeroAreNoTrouble() {
		final LossAwareTimesteps sampler = new LossAwareTimesteps(2);
		for (int i = 0; i < 10; i++)
			sampler.update(new int[] { 0, 1 }, new double[2]);
		assertTrue(Arrays.stream(sampler.draw(RandomStream.of(0, "timesteps"), 8).weights()).allMatch(w -> w == 1));
	}
}
