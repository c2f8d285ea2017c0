package io.sonoflow.step;

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
record NoiseTask(int init, String initName, long seed, int fold, int folds, int[] foldOf) {

	/** @return the name of the part's file, e.g. {@code init1_seed0_fold2} */
	String name() {
		return "init" + (init + 1) + "_" + FoldPart.name(seed, fold);
	}

	/** @return number of the training among those of its seed; of the first initialisation the same as in a cross-validation */
	int part() {
		return init * folds + fold;
	}

	/** @return the samples that are held out, or the others */
	int[] samples(final boolean held) {
		return IntStream.range(0, foldOf.length).filter(i -> foldOf[i] == fold - 1 == held).toArray();
	}

	String describe() {
		return "start " + initName + ", seed " + seed + ", fold " + fold;
	}
}
