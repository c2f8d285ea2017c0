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
import io.sonoflow.explain.MapTests;
import io.sonoflow.explain.NetworkImage;
import io.sonoflow.explain.PlaceMap;
import io.sonoflow.nn.Classifier;
import io.sonoflow.step.data.MarkMasks;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.Inference;
import io.sonoflow.train.clip.ClipView;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Explains a clip: what a network says of its frames or windows, how much each counts for the clip's answer, and a map of each.
 * Frames are read one after the other; of a network of windows as many are held as a window has.
 * <p>
 * Of a network of frames a frame's weight is that of its answer in the clip's, and its map the same as if it were an image. Of a
 * network of windows a window's weight is parted among its frames as the sum of its map lies over them. Where windows overlap, or
 * one stands still at its end, a frame has the largest of its parts, so that none counts more for being seen more often, and its
 * maps are averaged; the weights are scaled to a sum of 1.
 */
final class ClipExplanation {

	private final Explainer explainer;
	private final ClipSource clip;
	private final ClipReading reading;
	private final Monitor monitor;
	private final List<int[]> views;
	private final boolean windows;
	private final int target;
	private final double[] probabilities;
	private final double[][] scores;
	private final double[] shares;
	private final List<PlaceMap> known = new ArrayList<>();
	private final double[] weights;
	private final Shares onMarks = new Shares();
	private final Shares areas = new Shares();
	private final Shares covered = new Shares();
	private final Shares[] tested = new Shares[CamTable.TESTS.size()];

	/** A mean of parts that count differently, of those that are known. */
	private static final class Shares {

		private double sum;
		private double weight;

		void add(final double value, final double share) {
			if (Double.isNaN(value)) return;
			sum += value * share;
			weight += share;
		}

		double mean() {
			return weight > 0 ? sum / weight : Double.NaN;
		}
	}

	/** Tests a map. */
	interface Tester {

		MapTests.Result of(NetworkImage image, PlaceMap places, HeatMap heat, boolean[] mask);
	}

	/**
	 * Asks the network about all frames; what is written comes with {@link #run}.
	 *
	 * @param classifier of clips or of frames
	 * @param explainer of what it sees of them
	 * @param clips how they are taken
	 * @param reading of the clip
	 * @param wanted index of a class, or {@link Explainer#PREDICTED}: that of the clip
	 */
	ClipExplanation(final Classifier classifier, final Explainer explainer, final ImageCache.Clips clips, final ClipSource clip,
		final ClipReading reading, final int wanted, final Monitor monitor)
	{
		this.explainer = explainer;
		this.clip = clip;
		this.monitor = monitor;
		final ClipView view = ClipView.of(classifier.network(), clips.window());
		windows = view.isWindow();
		views = view.cover(clip.numbers().length);
		this.reading = reading.keeping(views.get(0).length);
		final Inference.Frames frames = Inference.clip(classifier.network(), clips, clip.numbers(), this::read, classifier.config()
			.size(), "scoring", monitor);
		probabilities = frames.pooled(clips);
		target = wanted == Explainer.PREDICTED ? Classifier.best(probabilities) : wanted;
		scores = frames.probabilities();
		shares = frames.shares(clips, target);
		weights = windows ? overTime() : shares;
		Arrays.setAll(tested, i -> new Shares());
	}

	private ArrayImg<UnsignedByteType, ByteArray> read(final int place) {
		return reading.read(clip.numbers()[place]);
	}

	/** Maps of windows are small before they are brought to pixels, and say which frames counted. */
	private double[] overTime() {
		final double[] largest = new double[clip.numbers().length];
		for (int i = 0; i < views.size(); i++) {
			final int[] places = views.get(i);
			known.add(explainer.places(input(places), target, monitor));
			final double[] parts = known.get(i).times(places.length);
			for (int p = 0; p < parts.length; p++)
				largest[places[p]] = Math.max(largest[places[p]], shares[i] * parts[p]);
			monitor.progress("maps of windows", i + 1L, views.size());
		}
		final double sum = Arrays.stream(largest).sum();
		return Arrays.stream(largest).map(part -> part / sum).toArray();
	}

	private NetworkImage input(final int... places) {
		final List<ArrayImg<UnsignedByteType, ByteArray>> frames = Arrays.stream(places).mapToObj(this::read).toList();
		return windows ? explainer.window(frames) : explainer.input(frames.get(0));
	}

	/** {@return index of the class that is explained} */
	int target() {
		return target;
	}

	/** {@return of all classes, of the clip} */
	double[] probabilities() {
		return probabilities;
	}

