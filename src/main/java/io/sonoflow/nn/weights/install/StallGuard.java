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
package io.sonoflow.nn.weights.install;

import io.sonoflow.Monitor;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Breaks off reading from a server that has fallen silent, or when the user wants to stop: reading itself waits for ever. */
final class StallGuard implements AutoCloseable {

	private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
	private static final int POLL_MILLIS = 200;

	private final Thread thread;
	private volatile long last = System.nanoTime();
	private volatile boolean stalled;

	StallGuard(final InputStream body, final Monitor monitor) {
		thread = new Thread(() -> watch(body, monitor), "Sonoflow transfer guard");
		thread.setDaemon(true);
		thread.start();
	}

	private void watch(final InputStream body, final Monitor monitor) {
		try {
			while (!monitor.isCancelled() && System.nanoTime() - last < PATIENCE)
				Thread.sleep(POLL_MILLIS);
			stalled = true;
			body.close();
		}
		catch (final InterruptedException | IOException e) {
			// The transfer is over, or ends now.
		}
	}

	/** Bytes have come. */
	void alive() {
		last = System.nanoTime();
	}

	/** @throws IOException if it was this that ended the transfer */
	void check() throws IOException {
		if (stalled) throw new IOException("nothing came for a minute");
	}

	@Override
	public void close() {
		thread.interrupt();
	}
}
