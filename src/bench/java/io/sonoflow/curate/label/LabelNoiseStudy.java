package io.sonoflow.curate.label;

import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well the judges of labels find planted wrong ones: the published procedure scaled down, on phantoms.
 * <ul>
 * <li>{@code collect FOLDER SIZE SEEDS...} records the trainings of a data set of each kind of noise, share and seed.</li>
 * <li>{@code judge FOLDER SIZE SEEDS...} judges them and prints the table; {@code judges.csv}.</li>
 * <li>{@code retrain FOLDER SIZE SEEDS...} cross-validates after drop and flip, scored on the truth; {@code *.f1}.</li>
 * </ul>
 * What is there is not done again. SIZE is the side of the networks' input. Judges were developed on seeds from 100 on and
 * are reported on seeds below.
 */
public final class LabelNoiseStudy {

	private static final int PEOPLE = 40, PHANTOM = 64, EPOCHS = 12, BATCH = 32, SEEDS = 2;
	private static final double RATE = 1e-3;
	private static final int[] PERCENT = { 5, 10, 20 };

	private final Path folder;
	private final int size;
	private final List<NoisyPhantoms.Spec> specs = new ArrayList<>();

	private LabelNoiseStudy(final String[] args) throws IOException {
		folder = Files.createDirectories(Path.of(args[1]));
		size = Integer.parseInt(args[2]);
		for (int i = 3; i < args.length; i++)
			for (final int percent : PERCENT)
				for (final NoisyPhantoms.Kind kind : NoisyPhantoms.Kind.values())
					specs.add(new NoisyPhantoms.Spec(kind, percent, Long.parseLong(args[i]), PEOPLE, PHANTOM));
	}

	public static void main(final String[] args) throws IOException {
		final LabelNoiseStudy study = new LabelNoiseStudy(args);
		if (args[0].equals("judge")) {
			study.judge();
			return;
		}
		Torch.start();
		Torch.threads(1);
		for (final NoisyPhantoms.Spec spec : study.specs)
			if (args[0].equals("collect")) study.collect(spec);
			else study.retrain(spec);
	}

	private Path file(final NoisyPhantoms.Spec spec, final String extension) {
		return folder.resolve(spec.name() + "-" + size + extension);
	}

	private Recorder recorder(final NoisyPhantoms data) {
		return new Recorder(data.images(), data.patients(), size, EPOCHS, BATCH, RATE);
	}

	private void collect(final NoisyPhantoms.Spec spec) {
		final Path file = file(spec, ".gz");
		if (Files.exists(file)) return;
		final long start = System.nanoTime();
		final NoisyPhantoms data = NoisyPhantoms.make(spec);
		final Recorder recorder = recorder(data);
		final List<TrainingRecord> records = new ArrayList<>();
		for (int seed = 0; seed < SEEDS; seed++)
			records.addAll(recorder.record(data.given(), seed));
		new StudyFile(spec.name(), size, data.truth(), data.given(), data.testes(), data.patients(), records).write(file);
		System.out.printf("%s  %.0f s%n", file.getFileName(), (System.nanoTime() - start) / 1e9);
	}

	private void judge() throws IOException {
		final List<StudyFile> files = specs.stream().map(spec -> file(spec, ".gz")).filter(Files::exists).map(StudyFile::read)
			.toList();
		final List<String> rows = new ArrayList<>(new StudyTable(files).rows());
		Files.write(folder.resolve("judges.csv"), rows);
		rows.addAll(retrained());
		rows.forEach(System.out::println);
	}

	private void retrain(final NoisyPhantoms.Spec spec) throws IOException {
		final Path file = file(spec, ".f1");
		if (Files.exists(file) || !Files.exists(file(spec, ".gz"))) return;
		final StudyFile data = StudyFile.read(file(spec, ".gz"));
		Files.write(file, Retraining.lines(new Retraining(data, recorder(NoisyPhantoms.make(spec))).run(List.of(new Spikes(),
			new Combined()))));
		System.out.println(file.getFileName());
	}

	/** @return mean F1 after each action, over the data sets that have one */
	private List<String> retrained() throws IOException {
		final List<String> rows = new ArrayList<>();
		for (final int percent : PERCENT) {
			final List<Path> found = specs.stream().filter(spec -> spec.percent() == percent).map(spec -> file(spec, ".f1")).filter(
				Files::exists).toList();
			if (found.isEmpty()) continue;
			final List<List<String>> lines = new ArrayList<>();
			for (final Path path : found)
				lines.add(Files.readAllLines(path));
			for (int i = 0; i < lines.get(0).size(); i++) {
				final int row = i;
				final double[] f1 = lines.stream().mapToDouble(all -> Double.parseDouble(all.get(row).split(",")[1])).toArray();
				rows.add(String.format("f1,%d,%s,%d,%.3f", percent, lines.get(0).get(i).split(",")[0], f1.length, Arrays.stream(f1)
					.average().orElseThrow()));
			}
		}
		return rows;
	}
}
