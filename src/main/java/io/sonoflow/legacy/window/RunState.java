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

import io.sonoflow.Eta;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of a run while it goes on: told by its threads, asked by its window. Thread-safe. */
final class RunState {

	/** More lines than anybody reads: the oldest go. */
	static final int MOST_LINES = 1000;

	/**
	 * Something that was said.
	 *
	 * @param warning whether the user must know it
	 */
	record Line(String text, boolean warning) {
	}

	/**
	 * How far it is.
	 *
	 * @param stage what is being done
	 * @param left the time that is left, for people; empty = not known
	 */
	record Progress(String stage, long done, long total, String left) {
	}

	private final String title;
	private final long start = System.nanoTime();
	private final Eta eta = new Eta();
	private final RunCurves curves = new RunCurves();
	private final List<Line> lines = new ArrayList<>();
	private final Map<String, BufferedImage> pictures = new LinkedHashMap<>();
	private String name;
	private Progress progress = new Progress("", 0, 1, "");
	private String offer = "";
	private int dropped;
	private boolean cancelled;
	private boolean finishing;

	/** @param title the command's */
	RunState(final String title) {
		this.title = title;
		this.name = title;
	}

	/** {@return the command's} */
	String title() {
		return title;
	}

	/** @param what tells the run from others of the command */
	synchronized void about(final String what) {
		name = title + " - " + what;
	}

	/** {@return the title of the window} */
	synchronized String name() {
		return name;
	}

	RunCurves curves() {
		return curves;
	}

	/** {@return how long it has been going on, for people} */
	String elapsed() {
		return Eta.format((System.nanoTime() - start) * 1e-9);
	}

	synchronized void progress(final String stage, final long done, final long total) {
		progress = new Progress(stage, done, total, eta.describe(eta.secondsLeft(stage, done, total, System.nanoTime())));
	}

	synchronized Progress progress() {
		return progress;
	}

	synchronized void say(final String text, final boolean warning) {
		lines.add(new Line(text, warning));
		if (lines.size() <= MOST_LINES) return;
		lines.remove(0);
		dropped++;
	}

	/** {@return what was said from this line on, counted from 0; a line that was dropped by now is empty} */
	synchronized List<Line> lines(final int from) {
		final List<Line> rest = new ArrayList<>(Collections.nCopies(Math.max(0, dropped - from), new Line("", false)));
		rest.addAll(lines.subList(Math.min(lines.size(), Math.max(0, from - dropped)), lines.size()));
		return rest;
	}

	/** {@return whether something was said that the user must know} */
	synchronized boolean hasWarnings() {
		return lines.stream().anyMatch(Line::warning);
	}

	synchronized void picture(final String name, final BufferedImage picture) {
		pictures.put(name, picture);
	}

	/** {@return the latest picture of each name} */
	synchronized Map<String, BufferedImage> pictures() {
		return new LinkedHashMap<>(pictures);
	}

	/** @param result what an early end gives; empty = it cannot be ended early */
	synchronized void offer(final String result) {
		offer = result;
	}

	synchronized String offer() {
		return offer;
	}

	synchronized void cancel() {
		cancelled = true;
	}

	synchronized boolean isCancelled() {
		return cancelled;
	}

	synchronized void finish() {
		finishing = true;
	}

	synchronized boolean isFinishing() {
		return finishing;
	}
}