	/** {@return how much each frame counts, their sum 1} */
	double[] weights() {
		return weights;
	}

	/** What is known so far of a frame that windows still to come may see, too. */
	private static final class Sum {

		private final float[] heat;
		private HeatMap.State state;
		private double score;
		private int seen;

		Sum(final int pixels) {
			heat = new float[pixels];
		}

		void add(final HeatMap map, final int picture, final double probability) {
			for (int i = 0; i < heat.length; i++)
				heat[i] += map.values()[picture * heat.length + i];
			if (state != HeatMap.State.OK) state = map.state();
			score += probability;
			seen++;
		}
	}

	/**
	 * Makes the maps.
	 *
	 * @param test of each map; null = none is tested
	 * @param done gets every frame once, in order
	 */
	void run(final Tester test, final Consumer<ExplainedFrame> done) {
		final Map<Integer, Sum> open = new TreeMap<>();
		for (int i = 0; i < views.size(); i++) {
			monitor.checkCancelled();
			final int[] places = views.get(i);
			final NetworkImage input = input(places);
			final PlaceMap map = windows ? known.get(i) : explainer.places(input, target, monitor);
			final HeatMap heat = map.heatMap(places.length, clip.width(), clip.height());
			measure(i, input, map, heat, test);
			for (int p = 0; p < places.length; p++)
				open.computeIfAbsent(places[p], place -> new Sum(clip.width() * clip.height())).add(heat, p, scores[i][target]);
			finish(open, i + 1 < views.size() ? views.get(i + 1)[0] : clip.numbers().length, done);
			monitor.progress("maps", i + 1L, views.size());
		}
	}

	private void finish(final Map<Integer, Sum> open, final int before, final Consumer<ExplainedFrame> done) {
		final Iterator<Map.Entry<Integer, Sum>> all = open.entrySet().iterator();
		while (all.hasNext()) {
			final Map.Entry<Integer, Sum> next = all.next();
			if (next.getKey() >= before) return;
			final Sum sum = next.getValue();
			for (int i = 0; i < sum.heat.length && sum.seen > 1; i++)
				sum.heat[i] /= sum.seen;
			done.accept(new ExplainedFrame(next.getKey(), read(next.getKey()), sum.heat, sum.state, sum.score / sum.seen, weights[next
				.getKey()]));
			all.remove();
		}
	}

	/** How much of a map lies on marks, and its tests, which take long: not of what does not count. */
	private void measure(final int i, final NetworkImage input, final PlaceMap map, final HeatMap heat, final Tester test) {
		final boolean[] burnt = mask(views.get(i), reading::burnt);
		if (burnt != null) {
			// Both of the same frames, as they are compared: not of those without a map.
			final double onThese = heat.share(burnt);
			covered.add(MarkMasks.area(burnt), shares[i]);
			if (!Double.isNaN(onThese)) {
				areas.add(MarkMasks.area(burnt), shares[i]);
				onMarks.add(onThese, shares[i]);
			}
		}
		if (test == null || shares[i] == 0) return;
		final List<Double> figures = CamTable.figures(test.of(input, map, heat, mask(views.get(i), reading::structure)));
		for (int t = 0; t < tested.length; t++)
			tested[t].add(figures.get(t), shares[i]);
	}

	/** Gives the mask of a frame. */
	private interface Masks {

		boolean[] of(int number, ArrayImg<UnsignedByteType, ByteArray> frame);
	}

	/** {@return those of all frames one below the other; null if one is not known} */
	private boolean[] mask(final int[] places, final Masks masks) {
		final int pixels = clip.width() * clip.height();
		final boolean[] all = new boolean[places.length * pixels];
		for (int p = 0; p < places.length; p++) {
			final boolean[] mask = masks.of(clip.numbers()[places[p]], read(places[p]));
			if (mask == null) return null;
			System.arraycopy(mask, 0, all, p * pixels, pixels);
		}
		return all;
	}

	/**
	 * {@return the clip's row: shares and tests are the means over its frames or windows by their weights}
	 *
	 * @param label of the class
	 * @param picture of the clip
	 * @param state of its maps
	 */
	CamTable.Row row(final String label, final String picture, final HeatMap.State state, final String warning) {
		final double area = Double.isNaN(areas.mean()) ? covered.mean() : areas.mean();
		return new CamTable.Row(clip.name(), label, probabilities[target], area > 0 ? onMarks.mean() : Double.NaN,
			area, area > 0, picture, state, warning,
			CamTable.tests(Arrays.stream(tested).map(Shares::mean).toList()));
	}
}
