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
package io.sonoflow.step.explain;

import io.sonoflow.Monitor;
import io.sonoflow.explain.Explainer;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.nn.Classifier;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.ClipModels;
import io.sonoflow.step.data.InputCheck;
import io.sonoflow.train.ImageCache;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/** Explains clips one after the other, and writes what is found of each. */
final class ClipRun {

	/** Bytes of maps from which on it is said how many there are. */
	private static final long LARGE = 4L << 30;

	private final ExplainClassification step;
	private final Classifier classifier;
	private final Explainer explainer;
	private final InputCheck check;
	private final FrameTable table;
	private final RunFolder folder;
	private final Monitor monitor;
	private final ImageCache.Clips clips;
	private int guessed;
	private String missing;

	/**
	 * @param classifier of images or clips
	 * @param explainer of what it sees of them
	 * @param folder null = nothing is written
	 */
	ClipRun(final ExplainClassification step, final Classifier classifier, final Explainer explainer, final InputCheck check,
		final FrameTable table, final RunFolder folder, final Monitor monitor)
	{
		this.step = step;
		this.classifier = classifier;
		this.explainer = explainer;
		this.check = check;
		this.table = table;
		this.folder = folder;
		this.monitor = monitor;
		this.clips = ClipModels.clips(classifier.config(), step.clips);
	}

	/** {@return frames that the network sees at once; 0 = it sees images} */
	int window() {
		return ClipModels.seesWindows(classifier.config().architecture()) ? clips.window() : 0;
	}

	/**
	 * A clip that is done.
	 *
	 * @param row of the table of maps
	 * @param picture the film strip
	 * @param explained its first frames with their maps
	 */
	record Done(CamTable.Row row, ArrayImg<ARGBType, IntArray> picture, List<ExplainClassification.Explained> explained) {
	}

	/** What becomes of the frames of a clip. */
	private final class Frames implements Consumer<ExplainedFrame> {

		private final ClipSource clip;
		private final ClipExplanation explanation;
		private final String label;
		private final int most;
		private final FilmStrip strip = new FilmStrip();
		private final List<List<String>> rows = new ArrayList<>();
		private final List<ExplainClassification.Explained> explained = new ArrayList<>();
		private final double[] scores;
		private HeatMap.State state;
		private ClipFiles files;

		Frames(final ClipSource clip, final ClipExplanation explanation, final int most) {
			this.clip = clip;
			this.explanation = explanation;
			this.most = most;
			label = classifier.config().classes().get(explanation.target());
			scores = new double[clip.numbers().length];
		}

		@Override
		public void accept(final ExplainedFrame frame) {
			if (files != null) files.add(frame);
			strip.add(frame);
			rows.add(table.row(clip, label, frame));
			scores[frame.place()] = frame.score();
			if (state != HeatMap.State.OK) state = frame.state();
			if (explained.size() < most) explained.add(ExplainClassification.Explained.of(Path.of(clip.name()).getFileName() + " " +
				clip.words(frame.place()), frame.image(), map(frame), label));
		}

		private HeatMap map(final ExplainedFrame frame) {
			return new HeatMap(frame.heat(), clip.width(), clip.height(), explanation.target(), explanation.probabilities(), frame
				.state());
		}
	}

	/**
	 * @param file of its picture, in the folder
	 * @param tests of the maps; null = none
	 * @param target index of a class, or {@link Explainer#PREDICTED}
	 * @param most so many frames are kept in memory
	 */
	Done explain(final ClipSource clip, final String file, final TestedMaps tests, final int target, final int most) {
		try (ClipReading reading = new ClipReading(clip.rows(), step.tests)) {
			final String warning = check.warning(reading.read(clip.numbers()[(clip.numbers().length - 1) / 2]));
			final ClipExplanation explanation = new ClipExplanation(classifier, explainer, clips, clip, reading, target, monitor);
			final Frames frames = new Frames(clip, explanation, most);
			final ClipExplanation.Tester tester = tests == null ? null : (image, places, heat, mask) -> tests.of(image, places, heat,
				mask, monitor);
			final String title = String.format(Locale.ROOT, "%s %.1f %%", frames.label, 100 * explanation.probabilities()[explanation
				.target()]);
			if (folder == null) explanation.run(tester, frames);
			else write(clip, file, explanation, tester, frames, title);
			if (clip.rate() == null) guessed++;
			table.add(frames.rows);
			return new Done(explanation.row(frames.label, file, frames.state, warning), frames.strip.sheet(clip, title).image(),
				frames.explained);
		}
	}

	private void write(final ClipSource clip, final String file, final ClipExplanation explanation,
		final ClipExplanation.Tester tester, final Frames frames, final String title)
	{
		if (missing == null) missing = ClipFiles.missing();
		final String stem = file.substring(0, file.lastIndexOf('.'));
		final long bytes = 4L * clip.width() * clip.height() * clip.numbers().length;
		if (bytes > LARGE) monitor.warn(String.format(Locale.ROOT, "The maps of %s take %.1f GB: %d frames of %d x %d pixels. Use " +
			"stride or maxframes for fewer.", clip.name(), bytes / 1e9, clip.numbers().length, clip.width(), clip.height()));
		ClipFiles.write(folder.resolve(stem + ".tif"), missing.isEmpty() ? folder.resolve(stem + ".avi") : null, clip, explanation
			.weights(), files -> {
				frames.files = files;
				explanation.run(tester, frames);
			});
		FrameTable.plot(clip, title, frames.label, frames.scores, explanation.weights()).write(folder.resolve(stem.replaceFirst(
			CamTable.PICTURES, FrameTable.PLOTS) + ".png"));
		frames.strip.sheet(clip, title).write(folder.resolve(file));
	}

	/** At the end. */
	void tell() {
		if (missing != null && !missing.isEmpty()) monitor.warn("The maps of clips are written, but not laid over their frames: " +
			missing);
		if (guessed > 0 && folder != null) monitor.message(guessed + (guessed == 1 ? " clip does" : " clips do") +
			" not say how fast the frames follow each other: the overlay plays " + ClipSource.USUAL + " a second.");
	}
}
