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
package io.sonoflow.command.clip;

import io.sonoflow.bridge.MenuEntry;
import io.sonoflow.bridge.StepCommand;
import io.sonoflow.legacy.doppler.BoxOverlay;
import io.sonoflow.legacy.doppler.VelocityView;
import io.sonoflow.legacy.read.ActiveFrames;
import io.sonoflow.legacy.segment.SegmentView;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.doppler.OpenClip;
import io.sonoflow.step.doppler.SeparateDoppler;

import java.util.List;

import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Takes pictures of colour Doppler apart. */
@Plugin(type = MenuEntry.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Sonoflow"), @Menu(
	label = SeparateDoppler.LABEL, weight = 67) },
	description = "Takes colour Doppler apart: grey pictures, masks of the pixels that show flow, and velocities where the " +
		"colour bar's numbers are surely read.")
public final class SeparateDopplerCommand extends StepCommand<SeparateDoppler.Result> {

	private static final int WHITE = 255;

	private final SeparateDoppler step;
	private ActiveFrames picture;

	public SeparateDopplerCommand() {
		this(new SeparateDoppler());
	}

	private SeparateDopplerCommand(final SeparateDoppler step) {
		super(step);
		this.step = step;
	}

	@Override
	protected void prepare() {
		picture = null;
		step.open = null;
		if (step.input != null) return;
		picture = ActiveFrames.require("input");
		step.open = new OpenClip(picture.title(), picture);
	}

	@Override
	protected void show(final SeparateDoppler.Result result) {
		if (picture != null) {
			final List<String> names = result.numbers().stream().map(number -> "frame " + (number + 1)).toList();
			SegmentView.show("Grey of " + picture.title(), result.grey(), names, picture, WHITE);
			SegmentView.show("Colour of " + picture.title(), result.colour(), names, picture, WHITE);
			// Before the velocities: what came last stays in front, whatever the picture.
			if (result.rows().stream().anyMatch(row -> !row.get(SeparateDoppler.ALIASED).equals(0))) SegmentView.show("Aliased of " +
				picture.title(), result.aliased(), names, picture, WHITE);
			final String unit = result.rows().stream().map(row -> row.get(SeparateDoppler.UNIT).toString()).filter(text -> text
				.endsWith("/s")).findFirst().orElse("");
			VelocityView.show("Velocity of " + picture.title(), result.velocity(), names, unit, picture);
			BoxOverlay.show(picture, result.boxes(), result.numbers());
		}
		Show.table("Colour bars", SeparateDoppler.COLUMNS, result.rows());
	}

	/** {@return the first mask of flow} */
	@Override
	protected Object image(final SeparateDoppler.Result result) {
		return result.colour().isEmpty() ? null : result.colour().get(0);
	}
}
