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

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.curate.label.TrainingRecord;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Folds;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.Images;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.LabelledImages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A search for wrong labels whose trainings are written, not trained: networks could not believe what was planted wrong. */
public final class RecordedSearch {

	/** Labels that are wrong. */
	public static final List<String> PLANTED = List.of("p1_v0", "p3_v0", "p3_v1");

	/** What the networks did not believe. */
	public static final List<String> DOUBTED = List.of("p1_v0", "p2_v1", "p3_v0", "p3_v1");

	private static final int PATIENTS = 6;
	private static final int EPOCHS = 2;
	private static final int SIDE = 96;

	private RecordedSearch() {
	}

	/** {@return the label that an image should have} */
	public static String truth(final String name) {
		return (name.charAt(1) - '0') % 2 == 0 ? "even" : "rough";
	}

	/** {@return the search, to be run, in out; its data set is in data} */
	static LabelNoiseRun write(final Path folder) {
		final List<Sample> samples = new ArrayList<>();
		for (int p = 0; p < PATIENTS; p++)
			for (int v = 0; v < 2; v++) {
				final String name = "p" + p + "_v" + v;
				final Path file = folder.resolve("data").resolve(name + ".png").toAbsolutePath();
				ImageFiles.writePng(file, Images.bytes(pixels(p, v), SIDE, SIDE));
				samples.add(new Sample(file, "p" + p, "left", "v" + v, PLANTED.contains(name) ? "even" : truth(name), "", null,
					truth(name), Map.of()));
			}
		Dataset.write(folder.resolve("data").resolve("dataset.csv"), samples);
		final LabelNoiseRun run = again(null, folder.resolve("out"));
		run.input = folder.resolve("data").resolve("dataset.csv");
		record(run, folder.resolve("recorded"));
		return run;
	}

	/** Runs the search for a test of another package. */
	public static Path run(final Path folder) {
		final LabelNoiseRun run = write(folder);
		run.step().run(Monitor.NONE);
		return run.output;
	}

	/** {@return the same search with another output} */
	static LabelNoiseRun again(final LabelNoiseRun search, final Path output) {
		final LabelNoiseRun run = LabelNoiseRun.of(search == null ? null : search.input, output);
		run.seeds = 2;
		run.count = 2;
		run.trainings = search == null ? null : search.trainings;
		return run;
	}

	/** Blobs in their patient's places. */
	private static byte[] pixels(final int patient, final int view) {
		final byte[] pixels = new byte[SIDE * SIDE];
		final RandomStream random = RandomStream.of(patient, "review");
		final double x = random.uniform(20, 76);
		final double y = random.uniform(20, 76);
		final RandomStream noise = RandomStream.of(patient, "noise", view);
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (40 + 150 * Math.exp(-(Math.pow(i % SIDE - x, 2) + Math.pow(i / SIDE - y, 2)) / 400) + noise.nextInt(
				30));
		return pixels;
	}

	private static void record(final LabelNoiseRun run, final Path folder) {
		final FilterNoisyLabels step = run.step();
		final LabelledImages data = LabelledImages.read(run.input, "", Monitor.NONE);
		final List<LabelNoiseTask> tasks = new ArrayList<>();
		for (int s = 0; s < run.seeds; s++)
			for (int fold = 1; fold <= run.folds; fold++)
				tasks.add(new LabelNoiseTask(0, "scratch", step.computation.seed + s, fold, run.folds, Folds.grouped(data.groups(
					false), data.labels(), data.classes(), run.folds, step.computation.seed + s)));
		final LabelNoiseParts parts = LabelNoiseParts.of(step, tasks, data.size(), Map.of(), Monitor.NONE);
		run.trainings = folder;
		RunFolder.execute(new RunFolder.Run("test", step, folder, false, List.of()), Monitor.NONE, recorded -> {
			tasks.forEach(task -> parts.write(recorded, task, record(data, task)));
			return null;
		});
	}

	private static TrainingRecord record(final LabelledImages data, final LabelNoiseTask task) {
		final int n = data.size();
		final double[][] loss = new double[n][EPOCHS];
		final double[][] margin = new double[n][EPOCHS];
		final double[][] heldOut = new double[n][2];
		final boolean[] judged = new boolean[n];
		for (int i = 0; i < n; i++) {
			judged[i] = task.foldOf()[i] != task.fold() - 1;
			final boolean wrong = DOUBTED.stream().anyMatch(data.name(i)::startsWith);
			Arrays.fill(loss[i], !judged[i] ? Double.NaN : wrong ? 2.5 : 0.2);
			Arrays.fill(margin[i], !judged[i] ? Double.NaN : wrong ? -2 : 2);
			final int believed = wrong ? 1 - data.labels()[i] : data.labels()[i];
			heldOut[i][believed] = judged[i] ? Double.NaN : 0.9;
			heldOut[i][1 - believed] = judged[i] ? Double.NaN : 0.1;
		}
		return new TrainingRecord(task.init(), task.seed(), task.fold(), loss, margin, judged, heldOut);
	}
}
