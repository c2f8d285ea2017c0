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
package io.sonoflow.legacy.window;

import ij.IJ;

import io.sonoflow.Monitor;
import io.sonoflow.legacy.Host;
import io.sonoflow.plot.Pictures;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

import javax.swing.SwingUtilities;
import javax.swing.Timer;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A window for each run, with its progress, its curves, its pictures and what it says, in which it can be cancelled or ended
 * early, and which shows the result at the end. It opens when a run takes longer than a moment, or has files to show. In
 * batch mode there is none, and after a run of a macro it goes. ImageJ's status bar tells the progress, too.
 */
public final class WindowMonitor implements Monitor {

	private static final long PAUSE = 1_000_000_000L;

	/** After so many milliseconds a run has a window. */
	private static final int MOMENT = 700;

	/** How long in milliseconds a run that is over may take to say how it ended. */
	private static final int GRACE = 400;

	private final Monitor also;
	private final RunState state;
	private final boolean visible;
	private final boolean macro;
	private final boolean escape;
	private volatile boolean asking;
	private long lastStatus = System.nanoTime() - PAUSE;
	private long lastPicture = System.nanoTime() - PAUSE;

	/** The fields below belong to Swing's thread. */
	private Timer opening;
	private RunWindow window;
	private volatile boolean opened;

	/**
	 * @param title the command's
	 * @param also is told everything but curves and pictures, and may cancel; null for none
	 */
	public WindowMonitor(final String title, final Monitor also) {
		this.also = also == null ? Monitor.NONE : also;
		this.state = new RunState(title);
		this.visible = !Host.isHeadless() && !Host.isBatch();
		this.macro = Host.isMacro();
		// Of a macro in batch mode, which has no windows, Escape is ImageJ's own way to stop it.
		this.escape = !visible && Host.isInteractive();
		if (escape) IJ.resetEscape();
		later(() -> {
			opening = new Timer(MOMENT, event -> {
				if (!asking) open();
			});
			opening.start();
		});
	}

	private void later(final Runnable work) {
		if (visible) SwingUtilities.invokeLater(work);
	}

	private void open() {
		opening.stop();
		if (window == null) window = new RunWindow(state);
		opened = true;
		window.open();
	}

	@Override
	public <T> T ask(final Supplier<T> question) {
		asking = true;
		try {
			return also.ask(question);
		}
		finally {
			asking = false;
		}
	}

	/** @param what tells the run from others of the command: the name of its folder */
	public void about(final String what) {
		state.about(what);
	}

	@Override
	public void message(final String text) {
		also.message(text);
		state.say(text, false);
		IJ.showStatus(text);
		if (also == Monitor.NONE) Host.log(state.title() + ": " + text);
	}

	@Override
	public void warn(final String text) {
		also.warn(text);
		state.say(text, true);
		if (also == Monitor.NONE) Host.log(state.title() + ": WARNING: " + text);
	}

	@Override
	public synchronized void progress(final String stage, final long done, final long total) {
		also.progress(stage, done, total);
		state.progress(stage, done, total);
		if (System.nanoTime() - lastStatus < PAUSE / 5 && done < total) return;
		lastStatus = System.nanoTime();
		IJ.showStatus(state.title() + ": " + stage + " " + done + "/" + total);
		IJ.showProgress((double) done / total);
	}

	@Override
	public void axes(final String series, final String x, final String y) {
		state.curves().axes(series, x, y);
	}

	@Override
	public void value(final String series, final double x, final double y) {
		state.curves().add(series, x, y);
	}

	@Override
	public synchronized void preview(final String name, final RandomAccessibleInterval<UnsignedByteType> image) {
		if (!visible || System.nanoTime() - lastPicture < PAUSE) return;
		lastPicture = System.nanoTime();
		state.picture(name, Pictures.gray(image));
	}

	@Override
	public void offerFinish(final String result) {
		also.offerFinish(result);
		state.offer(result);
	}

	@Override
	public boolean isFinishing() {
		return state.isFinishing() || also.isFinishing();
	}

	@Override
	public boolean isCancelled() {
		return state.isCancelled() || escape && IJ.escapePressed() || also.isCancelled();
	}

	/**
	 * Shows the result.
	 *
	 * @param folder where files were written; null = nowhere
	 * @param figures of the run's record, by name
	 * @param early whether the user ended it with what there was
	 */
	public void done(final Path folder, final Map<String, Object> figures, final boolean early) {
		if (macro || folder == null && !state.hasWarnings()) return;
		later(() -> {
			open();
			window.done(folder, figures, early);
		});
	}

	/**
	 * Shows why there is no result; after {@link #close}, too.
	 *
	 * @return whether there is a window that does; else nobody was told
	 */
	public boolean failed(final String message, final boolean cancelled) {
		if (macro || !opened && !(cancelled && visible)) return false;
		if (!opened) {
			// Who cancelled knows it.
			IJ.showStatus(message);
			return true;
		}
		later(() -> {
			open();
			window.failed(message, cancelled);
		});
		return true;
	}

	/** The run is over; its window goes, unless it has an end to show. */
	public void close() {
		IJ.showProgress(1);
		IJ.showStatus("");
		later(() -> {
			opening.stop();
			final Timer closing = new Timer(GRACE, event -> {
				if (window != null && !window.isEnded()) window.close();
			});
			closing.setRepeats(false);
			closing.start();
		});
	}
}
