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
package io.sonoflow.image.augment;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.image.resize.Resize;

import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Images per second of one core's CPU time from a 300 x 300 crop to 256 x 256 floats in a batch, and bytes allocated per
 * image; the baseline is the straightforward chain of library calls that make a new image at every step.
 */
public final class AugmentationBench {

	private static final int COUNT = 2000;

	private AugmentationBench() {
	}

	public static void main(final String[] args) {
		final RandomStream noise = RandomStream.of(1, "bench");
		final byte[] pixels = new byte[300 * 300];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) noise.nextInt(256);
		final ArrayImg<UnsignedByteType, ByteArray> crop = Images.bytes(pixels, 300, 300);
		final NetworkInput input = NetworkInput.classifier(256);
		final float[] batch = new float[input.length()];
		final Augmentation published = Augmentation.published();
		final Augmentation all = Augmentation.strong().withRotation(0.8).withJitter(0.8);
		for (int round = 0; round < 3; round++) {
			final double fast = measure("published, into the batch", i -> input.write(crop, published, stream(i), batch, 0));
			measure("strong, rotated, jittered", i -> input.write(crop, all, stream(i), batch, 0));
			measure("published, not resized", i -> published.apply(crop, stream(i)));
			final double chain = measure("baseline: new images", i -> chain(published.apply(crop, stream(i)), batch));
			System.out.printf("ratio into the batch / baseline: %.2f%n", fast / chain);
		}
	}

	private static RandomStream stream(final int index) {
		return RandomStream.of(1, "augment", index);
	}

	private static void chain(final ArrayImg<UnsignedByteType, ByteArray> view, final float[] batch) {
		final float[] resized = Resize.resize(Images.floatPixels(view), Images.width(view), Images.height(view), 256, 256,
			Interpolation.BILINEAR_ANTIALIASED);
		for (int i = 0; i < resized.length; i++)
			batch[i] = Normalisation.CLASSIFIER.apply(resized[i]);
	}

	private static double measure(final String name, final IntConsumer work) {
		final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory
			.getThreadMXBean();
		final long bytes = threads.getCurrentThreadAllocatedBytes();
		final long start = threads.getCurrentThreadCpuTime();
		for (int i = 0; i < COUNT; i++)
			work.accept(i);
		final double rate = COUNT / ((threads.getCurrentThreadCpuTime() - start) / 1e9);
		System.out.printf("%-28s %7.0f images/s/core, %8d bytes/image%n", name, rate, (threads
			.getCurrentThreadAllocatedBytes() - bytes) / COUNT);
		return rate;
	}
}
