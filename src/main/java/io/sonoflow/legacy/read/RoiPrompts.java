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
package io.sonoflow.legacy.read;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Arrow;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.plugin.frame.RoiManager;
import ij.process.FloatPolygon;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Box;
import io.sonoflow.nn.sam.Prompt;

import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The ROIs of the image in front as prompts: its selection and overlay, or where it has neither what is in the ROI Manager.
 * Nothing of these is changed. What Segment Ultrasound has left there counts only where there is nothing else. An area is a
 * box round it; the points of one ROI are of one object, those of ImageJ's counter 0 in it, those of other counters beside
 * it. A ROI with a position is for that slice, another for all.
 */
public final class RoiPrompts {

	/** Property of ROIs that are ours. */
	public static final String OURS = "sonoflow";
	/** Its value of those that were found by Segment Ultrasound. */
	public static final String FOUND = "segmentation";

	private static final String CURE = " Draw a rectangle or another area round each object, or points in it.";

	private RoiPrompts() {
	}

	/**
	 * @param frames pictures of the image, as {@link ActiveImage} counts them
	 * @return the prompts of each, in the order of the ROIs
	 * @throws SonoflowException.Input if there is no image or no ROI, or one is neither area nor points, or lies outside of the
	 *           image; the message names it
	 */
	public static List<List<Prompt>> find(final int frames) {
		final ImagePlus image = WindowManager.getCurrentImage();
		if (image == null) throw new SonoflowException.Input("prompt=rois takes the ROIs of the open image, and none is open. Open " +
			"one, or give prompt=boxes and boxes= for files.");
		final List<Roi> rois = rois(image);
		if (rois.isEmpty()) throw new SonoflowException.Input("prompt=rois: the image " + image.getTitle() +
			" has neither a selection nor an overlay, and " + (GraphicsEnvironment.isHeadless()
				? "without a screen nothing is in the ROI Manager. Make a ROI on the image, or give prompt=boxes and boxes=."
				: "the ROI Manager is empty." + CURE));
		final List<List<Prompt>> prompts = new ArrayList<>();
		for (int i = 0; i < frames; i++)
			prompts.add(new ArrayList<>());
		for (int i = 0; i < rois.size(); i++) {
			final Roi roi = rois.get(i);
			final String name = roi.getName() == null ? "ROI " + (i + 1) : roi.getName();
			final Prompt prompt = prompt(image, roi, name);
			final int frame = frame(image, roi);
			for (int k = 0; k < frames; k++)
				if (frame < 0 || frame == k) prompts.get(k).add(prompt);
		}
		return prompts;
	}

	/** What a network has found is no question, unless there is no other. */
	private static List<Roi> rois(final ImagePlus image) {
		final List<Roi> rois = new ArrayList<>();
		if (image.getRoi() != null) rois.add(image.getRoi());
		if (image.getOverlay() != null) for (final Roi roi : image.getOverlay().toArray())
			// Words and arrows are notes to the reader.
			if (!(roi instanceof TextRoi) && !(roi instanceof Arrow)) rois.add(roi);
		if (rois.stream().allMatch(RoiPrompts::isFound)) rois.addAll(managed());
		final List<Roi> drawn = rois.stream().filter(roi -> !isFound(roi)).toList();
		return drawn.isEmpty() ? rois : drawn;
	}

	private static List<Roi> managed() {
		try {
			final RoiManager manager = RoiManager.getInstance2();
			return manager == null ? List.of() : List.of(manager.getRoisAsArray());
		}
		catch (final HeadlessException e) {
			// ImageJ makes a macro's ROI Manager when it is asked for, and it is a window: without a screen nobody can have filled it.
			return List.of();
		}
	}

	private static boolean isFound(final Roi roi) {
		return FOUND.equals(roi.getProperty(OURS));
	}

	/** {@return the picture that a ROI is for; -1 = all} */
	private static int frame(final ImagePlus image, final Roi roi) {
		final int slice = roi.hasHyperStackPosition() ? image.getStackIndex(Math.max(1, roi.getCPosition()), Math.max(1, roi
			.getZPosition()), Math.max(1, roi.getTPosition())) : roi.getPosition();
		final boolean merged = image instanceof final CompositeImage composite && composite.getMode() == IJ.COMPOSITE;
		return slice < 1 ? -1 : (slice - 1) / (merged ? image.getNChannels() : 1);
	}

	private static Prompt prompt(final ImagePlus image, final Roi roi, final String name) {
		if (roi instanceof final PointRoi points) return Prompt.of(name, points(image, points, name));
		if (!roi.isArea()) throw new SonoflowException.Input("prompt=rois: " + name + " of " + image.getTitle() + " is a " + roi
			.getTypeAsString().toLowerCase(Locale.ROOT) + " and has no area." + CURE);
		final Rectangle bounds = roi.getBounds();
		final Optional<Box> inside = new Box(bounds.x, bounds.y, bounds.width, bounds.height).common(new Box(0, 0, image.getWidth(),
			image.getHeight()));
		return Prompt.of(name, inside.orElseThrow(() -> outside(image, name)));
	}

	private static List<Prompt.Point> points(final ImagePlus image, final PointRoi roi, final String name) {
		final FloatPolygon polygon = roi.getFloatPolygon();
		final List<Prompt.Point> points = new ArrayList<>();
		for (int i = 0; i < polygon.npoints; i++) {
			final double x = Math.floor(polygon.xpoints[i]);
			final double y = Math.floor(polygon.ypoints[i]);
			if (x < 0 || y < 0 || x >= image.getWidth() || y >= image.getHeight()) throw outside(image, name);
			points.add(new Prompt.Point(x, y, roi.getCounter(i) == 0));
		}
		if (points.stream().noneMatch(Prompt.Point::inside)) throw new SonoflowException.Input("prompt=rois: all points of " + name +
			" are of another counter than 0, that is beside the object." + CURE);
		return points;
	}

	private static SonoflowException.Input outside(final ImagePlus image, final String name) {
		return new SonoflowException.Input("prompt=rois: " + name + " lies outside of " + image.getTitle() + ", which has " + image
			.getWidth() + " x " + image.getHeight() + " pixels." + CURE);
	}
}
