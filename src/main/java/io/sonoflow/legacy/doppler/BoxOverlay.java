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
package io.sonoflow.legacy.doppler;

import ij.gui.Roi;

import io.sonoflow.image.Box;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.read.ActiveFrames;
import io.sonoflow.legacy.read.RoiPrompts;
import io.sonoflow.legacy.segment.SegmentView;

import java.awt.Color;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Lays the colour box over the picture that was taken apart. */
public final class BoxOverlay {

	private static final Color LINE = new Color(0xFFE600);

	private BoxOverlay() {
	}

	/**
	 * @param boxes of frames of the picture, null where none is found; one that all of the picture's frames share is shown on all
	 * @param numbers of these frames, from 0
	 */
	public static void show(final ActiveFrames picture, final List<Box> boxes, final List<Integer> numbers) {
		if (!Host.isHeadless() || Host.isMacro()) SegmentView.lay(picture, rois(picture, boxes, numbers));
	}

	static List<Roi> rois(final ActiveFrames picture, final List<Box> boxes, final List<Integer> numbers) {
		final boolean same = boxes.size() == picture.frames() && new HashSet<>(boxes).size() == 1;
		final List<Roi> rois = new ArrayList<>();
		for (int i = 0; i < (same ? 1 : boxes.size()); i++) {
			final Box box = boxes.get(i);
			if (box == null) continue;
			final Roi roi = new Roi(box.x(), box.y(), box.w(), box.h());
			roi.setName("colour box");
			roi.setStrokeColor(LINE);
			roi.setProperty(RoiPrompts.OURS, RoiPrompts.FOUND);
			if (!same) SegmentView.place(picture, roi, numbers.get(i) + 1);
			rois.add(roi);
		}
		return rois;
	}
}
