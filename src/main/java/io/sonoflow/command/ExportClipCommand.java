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
import io.sonoflow.legacy.read.ActiveFrames;
import io.sonoflow.legacy.read.OverlaidFrames;
import io.sonoflow.step.clip.ExportClip;
import io.sonoflow.step.clip.OpenClip;

import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Writes clips. */
@Plugin(type = MenuEntry.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Sonoflow"), @Menu(
	label = ExportClip.LABEL, weight = 25) },
	description = "Writes clips as AVI (lossless, or JPEG that opens anywhere) or MP4, with their frame rate and what lies over " +
		"an open image.")
public final class ExportClipCommand extends StepCommand<ExportClip.Result> {

	private final ExportClip step;

	public ExportClipCommand() {
		this(new ExportClip());
	}

	private ExportClipCommand(final ExportClip step) {
		super(step);
		this.step = step;
	}

	@Override
	protected void prepare() {
		step.open = null;
		if (step.input != null) return;
		final ActiveFrames image = ActiveFrames.require("input");
		final boolean overlay = OverlaidFrames.isOverlaid(image);
		step.open = new OpenClip(image.title(), overlay ? new OverlaidFrames(image) : image, overlay);
	}

	@Override
	protected void show(final ExportClip.Result result) {
		// Files are all there is.
	}
}
