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

import io.sonoflow.bridge.MenuEntry;
import io.sonoflow.bridge.StepCommand;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.legacy.read.ActiveImage;
import io.sonoflow.legacy.review.BoxWindow;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.crop.CropUltrasound;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Cuts the ultrasound pictures out of scanner screens. */
@Plugin(type = MenuEntry.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Sonoflow"), @Menu(
	label = CropUltrasound.LABEL, weight = 21) },
	description = "Cuts the ultrasound pictures out of scanner screens and clips: finds the field of view, or takes fixed " +
		"rectangles. Doubtful crops are listed in review.csv.")
public final class CropUltrasoundCommand extends StepCommand<CropUltrasound.Result> {

	private final CropUltrasound step;
	private String title;
	private List<Box> corrected = List.of();

	public CropUltrasoundCommand() {
		this(new CropUltrasound());
	}

	private CropUltrasoundCommand(final CropUltrasound step) {
		super(step);
		this.step = step;
	}

	@Override
	protected void prepare() {
		corrected = List.of();
		step.of("", List.of());
		step.correctedBy(null);
		if (step.input != null) return;
		final ActiveImage image = ActiveImage.require("input");
		title = image.title();
		step.of(title, image.frames());
		BoxWindow.ofActiveImage().ifPresent(window -> step.correctedBy((found, monitor) -> {
			final Optional<List<Box>> boxes = window.correct(found, monitor);
			corrected = boxes.filter(each -> !each.equals(found.stream().map(FieldOfView::box).toList())).orElse(List.of());
			return boxes;
		}));
	}

	/** Without an output there is no boxes.csv: what is recorded cuts the corrected boxes again. */
	private void keepCorrection() {
		if (corrected.isEmpty() || step.output != null) return;
		step.mode = "views";
		step.views = corrected.stream().map(box -> box.x() + "," + box.y() + "," + box.w() + "," + box.h()).collect(Collectors
			.joining(";"));
	}

	@Override
	protected void show(final CropUltrasound.Result result) {
		keepCorrection();
		if (step.input == null) for (int i = 0; i < result.crops().size(); i++)
			Show.gray(title + " crop" + (result.crops().size() > 1 ? " " + (i + 1) : ""), result.crops().get(i), List.of());
		else if (!result.review().isEmpty()) Show.table("Crops to Review", List.of("image", "reason"), result.review());
	}

	/** {@return the first crop of an image in memory} */
	@Override
	protected Object image(final CropUltrasound.Result result) {
		return result.crops().isEmpty() ? null : result.crops().get(0).get(0);
	}
}
