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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.LUT;

import io.sonoflow.dataset.FrameRate;

import java.awt.Color;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames of the image in front are read one by one, as a copy of all would be. */
class ActiveFramesTest {

	private static final int W = 9, H = 5, CHANNELS = 2, FRAMES = 3;

	@AfterEach
	void forget() {
		WindowManager.setTempCurrentImage(null);
	}

	/** Apart, as the test class itself must be loaded before ImageJ is. */
	private static final class Channels {

		static CompositeImage of(final int mode) {
			final ImageStack stack = new ImageStack(W, H);
			for (int i = 0; i < CHANNELS * FRAMES; i++) {
				final byte[] pixels = new byte[W * H];
				for (int k = 0; k < pixels.length; k++)
					pixels[k] = (byte) (5 * k + 11 * i);
				stack.addSlice(new ByteProcessor(W, H, pixels));
			}
			final ImagePlus plain = new ImagePlus("channels", stack);
			plain.setDimensions(CHANNELS, 1, FRAMES);
			final CompositeImage image = new CompositeImage(plain, mode);
			final LUT red = LUT.createLutFromColor(Color.RED);
			red.min = 20;
			red.max = 200;
			image.setChannelLut(red, 1);
			image.setChannelLut(LUT.createLutFromColor(Color.CYAN), 2);
			return image;
		}

		static void check(final int mode) {
			final CompositeImage image = of(mode);
			image.setRoi(1, 1, 2, 2);
			WindowManager.setTempCurrentImage(image);
			final ActiveFrames frames = ActiveFrames.require("input");
			final ActiveImage copy = ActiveImage.find().orElseThrow();
			assertEquals(mode == IJ.COMPOSITE ? FRAMES : CHANNELS * FRAMES, frames.frames());
			assertEquals(copy.frames().size(), frames.frames());
			for (int i = 0; i < frames.frames(); i++)
				assertArrayEquals(copy.frames().get(i).update(null).getCurrentStorageArray(), frames.color(i).update(null)
					.getCurrentStorageArray(), "mode " + mode + ", frame " + i);
			assertNotEquals(frames.color(0).cursor().next(), frames.color(frames.frames() - 1).cursor().next());
			assertEquals(1, image.getCurrentSlice());
		}

		/** {@return what ImageJ's calibration makes the rate of the image in front} */
		static Optional<FrameRate> rate(final double fps, final double interval, final String unit) {
			final ImagePlus image = of(IJ.COLOR);
			image.getCalibration().fps = fps;
			image.getCalibration().frameInterval = interval;
			image.getCalibration().setTimeUnit(unit);
			WindowManager.setTempCurrentImage(image);
			return ActiveFrames.require("input").rate();
		}

		/** A filled rectangle over the second of three frames, and one over all. */
		static void checkOverlay() {
			final ImageStack stack = new ImageStack(W, H);
			for (int i = 0; i < FRAMES; i++)
				stack.addSlice(new ByteProcessor(W, H));
			final ImagePlus image = new ImagePlus("clip", stack);
			WindowManager.setTempCurrentImage(image);
			final ActiveFrames plain = ActiveFrames.require("input");
			assertFalse(OverlaidFrames.isOverlaid(plain));
			final Overlay overlay = new Overlay();
			for (int slice = 0; slice <= 2; slice += 2) {
				final Roi roi = new Roi(slice + 1, 1, 2, 2);
				roi.setFillColor(slice == 0 ? Color.RED : Color.GREEN);
				roi.setPosition(slice);
				overlay.add(roi);
			}
			image.setOverlay(overlay);
			assertTrue(OverlaidFrames.isOverlaid(plain));
			final OverlaidFrames drawn = new OverlaidFrames(plain);
			assertEquals(List.of(FRAMES, W, H), List.of(drawn.frames(), drawn.width(), drawn.height()));
			for (int i = 0; i < FRAMES; i++) {
				final int[] pixels = drawn.color(i).update(null).getCurrentStorageArray();
				assertEquals(0xFFFF0000, pixels[W + 1], "frame " + i);
				assertEquals(i == 1 ? 0xFF00FF00 : 0xFF000000, pixels[W + 3], "frame " + i);
				assertEquals(0xFF000000, plain.color(i).update(null).getCurrentStorageArray()[W + 1], "the image itself");
			}
			assertEquals(76, drawn.gray(0).update(null).getCurrentStorageArray()[W + 1] & 0xFF, "luma of red");
			image.setHideOverlay(true);
			assertFalse(OverlaidFrames.isOverlaid(plain));
		}
	}

	@Test
	void channelsAreSeenAsACopyOfAllShowsThem() {
		for (final int mode : List.of(IJ.COMPOSITE, IJ.COLOR))
			Channels.check(mode);
	}

	@Test
	void whatLiesOverAFrameIsDrawnIntoIt() {
		Channels.checkOverlay();
	}

	@Test
	void theRateIsFramesASecondOrTheTimeBetweenThem() {
		assertEquals(Optional.of(new FrameRate(25, 1)), Channels.rate(25, 0, "sec"));
		assertEquals(Optional.of(new FrameRate(25, 1)), Channels.rate(25, 0.1, "sec"), "frames a second count");
		assertEquals(Optional.of(new FrameRate(10, 1)), Channels.rate(0, 0.1, "s"));
		assertEquals(Optional.of(new FrameRate(30000, 1001)), Channels.rate(29.97, 0, "sec"));
		assertEquals(Optional.empty(), Channels.rate(0, 0.1, "h"), "no seconds");
		assertEquals(Optional.empty(), Channels.rate(0, 0, "sec"));
		assertEquals(Optional.empty(), Channels.rate(20_000, 0, "sec"), "no clip has so many");
	}
}
