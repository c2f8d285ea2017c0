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
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.UNet;
import io.sonoflow.nn.unet.UNetFile;
import io.sonoflow.nn.unet.UNetHints;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference's diffusion with a real network: losses, their gradients, single steps, whole loops. */
class DiffusionFixtureTest {

	private static final int SIZE = 32;
	private static final int VALUES = SIZE * SIZE;
	private static final NoiseSchedule COSINE = NoiseSchedule.cosine(1000);

	private static UNet network;

	@BeforeAll
	static void open() {
		final Path file = Reference.folder("unet").resolve("a_model.pt");
		Torch.inference();
		network = UNetFile.open(file, UNetHints.NONE, Monitor.NONE).network(Device.cpu());
	}

	@AfterAll
	static void close() {
		if (network != null) network.close();
	}

	private static float[] evaluate(final float[] x, final float[] timesteps) {
		try (NDManager manager = Torch.manager(Device.cpu())) {
			return network.forward(Torch.floats(manager, x, timesteps.length, 1, SIZE, SIZE), Torch.floats(manager, timesteps,
				timesteps.length), null, false).toFloatArray();
		}
	}

	private static float[] timesteps(final NoiseSchedule schedule, final int[] t) {
		return Reference.floats(IntStream.of(t).mapToDouble(schedule::timestep).toArray());
	}

	private static Npz inputs() {
		return Reference.npz("diffusion", "steps_inputs");
	}

	private static Npz outputs() {
		return Reference.npz("diffusion", "steps_outputs");
	}

	private static double[] doubles(final float[] values) {
		return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
	}

	private static float[] diffuse(final NoiseSchedule schedule, final Npz in, final int[] t) {
		final float[] noisy = new float[t.length * VALUES];
		for (int n = 0; n < t.length; n++)
			schedule.diffuse(t[n], in.get("x0").floats(), in.get("noise").floats(), noisy, n * VALUES, VALUES);
		return noisy;
	}

	@Test
	void noisyImages() {
		Reference.assertClose("q_sample", outputs().get("q_sample").doubles(), doubles(diffuse(COSINE, inputs(), inputs().get(
			"t").ints())), 1e-6);
	}

	@ParameterizedTest
	@CsvSource({ "cosine_mse, cosine, '', t", "cosine_rescaled_mse, cosine, '', t", "linear_mse, linear, '', t",
		"linear_rescaled_mse, linear, '', t", "respaced50_rescaled_mse, cosine, 50, t50" })
	void losses(final String key, final String name, final String spacing, final String times) {
		final Npz in = inputs();
		final int[] t = in.get(times).ints();
		final NoiseSchedule schedule = NoiseSchedule.named(name, 1000).respaced(spacing);
		final float[] noisy = diffuse(schedule, in, t);
		final DiffusionLoss.Terms terms = new DiffusionLoss(schedule, Variance.LEARNED_RANGE, key.contains("rescaled")
			? DiffusionLoss.Weighting.RESCALED_MSE : DiffusionLoss.Weighting.MSE).of(in.get("x0").floats(), noisy, in.get(
				"noise").floats(), t, new double[t.length], evaluate(noisy, timesteps(schedule, t)));
		assertRelative(key + "_mse", terms.mse(), 1e-5);
		assertRelative(key + "_vb", terms.vb(), 1e-3);
		assertRelative(key + "_loss", terms.loss(), 1e-3);
	}

	private static void assertRelative(final String key, final double[] actual, final double tolerance) {
		final double[] expected = outputs().get("losses_" + key).doubles();
		for (int n = 0; n < expected.length; n++)
			assertEquals(expected[n], actual[n], tolerance * expected[n], key + " of image " + n);
	}

	/**
	 * The network's outputs, each image at another timestep, with the noise that the reference's unclipped x_0 implies: at t =
	 * 998 x_0 multiplies the last digits of a network in float32 (here off by 4e-6) by 642, so single steps can be compared
	 * only on the same noise.
	 */
	private static double[][] predicted(final Npz in) {
		final int[] t = in.get("t_p").ints();
		final double[][] x = Reference.images(in.get("xt").doubles(), t.length);
		final double[][] starts = Reference.images(outputs().get("p_mean_variance_noclip_pred_xstart").doubles(), t.length);
		final double[][] result = Reference.images(doubles(evaluate(in.get("xt").floats(), timesteps(COSINE, t))), t.length);
		for (int n = 0; n < t.length; n++) {
			final PosteriorStep step = PosteriorStep.of(COSINE, Variance.LEARNED_RANGE, t[n]);
			for (int i = 0; i < VALUES; i++) {
				final double implied = (step.now() * x[n][i] - starts[n][i]) / step.noise();
				// The division by 0.009 at t = 1 costs digits in turn.
				assertEquals(implied, result[n][i], 1e-5 + 1e-6 / step.noise(), "noise at t = " + t[n]);
				result[n][i] = implied;
			}
		}
		return result;
	}

