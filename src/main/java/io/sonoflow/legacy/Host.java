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

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;

import java.awt.GraphicsEnvironment;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a command asks of the ImageJ 1 around it. All of it also answers in a JVM where no ImageJ was started, in Fiji
 * (where ImageJ's classes are patched so that a macro's options are seen from SciJava's threads) and headless.
 */
public final class Host {

	/** At most 90 characters. */
	private static final Pattern LINE = Pattern.compile(".{1,90}(\\s+|$)|.{1,89}[/\\\\,;]|.{90}");

	private static final ThreadLocal<Boolean> MENU = ThreadLocal.withInitial(() -> false);

	private Host() {
	}

	/** {@return whether nobody can look at a window} */
	public static boolean isHeadless() {
		return GraphicsEnvironment.isHeadless();
	}

	/** {@return whether a macro, or a script through {@code IJ.run}, is running: what a macro starts runs while it waits} */
	public static boolean isMacro() {
		return IJ.isMacro();
	}

	/** {@return whether ImageJ's main window is there, in plain ImageJ or Fiji} */
	public static boolean isInteractive() {
		return !isHeadless() && IJ.getInstance() != null;
	}

	/**
	 * The user's own words for this call, before any conversion could have bent them.
	 *
	 * @return values by key as typed in a macro; empty if the inputs were given as objects
	 * @throws io.sonoflow.SonoflowException.Input if the macro's options cannot be taken apart
	 */
	public static Optional<Map<String, String>> givenText() {
		return hasOptions() ? Optional.of(Options.parse(Macro.getOptions())) : Optional.empty();
	}

	/** {@return whether a macro gave this call options} */
	public static boolean hasOptions() {
		return IJ.isMacro() && Macro.getOptions() != null;
	}

	/** Runs a command that somebody chose in ImageJ's menu, or called by its label. */
	public static void fromMenu(final Runnable command) {
		MENU.set(true);
		try {
			command.run();
		}
		finally {
			MENU.remove();
		}
	}

	/** {@return whether a menu or a macro started what runs now, so that it may open windows} */
	public static boolean isFromMenu() {
		return MENU.get() || isMacro();
	}

	/**
	 * {@return whether a person chose in the menu what runs now, and looks at windows: he may be asked, and shown more than a
	 * macro's result}
	 */
	public static boolean hasUser() {
		return MENU.get() && isInteractive() && !isMacro() && !isBatch();
	}

	/**
	 * Tells the user that a command failed. A running macro is aborted, which a mere exception would not do.
	 *
	 * @return whether somebody was told; false in a JVM without ImageJ, where only an exception reaches the caller
	 */
	public static boolean fail(final String title, final String message) {
		if (!isMacro() && !isInteractive()) return false;
		Failures.add(title);
		try {
			IJ.error(title, isInteractive() ? wrap(message) : message);
		}
		catch (final RuntimeException e) {
			// ImageJ's way to leave a macro. The macro is already marked as done; the command ends in its own way.
			if (!Macro.MACRO_CANCELED.equals(e.getMessage())) throw e;
		}
		return true;
	}

	/** ImageJ's windows are as wide as their longest line: between words, else after a separator of a path, else anywhere. */
	public static String wrap(final String text) {
		return text.lines().map(line -> LINE.matcher(line).results().map(part -> part.group().stripTrailing()).collect(Collectors
			.joining("\n"))).collect(Collectors.joining("\n"));
	}

	/** Writes a line to ImageJ's Log window; headless to the standard output. */
	public static void log(final String text) {
		IJ.log(text);
	}

	/** {@return whether images go to the batch of a macro instead of a window} */
	public static boolean isBatch() {
		return Interpreter.isBatchMode();
	}
}
