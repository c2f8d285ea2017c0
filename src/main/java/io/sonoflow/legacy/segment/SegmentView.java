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
package io.sonoflow.legacy.segment;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import ij.process.ByteProcessor;
import ij.process.LUT;

import io.sonoflow.image.Images;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.read.ActiveFrames;
import io.sonoflow.legacy.read.RoiPrompts;
import io.sonoflow.step.segment.SegmentedObject;

import java.awt.Color;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Shows what was found: masks as an image, objects as ROIs beside whatever the user has of these. */
public final class SegmentView {

	private static final int GREYS = 255;

	private SegmentView() {
	}

	/**
	 * Shows masks as an image, calibrated as the one they are of.
	 *
	 * @param title of the new image
	 * @param masks of one size, at least one; the image is of these very pixels
	 * @param labels one a mask
	 * @param of the open picture; null = of files
	 * @param most the largest value, which is shown white
	 */
	public static void show(final String title, final List<? extends RandomAccessibleInterval<UnsignedByteType>> masks,
		final List<String> labels, final ActiveFrames of, final int most)
	{
		if (Host.isHeadless() && !Host.isMacro()) return;
		final ImageStack stack = new ImageStack(Images.width(masks.get(0)), Images.height(masks.get(0)));
		for (int i = 0; i < masks.size(); i++)
			// Not copied, so that the masks of a long clip are in memory once.
			stack.addSlice(labels.get(i), new ByteProcessor(stack.getWidth(), stack.getHeight(), Images.pixels(masks.get(i))));
		final ImagePlus image = new ImagePlus(title, stack);
		if (of != null) {
			image.setCalibration(of.image().getCalibration());
			// Of some of its frames there is no such order.
			if (of.image().isHyperStack() && !of.isMerged() && stack.size() == of.image().getStackSize()) image.setDimensions(of
				.image().getNChannels(), of.image().getNSlices(), of.image().getNFrames());
		}
		image.setLut(LUT.createLutFromColor(Color.WHITE));
		image.setDisplayRange(0, Math.min(GREYS, Math.max(1, most)));
		image.show();
	}

	/** Lays the objects over the picture, in place of those of an earlier run; what else lies over it stays. */
	public static void overlay(final ActiveFrames picture, final List<SegmentedObject> objects, final List<String> structures) {
		lay(picture, objects.stream().map(object -> placed(picture, object, structures)).toList());
	}

	/** Lays ROIs of ours over the picture, likewise; each must bear {@link RoiPrompts#FOUND}. */
	public static void lay(final ActiveFrames picture, final List<Roi> found) {
		final ImagePlus image = picture.image();
		final Overlay all = new Overlay();
		if (image.getOverlay() != null) for (final Roi roi : image.getOverlay())
			if (!RoiPrompts.FOUND.equals(roi.getProperty(RoiPrompts.OURS))) all.add(roi);
		found.forEach(all::add);
		image.setOverlay(all);
	}

	/** Adds the objects to the ROI Manager; what is in it stays as and where it is. */
	public static void manager(final ActiveFrames picture, final List<SegmentedObject> objects, final List<String> structures) {
		final RoiManager manager = RoiManager.getRoiManager();
		for (final SegmentedObject object : objects) {
			final Roi roi = placed(picture, object, structures);
			if (object.frame() > 0) roi.setName("frame " + object.frame() + " " + roi.getName());
			manager.addRoi(roi);
		}
	}

	private static Roi placed(final ActiveFrames picture, final SegmentedObject object, final List<String> structures) {
		final Roi roi = MaskRois.of(object, structures.indexOf(object.structure()));
		if (object.frame() > 0) place(picture, roi, object.frame());
		return roi;
	}

	/** Shows a ROI on one frame of the picture only, from 1. */
	public static void place(final ActiveFrames picture, final Roi roi, final int frame) {
		final ImagePlus image = picture.image();
		final int slice = picture.slice(frame - 1);
		if (!image.isHyperStack()) roi.setPosition(slice);
		else {
			final int[] position = image.convertIndexToPosition(slice);
			roi.setPosition(picture.isMerged() ? 0 : position[0], position[1], position[2]);
		}
	}
}
