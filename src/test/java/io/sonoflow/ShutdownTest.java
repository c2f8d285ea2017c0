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
package io.sonoflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** Processes that end while work is going on. */
class ShutdownTest {

	private static String end(final String what) throws IOException, InterruptedException {
		final Process process = Children.start(ShutdownTest.class, what);
		final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertTrue(process.waitFor(1, TimeUnit.MINUTES));
		assertEquals(5, process.exitValue(), output);
		return output;
	}

	@Test
	void theEndWaitsForWork() throws IOException, InterruptedException {
		final String output = end("exit");
		assertTrue(output.contains("The process was told to end"), output);
		assertTrue(output.contains("saved after Cancelled"), output);
	}

	@Test
	void nothingBeginsAnyMore() throws IOException, InterruptedException {
		assertTrue(end("late").contains("Late was not begun: the process was told to end. Run it again."));
	}

	/** It would wait for itself. */
	@Test
	void workThatEndsTheProcessIsNotWaitedFor() throws IOException, InterruptedException {
		final long begin = System.nanoTime();
		assertFalse(end("own").contains("saved"));
		assertTrue(System.nanoTime() - begin < 30e9);
	}

	@Test
	void theEndDoesNotWaitForEver() throws IOException, InterruptedException {
		assertFalse(end("deaf").contains("saved"));
	}

	/** Tells no curve any more, as windows may be gone. */
	@Test
	void warningsAndMessagesGoOn() throws IOException, InterruptedException {
		final String output = end("exit");
		assertTrue(output.contains("value 1"), output);
		assertFalse(output.contains("value 2"), output);
	}

	/** A monitor that prints. */
	private static final class Said implements Monitor {

		@Override
		public void message(final String text) {
			System.out.println(text);
		}

		@Override
		public void value(final String series, final double x, final double y) {
			System.out.println("value " + (int) y);
		}
	}

	private static void work(final String what) {
		try (Shutdown.Work work = Shutdown.begin("Work", new Said())) {
			work.monitor().value("a", 1, 1);
			if (what.equals("own")) System.exit(5);
			synchronized (ShutdownTest.class) {
				ShutdownTest.class.notifyAll();
			}
			while (what.equals("deaf"))
				pause();
			try {
				while (true) {
					work.monitor().checkCancelled();
					pause();
				}
			}
			catch (final SonoflowException.Cancelled e) {
				work.monitor().value("a", 2, 2);
				pause();
				System.out.println("saved after " + e.getClass().getSimpleName());
			}
		}
	}

	private static void pause() {
		try {
			Thread.sleep(200);
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	/** @param args what kind of work */
	public static void main(final String... args) throws InterruptedException {
		if (args[0].equals("deaf")) System.setProperty(Shutdown.PROPERTY, "1");
		if (args[0].equals("late")) {
			Shutdown.request();
			try (Shutdown.Work work = Shutdown.begin("Late", Monitor.NONE)) {
				System.out.println("begun " + work);
			}
			catch (final SonoflowException.Cancelled e) {
				System.out.println(e.getMessage());
			}
			System.exit(5);
		}
		synchronized (ShutdownTest.class) {
			final Thread worker = new Thread(() -> work(args[0]));
			worker.setDaemon(true);
			worker.start();
			ShutdownTest.class.wait();
		}
		System.exit(5);
	}
}
