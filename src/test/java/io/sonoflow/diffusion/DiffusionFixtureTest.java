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
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import com.google.gson.JsonObject;

import io.sonoflow.Fixtures;
import io.sonoflow.Npz;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.unet.AttentionOrder;
import io.sonoflow.nn.unet.ReferenceUNet;
import io.sonoflow.nn.unet.UNet;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The reference's diffusion with a real network: losses, their gradients, single steps, whole loops. A set that is too small
 * for the network's weights has what it answered ({@code recorded_answers.npz}): all but the gradients is tested with these.
 */
@Tag(Fixtures.TAG)
class DiffusionFixtureTest {

	private static JsonObject meta;
	private static Npz in;
	private static Npz out;
	private static NoiseSchedule schedule;

	/** The network, or else its answers. */
	private static UNet network;
	private static Npz recorded;

	@BeforeAll
	static void open() {
		meta = Fixtures.json("diffusion", "meta");
		in = Fixtures.npz("diffusion", "steps_inputs");
		out = Fixtures.npz("diffusion", "steps_outputs");
		schedule = named(meta.get("schedule").getAsString().split(" ")[0]);
		Torch.inference();
		if (Files.exists(Fixtures.folder("diffusion").resolve("recorded_answers.npz"))) recorded = Fixtures.npz("diffusion",
			"recorded_answers");
		else network = ReferenceUNet.network(model(), AttentionOrder.LEGACY);
	}

	/** {@return the network whose file the set names first: {@code unet/a_model.pt of this set ...}} */
	private static String model() {
		return meta.get("model").getAsString().replaceFirst("unet/(.*)_model\\.pt.*", "$1");
	}

	@AfterAll
	static void close() {
		if (network != null) network.close();
	}

	private static NoiseSchedule named(final String name) {
		return NoiseSchedule.named(name, meta.get("num_timesteps").getAsInt());
	}

	/**
	 * @param key of the recorded answers
	 * @param index of these
	 * @return the network's answers to the images at the timesteps, (n,2,h,w)
	 */
	private static float[] evaluate(final String key, final int index, final float[] x, final float[] timesteps) {
		if (recorded != null) {
			final float[] all = recorded.get(key).floats();
			return Arrays.copyOfRange(all, index * 2 * x.length, (index + 1) * 2 * x.length);
		}
		final int side = (int) Math.round(Math.sqrt((double) x.length / timesteps.length));
		try (NDManager manager = Torch.manager(Device.cpu())) {
			return network.forward(Torch.floats(manager, x, timesteps.length, 1, side, side), Torch.floats(manager, timesteps,
				timesteps.length), null, false).toFloatArray();
		}
	}

	private static float[] timesteps(final NoiseSchedule of, final int[] t) {
		return ImageArrays.floats(IntStream.of(t).mapToDouble(of::timestep).toArray());
	}

	private static double[] doubles(final float[] values) {
		return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
	}

	private static DiffusionLoss loss(final NoiseSchedule of, final NDManager manager, final DiffusionLoss.Weighting weighting) {
		return new DiffusionLoss(manager, of, Variance.LEARNED_RANGE, weighting, Prediction.NOISE);
	}

	private static NDArray rows(final NDManager manager, final float... values) {
		final long images = in.get("x0").shape()[0];
		return Torch.floats(manager, values, images, values.length / images);
	}

	private static float[] diffuse(final NoiseSchedule of, final int[] t) {
		try (NDManager manager = Torch.manager(Device.cpu()); DiffusionLoss loss = loss(of, manager, DiffusionLoss.Weighting.MSE)) {
			return loss.noisy(rows(manager, in.get("x0").floats()), rows(manager, in.get("noise").floats()), t).toFloatArray();
		}
	}

	@Test
	void noisyImages() {
		Fixtures.assertClose("q_sample", out.get("q_sample").doubles(), doubles(diffuse(schedule, in.get("t").ints())), 1e-6);
	}

	static List<String> weightings() {
		return Fixtures.matches(Fixtures.npz("diffusion", "steps_outputs").all().keySet(), "losses_(.*)_loss");
	}

