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

import io.sonoflow.train.contrastive.PretrainingBench;

import java.io.IOException;

/**
 * What share of the processors' time the network has beside its loader, published augmentation included: training of ResNet-18,
 * then its pretraining with two views an image, at 64, 128 and 224 px. Both get the same batches in turns, with and without the
 * loader.
 *
 * <pre>
 * mvn -q -Pbench -Dbench=loader
 * </pre>
 *
 * Arguments: sizes in pixels (64 128 224). About 10 minutes on 2 cores.
 */
public final class LoaderBench {

	private static final String[] SIZES = { "64", "128", "224" };

	private LoaderBench() {
	}

	/** @param args see above */
	public static void main(final String... args) throws IOException {
		for (final String size : args.length == 0 ? SIZES : args) {
			TrainingBench.main(size, "16", "6");
			// No run for memory, which has a benchmark of its own.
			PretrainingBench.main(size, "32", "32", size.equals("224") ? "2" : "4", "3", "0");
		}
	}
}
