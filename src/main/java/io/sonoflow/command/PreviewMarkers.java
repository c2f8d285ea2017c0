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
import io.sonoflow.image.Luma;
import io.sonoflow.legacy.read.ActiveImage;
import io.sonoflow.legacy.window.LiveStack;
import io.sonoflow.legacy.window.Show;
import io.sonoflow.step.marks.PreviewMarkersStep;
import io.sonoflow.step.marks.PreviewMarkersStep.Config;
import io.sonoflow.step.marks.PreviewMarkersStep.Result;
import io.sonoflow.step.marks.PreviewMarkersStep.Source;

import java.io.File;
import java.util.List;
import java.util.stream.IntStream;

import org.scijava.command.Command;
import org.scijava.command.Previewable;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows augmented copies of images, live while its dialog is open. */
@Plugin(type = Command.class, menuPath = "Plugins>Sonoflow>Preview Markers...",
	description = "Shows augmented copies of images as a classifier sees them in training: cut, flipped, shifted, with " +
		"circles, pluses and dotted caliper lines.")
public final class PreviewMarkers extends SonoflowCommand implements Previewable {

	private static final String TITLE = "Preview Markers";

	@Parameter(label = "Input", description = "Image, folder of images or dataset.csv; empty = the active image.",
		required = false, persist = false, attrs = @Attr(name = EXISTS))
	private File input;

	@Parameter(label = "Copies", description = "Number of augmented copies, 1 to 100.", min = "1", max = "100",
		persist = false)
	private int count = 9;

	@Parameter(label = "Marker strength",
		description = "Factor of the published probabilities of marks, at least 0: 1 = as published, 0 = no marks; a " +
			"probability stays at most 1.", min = "0", persist = false)
	private double strength = 1;

	@Parameter(label = "Seed", description = "Any whole number; the same seed shows the same copies.", persist = false)
	private long seed = 0;

	@Parameter(label = "Output", description = "Folder for preview.png; empty = none.", style = "directory",
		required = false, persist = false)
	private File output;

	@Parameter(label = "Overwrite", description = "Replace a finished run in the output folder.", persist = false)
	private boolean overwrite = false;

	private final LiveStack live = new LiveStack(TITLE + " (live)");

	/** What was in front at the first change in the dialog, later it is our own window; null before. */
	private List<Source> active;
	private File readFrom;
	private int readCount;
	private List<Source> read;

	@Override
	protected void execute(final Monitor monitor) {
		final Config config = new Config(path(input), count, strength, seed, path(output), overwrite);
		live.close();
		final Result result = input == null ? PreviewMarkersStep.run(config, active(), monitor) : PreviewMarkersStep.run(
			config, monitor);
		Show.gray(TITLE, result.views(), result.labels());
		if (result.sheet() != null) monitor.message("Wrote " + result.sheet());
	}

	/** Follows the dialog. Values that are wrong as yet, half-typed, show nothing: the message comes after OK. */
	@Override
	public synchronized void preview() {
		try {
			if (active == null) active = ActiveImage.find().map(PreviewMarkers::sources).orElse(List.of());
			final List<Source> sources = input == null ? active : read();
			if (sources.isEmpty()) {
				live.close();
				return;
			}
			final Result result = PreviewMarkersStep.run(new Config(null, count, strength, seed, null, false), sources,
				Monitor.NONE);
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

	private synchronized List<Source> active() {
		return active == null || active.isEmpty() ? sources(ActiveImage.require("input")) : active;
	}

	private static List<Source> sources(final ActiveImage image) {
		final int frames = image.frames().size();
		return IntStream.range(0, frames).mapToObj(i -> new Source(image.title() + (frames == 1 ? "" : " frame " + (i + 1)),
			Luma.gray(image.frames().get(i)))).toList();
	}

	/** Files are read again only when another input or more copies are wanted, not at every key. */
	private List<Source> read() {
		if (read == null || !input.equals(readFrom) || count != readCount) {
			read = PreviewMarkersStep.read(path(input), count, Monitor.NONE);
			readFrom = input;
			readCount = count;
		}
		return read;
	}
}