	private static double[] step(final Sampler sampler, final double[] noise) {
		final Npz in = inputs();
		final int[] t = in.get("t_p").ints();
		final double[][] all = predicted(in);
		final double[][] x = Reference.images(in.get("xt").doubles(), t.length);
		for (int n = 0; n < t.length; n++)
			sampler.start(1).advance(sampler.steps() - 1 - t[n], 0, x[n], all[n], noise == null ? null : Reference.part(noise, n,
				t.length));
		return Reference.join(x);
	}

	@Test
	void oneStepBack() {
		final Npz out = outputs();
		final double[] noise = inputs().get("step_noise").doubles();
		final AncestralSampler clipped = new AncestralSampler(COSINE, Variance.LEARNED_RANGE, true);
		Reference.assertClose("mean", out.get("p_mean_variance_clip_mean").doubles(), step(clipped, null), 1e-4);
		Reference.assertClose("mean, not clipped", out.get("p_mean_variance_noclip_mean").doubles(), step(new AncestralSampler(COSINE,
			Variance.LEARNED_RANGE, false), null), 1e-4);
		Reference.assertClose("sample", out.get("p_sample_sample").doubles(), step(clipped, noise), 1e-4);
		final int[] all = IntStream.range(0, 1000).map(i -> 999 - i).toArray();
		// The reference's tables are float32, where 1 - alphaBar near t = 0 has 4 digits left and clipped pixels have a noise
		// up to 197: with the same rounding the difference is 2e-7, without it 3e-4 in that image.
		final double[] rounded = IntStream.range(0, 1000).mapToDouble(k -> k == 999 ? 1 : (float) COSINE.alphaBar(998 - k))
			.toArray();
		Reference.assertClose("ddim, eta 0", out.get("ddim_eta0_sample").doubles(), step(new Ddim(COSINE, all, rounded, 0, true,
			true), null), 1e-4);
		Reference.assertClose("ddim, eta 1", out.get("ddim_eta1_sample").doubles(), step(new Ddim(COSINE, all, rounded, 1, true,
			true), noise), 1e-4);
		final double[][] exact = Reference.images(step(new Ddim(COSINE, all, 0, true), null), 3);
		for (int n = 1; n < 3; n++)
			Reference.assertClose("ddim, not rounded", Reference.part(out.get("ddim_eta0_sample").doubles(), n, 3), exact[n],
				1e-5);
	}

	@Test
	void startAndVariance() {
		final Npz in = inputs();
		final int[] t = in.get("t_p").ints();
		final double[] x = in.get("xt").doubles();
		final double[][] predicted = predicted(in);
		final double[] start = new double[x.length];
		final double[] clipped = new double[x.length];
		final double[] logVariance = new double[x.length];
		final double[] variance = new double[x.length];
		for (int i = 0; i < x.length; i++) {
			final int n = i / VALUES;
			final PosteriorStep step = PosteriorStep.of(COSINE, Variance.LEARNED_RANGE, t[n]);
			start[i] = step.start(x[i], predicted[n][i % VALUES]);
			clipped[i] = PosteriorStep.clip(start[i]);
			logVariance[i] = step.logVariance(predicted[n][VALUES + i % VALUES]);
			variance[i] = Math.exp(logVariance[i]);
		}
		final Npz out = outputs();
		Reference.assertClose("x_0", out.get("p_mean_variance_noclip_pred_xstart").doubles(), start, 1e-4);
		Reference.assertClose("clipped x_0", out.get("p_mean_variance_clip_pred_xstart").doubles(), clipped, 1e-4);
		Reference.assertClose("log variance", out.get("p_mean_variance_clip_log_variance").doubles(), logVariance, 1e-5);
		Reference.assertClose("variance", out.get("p_mean_variance_clip_variance").doubles(), variance, 1e-5);
	}

