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
package io.sonoflow.curate.label;

import io.sonoflow.metric.Summary;
import io.sonoflow.nn.Torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How well the judges of labels find planted wrong ones: the published procedure scaled down, on phantoms.
 * <ul>
 * <li>{@code collect FOLDER SIZE SEEDS...} records the trainings of a data set of each kind of noise, share and seed, and of
 * one without noise.</li>
 * <li>{@code judge FOLDER SIZE SEEDS...} judges them and prints the table; {@code judges.csv}.</li>
 * <li>{@code retrain FOLDER SIZE SEEDS...} cross-validates after drop and flip, scored on the truth; {@code *.f1}.</li>
 * </ul>
 * A data set: 40 patients, 160 views of 64 px. A training: ResNet-18 of a quarter of its width from scratch, 12 epochs, 3
 * folds by patient, 2 seeds, so 4 judgements of each view. On one core about 16 s of CPU a data set; recorded with SIZE 40.
 * What is there is not done again. SIZE is the side of the networks' input. Judges were developed on seeds from 100 on and
 * are reported on seeds below.
 */
public final class LabelNoiseStudy {

	private static final int PEOPLE = 40, PHANTOM = 64, EPOCHS = 12, BATCH = 32, SEEDS = 2;
	private static final int LEAST_RETRAINED = 10;
	private static final double RATE = 1e-3;
	private static final int[] PERCENT = { 5, 10, 20 };

	private final Path folder;
	private final int size;
	private final List<NoisyPhantoms.Spec> specs = new ArrayList<>();

	private LabelNoiseStudy(final String[] args) throws IOException {
		folder = Files.createDirectories(Path.of(args[1]));
		size = Integer.parseInt(args[2]);
		for (int i = 3; i < args.length; i++)
			specs.add(new NoisyPhantoms.Spec(NoisyPhantoms.Kind.SYMMETRIC, 0, Long.parseLong(args[i]), PEOPLE, PHANTOM));
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
		final List<String> rows = new ArrayList<>(new StudyTable(files.stream().filter(data -> !data.isClean()).toList()).rows());
		rows.addAll(StudyTable.falseAlarms(files.stream().filter(StudyFile::isClean).toList()));
		rows.addAll(retrained());
		Files.write(folder.resolve("judges.csv"), rows);
		rows.forEach(System.out::println);
	}

	private void retrain(final NoisyPhantoms.Spec spec) throws IOException {
		final Path file = file(spec, ".f1");
		// Fewer wrong labels hardly change a classifier.
		if (spec.percent() < LEAST_RETRAINED || Files.exists(file) || !Files.exists(file(spec, ".gz"))) return;
		final StudyFile data = StudyFile.read(file(spec, ".gz"));
		Files.write(file, Retraining.lines(new Retraining(data, recorder(NoisyPhantoms.make(spec))).run(List.of(
			new CombinedDetector()))));
		System.out.println(file.getFileName());
	}

	/** {@return mean and spread of the F1 after each action, and of its gain over no action, over the data sets that have one} */
	private List<String> retrained() throws IOException {
		final List<String> rows = new ArrayList<>();
		for (final int percent : PERCENT) {
			final List<Path> found = specs.stream().filter(spec -> spec.percent() == percent).map(spec -> file(spec, ".f1")).filter(
				Files::exists).toList();
			if (found.isEmpty()) continue;
			final List<List<String>> lines = new ArrayList<>();
			for (final Path path : found)
				lines.add(Files.readAllLines(path));
			final double[] report = column(lines, 0);
			for (int i = 0; i < lines.get(0).size(); i++) {
				final double[] f1 = column(lines, i);
				final double[] gain = IntStream.range(0, f1.length).mapToDouble(j -> f1[j] - report[j]).toArray();
				rows.add(String.format("f1,%d,%s,%d,%.3f,%.3f,%+.3f,%.3f", percent, lines.get(0).get(i).split(",")[0], f1.length,
					Summary.of(f1).mean(), Summary.of(f1).std(), Summary.of(gain).mean(), Summary.of(gain).std()));
			}
		}
		return rows;
	}

	private static double[] column(final List<List<String>> files, final int row) {
		return files.stream().mapToDouble(lines -> Double.parseDouble(lines.get(row).split(",")[1])).toArray();
	}
}
