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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

class SamplingTest {

	private static final NoiseSchedule COSINE = NoiseSchedule.cosine(1000);
	private static final double MEAN = 0.3;
	private static final double DEVIATION = 0.2;

	/**
	 * The perfect network for pixels drawn from N(mean, deviation^2) under a respaced process: exact noise, and the v whose
	 * variance is that of p(x_{t-1} | x_t), beta~ + coef1^2 Var(x_0 | x_t).
	 */
	private static HostPredictor perfect(final NoiseSchedule schedule) {
		final MixtureModel noise = new MixtureModel(COSINE, new double[] { 1 }, new double[][] { { MEAN } }, new double[] {
			DEVIATION });
		return (x, timestep, classes, output) -> {
			int t = 0;
			while (schedule.timestep(t) != timestep)
				t++;
			final double a = schedule.alphaBar(t);
			final double left = DEVIATION * DEVIATION * (1 - a) / (a * DEVIATION * DEVIATION + 1 - a);
			final double variance = schedule.posteriorVariance(t) + left * Math.pow(schedule.posteriorStart(t), 2);
			final double low = schedule.posteriorLogVariance(t);
			final double share = (Math.log(variance) - low) / (Math.log(schedule.beta(t)) - low);
			for (int n = 0; n < x.length; n++)
				for (int i = 0; i < x[n].length; i++) {
					final double[] eps = new double[1];
					noise.predict(new double[][] { { x[n][i] } }, timestep, classes, new double[][] { eps });
					output[n][i] = eps[0];
					if (output[n].length > x[n].length) output[n][x[n].length + i] = 2 * share - 1;
				}
		};
	}

	private static void assertRecovers(final String what, final Sampler sampler, final NoiseSchedule schedule,
		final double tolerance)
	{
		final List<double[]> images = new ArrayList<>();
		new Generation(sampler, perfect(schedule), 2, 2048, 4).run(NoiseSource.seeded(1), new long[] { 0, 1, 2, 3 },
			new int[4], Monitor.NONE, (
			number, image) -> images.add(image.clone()));
		final double[] all = ImageArrays.join(images.toArray(double[][]::new));
		final double mean = Arrays.stream(all).average().orElseThrow();
		final double deviation = Math.sqrt(Arrays.stream(all).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
		// Standard errors with 8192 values: 0.0022 and 0.0016.
		assertEquals(MEAN, mean, 0.008, what + ": mean");
		assertEquals(DEVIATION, deviation, 0.006 + tolerance * DEVIATION, what + ": standard deviation");
	}

	/** With the true variance every step back is exact, so few steps recover the distribution as well as many. */
	@Test
	void theRandomWalkRecoversTheDistribution() {
		for (final String steps : new String[] { "100", "10" }) {
			final NoiseSchedule schedule = COSINE.respaced(steps);
			assertRecovers("ddpm " + steps, new AncestralSampler(schedule, Variance.LEARNED_RANGE, false), schedule, 0);
		}
		final NoiseSchedule many = COSINE.respaced("250");
		assertRecovers("small", new AncestralSampler(many, Variance.FIXED_SMALL, true), many, 0.05);
		assertRecovers("large", new AncestralSampler(many, Variance.FIXED_LARGE, true), many, 0.05);
	}

	@Test
	void fastSamplersRecoverTheDistribution() {
		assertRecovers("ddim", Samplers.of("ddim", 50, 0, COSINE, Variance.LEARNED_RANGE), COSINE, 0.05);
		assertRecovers("ddim, half random", Samplers.of("ddim", 100, 0.5, COSINE, Variance.LEARNED_RANGE), COSINE, 0.05);
		assertRecovers("ddim, random", Samplers.of("ddim", 250, 1, COSINE, Variance.LEARNED_RANGE), COSINE, 0.05);
		assertRecovers("dpm++", Samplers.of("dpm++", 20, 0, COSINE, Variance.LEARNED_RANGE), COSINE, 0.05);
	}

	/** The network always sees full batches, every image at its place, with the right classes. */
	@Test
	void everyImageHasItsPlaceInAFullBatch() {
		final List<String> seen = new ArrayList<>();
		new Generation(Samplers.of("ddim", 1, 0, COSINE, Variance.FIXED_LARGE), (HostPredictor) (x, t, classes, output) -> {
			seen.add(x.length + " at " + t + Arrays.toString(classes));
		}, 1, 4, 3).run(NoiseSource.seeded(0), new long[] { 4, 5, 9 }, new int[] { 0, 1, 2 }, Monitor.NONE, (number, image) -> {
			seen.add("" + number);
		});
		assertEquals(List.of("3 at 999[0, 0, 1]", "4", "5", "3 at 999[2, 2, 2]", "9"), seen);
	}

	@Test
	void cancellingKeepsWhatIsDone() {
		final List<Long> done = new ArrayList<>();
		final List<Long> progress = new ArrayList<>();
		final Monitor monitor = new Monitor() {

			@Override
			public void progress(final String stage, final long step, final long total) {
				assertEquals(40, total);
				progress.add(step);
			}

			@Override
			public boolean isCancelled() {
				return progress.size() == 13;
			}
		};
		final Generation generation = new Generation(Samplers.of("dpm++", 10, 0, COSINE, Variance.LEARNED_RANGE), perfect(
			COSINE), 2, 4, 2);
		assertThrows(SonoflowException.Cancelled.class, () -> generation.run(NoiseSource.seeded(0), LongStream.range(0, 8).toArray(),
			new int[8], monitor, (number, image) -> done.add(number)));
		assertEquals(List.of(0L, 1L), done);
		assertEquals(LongStream.rangeClosed(1, 13).boxed().toList(), progress);
	}

	@Test
	void samplersByName() {
		assertEquals(1000, Samplers.of("ddpm", 0, 0, COSINE, Variance.LEARNED_RANGE).steps());
		assertEquals(250, Samplers.of("ddpm", 250, 0, COSINE, Variance.LEARNED_RANGE).steps());
		assertEquals(50, Samplers.of("ddim", 0, 1, COSINE, Variance.LEARNED_RANGE).steps());
		assertEquals(20, Samplers.of("dpm++", 0, 0, COSINE, Variance.LEARNED_RANGE).steps());
		assertEquals(8, Samplers.of("dpm++", 0, 0, NoiseSchedule.cosine(8), Variance.LEARNED_RANGE).steps());
		refused("sampler=euler", () -> Samplers.of("euler", 0, 0, COSINE, Variance.LEARNED_RANGE));
		refused("steps=1001", () -> Samplers.of("ddim", 1001, 0, COSINE, Variance.LEARNED_RANGE));
		refused("steps=-1", () -> Samplers.of("ddim", -1, 0, COSINE, Variance.LEARNED_RANGE));
		refused("steps=1 ", () -> Samplers.of("ddpm", 1, 0, COSINE, Variance.LEARNED_RANGE));
		refused("eta=0.5", () -> Samplers.of("dpm++", 0, 0.5, COSINE, Variance.LEARNED_RANGE));
		refused("eta=1.5", () -> Samplers.of("ddim", 0, 1.5, COSINE, Variance.LEARNED_RANGE));
		refused("eta=NaN", () -> Samplers.of("ddim", 0, Double.NaN, COSINE, Variance.LEARNED_RANGE));
		refused("guidance=-1", () -> Guidance.of(perfect(COSINE), -1));
		refused("steps=1000", () -> Spacing.LEADING.timesteps(1000, 1000));
		refused("predicts the noise only", () -> new Generation(Samplers.of("ddpm", 0, 0, COSINE, Variance.LEARNED_RANGE),
			perfect(COSINE), 1, 4, 2));
	}

	private static void refused(final String expected, final Runnable work) {
		final Exception e = assertThrows(SonoflowException.Input.class, work::run, expected);
		assertTrue(e.getMessage().contains(expected), e.getMessage());
	}

	/** A network of noise and variance under a sampler of noise only, and one in float32. */
	@Test
	void aFloatNetworkIsPutTogetherAndTakenApart() {
		final NoisePredictor predictor = NoisePredictor.of((x, timesteps, classes) -> {
			assertEquals(new Shape(2, 2, 1, 1), x.getShape());
			assertArrayEquals(new float[] { 1, 2, 3, 4 }, x.toFloatArray());
			assertArrayEquals(new float[] { 42, 42 }, timesteps.toFloatArray());
			assertArrayEquals(new long[] { 1, -1 }, classes.toLongArray());
			return Torch.floats(x.getManager(), new float[] { 10, 20, 25, 28, 30, 40, 45, 48 }, 2, 4, 1, 1);
		}, Device.cpu(), 2);
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray answer = predictor.predict(Torch.doubles(manager, new double[] { 1, 2, 3, 4 }, 2, 2), 42, new int[] { 1,
				-1 });
			assertEquals(new Shape(2, 4), answer.getShape());
			assertArrayEquals(new double[] { 10, 20, 25, 28, 30, 40, 45, 48 }, answer.toDoubleArray());
			assertEquals(manager, answer.getManager());
		}
	}

