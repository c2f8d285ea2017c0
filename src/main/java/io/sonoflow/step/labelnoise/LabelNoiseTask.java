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

import io.sonoflow.dataset.DivisionSettings;
import io.sonoflow.dataset.Folds;
import io.sonoflow.step.crossvalidate.FoldPart;
import io.sonoflow.step.data.LabelledImages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

	/**
	 * @param starts file of each initialisation; null = from scratch
	 * @param first seed
	 * @return all trainings: initialisations x seeds x folds
	 * @throws io.sonoflow.SonoflowException.Input if a training would have nothing to learn of a class
	 */
	static List<LabelNoiseTask> of(final List<Path> starts, final LabelledImages data, final DivisionSettings division,
		final long first)
	{
		final List<LabelNoiseTask> tasks = new ArrayList<>();
		final List<int[]> divisions = IntStream.range(0, division.seeds).mapToObj(i -> Folds.grouped(data.groups(false), data
			.labels(), data.classes(), division.folds, first + i)).toList();
		for (int init = 0; init < starts.size(); init++)
			for (int i = 0; i < division.seeds; i++)
				for (int fold = 1; fold <= division.folds; fold++)
					tasks.add(new LabelNoiseTask(init, initName(starts, init), first + i, fold, division.folds, divisions.get(
						i)));
		tasks.forEach(task -> data.checkTrainable(task.samples(false), "seed=" + task.seed() + ": all folds but fold " + task
			.fold()));
		return tasks;
	}

	/** {@return a short name that no other initialisation has} */
	private static String initName(final List<Path> weights, final int init) {
		if (weights.get(init) == null) return "scratch";
		final Path name = weights.get(init).getFileName();
		final boolean unique = weights.stream().filter(each -> each != null && name.equals(each.getFileName())).count() == 1;
		return unique ? name.toString() : init + 1 + " " + name;
	}

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
