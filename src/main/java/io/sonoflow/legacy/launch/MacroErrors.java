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
package io.sonoflow.legacy.launch;

import java.io.PrintStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The standard error while a macro runs: keeps ImageJ's error, with its page of macro code, to itself, for one line of ours. */
final class MacroErrors extends PrintStream implements AutoCloseable {

	private static final String BEGIN = "Macro Error: ";
	private static final Pattern ERROR = Pattern.compile(BEGIN + "(.*?) in line (\\d+)\n.*", Pattern.DOTALL);

	private final PrintStream target;
	private volatile Matcher error;

	private MacroErrors(final PrintStream target) {
		super(target, true);
		this.target = target;
	}

	/** {@return the standard error from now on, until it is closed} */
	static MacroErrors listen() {
		final MacroErrors errors = new MacroErrors(System.err);
		System.setErr(errors);
		return errors;
	}

	@Override
	public void println(final String text) {
		final Matcher matcher = ERROR.matcher(String.valueOf(text));
		if (matcher.matches()) error = matcher;
		else super.println(text);
	}

	/** {@return what ImageJ said, in one line} */
	Optional<String> message() {
		return Optional.ofNullable(error).map(matcher -> matcher.group(1).strip().replaceAll("\\s*\n\\s*", " "));
	}

	/** {@return in which line of the macro; 0 if there was no error} */
	int line() {
		return error == null ? 0 : Integer.parseInt(error.group(2));
	}

	/** Puts the former one back, which stays open. */
	@Override
	public void close() {
		flush();
		System.setErr(target);
	}
}
