package io.sonoflow.curate.label;

import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How well the judges of labels find planted wrong ones. {@code collect FOLDER SIZE SEEDS...} records trainings of a
 * data set of each kind of noise, share and seed; what is there is not done again.
 */
public final class LabelNoiseStudy {

	private static final int PEOPLE = 40, PHANTOM = 64, EPOCHS = 12, BATCH = 32, SEEDS = 2;
	private static final double RATE = 1e-3;
	private static final int[] PERCENT = { 5, 10, 20 };

	private LabelNoiseStudy() {
	}

	public static void main(final String[] args) throws IOException {
		final Path folder = Files.createDirectories(Path.of(args[1]));
		final int size = Integer.parseInt(args[2]);
		Torch.start();
		Torch.threads(1);
		for (int i = 3; i < args.length; i++)
			for (final int percent : PERCENT)
				for (final NoisyPhantoms.Kind kind : NoisyPhantoms.Kind.values())
					collect(folder, size, new NoisyPhantoms.Spec(kind, percent, Long.parseLong(args[i]), PEOPLE, PHANTOM));
	}

	private static void collect(final Path folder, final int size, final NoisyPhantoms.Spec spec) {
		final Path file = folder.resolve(spec.name() + "-" + size + ".gz");
		if (Files.exists(file)) return;
		final long start = System.nanoTime();
		final NoisyPhantoms data = NoisyPhantoms.make(spec);
		final Recorder recorder = new Recorder(data.images(), data.patients(), size, EPOCHS, BATCH, RATE);
		final List<TrainingRecord> records = new ArrayList<>();
		for (int seed = 0; seed < SEEDS; seed++)
			records.addAll(recorder.record(data.given(), seed));
		new StudyFile(spec.name(), size, data.truth(), data.given(), data.testes(), data.patients(), records).write(file);
		System.out.printf("%s  %.0f s%n", file.getFileName(), (System.nanoTime() - start) / 1e9);
	}
}
