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
package io.sonoflow.explain;

import ai.djl.Device;

import io.sonoflow.Contest;
import io.sonoflow.HashFill;
import io.sonoflow.Monitor;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.metric.RankCorrelation;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Score-CAM on the most active channels against all: how alike the maps are on a trained model, image by image, in the size
 * that the network sees; and how much faster it is on a ViT-B/16 (768 channels), whose weights do not matter for that.
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dexec.mainClass=io.sonoflow.explain.ScoreCamBench \
 *   -Dexec.args="model.safetensors dataset.csv 20 64 224"
 * </pre>
 *
 * Arguments: a trained classifier, a data set, images of it, channels, side in pixels of the timed network (0 = not timed).
 */
public final class ScoreCamBench {

	private static final double WANTED = 0.95;

	private ScoreCamBench() {
	}

	/** Runs it. */
	public static void main(final String... args) {
		Torch.inference();
		final int count = Integer.parseInt(args[2]);
		final int top = Integer.parseInt(args[3]);
		try (Classifier classifier = Classifier.load(Path.of(args[0]), Device.cpu())) {
			correlations(classifier, Dataset.read(Path.of(args[1]), Monitor.NONE).samples(), count, top);
		}
		if (!args[4].equals("0")) times(Integer.parseInt(args[4]), top);
	}

	private static void correlations(final Classifier classifier, final List<Sample> samples, final int count, final int top) {
		final Explainer explainer = new Explainer(classifier, Method.SCORECAM);
		final Map<String, List<Double>> found = new LinkedHashMap<>();
		int without = 0;
		int channels = 0;
		for (int i = 0; i < count; i++) {
			final NetworkImage image = explainer.input(ImageFiles.readGray(samples.get(i * samples.size() / count).image()));
			final Explainer.Pass pass = Explainer.pass(classifier.network(), image, explainer.layer(), Explainer.PREDICTED);
			final Activations a = pass.activations();
			channels = a.channels();
			final ScoreCam.Masked masked = ScoreCam.masked(classifier.network(), image, a, IntStream.range(0, channels).toArray(),
				Monitor.NONE);
			final float[][] logits = masked.logits();
			final int[] chosen = a.top(top);
			final float[][] some = Arrays.stream(chosen).mapToObj(k -> logits[k]).toArray(float[][]::new);
			final ScoreCam.Weighting weighting = Explainer.weighting(classifier.network());
			final float[] all = a.combine(ScoreCam.weights(logits, pass.target(), weighting));
			if (HeatMap.State.of(all) != HeatMap.State.OK) {
				without++;
				continue;
			}
			final float[][] estimated = EstimatedScores.of(a, chosen, some, masked.nothing());
			add(found, "the others estimated", image, pass, all, a.combine(ScoreCam.weights(estimated, pass.target(),
				weighting)));
			final double[] alone = new double[channels];
			final double[] weights = ScoreCam.weights(logits, pass.target(), weighting);
			for (final int k : chosen)
				alone[k] = weights[k];
			add(found, "the others left out", image, pass, all, a.combine(alone));
		}
		System.out.printf(Locale.ROOT, "%s, %d px: %d of %d channels; %d images, of which %d have no map by all channels%n",
			classifier.config().architecture(), classifier.config().size(), top, channels, count, without);
		found.forEach(ScoreCamBench::print);
	}

	private static void add(final Map<String, List<Double>> found, final String name, final NetworkImage image,
		final Explainer.Pass pass, final float[] all, final float[] some)
	{
		final double[][] maps = new double[2][];
		for (int i = 0; i < 2; i++) {
			final float[] map = new PlaceMap(i == 0 ? all : some, pass.activations().height(), pass.activations().width(), pass
				.target(), pass.logits()).stretched(image.width(), image.height());
			maps[i] = IntStream.range(0, map.length).mapToDouble(p -> map[p]).toArray();
		}
		final double correlation = RankCorrelation.pearson(maps[0], maps[1]);
		found.computeIfAbsent(name, key -> new ArrayList<>()).add(Double.isNaN(correlation) ? 0 : correlation);
	}

	private static void print(final String name, final List<Double> found) {
		final double[] sorted = found.stream().mapToDouble(each -> each).sorted().toArray();
		System.out.printf(Locale.ROOT, "  %-22s correlation of the maps: mean %.3f, median %.3f, least %.3f, %d of %d at least " +
			"%.2f%n", name, Arrays.stream(sorted).average().orElse(Double.NaN), sorted[sorted.length / 2], sorted[0], Arrays.stream(
				sorted).filter(each -> each >= WANTED).count(), sorted.length, WANTED);
	}

	private static void times(final int size, final int top) {
		try (Classifier base = new Classifier(Networks.create(Networks.VIT_BASE16, Device.cpu(), 1, 2, 1), new ModelConfig(
			Networks.VIT_BASE16, 1, List.of("a", "b"), size)))
		{
			final NetworkImage image = new NetworkImage(HashFill.image(1, 1, 1, size, size), 1, size, size);
			final Contest contest = new Contest();
			for (final int channels : new int[] { top, 0 }) {
				final Explainer explainer = new Explainer(base, Method.SCORECAM, Explainer.AUTO, channels);
				contest.add(channels == 0 ? "all" : "top " + channels, () -> Contest.Time.of(() -> explainer.places(image, 0,
					Monitor.NONE)));
			}
			contest.run(0, 1).print(Networks.VIT_BASE16 + ", " + size + " px, a map by Score-CAM");
		}
	}
}
