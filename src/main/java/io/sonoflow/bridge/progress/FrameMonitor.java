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
package io.sonoflow.bridge.progress;

import io.sonoflow.ForwardingMonitor;
import io.sonoflow.Monitor;
import io.sonoflow.legacy.window.WindowMonitor;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** The monitor a command hands to its step: passes everything on, and may be cancelled from two sides. */
public final class FrameMonitor extends ForwardingMonitor implements AutoCloseable {

	private final Monitor shown;
	private final Runnable end;
	private final List<String> warnings = new CopyOnWriteArrayList<>();
	private volatile BooleanSupplier stop = () -> false;

	/**
	 * @param target who shows it
	 * @param end done when the command is over, whether well or not
	 */
	FrameMonitor(final Monitor target, final Runnable end) {
		super(target);
		this.shown = target;
		this.end = end;
	}

	/** Also stops when this is true. */
	public void stopWhen(final BooleanSupplier condition) {
		stop = condition;
	}

	@Override
	public void warn(final String text) {
		warnings.add(text);
		super.warn(text);
	}

	@Override
	public List<String> warnings() {
		return List.copyOf(warnings);
	}

	@Override
	public boolean isCancelled() {
		return stop.getAsBoolean() || super.isCancelled();
	}

	/** @param output the folder of the run, in the title of its window; null = none */
	public void about(final File output) {
		if (output != null && shown instanceof WindowMonitor window) window.about(output.getName());
	}

	/**
	 * Says that the command has its result.
	 *
	 * @param folder where files were written; null = nowhere
	 * @param figures of its record, by name
	 * @param early whether the user ended it with what there was
	 */
	public void done(final Path folder, final Map<String, Object> figures, final boolean early) {
		if (shown instanceof WindowMonitor window) window.done(folder, figures, early);
	}

	/**
	 * Says that the command failed or was cancelled; after {@link #close}, too.
	 *
	 * @return whether its window shows it, so that no other has to
	 */
	public boolean failed(final String message, final boolean cancelled) {
		return shown instanceof WindowMonitor window && window.failed(message, cancelled);
	}

	@Override
	public void close() {
		end.run();
	}
}
