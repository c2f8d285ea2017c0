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
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The steps of Train Classifier as the command does them, loader and augmentation included: time a step, and the memory of
 * the process. Arguments: device, network, side, batch, steps (a multiple of 10).
 */
public final class GpuCourse implements Monitor {

	/** Side of the images before augmentation. */
	private static final int CROP = 300;

	private static final int IMAGES = 64;

	/** In an epoch. */
	private static final int BATCHES = 10;

	private static final int SHOWN = 12;

	private final List<Long> times = new ArrayList<>();
	private final List<Long> memory = new ArrayList<>();
	private final List<String> card = new ArrayList<>();
	private final Map<String, Integer> seen = new ConcurrentHashMap<>();

	/** Looks where the thread that makes it is, every two milliseconds. */
	public GpuCourse() {
		final Thread watched = Thread.currentThread();
		final Thread watch = new Thread(() -> {
			while (watched.isAlive()) {
				look(watched.getStackTrace());
				LockSupport.parkNanos(2_000_000);
			}
		});
		watch.setDaemon(true);
		watch.start();
	}

	/** Counts the method of ours that is at work, and who called it. */
	private void look(final StackTraceElement[] stack) {
		if (times.isEmpty()) return;
		final List<String> ours = Arrays.stream(stack).filter(each -> each.getClassName().startsWith("io.sonoflow.")).map(
			each -> each.getClassName().replaceFirst(".*\\.", "") + "." + each.getMethodName() + ":" + each.getLineNumber()).toList();
		if (!ours.isEmpty()) seen.merge(String.join(" < ", ours.subList(0, Math.min(3, ours.size()))), 1, Integer::sum);
	}

	/** Runs it. */
	public static void main(final String... args) {
		final Device device = Devices.parse(args[0], Monitor.NONE);
		final int side = Integer.parseInt(args[2]);
		final TrainingSettings settings = new TrainingSettings();
		settings.batch = Integer.parseInt(args[3]);
		settings.epochs = Integer.parseInt(args[4]) / BATCHES;
		final GpuCourse course = new GpuCourse();
		final NetworkInput input = NetworkInput.classifier(side);
		final List<ArrayImg<UnsignedByteType, ByteArray>> crops = IntStream.range(0, IMAGES).mapToObj(GpuCourse::crop).toList();
		final int[] samples = IntStream.range(0, settings.batch * BATCHES).map(i -> i % IMAGES).toArray();
		final int[] labels = IntStream.range(0, IMAGES).map(i -> i % 2).toArray();
		try (ImageNetwork network = Networks.create(args[1], device, 1, 2, 0)) {
			ClassifierTraining.run(network, (epoch, draw, sample, target, offset) -> input.write(crops.get(sample), Augmentation
				.published(), RandomStream.of(0, "augment", epoch, draw), target, offset), samples, labels, new ClassifierTraining.Plan(
					settings, side, Augmentation.none(), 0, Batches.threads()), ClassifierTraining.Hooks.NONE, "gpu", course);
		}
		course.print("Train Classifier " + args[1] + ", " + side + " px", settings.batch);
	}

	private static ArrayImg<UnsignedByteType, ByteArray> crop(final int i) {
		final byte[] pixels = new byte[CROP * CROP];
		final RandomStream random = RandomStream.of(0, "gpu", i);
		for (int p = 0; p < pixels.length; p++)
			pixels[p] = (byte) random.nextInt();
		return Images.bytes(pixels, CROP, CROP);
	}

	@Override
	public void progress(final String stage, final long done, final long total) {
		times.add(System.nanoTime());
		memory.add(resident());
		if (done * 4 % total == 0) card.add(cardMemory());
	}

	private static String cardMemory() {
		try {
			final Process process = new ProcessBuilder("nvidia-smi", "--query-gpu=memory.used", "--format=csv,noheader").start();
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		}
		catch (final IOException e) {
			return "unknown";
		}
	}

	/** Prints what a step took, the first fifth left out, and the memory in quarters. */
	public void print(final String what, final int batch) {
		final int from = times.size() / 5;
		final double[] steps = IntStream.range(from + 1, times.size()).mapToDouble(i -> (times.get(i) - times.get(i - 1)) * 1e-6)
			.sorted().toArray();
		final double mean = (times.get(times.size() - 1) - times.get(from)) * 1e-6 / steps.length;
		System.out.printf(Locale.ROOT, "%s, batch %d: %d steps, median %.2f ms, mean %.2f ms, %.0f images/s%n", what, batch, times
			.size(), steps[steps.length / 2], mean, 1000 * batch / mean);
		final StringBuilder line = new StringBuilder();
		for (int quarter = 1; quarter <= 4; quarter++) {
			final int at = Math.max(1, memory.size() * quarter / 4) - 1;
			line.append(String.format(Locale.ROOT, "  step %d %.1f MB", at + 1, memory.get(at) / 1024.0));
		}
		System.out.println("resident:" + line + "; the card's: " + card);
		System.out.printf(Locale.ROOT, "resident: %.4f MB a step from step %d on (least squares)%n", slope(memory.size() / 3), memory
			.size() / 3);
		final int all = seen.values().stream().mapToInt(each -> each).sum();
		seen.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(SHOWN).forEach(
			each -> System.out.printf(Locale.ROOT, "  %4.1f %% %s%n", 100.0 * each.getValue() / all, each.getKey()));
	}

	private double slope(final int from) {
		final double middle = (from + memory.size() - 1) / 2.0;
		double product = 0;
		double square = 0;
		for (int i = from; i < memory.size(); i++) {
			product += (i - middle) * memory.get(i) / 1024;
			square += (i - middle) * (i - middle);
		}
		return product / square;
	}

	private static long resident() {
		try {
			return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS")).mapToLong(
				line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
