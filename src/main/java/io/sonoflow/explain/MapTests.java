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

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.metric.RankCorrelation;
import io.sonoflow.nn.Classifier;
import io.sonoflow.nn.Initializer;

import java.util.List;

/**
 * Asks of a map whether it may be believed: whether the decision rests on the places it shows (deletion, insertion), whether
 * these are the places of the disease (pointing, energy), and whether it shows what the network has learnt (sanity checks for
 * saliency maps, Adebayo et al., NeurIPS 2018: networks of random weights must have other maps).
 */
public final class MapTests {

	/** Changes between the first and the last score of a curve. */
	public static final int STEPS = 64;

	private final Explainer explainer;
	private final List<Explainer> random;

	/**
	 * What came out. A map that shows nothing has none.
	 *
	 * @param deletion area under the curve, 0..1; small is good
	 * @param insertion area under the curve, 0..1; large is good
	 * @param pointing 1 if the map's largest value lies on the mask, else 0; NaN without a mask or on an empty one
	 * @param energy share of the map's sum on the mask, 0..1; NaN likewise
	 * @param sanity size of the rank correlation with the map of the same network of random weights, mean over such networks,
	 *          0..1; 0 is good. Without its sign: a map turned round is no other map, and signs would cancel in a mean. NaN if
	 *          no random network's map shows anything
	 */
	public record Result(double deletion, double insertion, double pointing, double energy, double sanity) {

		/** No figure is known. */
		public static final Result NONE = new Result(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
	}

	/**
	 * @param explainer whose maps are tested
	 * @param copies of its classifier, which get random weights here, each others; closed by whom opened them
	 * @param random of those
	 */
	public MapTests(final Explainer explainer, final List<Classifier> copies, final RandomStream random) {
		this.explainer = explainer;
		for (final Classifier copy : copies)
			Initializer.fill(copy.network(), random.nextLong());
		this.random = copies.stream().map(explainer::of).toList();
	}

	/**
	 * @param image as the network was fed
	 * @param places its map
	 * @param heat the same in the size of the mask; of a window all its frames one below the other, as the mask
	 * @param mask row by row, what the map should find; null if that is not known
	 * @param monitor asked whether to stop
	 * @return all figures
	 */
	public Result of(final NetworkImage image, final PlaceMap places, final HeatMap heat, final boolean[] mask,
		final Monitor monitor)
	{
		if (places.state() != HeatMap.State.OK) return Result.NONE;
		final float[] map = places.stretched(image.times(), image.width(), image.height());
		final int step = (image.pixels() + STEPS - 1) / STEPS;
		final var network = explainer.classifier().network();
		final double deletion = CausalCurves.area(CausalCurves.deletion(network, image, map, places.target(), step, monitor));
		final double insertion = CausalCurves.area(CausalCurves.insertion(network, image, map, places.target(), step, monitor));
		final boolean known = mask != null && contains(mask);
		return new Result(deletion, insertion, known ? PointingGame.hit(heat.values(), mask, heat.width(), 0) ? 1 : 0 : Double.NaN,
			known ? heat.share(mask) : Double.NaN, likeness(image, places.target(), map, monitor));
	}

	private double likeness(final NetworkImage image, final int target, final float[] map, final Monitor monitor) {
		return random.stream().map(each -> each.places(image, target, monitor).stretched(image.times(), image.width(), image
			.height())).mapToDouble(other -> Math.abs(RankCorrelation.spearman(map, other))).filter(value -> !Double.isNaN(value))
			.average().orElse(Double.NaN);
	}

	private static boolean contains(final boolean[] mask) {
		for (final boolean each : mask)
			if (each) return true;
		return false;
	}
}
