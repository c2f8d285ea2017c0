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
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.MemoryCourse;
import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.diffusion.training.TrainingMemory;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Whether a training needs more memory the longer it lasts ({@link MemoryCourse}): small images, a checkpoint now and then, each
 * training in a process of its own. {@code leak} is the classifier's with one array of 1 KB left open at every step, to see that
 * it would be seen.
 *
 * <pre>
 * mvn -q -Pbench -Dbench=memory -Dargs="2000 resnet18 leak diffusion vit-tiny16"
 * </pre>
 *
 * About three quarters of an hour on 2 cores.
 */
public final class MemoryBench {

	private static final String LEAK = "leak";
	private static final String DIFFUSION = "diffusion";
	private static final List<String> ALL = List.of(Networks.RESNET18, LEAK, DIFFUSION, "vit-tiny16");
	private static final String ONE = "one";
	private static final int SIZE = 32;
	private static final int BATCH = 4;
	private static final int IMAGES = 64;
	private static final int CROP = 100;
	private static final int KILO = 256;

	private MemoryBench() {
	}

	/** @param args steps to look at (2000), after twice as many to settle; what is trained (all) */
	public static void main(final String... args) throws IOException, InterruptedException {
		final int steps = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
		final List<String> wanted = args.length > 1 ? Arrays.asList(args).subList(1, args.length) : ALL;
		if (wanted.get(0).equals(ONE)) {
			one(steps, wanted.get(1));
			return;
		}
		for (final String what : wanted) {
			final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch",
				"-XX:NativeMemoryTracking=summary", "-cp", System.getProperty("java.class.path"), MemoryBench.class.getName(), String
					.valueOf(steps), ONE, what);
			builder.environment().putIfAbsent("OMP_NUM_THREADS", "1");
			builder.redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT).start().waitFor();
		}
	}

	private static void one(final int steps, final String what) throws IOException {
		final MemoryCourse course = new MemoryCourse(steps);
		if (what.equals(DIFFUSION)) TrainingMemory.run(course, course.steps(), SIZE);
		else classifier(course, what.equals(LEAK) ? Networks.RESNET18 : what, what.equals(LEAK));
		course.print(what + ", " + SIZE + " px, " + BATCH + " images, " + Torch.threads() + " thread(s)");
	}

	private static void classifier(final MemoryCourse course, final String architecture, final boolean leaks)
		throws IOException
	{
		final List<ArrayImg<UnsignedByteType, ByteArray>> crops = IntStream.range(0, IMAGES).mapToObj(MemoryBench::noise).toList();
		final NetworkInput input = NetworkInput.classifier(SIZE);
		final TrainingSettings settings = new TrainingSettings();
		settings.epochs = course.steps() * BATCH / IMAGES + 1;
		settings.batch = BATCH;
		final Path folder = Files.createTempDirectory("memory");
		final TrainingCheckpoint checkpoint = TrainingCheckpoint.of(folder, "bench", "");
		try (ImageNetwork network = Networks.create(architecture, Device.cpu(), 1, 2, 0);
				NDManager open = Torch.manager(Device.cpu()))
		{
			ClassifierTraining.run(network, (epoch, draw, sample, target, offset) -> input.write(crops.get(sample), Augmentation
				.published(), RandomStream.of(0, "augment", epoch, draw), target, offset), IntStream.range(0, IMAGES).toArray(), IntStream
					.range(0, IMAGES).map(i -> i % 2).toArray(), new ClassifierTraining.Plan(settings, SIZE, Augmentation.none(), 0, Batches
						.threads()), new ClassifierTraining.Hooks(SampleLossListener.NONE, checkpoint), "bench", new Monitor() {

							@Override
							public void progress(final String stage, final long done, final long total) {
								if (leaks) open.zeros(new Shape(KILO));
								course.step();
							}

							@Override
							public boolean isCancelled() {
								return course.isOver();
							}
						});
		}
		catch (final SonoflowException.Cancelled e) {
			// What the bench wants: only the steps.
		}
		finally {
			checkpoint.remove();
			Files.delete(folder);
		}
	}

	private static ArrayImg<UnsignedByteType, ByteArray> noise(final int number) {
		final byte[] pixels = new byte[CROP * CROP];
		final RandomStream random = RandomStream.of(0, "bench", number);
		for (int p = 0; p < pixels.length; p++)
			pixels[p] = (byte) random.nextInt();
		return Images.bytes(pixels, CROP, CROP);
	}
}
