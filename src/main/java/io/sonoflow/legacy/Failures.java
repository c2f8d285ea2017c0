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

import io.sonoflow.Shutdown;

import java.awt.GraphicsEnvironment;
import java.util.Optional;

/**
 * Which command failed last: a script inside a macro can lose the failure, the exit code must not. Our launcher asks for it.
 * Fiji without a screen ends with 0 whatever a macro did, and batch systems believe it: there the process ends with 1 if
 * nobody asked.
 */
public final class Failures {

	/** Part of every Fiji, and of no plain ImageJ. */
	private static final String FIJI = "net.imagej.legacy.LegacyService";

	private static volatile String last;
	private static boolean hooked;

	private Failures() {
	}

	static void add(final String title) {
		last = title;
		// A signal has a code of its own.
		if (GraphicsEnvironment.isHeadless() && !Shutdown.isRequested() && isFiji()) endWithOne();
	}

	private static boolean isFiji() {
		try {
			Class.forName(FIJI, false, Failures.class.getClassLoader());
			return true;
		}
		catch (final ClassNotFoundException e) {
			return false;
		}
	}

	/** From now on the process ends with 1 unless somebody takes the failure. */
	static synchronized void endWithOne() {
		if (hooked) return;
		hooked = true;
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			if (last == null) return;
			// The other hooks run at the same time: what runs is saved first.
			Shutdown.await();
			System.out.flush();
			System.err.flush();
			// The only way to another code once the process is ending.
			Runtime.getRuntime().halt(1);
		}, "Sonoflow exit code"));
	}

	/** {@return which command failed last since the last call} */
	public static Optional<String> take() {
		final String title = last;
		last = null;
		return Optional.ofNullable(title);
	}
}
