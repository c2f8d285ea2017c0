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
package io.sonoflow.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.RandomStream;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.CrossEntropy;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How far the losses of a training are from those of the same network as TorchScript ({@link ConvNetScript}) over 20 steps of 16
 * images, and how far the script's are from its own when the images of each batch come in another order: the same sums, rounded
 * in another way. A line a network, {@code losses <network> <size> <largest difference> <the script's own>}; a few minutes.
 */
public final class LossBench {

	private static final int BATCH = 16, STEPS = 20;

	private LossBench() {
	}

	/** @param args pixels (64), networks (all) */
	public static void main(final String... args) {
		final int size = args.length > 0 ? Integer.parseInt(args[0]) : 64;
		final List<String> names = args.length > 1 ? List.of(args).subList(1, args.length) : List.of(Networks.RESNET18,
			Networks.RESNET50, Networks.DENSENET121);
		Torch.inference();
		for (final String name : names) {
			final double[] ours = losses(name, size, false, false);
			final double[] script = losses(name, size, true, false);
			final double[] turned = losses(name, size, true, true);
			System.out.printf(Locale.ROOT, "losses %s %d %.1e %.1e (from %.3f to %.3f)%n", name, size, difference(ours, script),
				difference(turned, script), script[0], script[STEPS - 1]);
		}
	}

	private static double difference(final double[] a, final double[] b) {
		double largest = 0;
		for (int i = 0; i < a.length; i++)
			largest = Math.max(largest, Math.abs(a[i] - b[i]));
		return largest;
	}

	private static double[] losses(final String name, final int size, final boolean scripted, final boolean turned) {
		final double[] losses = new double[STEPS];
		try (ImageNetwork network = Networks.create(name, Device.cpu(), 1, 2, 0); ConvNetScript script = new ConvNetScript(
			network))
		{
			network.requireGradient(true);
			final Map<String, NDArray> parameters = new LinkedHashMap<>();
			for (final Map.Entry<String, Parameter> entry : network.named().entrySet())
				if (entry.getValue().requiresGradient()) parameters.put(entry.getKey(), entry.getValue().getArray());
			final Function<NDArray, NDArray> logits = scripted ? images -> script.logits(images, true) : images -> network.logits(
				images, true);
			try (AdamW optimizer = new AdamW(network.manager(), List.of(new ParameterGroup(parameters, RateSchedule.constant(1e-4),
				1e-5))))
			{
				for (int step = 0; step < STEPS; step++)
					losses[step] = step(network, logits, optimizer, turned, size);
			}
		}
		return losses;
	}

	/** {@return the mean loss of sixteen images of noise, the classes in turn} */
	private static double step(final ImageNetwork network, final Function<NDArray, NDArray> logits, final AdamW optimizer,
		final boolean turned, final int size)
	{
		final float[] batch = new float[BATCH * size * size];
		final int[] classes = new int[BATCH];
		for (int i = 0; i < BATCH; i++) {
			final int image = turned ? BATCH - 1 - i : i;
			final RandomStream random = RandomStream.of(0, "image", image);
			for (int k = 0; k < size * size; k++)
				batch[i * size * size + k] = (float) random.nextGaussian();
			classes[i] = image % 2;
		}
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray images = Torch.floats(scope, batch, BATCH, 1, size, size);
			final NDArray loss = Torch.withGradient(() -> CrossEntropy.of(logits.apply(images), classes).mean());
			Torch.backward(loss, null);
			optimizer.step();
			return loss.toFloatArray()[0];
		}
	}
}
