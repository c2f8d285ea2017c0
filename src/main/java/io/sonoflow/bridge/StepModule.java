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
package io.sonoflow.bridge;

import io.sonoflow.legacy.CurrentImage;
import io.sonoflow.legacy.Host;
import io.sonoflow.legacy.Recording;
import io.sonoflow.parameter.Parameters;

import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.scijava.Context;
import org.scijava.ItemIO;
import org.scijava.command.CommandModule;
import org.scijava.plugin.Parameter;
import org.scijava.thread.ThreadService;

/**
 * One call of a {@link StepCommand}: its inputs are the step's parameters, its outputs what the run gave. Outputs are for
 * scripts, so they count as resolved: SciJava shows none of them.
 */
final class StepModule extends CommandModule {

	static final String FOLDER = "folder";
	static final String FIGURES = "figures";
	static final String IMAGE = "image";
	static final String RESULT = "result";
	static final List<String> OUTPUTS = List.of(FOLDER, FIGURES, IMAGE, RESULT);

	@Parameter(type = ItemIO.OUTPUT, label = "Folder", description = "Where the files were written; null = nowhere.",
		required = false)
	private File folder;

	@Parameter(type = ItemIO.OUTPUT, label = "Figures", description = "The figures of the run's record, by name.",
		required = false)
	private Map<String, Object> figures;

	@Parameter(type = ItemIO.OUTPUT, label = "Image", description = "The image that is the result; null = none.",
		required = false)
	private Object image;

	@Parameter(type = ItemIO.OUTPUT, label = "Result", description = "What the step returns: a value with tables, figures " +
		"and paths, also if nothing was written.", required = false)
	private Object result;

	private boolean fromMenu;

	StepModule(final StepInfo info, final StepCommand<?> command) {
		super(info, command);
	}

	StepCommand<?> command() {
		return (StepCommand<?>) getCommand();
	}

	private Parameters parameters() {
		return command().step();
	}

	/** Says that a person chose the menu entry. */
	void startedFromMenu() {
		fromMenu = true;
	}

	@Override
	public void run() {
		final CurrentImage current = CurrentImage.from(caller());
		try {
			if (fromMenu) Host.fromMenu(() -> command().run(true));
			else command().run(Host.isFromMenu());
		}
		finally {
			current.giveBack();
		}
		if (command().isCanceled()) Recording.forget(command().label());
		folder = command().folder();
		figures = command().figures();
		image = command().image();
		result = command().result();
		OUTPUTS.forEach(this::resolveOutput);
	}

	/** {@return the thread that waits for this one; null if nobody does} */
	private Thread caller() {
		final Context context = command().getContext();
		final ThreadService threads = context == null ? null : context.getService(ThreadService.class);
		return threads == null ? null : threads.getParent(null);
	}

	@Override
	public Object getInput(final String name) {
		final var item = getInfo().getInput(name);
		return item instanceof KeyItem<?> input ? input.key().get(parameters()) : item instanceof HeadingItem heading ? heading
			.heading() : null;
	}

	/** @throws io.sonoflow.SonoflowException.Input if there is no such key or the value is not of its type */
	@Override
	public void setInput(final String name, final Object value) {
		if (getInfo().getInput(name) instanceof HeadingItem) return;
		final boolean none = value == null && parameters().has(name) && !parameters().key(name).type().isPrimitive();
		parameters().set(Collections.singletonMap(name, none ? "" : value));
	}

	@Override
	public Object getOutput(final String name) {
		return switch (name) {
			case FOLDER -> folder;
			case FIGURES -> figures;
			case IMAGE -> image;
			case RESULT -> result;
			default -> null;
		};
	}

	@Override
	public void setOutput(final String name, final Object value) {
		throw new UnsupportedOperationException("The outputs of " + getInfo().getTitle() + " are made by its run.");
	}
}
