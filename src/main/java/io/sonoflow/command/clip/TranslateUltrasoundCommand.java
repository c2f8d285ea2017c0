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
import io.sonoflow.legacy.read.ActiveFrames;
import io.sonoflow.legacy.segment.SegmentView;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.translate.TranslateUltrasound;

import java.util.List;
import java.util.stream.IntStream;

import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Translates clips and pictures. */
@Plugin(type = MenuEntry.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Sonoflow"), @Menu(
	label = TranslateUltrasound.LABEL, weight = 68) },
	description = "Translates clips and pictures, colour Doppler into grey or grey into colour, by a model of Train Translator. " +
		"What is outside of the region stays as it is, to the bit.")
public final class TranslateUltrasoundCommand extends StepCommand<TranslateUltrasound.Result> {

	private static final int WHITE = 255;

	private final TranslateUltrasound step;
	private ActiveFrames picture;

	public TranslateUltrasoundCommand() {
		this(new TranslateUltrasound());
	}

	private TranslateUltrasoundCommand(final TranslateUltrasound step) {
		super(step);
		this.step = step;
	}

	@Override
	protected void prepare() {
		picture = null;
		step.open = null;
		if (step.input != null) return;
		picture = ActiveFrames.require("input");
		step.open = new TranslateUltrasound.OpenPicture(picture.title(), picture, null);
	}

	@Override
	protected void show(final TranslateUltrasound.Result result) {
		if (picture != null) show(result, "Translation of " + picture.title());
		if (!result.scores().isEmpty()) Show.table("Scores of the translation", TranslateUltrasound.scoreColumns(), result.scores());
	}

	private void show(final TranslateUltrasound.Result result, final String title) {
		final List<String> names = IntStream.rangeClosed(1, picture.frames()).mapToObj(i -> "frame " + i).toList();
		if (!result.grey().isEmpty()) SegmentView.show(title, result.grey(), names, picture, WHITE);
		Show.color(title, result.colour(), names);
	}

	/** {@return the first translated frame of the open picture} */
	@Override
	protected Object image(final TranslateUltrasound.Result result) {
		if (!result.grey().isEmpty()) return result.grey().get(0);
		return result.colour().isEmpty() ? null : result.colour().get(0);
	}
}