	@ParameterizedTest
	@CsvSource({ "p_10_cosine, cosine, 10", "p_10_linear, linear, 10", "ddim_ddim10_cosine_eta0, cosine, ddim10",
		"ddim_ddim10_cosine_eta1, cosine, ddim10" })
	void loops(final String name, final String schedule, final String spacing) {
		final NoiseSchedule trained = NoiseSchedule.named(schedule, 1000);
		final int[] kept = Respacing.keep(1000, spacing);
		final int[] descending = IntStream.range(0, kept.length).map(i -> kept[kept.length - 1 - i]).toArray();
		final BiFunction<NoiseSchedule, int[], Sampler> make = name.startsWith("p") ? (s, t) -> new AncestralSampler(s.respaced(
			spacing), Variance.LEARNED_RANGE, true) : (s, t) -> new Ddim(s, t, name.endsWith("1") ? 1 : 0, true);
		final Npz npz = Reference.npz("diffusion", "loop_" + name);
		final double[] noises = npz.get("noises").doubles();
		final NoiseSource source = (image, draw, target) -> {
			final double[] from = draw == NoiseSource.START ? npz.get("init").doubles() : Reference.part(noises, draw - 1,
				kept.length);
			System.arraycopy(from, (int) image * VALUES, target, 0, VALUES);
		};
		final Sampling sampling = new Sampling(make.apply(trained, descending), new NoiseOnlyIfAsked(), source, VALUES,
			new long[] { 0, 1 }, new int[] { NoisePredictor.NO_CLASS, NoisePredictor.NO_CLASS });
		final Map<Integer, String> known = Map.of(1, "after_step1", 5, "after_step5", 10, "final");
		while (sampling.hasNext()) {
			sampling.next();
			final String key = known.get(sampling.step());
			if (key != null) Reference.assertClose(name + " " + key, npz.get(key).doubles(), Reference.join(sampling.images()),
				1e-4);
		}
		assertGrey(npz.get("final_u8").bytes(), sampling.images());
	}

	private static void assertGrey(final byte[] expected, final double[][] images) {
		int different = 0;
		for (int i = 0; i < expected.length; i++) {
			final int off = Math.abs((expected[i] & 0xFF) - (GreyRange.toBytes(images[i / VALUES])[i % VALUES] & 0xFF));
			assertTrue(off <= 1, "grey level off by " + off);
			different += off;
		}
		assertTrue(different <= 4, different + " pixels differ by a grey level");
	}

	/** The network with its variance left out for samplers that have no use for it. */
	private static final class NoiseOnlyIfAsked implements NoisePredictor {

		@Override
		public void predict(final double[][] x, final int timestep, final int[] classes, final double[][] output) {
			final double[][] full = new double[x.length][2 * VALUES];
			NoisePredictor.of((batch, timesteps, labels) -> evaluate(batch, timesteps)).predict(x, timestep, classes, full);
			for (int n = 0; n < x.length; n++)
				System.arraycopy(full[n], 0, output[n], 0, output[n].length);
		}
	}

	/** The written-out gradient, sent through the network, is the one of the reference's training step. */
	@Test
	void gradientsOfATrainingStep() {
		final Npz in = inputs();
		final int[] t = in.get("t").ints();
		final float[] noisy = diffuse(COSINE, in, t);
		final Npz expected = Reference.npz("diffusion", "train_step");
		network.requireGradient(true);
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = Torch.floats(manager, noisy, t.length, 1, SIZE, SIZE);
			final NDArray times = Torch.floats(manager, timesteps(COSINE, t), t.length);
			final DiffusionLoss.Terms terms = Torch.withGradient(() -> {
				final NDArray output = network.forward(x, times, null, true);
				final DiffusionLoss.Terms found = new DiffusionLoss(COSINE, Variance.LEARNED_RANGE, DiffusionLoss.Weighting.MSE)
					.of(in.get("x0").floats(), noisy, in.get("noise").floats(), t, new double[] { 1 / 3.0, 1 / 3.0, 1 / 3.0 },
						output.toFloatArray());
				Torch.backward(output, Torch.floats(manager, found.gradient(), output.getShape().getShape()));
				return found;
			});
			assertEquals(285.1481018066406, (terms.loss()[0] + terms.loss()[1] + terms.loss()[2]) / 3, 285 * 1e-5);
			double squares = 0;
			for (final var entry : network.named().entrySet())
				try (NDArray gradient = entry.getValue().getArray().getGradient()) {
					for (final float g : gradient.toFloatArray())
						squares += (double) g * g;
				}
			assertEquals(3.581182731052744, Math.sqrt(squares), 3.58e-4);
			for (final String name : new String[] { "input_blocks.0.0.weight", "middle_block.1.qkv.bias", "out.2.weight" })
				try (NDArray gradient = network.named().get(name).getArray().getGradient()) {
					io.sonoflow.nn.Fixture.assertClose(name, expected.get("step1.grad." + name).floats(), gradient.toFloatArray(),
						1e-4);
				}
		}
		finally {
			network.requireGradient(false);
		}
	}

	@Test
	void respacedLoopsAskTheReferencesTimesteps() {
		final Npz npz = Reference.npz("diffusion", "loop_p_10_linear");
		assertArrayEquals(npz.get("timestep_map").ints(), Respacing.keep(1000, "10"));
	}
}
