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

import io.sonoflow.Contest;
import io.sonoflow.Contest.Time;
import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The U-Net (64 px, base 64, batch 8) against the same network, same weights, traced in Python and run as TorchScript in
 * this JVM with TorchScript's optimiser (which ours do without), and against PyTorch in Python; forward, and forward and
 * backward, turn by turn. Then the same for a network of as many layers with next to nothing to compute: what it takes
 * longer than TorchScript is DJL's own overhead.
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.sonoflow.nn.unet.UNetBenchmark
 * </pre>
 *
 * Arguments: threads (1), rounds (7), size (64), base (64), batch (8). Needs a Python with PyTorch, -Dpython=/usr/bin/python3.
 */
public final class UNetBenchmark {

	private static final int WARM = 3;
	private static final int TINY_ROUNDS = 5;
	/** Passes timed together through the small network, as processor time is told in hundredths of a second. */
	private static final int TINY_PASSES = 25;
	private static final String OURS = "Sonoflow";
	private static final String SCRIPT = "TorchScript";
	private static final String[] WORK = { "forward", "backward" };

	private final NDManager manager;
	private final UNet network;
	private final PtSymbolBlock traced;
	private final NDArray x;
	private final NDArray t;

	/** @param prefix of the files */
	private UNetBenchmark(final Path folder, final String prefix, final int size, final int batch) throws IOException {
		manager = Torch.manager(Device.cpu());
		network = UNetFile.open(folder.resolve(prefix + "weights.pt"), UNetHints.NONE, Monitor.NONE).network(
			Device.cpu());
		try (InputStream in = Files.newInputStream(folder.resolve(prefix + "traced.pt"))) {
			traced = JniUtils.loadModule((PtNDManager) manager, in, false, false);
		}
		final float[] data = new float[batch * size * size];
		Initializer.normal(data, RandomStream.of(1, "benchmark"), 1);
		x = Torch.floats(manager, data, batch, 1, size, size);
		t = manager.arange(batch).toType(x.getDataType(), false);
		network.requireGradient(true);
	}

	private NDArray ours() {
		return network.forward(x, t, null, true);
	}

	/** The thread's setting is that of our own networks: without the optimiser the baseline would be handicapped. */
	private NDArray theirs() {
		JniUtils.setGraphExecutorOptimize(true);
		try {
			return IValueUtils.forward(traced, new NDList(x, t), true).singletonOrThrow();
		}
		finally {
			JniUtils.setGraphExecutorOptimize(false);
		}
	}

	private static NDArray backward(final NDArray y) {
		try (y; NDArray squares = y.square()) {
			final NDArray loss = squares.mean();
			Torch.backward(loss, null);
			return loss;
		}
	}

	private static Time time(final Supplier<NDArray> forward, final String what, final int passes) {
		final Time time = Time.of(() -> {
			for (int i = 0; i < passes; i++)
				if (what.equals("forward")) forward.get().close();
				else Torch.withGradient(() -> backward(forward.get())).close();
		});
		return new Time(time.elapsed() / passes, time.processor() / passes);
	}

	private Contest contest(final String what, final int passes) {
		return new Contest().add(OURS, () -> time(this::ours, what, passes)).add(SCRIPT, () -> time(this::theirs, what,
			passes));
	}

	private void checkSame() {
		try (NDArray a = ours(); NDArray b = theirs(); NDArray difference = a.sub(b).abs().max()) {
			System.out.printf(Locale.ROOT, "largest difference %.2g of %.2g%n", difference.getFloat(), b.abs().max().getFloat());
		}
	}

	private void close() {
		network.close();
		manager.close();
	}

	/** @param arguments threads, rounds, size, base, batch */
	public static void main(final String[] arguments) throws IOException, InterruptedException {
		final int[] values = { 1, 7, 64, 64, 8 };
		for (int i = 0; i < arguments.length; i++)
			values[i] = Integer.parseInt(arguments[i]);
		run(values[0], values[1], values[2], values[3], values[4]);
	}

	/** Prints it. */
	public static void run(final int threads, final int rounds, final int size, final int base, final int batch)
		throws IOException, InterruptedException
	{
		final Path folder = Files.createTempDirectory("sonoflow");
		PythonUNet.save(folder, size, base);
		Torch.threads(threads);
		Torch.inference();
		final double[] real = new double[WORK.length];
		final UNetBenchmark large = new UNetBenchmark(folder, "", size, batch);
		try (PythonUNet python = new PythonUNet(folder, threads, size, base, batch)) {
			System.out.printf(Locale.ROOT, "U-Net, %d px, base %d, batch %d, %d thread(s), PyTorch %s here, %s in Python%n", size,
				base, batch, threads, Torch.version(), python.version());
			large.checkSame();
			for (int i = 0; i < WORK.length; i++) {
				final String what = WORK[i];
				real[i] = large.contest(what, 1).add("Python", () -> python.time(what)).run(WARM, rounds).print(i == 0 ? "Forward"
					: "Forward and backward").median(OURS);
			}
		}
		large.close();
		overhead(folder, size, real);
		for (final String file : new String[] { "weights.pt", "traced.pt", "tiny_weights.pt", "tiny_traced.pt" })
			Files.delete(folder.resolve(file));
		Files.delete(folder);
	}

	private static void overhead(final Path folder, final int size, final double[] real) throws IOException {
		final int levels = UNetConfig.defaultMultipliers(size).size();
		final UNetBenchmark tiny = new UNetBenchmark(folder, "tiny_", 1 << levels, 1);
		for (int i = 0; i < WORK.length; i++) {
			final Contest contest = tiny.contest(WORK[i], TINY_PASSES).run(WARM, TINY_ROUNDS).print(
				"As many layers with next to nothing to compute, " + (i == 0 ? "forward" : "forward and backward"));
			final double more = contest.median(OURS) - contest.median(SCRIPT);
			System.out.printf(Locale.ROOT, "  DJL's own overhead: %.2f ms, %.2f %% of the %.0f ms above%n", 1e3 * more, 100 * more /
				real[i], 1e3 * real[i]);
		}
		tiny.close();
	}
}
