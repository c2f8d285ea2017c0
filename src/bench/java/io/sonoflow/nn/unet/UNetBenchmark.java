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
package io.sonoflow.nn.unet;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The U-Net (default 64 px, base 64, batch 8) against the same network, same weights, traced in Python and run as
 * TorchScript in this JVM, and, if a Python is named, against PyTorch there. Both take turns; the best round of each
 * counts. Arguments: the folder that {@code src/bench/python/unet.py save} has filled, then perhaps rounds, size, batch.
 */
public final class UNetBenchmark {

	private static final int ROUNDS = 8;

	private final NDManager manager;
	private final UNet network;
	private final PtSymbolBlock traced;
	private final NDArray x;
	private final NDArray t;

	private UNetBenchmark(final Path folder, final int size, final int batch) throws IOException {
		manager = Torch.manager(Device.cpu());
		network = UNetFile.open(folder.resolve("weights.pt"), UNetHints.NONE, Monitor.NONE).network(Device.cpu());
		try (InputStream in = Files.newInputStream(folder.resolve("traced.pt"))) {
			traced = JniUtils.loadModule((PtNDManager) manager, in, false, false);
		}
		final float[] data = new float[batch * size * size];
		Initializer.normal(data, RandomStream.of(1, "benchmark"), 1);
		x = Torch.floats(manager, data, batch, 1, size, size);
		t = manager.arange(batch).toType(x.getDataType(), false);
	}

	private NDArray ours(final boolean training) {
		return network.forward(x, t, null, training);
	}

	private NDArray theirs() {
		return IValueUtils.forward(traced, new NDList(x, t), true).singletonOrThrow();
	}

	private interface Work {

		NDArray run();
	}

	private static double seconds(final Work work) {
		final long start = System.nanoTime();
		work.run().close();
		return (System.nanoTime() - start) / 1e9;
	}

	private NDArray backward(final NDArray y) {
		try (y; NDArray squares = y.square()) {
			final NDArray loss = squares.mean();
			Torch.backward(loss, null);
			return loss;
		}
	}

	private void compare(final String what, final int rounds, final Work ours, final Work theirs) {
		double mine = Double.MAX_VALUE;
		double other = Double.MAX_VALUE;
		for (int i = -2; i < rounds; i++) {
			final double a = seconds(ours);
			final double b = seconds(theirs);
			if (i < 0) continue;
			mine = Math.min(mine, a);
			other = Math.min(other, b);
		}
		System.out.printf(Locale.ROOT, "%s: ours %.3f s, traced %.3f s, ratio (speed) %.3f%n", what, mine, other, other / mine);
	}

	private void run(final int rounds) {
		Torch.inference();
		try (NDArray a = ours(false); NDArray b = theirs(); NDArray difference = a.sub(b).abs().max()) {
			System.out.printf(Locale.ROOT, "largest difference %.2g of %.2g%n", difference.getFloat(), b.abs().max().getFloat());
		}
		compare("forward", rounds, () -> ours(false), this::theirs);
		network.requireGradient(true);
		compare("forward and backward", rounds, () -> Torch.withGradient(() -> backward(ours(true))), () -> Torch.withGradient(
			() -> backward(theirs())));
	}

	/** @param arguments folder, rounds, size, batch */
	public static void main(final String[] arguments) throws IOException {
		final int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
		final int size = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 64;
		final int batch = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 8;
		final UNetBenchmark benchmark = new UNetBenchmark(Path.of(arguments[0]), size, batch);
		benchmark.run(rounds);
		benchmark.network.close();
		benchmark.manager.close();
	}
}
