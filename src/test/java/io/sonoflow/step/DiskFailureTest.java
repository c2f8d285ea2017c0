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
package io.sonoflow.step;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.List;

import org.junit.jupiter.api.Test;

/** A disk that fails is no bug of ours, and a bug of ours is no failing disk. */
class DiskFailureTest {

	/** Fails as it is told to. */
	private static final class Failing extends Step<Void> {

		private final Throwable reason;

		Failing(final Throwable reason) {
			this.reason = reason;
		}

		@Override
		public String label() {
			return "Failing...";
		}

		@Override
		protected Void execute(final Monitor monitor) {
			if (reason instanceof Error e) throw e;
			throw (RuntimeException) reason;
		}
	}

	@Test
	void failingDisksAreSaid() {
		for (final Throwable reason : List.of(new UncheckedIOException(new IOException("Input/output error")),
			new IllegalStateException(new AccessDeniedException("/data/lost+found")), new InternalError(
				"a fault occurred in a recent unsafe memory access operation in compiled Java code"))) {
			final SonoflowException said = assertThrows(SonoflowException.File.class, () -> new Failing(reason).run(Monitor.NONE));
			assertTrue(said.getMessage().contains("disk") && said.getCause() == reason, said.getMessage());
		}
	}

	@Test
	void otherFailuresStayWhatTheyAre() {
		final SonoflowException input = new SonoflowException.Input("no", new IOException("x"));
		for (final Throwable reason : List.of(input, new IllegalStateException("ours"), new InternalError("other")))
			assertSame(reason, assertThrows(Throwable.class, () -> new Failing(reason).run(Monitor.NONE)));
	}
}
