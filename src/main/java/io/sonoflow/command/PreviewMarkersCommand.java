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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.bridge.MenuEntry;
import io.sonoflow.bridge.StepCommand;
import io.sonoflow.dataset.NamedImage;
import io.sonoflow.legacy.read.ActiveImage;
import io.sonoflow.legacy.window.LiveStack;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.parameter.Lists;
import io.sonoflow.step.marks.PreviewMarkers;

import java.io.File;
import java.util.List;

import org.scijava.command.Previewable;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;

/** Shows augmented copies of images, live while its dialog is open. */
@Plugin(type = MenuEntry.class, menu = { @Menu(label = "Plugins"), @Menu(label = "Sonoflow"), @Menu(
	label = PreviewMarkers.LABEL, weight = 23) },
	description = "Shows augmented copies of images as a classifier sees them in training: cut, flipped, shifted, with " +
		"circles, pluses and dotted caliper lines.")
public final class PreviewMarkersCommand extends StepCommand<PreviewMarkers.Result> implements Previewable {

	private static final String TITLE = "Preview Markers";

	private final LiveStack live = new LiveStack(TITLE + " (live)");
	private final PreviewMarkers step;

	/** What was in front at the first change in the dialog, later it is our own window; null before. */
	private List<NamedImage> active;
	private File readFrom;
	private int readCount;
	private List<NamedImage> read;

	public PreviewMarkersCommand() {
		this(new PreviewMarkers());
	}

	private PreviewMarkersCommand(final PreviewMarkers step) {
		super(step);
		this.step = step;
	}

	@Override
	protected void prepare() {
		live.close();
		step.images = step.input == null ? active() : List.of();
	}

	@Override
	protected void show(final PreviewMarkers.Result result) {
		Show.gray(TITLE, result.views(), result.labels());
	}

	/** {@return the first copy} */
	@Override
	protected Object image(final PreviewMarkers.Result result) {
		return result.views().get(0);
	}

	/** Follows the dialog. Values that are wrong as yet, half-typed, show nothing: the message comes after OK. */
	@Override
	public synchronized void preview() {
		try {
			if (active == null) active = ActiveImage.find().map(ActiveImage::gray).orElse(List.of());
			final List<NamedImage> sources = step.input == null ? active : read();
			if (sources.isEmpty()) {
				live.close();
				return;
			}
			final PreviewMarkers shown = (PreviewMarkers) step.clone();
			shown.images = sources;
			shown.output = null;
			final PreviewMarkers.Result result = shown.run(Monitor.NONE);
			live.show(result.views(), result.labels());
		}
		catch (final SonoflowException e) {
			live.close();
		}
	}

	/** The dialog was cancelled. */
	@Override
	public synchronized void cancel() {
		live.close();
	}

	private synchronized List<NamedImage> active() {
		return active == null || active.isEmpty() ? ActiveImage.require("input").gray() : active;
	}

	/** Files are read again only when another input or more copies are wanted, not at every key. */
	private List<NamedImage> read() {
		if (read == null || !step.input.equals(readFrom) || step.count != readCount) {
			read = PreviewMarkers.read(Lists.path(step.input), step.count, Monitor.NONE);
			readFrom = step.input;
			readCount = step.count;
		}
		return read;
	}
}
