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

import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import io.sonoflow.legacy.read.RoiPrompts;
import io.sonoflow.plot.sheet.MaskOutlines;
import io.sonoflow.step.segment.SegmentedObject;

import java.awt.Rectangle;

/** Objects as ROIs: their holes are holes, whatever the colours of an image. */
final class MaskRois {

	private static final int INSIDE = 255;
	private MaskRois() {
	}

	/**
	 * @param structure number of what the object is
	 * @return its ROI, without a position
	 */
	static Roi of(final SegmentedObject object, final int structure) {
		final byte[] pixels = new byte[object.mask().data().length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) (object.mask().data()[i] ? INSIDE : 0);
		final ByteProcessor mask = new ByteProcessor(object.box().w(), object.box().h(), pixels);
		mask.setThreshold(INSIDE, INSIDE, ImageProcessor.NO_LUT_UPDATE);
		final Roi roi = new ThresholdToSelection().convert(mask);
		final Rectangle bounds = roi.getBounds();
		roi.setLocation(object.box().x() + bounds.x, object.box().y() + bounds.y);
		roi.setName(object.label());
		roi.setStrokeColor(MaskOutlines.color(structure));
		roi.setProperty(RoiPrompts.OURS, RoiPrompts.FOUND);
		roi.setProperty("structure", object.structure());
		if (!object.organ().isEmpty()) roi.setProperty("organ", object.organ());
		return roi;
	}
}
