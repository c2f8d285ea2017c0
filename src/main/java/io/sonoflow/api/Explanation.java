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
package io.sonoflow.api;

import io.sonoflow.SonoflowException;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.explain.PointingGame;
import io.sonoflow.image.GrayLevels;
import io.sonoflow.image.Images;
import io.sonoflow.plot.sheet.Overlay;

import java.util.List;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.BooleanType;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * On which part of an image a classifier's decision rests.
 *
 * @param label the class that the map explains
 * @param prediction what the classifier says of the image
 * @param map the values of the heat map
 */
public record Explanation(String label, Prediction prediction, HeatMap map) {

	static Explanation of(final HeatMap map, final List<String> classes) {
		return new Explanation(classes.get(map.target()), Classification.prediction(classes, map.probabilities()), map);
	}

	/**
	 * {@return (x, y) in the image's size, 0..1: the largest value is 1; all zero where there is no map, see {@link #hasMap}}
	 */
	public RandomAccessibleInterval<FloatType> heatMap() {
		return Images.floats(map.values(), map.width(), map.height());
	}

	/** {@return whether the map shows places; if not, {@code map().state()} says why} */
	public boolean hasMap() {
		return map.state() == HeatMap.State.OK;
	}

	/** {@return the probability of the explained class} */
	public double score() {
		return map.score();
	}

	/**
	 * @param <B> pixel type
	 * @param mask (x, y) in the image's size, true on marks, e.g. {@link MarkedImage#mask()}
	 * @return how much of the map's sum lies on the mask, 0..1; not a number if the map is zero
	 * @throws SonoflowException.Input if the mask has another size
	 */
	public <B extends BooleanType<B>> double share(final RandomAccessibleInterval<B> mask) {
		return map.share(covered(mask));
	}

	/**
	 * The pointing game (Zhang et al., IJCV 2018).
	 *
	 * @param <B> pixel type
	 * @param mask (x, y) in the image's size, true on what the map should find
	 * @return pixels from the map's largest value to the nearest of the mask, 0 on it; infinite if the mask is empty. A distance
	 *         below 15 is often counted as a hit
	 * @throws SonoflowException.Input if the mask has another size
	 */
	public <B extends BooleanType<B>> double pointing(final RandomAccessibleInterval<B> mask) {
		return PointingGame.distance(map.values(), covered(mask), map.width());
	}

	private <B extends BooleanType<B>> boolean[] covered(final RandomAccessibleInterval<B> mask) {
		sameSize(Arguments.plane(mask, "mask"), "mask");
		final boolean[] covered = new boolean[Images.width(mask) * Images.height(mask)];
		final Cursor<B> cursor = Views.flatIterable(mask).cursor();
		for (int i = 0; i < covered.length; i++)
			covered[i] = cursor.next().get();
		return covered;
	}

	/**
	 * @param <T> pixel type
	 * @param image that was explained
	 * @return the map laid over it in colour
	 * @throws SonoflowException.Input if the image has another size
	 */
	public <T extends NumericType<T>> RandomAccessibleInterval<ARGBType> overlay(final RandomAccessibleInterval<T> image) {
		sameSize(Arguments.image(image), "image");
		return Overlay.of(GrayLevels.of(image), Images.floats(map.values(), map.width(), map.height()), Overlay.STRENGTH);
	}

	private void sameSize(final RandomAccessibleInterval<?> image, final String name) {
		Arguments.sameSize(image, name, map.width(), map.height(), "the heat map");
	}
}
