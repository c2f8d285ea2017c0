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
import io.sonoflow.legacy.read.ActiveImage;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.classify.ClassifyUltrasound;
import io.sonoflow.step.data.InputCheck;

import java.util.ArrayList;
import java.util.List;

import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Says what a trained classifier takes images for. */
@Plugin(type = MenuEntry.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Sonoflow"), @Menu(
	label = ClassifyUltrasound.LABEL, weight = 60) },
	description = "Says what a trained classifier takes each image for, and how sure it is.")
public final class ClassifyUltrasoundCommand extends StepCommand<ClassifyUltrasound.Result> {

	private final ClassifyUltrasound step;

	public ClassifyUltrasoundCommand() {
		this(new ClassifyUltrasound());
	}

	private ClassifyUltrasoundCommand(final ClassifyUltrasound step) {
		super(step);
		this.step = step;
	}

	@Override
	protected void prepare() {
		step.images = step.input == null ? ActiveImage.require("input").gray() : List.of();
	}

	@Override
	protected void show(final ClassifyUltrasound.Result result) {
		final List<String> columns = new ArrayList<>(List.of("image", "prediction"));
		columns.addAll(result.classes());
		columns.add(InputCheck.COLUMN);
		Show.table("Classification", columns, result.rows().stream().map(ClassifyUltrasoundCommand::cells).toList());
	}

	private static List<Object> cells(final ClassifyUltrasound.Prediction row) {
		final List<Object> cells = new ArrayList<>(List.of(row.image(), row.prediction()));
		for (final double probability : row.probabilities())
			cells.add(probability);
		cells.add(row.warning());
		return cells;
	}
}
