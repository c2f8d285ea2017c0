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

import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;

import java.util.Arrays;

/** Open images with ROIs: no test class itself, so that none of ImageJ is loaded before it is patched. */
final class OpenRois {

	private OpenRois() {
	}

	private static ImagePlus open(final int slices) {
		final ImageStack stack = new ImageStack(100, 80);
		for (int i = 0; i < slices; i++)
			stack.addSlice("", new ByteProcessor(100, 80));
		final ImagePlus image = new ImagePlus("scan", stack);
		WindowManager.setTempCurrentImage(image);
		return image;
	}

	/** A selection, an overlay with an oval, points of two counters, words; the last ROI is for slice 2. */
	static ImagePlus mixed() {
		final ImagePlus image = open(3);
		image.setRoi(new Roi(90, 70, 30, 30));
		final Overlay overlay = new Overlay();
		final Roi oval = new OvalRoi(10, 20, 30, 15);
		oval.setName("lobe");
		overlay.add(oval);
		overlay.add(new TextRoi(5, 5, "left"));
		final PointRoi points = new PointRoi(40.5, 50.5);
		points.addPoint(image, 60.5, 10.5);
		points.setCounter(1);
		points.addPoint(image, 3.5, 4.5);
		points.setPosition(2);
		overlay.add(points);
		image.setOverlay(overlay);
		return image;
	}

	/** An object that a network has found, and perhaps a selection. */
	static void found(final boolean selected) {
		final ImagePlus image = open(1);
		final Roi roi = new Roi(5, 6, 7, 8);
		roi.setProperty(RoiPrompts.OURS, RoiPrompts.FOUND);
		image.setOverlay(new Overlay(roi));
		if (selected) image.setRoi(new Roi(1, 2, 3, 4));
	}

	static void none() {
		open(1);
	}

	static void line() {
		open(1).setRoi(new Line(3, 3, 20, 30));
	}

	static void outside() {
		open(1).setOverlay(new Overlay(new Roi(200, 10, 20, 20)));
	}

	/** {@return what a static method without parameters says where a macro calls it} */
	static String inMacro(final Class<?> type, final String method) {
		return new Interpreter().run("return call('" + type.getName() + "." + method + "');", "");
	}

	static void close() {
		WindowManager.setTempCurrentImage(null);
	}

	/** {@return what a user sees of an image's ROIs, which prompts must not change} */
	static String state(final ImagePlus image) {
		return image.getRoi() + " " + Arrays.toString(image.getOverlay().toArray());
	}
}
