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
package io.sonoflow.legacy.dialog;

import io.sonoflow.legacy.DialogFollower;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Tells a command what its dialog holds, in a thread of its own: the dialog goes on, and of many changes the last counts. */
final class LiveFollower {

	private final DialogFollower command;
	private final AtomicReference<Map<String, String>> latest = new AtomicReference<>();
	private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
		final Thread thread = new Thread(task, "Sonoflow preview");
		thread.setDaemon(true);
		// It is begun by the thread of events, which in plain ImageJ knows no plugin.
		thread.setContextClassLoader(LiveFollower.class.getClassLoader());
		return thread;
	});

	LiveFollower(final DialogFollower command) {
		this.command = command;
	}

	void changed(final Map<String, String> values) {
		if (latest.getAndSet(values) == null) worker.execute(() -> command.follow(latest.getAndSet(null)));
	}

	/**
	 * The dialog is closed; comes back when nothing is being told any more.
	 *
	 * @param accepted false = the command is told that the dialog was cancelled
	 */
	void close(final boolean accepted) {
		if (!accepted) worker.execute(() -> command.follow(null));
		worker.shutdown();
		try {
			worker.awaitTermination(1, TimeUnit.MINUTES);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
