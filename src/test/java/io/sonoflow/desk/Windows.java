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
package io.sonoflow.desk;

import io.sonoflow.bridge.StepCommand;
import io.sonoflow.legacy.Host;

import java.awt.Component;
import java.awt.Container;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.scijava.Context;

/** To see and wait for what is in windows. */
final class Windows {

	private static final long PATIENCE = 20_000;

	private static final Context CONTEXT = new Context();

	private Windows() {
	}

	/** Runs a command as the menu does after its dialog, with what was typed there. */
	static void command(final StepCommand<?> command, final Map<String, String> typed) {
		CONTEXT.inject(command);
		command.parameters().set(typed);
		Host.fromMenu(command);
	}

	/** {@return the component of a type and name in a window} */
	static <T extends Component> Optional<T> find(final Container container, final Class<T> type, final String name) {
		for (final Component each : container.getComponents()) {
			if (type.isInstance(each) && name.equals(each.getName())) return Optional.of(type.cast(each));
			if (each instanceof final Container inner) {
				final Optional<T> found = find(inner, type, name);
				if (found.isPresent()) return found;
			}
		}
		return Optional.empty();
	}

	/** Waits until something is seen. */
	static void require(final String what, final BooleanSupplier seen) {
		final long end = System.currentTimeMillis() + PATIENCE;
		while (!seen.getAsBoolean()) {
			if (System.currentTimeMillis() > end) throw new AssertionError("Not seen: " + what);
			try {
				Thread.sleep(50);
			}
			catch (final InterruptedException e) {
				throw new AssertionError(e);
			}
		}
	}
}
