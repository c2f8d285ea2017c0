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
package io.sonoflow.step.crossvalidate;

import io.sonoflow.run.PartStore;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier.Task;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * What one training of a cross-validation leaves behind; see {@link PartStore}. Results are always made from these, so it
 * does not matter who wrote them and when.
 *
 * @param seed of the training
 * @param fold held out, from 1
 * @param losses mean training loss of each epoch
 * @param samples numbers of the held-out samples
 * @param probabilities (samples, classes)
 * @param alternate the same of the samples' alternate version; null if there is none
 * @param test (images of the test set, classes); null if there is none
 */
public record FoldPart(long seed, int fold, double[] losses, int[] samples, double[][] probabilities,
	double[][] alternate, double[][] test)
{

	/** Without a test set. */
	FoldPart(final long seed, final int fold, final double[] losses, final int[] samples, final double[][] probabilities,
		final double[][] alternate)
	{
		this(seed, fold, losses, samples, probabilities, alternate, null);
	}

	/** {@return the name all files of a training share, e.g. {@code seed0_fold1}} */
	public static String name(final long seed, final int fold) {
		return "seed" + seed + "_fold" + fold;
	}

	/** {@return the parts in a run's folder} */
	static PartStore<FoldPart> store(final Path run) {
		return new PartStore<>(run, "parts", FoldPart.class);
	}

	/** Of networks that know their test patients nothing is kept but these: nobody shall use them by mistake. */
	static PartStore<FoldPart> leakyStore(final Path run) {
		return new PartStore<>(run, "parts/byview", FoldPart.class);
	}

	/** {@return whether all is there that the training gives} */
	boolean isOf(final Task task) {
		return seed == task.seed() && fold == task.fold() && losses != null && Arrays.equals(samples, task.samples(true)) &&
			PartStore.isTable(probabilities, samples.length) && (alternate == null || PartStore.isTable(alternate,
				samples.length));
	}

	/** {@return whether what is wanted beside is there, too} */
	boolean has(final AlternateVersion version, final TestSet set) {
		return (version == null || alternate != null) && (set == null || PartStore.isTable(test, set.size()));
	}
}
