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
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;

import io.sonoflow.RandomStream;
import io.sonoflow.train.AdamW;
import io.sonoflow.train.ParameterGroup;
import io.sonoflow.train.RateSchedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * How far the losses of a training are from those of the same network as TorchScript ({@link ConvNetScript}) over 20 steps of 16
 * images, how far the script's are from its own when the images of each batch come in another order (the same sums, rounded in
 * another way), and, where that is asked for, how far either is from the script in float64: what single precision itself leaves
 * open. A line a network, the largest difference of a step's losses each: {@code losses <network> <size> <ours to the script>
 * <the script to itself> <ours to float64> <the script to float64>}.
 *
 * <pre>
 * mvn -q -Pbench -Dbench=losses -Dargs="64 float64 resnet50"
 * </pre>
 */
public final class LossBench {

	private static final int BATCH = 16, STEPS = 20;
	private static final String EXACT = "float64";

	/** What computes the losses. */
	private enum Side {
		OURS, SCRIPT, TURNED, DOUBLE
	}

	private LossBench() {
	}

	/** @param args pixels (64), {@code float64} where it is asked for, networks (all) */
	public static void main(final String... args) {
		final int size = args.length > 0 ? Integer.parseInt(args[0]) : 64;
		final List<String> rest = new ArrayList<>(List.of(args).subList(Math.min(1, args.length), args.length));
		final boolean exact = rest.remove(EXACT);
		Torch.inference();
		for (final String name : rest.isEmpty() ? List.of(Networks.RESNET18, Networks.RESNET50, Networks.DENSENET121) : rest) {
			final double[] ours = losses(name, size, Side.OURS), script = losses(name, size, Side.SCRIPT);
			final double[] turned = losses(name, size, Side.TURNED);
			System.out.printf(Locale.ROOT, "losses %s %d %.1e %.1e", name, size, difference(ours, script), difference(turned, script));
			if (exact) {
				final double[] truth = losses(name, size, Side.DOUBLE);
				System.out.printf(Locale.ROOT, " %.1e %.1e", difference(ours, truth), difference(script, truth));
			}
			System.out.printf(Locale.ROOT, " (from %.3f to %.3f)%n", script[0], script[STEPS - 1]);
		}
	}

	private static double difference(final double[] a, final double[] b) {
		return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow();
	}

	private static double[] losses(final String name, final int size, final Side side) {
		final double[] losses = new double[STEPS];
		try (ImageNetwork network = Networks.create(name, Device.cpu(), 1, 2, 0)) {
			final Map<Parameter, NDArray> values = new HashMap<>();
			for (final Parameter each : network.named().values())
				values.put(each, side == Side.DOUBLE ? each.getArray().toType(DataType.FLOAT64, true) : each.getArray());
			network.requireGradient(true);
			final Map<String, NDArray> learned = new LinkedHashMap<>();
			network.named().forEach((key, parameter) -> {
				if (parameter.requiresGradient()) learned.put(key, values.get(parameter));
			});
			learned.values().forEach(each -> each.setRequiresGradient(true));
			try (ConvNetScript script = new ConvNetScript(network, values::get);
					AdamW optimizer = new AdamW(network.manager(), List.of(new ParameterGroup(learned, RateSchedule.constant(1e-4), 1e-5))))
			{
				for (int step = 0; step < STEPS; step++)
					losses[step] = step(network.manager(), images -> side == Side.OURS ? network.logits(images, true) : script.logits(
						images, true), optimizer, side, size);
			}
		}
		return losses;
	}

	/** {@return the mean loss of sixteen images of noise, the classes in turn} */
	private static double step(final NDManager manager, final UnaryOperator<NDArray> logits, final AdamW optimizer, final Side side,
		final int size)
	{
		final float[] batch = new float[BATCH * size * size];
		final int[] classes = new int[BATCH];
		for (int i = 0; i < BATCH; i++) {
			final int image = side == Side.TURNED ? BATCH - 1 - i : i;
			final RandomStream random = RandomStream.of(0, "image", image);
			for (int k = 0; k < size * size; k++)
				batch[i * size * size + k] = (float) random.nextGaussian();
			classes[i] = image % 2;
		}
		try (NDManager scope = manager.newSubManager()) {
			final NDArray single = Torch.floats(scope, batch, BATCH, 1, size, size);
			final NDArray images = side == Side.DOUBLE ? single.toType(DataType.FLOAT64, false) : single;
			final NDArray loss = Torch.withGradient(() -> loss(logits.apply(images), classes));
			Torch.backward(loss, null);
			optimizer.step();
			return side == Side.DOUBLE ? loss.toDoubleArray()[0] : loss.toFloatArray()[0];
		}
	}

	private static NDArray loss(final NDArray scores, final int[] classes) {
		return scores.logSoftmax(1).mul(scores.getManager().create(classes).oneHot(2).toType(scores.getDataType(), false)).sum().div(
			-BATCH);
	}
}
