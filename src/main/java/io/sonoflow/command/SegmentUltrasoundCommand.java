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
package io.sonoflow.command;

import io.sonoflow.SonoflowException;
import io.sonoflow.bridge.MenuEntry;
import io.sonoflow.bridge.StepCommand;
import io.sonoflow.image.Images;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.read.ActiveFrames;
import io.sonoflow.legacy.read.RoiPrompts;
import io.sonoflow.legacy.segment.SegmentView;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.prompt.PromptKind;
import io.sonoflow.step.segment.OpenPicture;
import io.sonoflow.step.segment.SegmentUltrasound;
import io.sonoflow.step.segment.SegmentedObject;

import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Finds structures in images and measures them. */
@Plugin(type = MenuEntry.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Sonoflow"), @Menu(
	label = SegmentUltrasound.LABEL, weight = 64) },
	description = "Finds structures in ultrasound images with a trained network: masks, ROIs, and a table of their areas, " +
		"lengths and " +
		"grey levels.")
public final class SegmentUltrasoundCommand extends StepCommand<SegmentUltrasound.Result> {

	private static final int WHITE = 255;

	private final SegmentUltrasound step;
	private ActiveFrames picture;

	public SegmentUltrasoundCommand() {
		this(new SegmentUltrasound());
	}

	private SegmentUltrasoundCommand(final SegmentUltrasound step) {
		super(step);
		this.step = step;
	}

	@Override
	protected void prepare() {
		picture = null;
		step.open = null;
		if (step.input != null) return;
		picture = ActiveFrames.require("input");
		if (step.roi.equals("manager") && Host.isHeadless()) throw new SonoflowException.Input("roi=manager needs the ROI " +
			"Manager's window, " +
			"which there is none of without a screen. Use roi=overlay, or output=, whose rois.zip the ROI Manager opens.");
		step.open = new OpenPicture(picture.title(), picture, picture.size(), step.prompt.equals(PromptKind.ROIS.key()) ? RoiPrompts
			.find(picture.frames()) : List.of());
	}

	@Override
	protected void show(final SegmentUltrasound.Result result) {
		if (picture != null) {
			if (step.roi.equals("overlay")) SegmentView.overlay(picture, result.objects(), result.structures());
			if (step.roi.equals("manager")) SegmentView.manager(picture, result.objects(), result.structures());
		}
		if (picture != null || step.output == null && Host.hasUser() && sameSize(result.masks())) {
			final List<String> names = result.names().subList(0, result.masks().size());
			final String of = picture == null ? "" : " of " + picture.title();
			if (!result.uncertainties().isEmpty()) SegmentView.show("Uncertainty" + of, result.uncertainties(), names, picture, WHITE);
			SegmentView.show("Mask" + of, result.masks(), names, picture, most(result.masks()));
		}
		Show.table("Segmentation", SegmentedObject.COLUMNS, result.rows());
	}

	private static boolean sameSize(final List<ArrayImg<UnsignedByteType, ByteArray>> masks) {
		return masks.stream().map(mask -> Images.width(mask) + "x" + Images.height(mask)).distinct().count() == 1;
	}

	/** {@return the largest value of the masks: that of a few structures is small, and would be shown black} */
	private static int most(final List<ArrayImg<UnsignedByteType, ByteArray>> masks) {
		int most = 1;
		for (final ArrayImg<UnsignedByteType, ByteArray> mask : masks)
			for (final byte value : Images.pixels(mask))
				most = Math.max(most, value & WHITE);
		return most;
	}

	/** {@return the first mask} */
	@Override
	protected Object image(final SegmentUltrasound.Result result) {
		return result.masks().isEmpty() ? null : result.masks().get(0);
	}
}
