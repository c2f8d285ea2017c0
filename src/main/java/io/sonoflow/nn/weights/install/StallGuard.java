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
