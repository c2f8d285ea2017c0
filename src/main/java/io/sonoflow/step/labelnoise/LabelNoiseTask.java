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
package io.sonoflow.step.labelnoise;

import io.sonoflow.step.crossvalidate.FoldPart;

import java.util.stream.IntStream;

/**
 * One training of the search for wrong labels.
 *
 * @param init which initialisation, from 0
 * @param initName its name in tables
 * @param seed of the training
 * @param fold held out, from 1
 * @param folds how many there are
 * @param foldOf fold of each sample, from 0
 */
record LabelNoiseTask(int init, String initName, long seed, int fold, int folds, int[] foldOf) {

	/** {@return the name of the part's file, e.g. {@code init1_seed0_fold2}} */
	String name() {
		return "init" + (init + 1) + "_" + FoldPart.name(seed, fold);
	}

	/** {@return number of the training among those of its seed; of the first initialisation the same as in a cross-validation} */
	int part() {
		return init * folds + fold;
	}

	/** {@return the samples that are held out, or the others} */
	int[] samples(final boolean held) {
		return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold - 1 == held).toArray();
	}

	String describe() {
		return "start " + initName + ", seed " + seed + ", fold " + fold;
	}
}
