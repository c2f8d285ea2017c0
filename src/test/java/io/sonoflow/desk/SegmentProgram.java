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
package io.sonoflow.desk;

import ai.djl.Device;

import ij.ImageJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import ij.process.ByteProcessor;

import io.sonoflow.command.SegmentUltrasoundCommand;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.nn.segment.SegmentationNetwork;

import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Segments a calibrated clip: what the user has in overlay and ROI Manager stays, ours joins it. */
public final class SegmentProgram {

	private static final int FRAMES = 3;

	private SegmentProgram() {
	}

	public static void main(final String[] arguments) throws Exception {
		final Path folder = Path.of(arguments[0]);
		try {
			new ImageJ();
			run(folder);
			Runtime.getRuntime().halt(0);
		}
		catch (final AssertionError | RuntimeException e) {
			Desk.shot(folder.resolve("failed.png"));
			e.printStackTrace();
			Runtime.getRuntime().halt(1);
		}
	}

	private static void require(final boolean holds, final Object what) {
		if (!holds) throw new AssertionError(what);
	}

	private static void run(final Path folder) throws Exception {
		final Path model = folder.resolve("model.safetensors");
		final SegmentationConfig config = new SegmentationConfig(List.of("nodule"), List.of("thyroid"), List.of(4, 8), true, 32, 0.5,
			Normalisation.CLASSIFIER, Map.of());
		try (SegmentationNetwork network = SegmentationNetwork.create(Device.cpu(), config, 1)) {
			SegmentationFile.write(model, network, config);
		}
		final ImageStack stack = new ImageStack(120, 90);
		for (int i = 0; i < FRAMES; i++) {
			final ByteProcessor slice = new ByteProcessor(120, 90);
			slice.setValue(200);
			slice.fill(new Roi(20 + 10 * i, 20, 40, 40));
			stack.addSlice("label " + i, slice);
		}
		final ImagePlus image = new ImagePlus("clip", stack);
		image.getCalibration().setUnit("mm");
		image.getCalibration().pixelWidth = 0.2;
		image.getCalibration().pixelHeight = 0.2;
		image.setOverlay(new Overlay(new Roi(1, 2, 3, 4)));
		image.show();
		image.getWindow().setLocation(20, 150);
		final RoiManager manager = RoiManager.getRoiManager();
		final Roi mine = new Roi(5, 6, 7, 8);
		mine.setName("mine");
		mine.setPosition(2);
		manager.addRoi(mine);
		// Everything is found, so that each frame has one object.
		final Map<String, String> keys = Map.of("model", model.toString(), "device", "cpu", "threshold", "0.001", "post", "false");
		Windows.command(new SegmentUltrasoundCommand(), keys);
		Windows.require("objects in the overlay", () -> image.getOverlay().size() == 1 + FRAMES);
		WindowManager.setCurrentWindow(image.getWindow());
		Windows.command(new SegmentUltrasoundCommand(), keys);
		Windows.require("two images of masks", () -> WindowManager.getImageCount() == 3);
		require(image.getOverlay().size() == 1 + FRAMES && image.getOverlay().get(0).getBounds().equals(new Rectangle(1, 2, 3, 4)),
			image.getOverlay());
		require(image.getOverlay().get(2).getPosition() == 2 && image.getOverlay().get(2).getName().equals("nodule 1"), image
			.getOverlay().get(2));
		final ImagePlus mask = WindowManager.getImage("Mask of clip");
		require(mask.getStackSize() == FRAMES && mask.getCalibration().pixelWidth == 0.2 && mask.getProcessor().getPixel(60,
			45) == 255, mask);
		WindowManager.setCurrentWindow(image.getWindow());
		Windows.command(new SegmentUltrasoundCommand(), Map.of("model", model.toString(), "device", "cpu", "threshold", "0.001",
			"post", "false", "roi", "manager"));
		Windows.require("objects in the ROI Manager", () -> manager.getCount() == 1 + FRAMES);
		final Roi first = manager.getRoi(0);
		require("mine".equals(manager.getName(0)) && first.getPosition() == 2 && first.getBounds().equals(new Rectangle(5, 6, 7, 8)),
			first);
		require("frame 2 nodule 1".equals(manager.getName(2)) && manager.getRoi(2).getPosition() == 2, manager.getName(2) +
			" " + manager.getRoi(2).getPosition());
		Thread.sleep(400);
		Desk.shot(folder.resolve("segmented.png"));
	}
}