	/** The name: a schedule, or the cosine's respaced to a number of steps; then the weighting. */
	@ParameterizedTest
	@MethodSource("weightings")
	void losses(final String key) {
		final String process = key.replaceFirst("_(rescaled_)?mse", "");
		final String spacing = process.startsWith("respaced") ? process.substring("respaced".length()) : "";
		final int[] t = in.get("t" + spacing).ints();
		final NoiseSchedule of = (spacing.isEmpty() ? named(process) : schedule).respaced(spacing);
		final float[] noisy = diffuse(of, t);
		try (NDManager manager = Torch.manager(Device.cpu()); DiffusionLoss loss = loss(of, manager, key.contains("rescaled")
			? DiffusionLoss.Weighting.RESCALED_MSE : DiffusionLoss.Weighting.MSE))
		{
			final DiffusionLoss.Losses terms = loss.of(rows(manager, in.get("x0").floats()), rows(manager, noisy), rows(manager, in.get(
				"noise").floats()), t, new double[t.length], rows(manager, evaluate("losses_" + process, 0, noisy, timesteps(of, t))))
				.read();
			assertRelative(key + "_mse", terms.mse(), 1e-5);
			assertRelative(key + "_vb", terms.vb(), 1e-3);
			assertRelative(key + "_loss", terms.loss(), 1e-3);
		}
	}

	private static void assertRelative(final String key, final double[] actual, final double tolerance) {
		final double[] expected = out.get("losses_" + key).doubles();
		for (int n = 0; n < expected.length; n++)
			assertEquals(expected[n], actual[n], tolerance * expected[n], key + " of image " + n);
	}

	/**
	 * The network's outputs, each image at another timestep, with the noise that the reference's unclipped x_0 implies: at t =
	 * 998 x_0 multiplies the last digits of a network in float32 (here off by 4e-6) by 642, so single steps can be compared
	 * only on the same noise.
	 */
	private static double[][] predicted() {
		final int[] t = in.get("t_p").ints();
		final double[][] x = ImageArrays.images(in.get("xt").doubles(), t.length);
		final double[][] starts = ImageArrays.images(out.get("p_mean_variance_noclip_pred_xstart").doubles(), t.length);
		final double[][] result = ImageArrays.images(doubles(evaluate("steps", 0, in.get("xt").floats(), timesteps(schedule,
			t))), t.length);
		for (int n = 0; n < t.length; n++) {
			final PosteriorStep step = PosteriorStep.of(schedule, Variance.LEARNED_RANGE, t[n]);
			for (int i = 0; i < x[n].length; i++) {
				final double implied = (step.now() * x[n][i] - starts[n][i]) / step.noise();
				// The division by 0.009 at t = 1 costs digits in turn.
				assertEquals(implied, result[n][i], 1e-5 + 1e-6 / step.noise(), "noise at t = " + t[n]);
				result[n][i] = implied;
			}
		}
		return result;
	}

	private static double[] step(final Sampler sampler, final double[] noise) {
		final int[] t = in.get("t_p").ints();
		final double[][] all = predicted();
		final double[][] x = ImageArrays.images(in.get("xt").doubles(), t.length);
		for (int n = 0; n < t.length; n++)
			x[n] = HostPredictor.step(sampler, sampler.steps() - 1 - t[n], new double[][] { x[n] }, new double[][] { all[n] },
				noise == null ? null : new double[][] { ImageArrays.part(noise, n, t.length) })[0];
		return ImageArrays.join(x);
	}

	@Test
	void oneStepBack() {
		final double[] noise = in.get("step_noise").doubles();
		final AncestralSampler clipped = new AncestralSampler(schedule, Variance.LEARNED_RANGE, true);
		Fixtures.assertClose("mean", out.get("p_mean_variance_clip_mean").doubles(), step(clipped, null), 1e-4);
		Fixtures.assertClose("mean, not clipped", out.get("p_mean_variance_noclip_mean").doubles(), step(
			new AncestralSampler(schedule, Variance.LEARNED_RANGE, false), null), 1e-4);
		Fixtures.assertClose("sample", out.get("p_sample_sample").doubles(), step(clipped, noise), 1e-4);
	}

