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
package io.sonoflow.train;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Training of ResNet-18: what preparing images costs beside the network (aim: at most 10 percent of wall time), and what a
 * checkpoint costs (aim: less than 1 percent).
 * <p>
 * Arguments: size of the input (default 224), batch (16), steps (12).
 */
public final class TrainingBench {

	private static final int CROP = 300;

	private final Monitor quiet = Monitor.NONE;
	private final List<ArrayImg<UnsignedByteType, ByteArray>> crops = new ArrayList<>();
	private final int[] labels = new int[64];

	private TrainingBench() {
		for (int i = 0; i < labels.length; i++) {
			labels[i] = i % 2;
			final byte[] pixels = new byte[CROP * CROP];
			final RandomStream random = RandomStream.of(0, "bench", i);
			for (int p = 0; p < pixels.length; p++)
				pixels[p] = (byte) random.nextInt();
			crops.add(Images.bytes(pixels, CROP, CROP));
		}
	}

	public static void main(final String... args) throws IOException {
		final int[] values = { 224, 16, 12 };
		for (int i = 0; i < args.length; i++)
			values[i] = Integer.parseInt(args[i]);
		Torch.start();
		final TrainingBench bench = new TrainingBench();
		bench.speed(values[0], values[1], values[2]);
		bench.checkpoints();
	}

	private Batches.Filler loader(final int size, final AtomicLong nanos, final AtomicLong calls) {
		final NetworkInput input = NetworkInput.classifier(size);
		return (epoch, draw, sample, target, offset) -> {
			final long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
			input.write(crops.get(sample), Augmentation.published(), RandomStream.of(0, "augment", epoch, draw), target,
				offset);
			nanos.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
			calls.incrementAndGet();
		};
	}

	/** {@return seconds of the steps after the first; stops before the running statistics settle} */
	private double train(final ImageNetwork network, final Batches.Filler filler, final int size, final int batch,
		final int steps, final Monitor monitor)
	{
		return train(network, filler, size, batch, steps, ClassifierTraining.Hooks.NONE, monitor);
	}

	private double train(final ImageNetwork network, final Batches.Filler filler, final int size, final int batch,
		final int steps, final ClassifierTraining.Hooks hooks, final Monitor monitor)
	{
		final int[] samples = IntStream.range(0, batch).map(i -> i % labels.length).toArray();
		final long[] clock = new long[2];
		try {
			// One step an epoch.
			final TrainingSettings settings = new TrainingSettings();
			settings.epochs = steps + 1;
			settings.batch = batch;
			ClassifierTraining.run(network, filler, samples, labels, new ClassifierTraining.Plan(settings, size, Augmentation
				.none(), 0, Batches.threads()), hooks, "bench", new Monitor() {

					private boolean done;

					@Override
					public void value(final String series, final double x, final double y) {
						if (x == 1) clock[0] = System.nanoTime();
						clock[1] = System.nanoTime();
						monitor.value(series, x, y);
					}

					@Override
					public boolean isCancelled() {
						return done;
					}

					@Override
					public void progress(final String stage, final long epoch, final long total) {
						done = epoch == total;
					}
				});
		}
		catch (final SonoflowException.Cancelled e) {
			// What the bench wants: only the steps.
		}
		return (clock[1] - clock[0]) / 1e9;
	}

	private void speed(final int size, final int batch, final int steps) {
		final AtomicLong cpu = new AtomicLong();
		final AtomicLong calls = new AtomicLong();
		try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 0)) {
			final Batches.Filler alone = (epoch, draw, sample, target, offset) -> target[offset] = draw;
			train(network, loader(size, new AtomicLong(), new AtomicLong()), size, batch, 2, quiet);
			double with = 0;
			double without = 0;
			// Alternating, so that other work on the machine hits both alike.
			for (int round = 0; round < 3; round++) {
				without += train(network, alone, size, batch, steps, quiet);
				with += train(network, loader(size, cpu, calls), size, batch, steps, quiet);
			}
			final double images = 3.0 * steps * batch;
			System.out.printf("ResNet-18, %d px, batch %d, %d torch threads%n", size, batch, Torch.threads());
			System.out.printf("network alone  %7.2f images/s%n", images / without);
			System.out.printf("with loader    %7.2f images/s   ratio %.3f%n", images / with, without / with);
			System.out.printf("loader's CPU   %7.2f ms an image%n", cpu.get() / 1e6 / calls.get());
		}
	}

	/** A training of five steps that is saved after each. */
	private void checkpoints() throws IOException {
		final Path folder = Files.createTempDirectory("checkpoints");
		final int steps = 5;
		final double[] seconds = new double[2];
		System.setProperty(TrainingCheckpoint.PROPERTY, "0");
		for (int saved = 0; saved < 2; saved++) {
			final TrainingCheckpoint checkpoint = saved == 0 ? TrainingCheckpoint.NONE : TrainingCheckpoint.of(folder, "bench",
				"");
			try (ImageNetwork network = Networks.create("resnet18", Device.cpu(), 1, 2, 0)) {
				seconds[saved] = train(network, (epoch, draw, sample, target, offset) -> target[offset] = draw, 64, 16, steps,
					new ClassifierTraining.Hooks(SampleLossListener.NONE, checkpoint), quiet);
			}
			checkpoint.remove();
		}
		System.clearProperty(TrainingCheckpoint.PROPERTY);
		final double cost = (seconds[1] - seconds[0]) / steps;
		System.out.printf("a checkpoint   %7.2f s: %.2f percent of the time, as one is written every %.0f s%n", cost, 100 * cost /
			Math.max(60, 200 * cost), Math.max(60, 200 * cost));
		Files.delete(folder);
	}
}
