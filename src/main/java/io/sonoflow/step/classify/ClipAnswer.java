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
package io.sonoflow.step.classify;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.plot.chart.Axes;
import io.sonoflow.plot.chart.Plot;
import io.sonoflow.plot.chart.Plots;
import io.sonoflow.plot.chart.Series;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.PredictionTables;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.Inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What networks say of an image or a clip, and of each of its frames.
 *
 * @param probabilities one a class
 * @param numbers of the frames in the clip, from 0
 * @param seconds when these are shown after the clip's first frame; not a number where that is not known
 * @param frames (frames, classes)
 * @param weights how much each frame counted, by networks that weigh them; else null
 */
public record ClipAnswer(double[] probabilities, int[] numbers, double[] seconds, double[][] frames, double[] weights) {

	/** The table of frames. */
	static final String FILE = "frames.csv";

	/** The column that says which frames counted. */
	private static final String WEIGHT = "weight";

	/** The folder of plots. */
	private static final String PLOTS = "frames";

	/** {@return of an image} */
	static ClipAnswer of(final double[] probabilities) {
		return new ClipAnswer(probabilities, new int[1], new double[] { Double.NaN }, new double[][] { probabilities.clone() }, null);
	}

	/**
	 * {@return of a clip, pooled}
	 *
	 * @param times of all frames of the clip; null = of an image
	 */
	static ClipAnswer of(final Inference.Frames frames, final ImageCache.Clips clips, final double[] times) {
		return new ClipAnswer(frames.pooled(clips), frames.numbers(), IntStream.of(frames.numbers()).mapToDouble(
			number -> times == null ? Double.NaN : times[number]).toArray(), frames.probabilities(), frames.weights());
	}

	/** {@return when the frames of a clip are shown, by the clip itself, or by its rows if each frame is one} */
	static double[] times(final List<Sample> rows) {
		if (rows.size() > 1) return rows.stream().mapToDouble(Sample::seconds).toArray();
		try (FrameReader reader = ImageFiles.open(rows.get(0).image())) {
			return IntStream.range(0, reader.frames()).mapToDouble(reader::seconds).toArray();
		}
	}

	/** Adds what another network says. */
	void add(final ClipAnswer other) {
		add(probabilities, other.probabilities);
		for (int i = 0; i < frames.length; i++)
			add(frames[i], other.frames[i]);
		if (weights != null) add(weights, other.weights);
	}

	private static void add(final double[] to, final double[] from) {
		for (int k = 0; k < to.length; k++)
			to[k] += from[k];
	}

	/** Makes means of sums. */
	void divide(final int networks) {
		divide(probabilities, networks);
		for (final double[] frame : frames)
			divide(frame, networks);
		if (weights != null) divide(weights, networks);
	}

	private static void divide(final double[] values, final int by) {
		for (int k = 0; k < values.length; k++)
			values[k] /= by;
	}

	/** {@return whether there are several frames} */
	boolean isClip() {
		return frames.length > 1;
	}

	/** Writes of clips the table of their frames, and each one's scores over time; of images alone nothing. */
	static void write(final RunFolder folder, final List<String> names, final List<ClipAnswer> answers,
		final List<String> classes)
	{
		if (answers.stream().noneMatch(ClipAnswer::isClip)) return;
		final List<List<String>> rows = new ArrayList<>();
		final int digits = String.valueOf(answers.size()).length();
		for (int i = 0; i < answers.size(); i++) {
			final ClipAnswer answer = answers.get(i);
			if (!answer.isClip()) continue;
			for (int f = 0; f < answer.frames.length; f++) {
				final List<String> row = PredictionTables.row(List.of(names.get(i), Integer.toString(answer.numbers[f]), PredictionTables
					.text(answer.seconds[f])), answer.frames[f]);
				if (answer.weights != null) row.add(PredictionTables.text(answer.weights[f]));
				rows.add(row);
			}
			final String number = String.format(Locale.ROOT, "%0" + digits + "d", i + 1);
			// Not the file's name, which may be a patient's, in a picture that is shown elsewhere.
			answer.plot("row " + number, classes).write(folder.resolve(PLOTS).resolve(number + ".png"));
		}
		final List<String> header = PredictionTables.header(List.of("image", "frame", Sample.SECONDS), classes);
		if (answers.get(0).weights != null) header.add(WEIGHT);
		Tables.write(folder.resolve(FILE), header, rows);
		folder.figure("clips", answers.stream().filter(ClipAnswer::isClip).count());
		folder.figure("frames", rows.size());
	}

	private Plot plot(final String title, final List<String> classes) {
		final boolean timed = Arrays.stream(seconds).allMatch(Double::isFinite);
		final double[] x = timed ? seconds : Arrays.stream(numbers).asDoubleStream().toArray();
		return Plots.lines(Axes.of(timed ? "time (s)" : "frame", "probability").title(title), IntStream.range(0, classes
			.size()).mapToObj(k -> Series.of(classes.get(k), x, Arrays.stream(frames).mapToDouble(frame -> frame[k])
				.toArray())).toArray(Series[]::new));
	}
}