	@Test
	void oneStepBackOfDdim() {
		final int steps = schedule.steps();
		final int[] all = IntStream.range(0, steps).map(i -> steps - 1 - i).toArray();
		// The reference's tables are float32, where 1 - alphaBar near t = 0 has 4 digits left and clipped pixels have a noise
		// up to 197: with the same rounding the difference is 2e-7, without it 3e-4 in that image.
		final double[] rounded = IntStream.range(0, steps).mapToDouble(k -> k == steps - 1 ? 1 : (float) schedule.alphaBar(
			steps - 2 - k)).toArray();
		final List<String> etas = Fixtures.matches(out.all().keySet(), "ddim_eta(.*)_sample");
		assertFalse(etas.isEmpty());
		for (final String eta : etas) {
			final double random = Double.parseDouble(eta);
			final double[] noise = random > 0 ? in.get("step_noise").doubles() : null;
			final double[] expected = out.get("ddim_eta" + eta + "_sample").doubles();
			Fixtures.assertClose("ddim, eta " + eta, expected, step(new Ddim(schedule, all, rounded, random, true, true), noise),
				1e-4);
			if (random > 0) continue;
			final int[] t = in.get("t_p").ints();
			final double[][] exact = ImageArrays.images(step(new Ddim(schedule, all, 0, true), null), t.length);
			for (int n = 0; n < t.length; n++)
				if (schedule.noise(t[n]) > 0.1) Fixtures.assertClose("ddim, not rounded", ImageArrays.part(expected, n, t.length),
					exact[n], 1e-5);
		}
	}

	/** What a step adds for a noise of 1 is the deviation. */
	@Test
	void variances() {
		final AncestralSampler sampler = new AncestralSampler(schedule, Variance.LEARNED_RANGE, true);
		final double[] mean = step(sampler, null);
		final double[] ones = new double[mean.length];
		Arrays.fill(ones, 1);
		final double[] above = step(sampler, ones);
		final double[] variance = IntStream.range(0, mean.length).mapToDouble(i -> Math.pow(above[i] - mean[i], 2)).toArray();
		Fixtures.assertClose("variance", out.get("p_mean_variance_clip_variance").doubles(), variance, 1e-5);
		Fixtures.assertClose("log variance", out.get("p_mean_variance_clip_log_variance").doubles(), Arrays.stream(variance).map(
			Math::log).toArray(), 1e-5);
	}

	static List<String> walks() {
		return List.copyOf(Fixtures.json("diffusion", "meta").getAsJsonObject("loops").keySet());
	}

	@ParameterizedTest
	@MethodSource("walks")
	void loops(final String name) {
		final JsonObject loop = meta.getAsJsonObject("loops").getAsJsonObject(name);
		final NoiseSchedule trained = named(loop.get("schedule").getAsString());
		final String spacing = loop.get("timestep_respacing").getAsString();
		final boolean clip = loop.get("clip_denoised").getAsBoolean();
		final int[] kept = Respacing.keep(trained.steps(), spacing);
		final Npz npz = Fixtures.npz("diffusion", "loop_" + name);
		assertArrayEquals(npz.get("timestep_map").ints(), kept);
		final int[] descending = IntStream.range(0, kept.length).map(i -> kept[kept.length - 1 - i]).toArray();
		final Sampler sampler = loop.get("kind").getAsString().equals("p") ? new AncestralSampler(trained.respaced(spacing),
			Variance.LEARNED_RANGE, clip) : new Ddim(trained, descending, loop.get("eta").getAsDouble(), clip);
		final int images = (int) npz.get("init").shape()[0];
		final int values = npz.get("init").length() / images;
		final double[] noises = npz.get("noises").doubles();
		final NoiseSource source = (image, draw, target) -> {
			final double[] from = draw == NoiseSource.START ? npz.get("init").doubles() : ImageArrays.part(noises, draw - 1,
				kept.length);
			System.arraycopy(from, (int) image * values, target, 0, values);
		};
		final int[] classes = new int[images];
		Arrays.fill(classes, NoisePredictor.NO_CLASS);
		try (Sampling sampling = new Sampling(sampler, recorded("loop_" + name), source, values, LongStream.range(0,
			images).toArray(), classes))
		{
			while (sampling.hasNext()) {
				sampling.next();
				final String key = sampling.hasNext() ? "after_step" + sampling.step() : "final";
				if (npz.all().containsKey(key)) Fixtures.assertClose(name + " " + key, npz.get(key).doubles(), ImageArrays.join(
					sampling.images()), 1e-4);
			}
			assertEquals(loop.get("n_steps").getAsInt(), sampling.step());
			assertGrey(npz.get("final_u8").bytes(), sampling.images());
		}
	}

