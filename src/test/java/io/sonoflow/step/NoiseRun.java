package io.sonoflow.step;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** The parameters of a very short search for wrong labels; each test changes some. */
final class NoiseRun {

	Path input;
	Path output;
	List<Path> weights = Collections.singletonList(null);
	int seeds = 1;
	int folds = 2;
	int epochs = 2;
	String method = "spikes";
	double threshold = 1;
	int count = 2;
	int judgements;
	String action = "report";
	String unit = "view";
	Path trainings;
	String shard = "1/1";

	static NoiseRun of(final Path input, final Path output) {
		final NoiseRun run = new NoiseRun();
		run.input = input;
		run.output = output;
		return run;
	}

	FilterNoisyLabelsStep.Config config() {
		return new FilterNoisyLabelsStep.Config(input, output, "resnet18", weights, seeds, folds, 32, epochs, 4, 1e-4, 1e-3,
			1e-5, 1, method, threshold, count, judgements, action, unit, trainings, "cpu", 3, shard, false);
	}
}
