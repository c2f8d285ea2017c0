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
package io.sonoflow.legacy.review;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;

import io.sonoflow.image.Images;
import io.sonoflow.plot.ColorMap;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Heat maps over the slices of an image; what else lies over it is the user's and stays. */
final class HeatMapOverlay {

	/** The overlay's elements have it, by which those of an earlier run are known. */
	static final String NAME = "Sonoflow heat map";

	private static final int LARGEST = 255;

	private final ImagePlus target;
	private final int step;

	/** @param step from one explained slice of the stack to the next: channels of a composite are one picture */
	HeatMapOverlay(final ImagePlus target, final int step) {
		this.target = target;
		this.step = step;
	}

	/**
	 * Lays maps over the image, in place of those of an earlier run.
	 *
	 * @param maps one an explained slice, of the image's size, 0..255; null = none
	 * @param opacity of the hottest, 0..1
	 */
	void lay(final List<RandomAccessibleInterval<UnsignedByteType>> maps, final double opacity) {
		final Overlay all = new Overlay();
		for (int i = 0; i < maps.size(); i++)
			if (maps.get(i) != null) {
				final ImageRoi roi = new ImageRoi(0, 0, picture(maps.get(i)));
				roi.setName(NAME);
				roi.setOpacity(opacity);
				place(roi, 1 + i * step);
				all.add(roi);
			}
		own(target.getOverlay()).forEach(all::add);
		target.setOverlay(all);
	}

	private void place(final Roi roi, final int index) {
		if (target.getStackSize() == 1) return;
		if (!target.isHyperStack()) {
			roi.setPosition(index);
			return;
		}
		final int[] position = target.convertIndexToPosition(index);
		roi.setPosition(step > 1 ? 0 : position[0], position[1], position[2]);
	}

	/** {@return what of an overlay is the user's} */
	private static List<Roi> own(final Overlay overlay) {
		final List<Roi> own = new ArrayList<>();
		if (overlay != null) for (final Roi roi : overlay)
			if (!NAME.equals(roi.getName())) own.add(roi);
		return own;
	}

	/** The hotter, the less can be seen through it; what is cold hides nothing. */
	private static BufferedImage picture(final RandomAccessibleInterval<UnsignedByteType> heat) {
		final byte[] values = Images.pixels(heat);
		final int[] colours = new int[values.length];
		for (int i = 0; i < colours.length; i++) {
			final int value = values[i] & LARGEST;
			colours[i] = value << 24 | ColorMap.HEAT.argb(value / (double) LARGEST) & 0xFFFFFF;
		}
		final BufferedImage picture = new BufferedImage(Images.width(heat), Images.height(heat), BufferedImage.TYPE_INT_ARGB);
		picture.getRaster().setDataElements(0, 0, picture.getWidth(), picture.getHeight(), colours);
		return picture;
	}

	/** @param opacity of the hottest, 0..1 */
	void opacity(final double opacity) {
		if (target.getOverlay() == null) return;
		for (final Roi roi : target.getOverlay())
			if (NAME.equals(roi.getName()) && roi instanceof final ImageRoi heat) heat.setOpacity(opacity);
		target.updateAndDraw();
	}

	/** Takes the maps away. */
	void remove() {
		final Overlay left = new Overlay();
		own(target.getOverlay()).forEach(left::add);
		target.setOverlay(left.size() == 0 ? null : left);
	}
}