	private static void assertGrey(final byte[] expected, final double[][] images) {
		final int values = images[0].length;
		int different = 0;
		for (int i = 0; i < expected.length; i++) {
			final int off = Math.abs((expected[i] & 0xFF) - (GreyRange.toBytes(images[i / values])[i % values] & 0xFF));
			assertTrue(off <= 1, "grey level off by " + off);
			different += off;
		}
		assertTrue(different <= 4, different + " pixels differ by a grey level");
	}

	/** {@return the network, asked one time after the other} */
	private static NoisePredictor recorded(final String key) {
		final AtomicInteger asked = new AtomicInteger();
		return NoisePredictor.of((x, timesteps, classes) -> Torch.floats(x.getManager(), evaluate(key, asked.getAndIncrement(), x
			.toFloatArray(), timesteps.toFloatArray()), x.getShape().get(0), 2, x.getShape().get(2), x.getShape().get(3)), Device
				.cpu(), 1);
	}

	/** The written-out gradient, sent through the network, is the one of the reference's training step. */
	@Test
	void gradientsOfATrainingStep() {
		if (network == null) network = ReferenceUNet.network(model(), AttentionOrder.LEGACY);
		final int[] t = in.get("t").ints();
		final long[] shape = in.get("x0").shape();
		final float[] noisy = diffuse(schedule, t);
		final Npz expected = Fixtures.npz("diffusion", "train_step");
		final JsonObject numbers = meta.getAsJsonObject("train").getAsJsonObject("step1");
		final double[] share = new double[t.length];
		Arrays.fill(share, 1.0 / t.length);
		network.requireGradient(true);
		try (NDManager manager = Torch.manager(Device.cpu())) {
			final NDArray x = Torch.floats(manager, noisy, shape);
			final NDArray times = Torch.floats(manager, timesteps(schedule, t), t.length);
			final NDArray output = Torch.withGradient(() -> network.forward(x, times, null, true));
			final DiffusionLoss.Terms terms = loss(schedule, manager, DiffusionLoss.Weighting.MSE).of(rows(manager, in.get("x0")
				.floats()), rows(manager, noisy), rows(manager, in.get("noise").floats()), t, share, output);
			Torch.backward(output, terms.gradient());
			final double loss = numbers.get("loss").getAsDouble();
			assertEquals(loss, Arrays.stream(terms.read().loss()).average().orElseThrow(), loss * 1e-5);
			checkGradients(expected, numbers.get("grad_norm").getAsDouble());
		}
		finally {
			network.requireGradient(false);
		}
	}

	private static void checkGradients(final Npz expected, final double norm) {
		double squares = 0;
		for (final var entry : network.named().entrySet())
			try (NDArray gradient = entry.getValue().getArray().getGradient()) {
				for (final float g : gradient.toFloatArray())
					squares += (double) g * g;
				final String key = "step1.grad." + entry.getKey();
				if (expected.all().containsKey(key)) Fixtures.assertClose(key, expected.get(key).floats(), gradient
					.toFloatArray(), 1e-4);
			}
		assertEquals(norm, Math.sqrt(squares), norm * 1e-4);
	}
}
