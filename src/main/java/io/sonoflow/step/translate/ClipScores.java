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
package io.sonoflow.step.translate;

import io.sonoflow.diffusion.translate.ClipTranslation;
import io.sonoflow.diffusion.translate.OpenPair;
import io.sonoflow.image.Images;
import io.sonoflow.image.Luma;
import io.sonoflow.metric.Flicker;
import io.sonoflow.metric.ImageQuality;
import io.sonoflow.metric.RegionSpeckle;

import java.util.List;
import java.util.stream.DoubleStream;

/** Holds a translated clip against its truth, frame by frame; of colours their luma. */
final class ClipScores {

	/**
	 * The table's columns. ssim of whole frames and of the region's pixels, those of flow alone, means over frames; flicker of
	 * whole frames; contrast,
	 * axial and lateral as {@link RegionSpeckle}, of grey only.
	 */
	static final List<String> COLUMNS = List.of("ssim", "ssimregion", "flicker", "flickertruth", "mean", "meantruth", "contrast",
		"contrasttruth", "axial", "axialtruth", "lateral", "lateraltruth");

	/** Least side of a frame that has a structural similarity, pixels. */
	private static final int LEAST = 11;

	private static final double RANGE = 255;

	private final int width;
	private final Flicker flicker = new Flicker();
	private final Flicker truthFlicker = new Flicker();
	private final RegionSpeckle speckle = new RegionSpeckle();
	private final RegionSpeckle truthSpeckle = new RegionSpeckle();
	private double whole;
	private double inside;
	private long frames;
	private long filled;
	private boolean grey = true;

	ClipScores(final int width) {
		this.width = width;
	}

	/** Adds the next frame, whose truth is known. */
	void add(final ClipTranslation.Frame frame) {
		grey = frame.grey() != null;
		final byte[] made = grey ? frame.grey() : luma(frame.colour());
		final byte[] truth = grey ? frame.moment().grey() : luma(frame.moment().colour());
		final byte[] region = flow(frame.moment().region());
		flicker.add(floats(made));
		truthFlicker.add(floats(truth));
		speckle.add(made, region, width);
		truthSpeckle.add(truth, region, width);
		final int height = made.length / width;
		if (Math.min(width, height) < LEAST) return;
		final double[] map = ImageQuality.ssimMap(Images.bytes(truth, width, height), Images.bytes(made, width, height), RANGE);
		whole += ImageQuality.ssim(Images.bytes(truth, width, height), Images.bytes(made, width, height), RANGE);
		frames++;
		double sum = 0;
		int count = 0;
		for (int i = 0; i < map.length; i++)
			if (region[i] != 0) {
				sum += map[i];
				count++;
			}
		if (count == 0) return;
		inside += sum / count;
		filled++;
	}

	/** {@return the region without what only lies over the picture: a bar's black would make every figure better} */
	private static byte[] flow(final byte[] region) {
		final byte[] flow = new byte[region.length];
		for (int i = 0; i < flow.length; i++)
			flow[i] = (byte) (region[i] == OpenPair.FLOW ? 1 : 0);
		return flow;
	}

	/** {@return brightness of 0xFFRRGGBB} */
	static byte[] luma(final int[] colours) {
		final byte[] levels = new byte[colours.length];
		for (int i = 0; i < levels.length; i++)
			levels[i] = (byte) Luma.of(colours[i]);
		return levels;
	}

	private static float[] floats(final byte[] pixels) {
		final float[] values = new float[pixels.length];
		for (int i = 0; i < values.length; i++)
			values[i] = pixels[i] & 255;
		return values;
	}

	/** {@return the numbers of {@link #COLUMNS}; not a number where there is none} */
	double[] values() {
		final double[] measured = { whole / frames, inside / filled, flicker.value(), truthFlicker.value(), speckle.mean(),
			truthSpeckle.mean(), speckle.contrast(), truthSpeckle.contrast(), speckle.axial(), truthSpeckle.axial(), speckle.lateral(),
			truthSpeckle.lateral() };
		return grey ? measured : DoubleStream.concat(DoubleStream.of(measured).limit(4), DoubleStream.generate(() -> Double.NaN)
			.limit(measured.length - 4L)).toArray();
	}
}