	/** A network of noise only under a sampler that wants the variance. */
	@Test
	void anAnswerThatIsTooShortIsRefused() {
		final NoisePredictor noise = (x, timestep, classes) -> x.duplicate();
		try (Sampling sampling = new Sampling(new AncestralSampler(COSINE, Variance.LEARNED_RANGE, true), noise, NoiseSource.seeded(
			0), 4, new long[] { 0 }, new int[1]))
		{
			assertThrows(IllegalArgumentException.class, sampling::next);
		}
	}

	/** Nothing of a step is left on the device: what a sampling holds is its images and the sampler's memory. */
	@Test
	void stepsLeaveNothingBehind() {
		for (final String name : List.of("ddpm", "ddim", "dpm++", "heun")) {
			final List<NDManager> managers = new ArrayList<>();
			final NoisePredictor network = (x, timestep, classes) -> {
				managers.add(x.getManager());
				return x.mul(0.5).concat(x.mul(0), 1);
			};
			try (Sampling sampling = new Sampling(Samplers.of(name, 5, 0, COSINE, Variance.LEARNED_RANGE), Guidance.of(network, 2),
				NoiseSource.seeded(0), 4, new long[] { 0, 1 }, new int[2]))
			{
				while (sampling.hasNext())
					sampling.next();
				assertEquals(10, managers.size(), name);
				managers.forEach(manager -> assertFalse(manager.isOpen(), name));
				assertTrue(Arrays.stream(sampling.images()[1]).allMatch(Double::isFinite), name);
			}
		}
	}

	@Test
	void greyLevels() {
		assertEquals(-1, GreyRange.toUnit(0));
		assertEquals(1, GreyRange.toUnit(255));
		assertArrayEquals(new byte[] { 0, 0, 127, (byte) 254, (byte) 255, (byte) 255 }, GreyRange.toBytes(new double[] { -3,
			-1, 0, 0.9999, 1, 7 }));
	}
}
