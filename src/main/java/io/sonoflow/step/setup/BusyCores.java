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
package io.sonoflow.step.setup;

import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** Threads that do nothing but occupy every core, as other programs would. */
final class BusyCores {

	private volatile boolean done;

	private BusyCores() {
	}

	/** {@return what the work returns, done while every core is busy} */
	static double during(final DoubleSupplier work) {
		final BusyCores cores = new BusyCores();
		final Thread[] threads = IntStream.range(0, Runtime.getRuntime().availableProcessors()).mapToObj(i -> new Thread(
			cores::spin, "busy core " + i)).toArray(Thread[]::new);
		for (final Thread thread : threads) {
			thread.setDaemon(true);
			thread.start();
		}
		try {
			return work.getAsDouble();
		}
		finally {
			cores.done = true;
			join(threads);
		}
	}

	/** What is measured next has the cores for itself. */
	private static void join(final Thread[] threads) {
		boolean interrupted = false;
		for (final Thread thread : threads)
			while (thread.isAlive()) try {
				thread.join();
			}
			catch (final InterruptedException e) {
				interrupted = true;
			}
		if (interrupted) Thread.currentThread().interrupt();
	}

	private void spin() {
		long x = 1;
		while (!done)
			for (int i = 0; i < 1000; i++)
				x = x * 6364136223846793005L + 1;
		// So that the loop is not left out.
		if (x == 0) Thread.yield();
	}
}
