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

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import ij.WindowManager;
import ij.gui.Roi;

import io.sonoflow.image.Box;
import io.sonoflow.legacy.read.ActiveFrames;

import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The colour box over an open clip. */
class BoxOverlayTest {

	/** Of every so many frames of a clip. */
	private static List<Roi> rois(final int stride, final Box... boxes) {
		WindowManager.setTempCurrentImage(IJ.createImage("clip", "RGB black", 40, 30, stride * boxes.length));
		return BoxOverlay.rois(ActiveFrames.require("input"), Arrays.asList(boxes), IntStream.range(0, boxes.length).mapToObj(
			i -> stride * i).toList());
	}

	@AfterEach
	void forget() {
		WindowManager.setTempCurrentImage(null);
	}

	@Test
	void oneBoxOfAllFramesIsShownOnAllAndOthersOnTheirOwn() {
		final Box box = new Box(3, 4, 20, 10);
		final List<Roi> shared = rois(1, box, box);
		assertEquals(1, shared.size());
		assertEquals(new Rectangle(3, 4, 20, 10), shared.get(0).getBounds());
		assertEquals(0, shared.get(0).getPosition());
		final List<Roi> own = rois(1, box, null, new Box(5, 4, 20, 10));
		assertEquals(List.of(1, 3), own.stream().map(Roi::getPosition).toList());
		assertEquals(0, rois(1, (Box) null, null).size());
	}

	@Test
	void boxesOfEverySecondFrameLieOverThatFrame() {
		final Box box = new Box(3, 4, 20, 10);
		assertEquals(List.of(1, 3, 5), rois(2, box, new Box(5, 4, 20, 10), box).stream().map(Roi::getPosition).toList());
		assertEquals(List.of(1, 3), rois(2, box, box).stream().map(Roi::getPosition).toList());
	}
}
