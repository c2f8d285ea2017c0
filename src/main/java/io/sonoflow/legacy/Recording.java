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
package io.sonoflow.legacy;

import ij.IJ;
import ij.WindowManager;
import ij.gui.ImageWindow;
import ij.plugin.frame.Recorder;

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.util.Objects;

/**
 * What the macro recorder of ImageJ 1 writes of one call: its line if it succeeded, else nothing. While the call lasts the
 * recorder holds its label, and so does not note windows that come to the front by themselves. ImageJ's own way writes a line
 * for a dialog that was cancelled and a run that failed, too, takes keys such as {@code rate} and {@code headrate} for
 * duplicates, and has another word for booleans than Fiji.
 */
public final class Recording implements AutoCloseable {

	/** Milliseconds in which windows that were opened or closed have come to the front. */
	private static final int SETTLE = 200;

	private final String label;
	/** What a macro does is not recorded. */
	private final boolean recording = IJ.recording() && !IJ.isMacro();
	private final ImageWindow front = recording ? WindowManager.getCurrentWindow() : null;
	private String line = "";

	/** @param label the menu label of the command that was called */
	public Recording(final String label) {
		this.label = label;
	}

	/** The call succeeded with these values. */
	public void succeeded(final Parameters parameters) {
		final StringBuilder keys = new StringBuilder();
		for (final Key key : parameters.keys()) {
			final String value = key.text(key.get(parameters));
			if (!value.isEmpty() || !key.text(key.initial()).isEmpty()) keys.append(Options.pair(key.name(), value));
		}
		line = call(keys.toString().strip());
	}

	private String call(final String keys) {
		return (Recorder.scriptMode() ? "IJ.run(" : "run(") + quoted(label) + (keys.isEmpty() && !Recorder.scriptMode() ? ""
			: ", " + quoted(keys)) + ");\n";
	}

	private static String quoted(final String text) {
		return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
	}

	/** Writes the line, if there is one, and keeps ImageJ from writing its own. */
	@Override
	public void close() {
		if (!recording) return;
		if (line.isEmpty() && front != null && front.isShowing() && !front.isClosed()) WindowManager.setCurrentWindow(front);
		IJ.wait(SETTLE);
		// While a long run went on, the user may have called something else.
		if (Objects.equals(Recorder.getCommand(), label)) Recorder.setCommand(null);
		if (!line.isEmpty()) Recorder.recordString(line);
	}

	/**
	 * Keeps ImageJ's recorder still while windows ask something after their command has ended: it would note each that comes to
	 * the front and each selection in it, and no macro can repeat those.
	 */
	public static void pausedFor(final Runnable review) {
		final boolean recorded = Recorder.record;
		Recorder.record = false;
		try {
			review.run();
			if (recorded) IJ.wait(SETTLE);
		}
		finally {
			Recorder.record = recorded && Recorder.getInstance() != null;
		}
	}

	/** Says to ImageJ's recorder that the command it has just noted did not run. */
	public static void forget(final String label) {
		if (IJ.recording() && Objects.equals(Recorder.getCommand(), label)) Recorder.setCommand(null);
	}
}
