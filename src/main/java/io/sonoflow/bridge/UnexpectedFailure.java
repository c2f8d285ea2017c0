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
package io.sonoflow.bridge;

import java.util.Arrays;

import org.scijava.Context;
import org.scijava.log.LogService;
import org.scijava.log.StderrLogService;

/** What to say about an exception that nobody foresaw. */
public final class UnexpectedFailure {

	private UnexpectedFailure() {
	}

	/** {@return one message: what happened and where in our code, and whom to tell} */
	public static String describe(final Throwable e) {
		final StackTraceElement[] trace = e.getStackTrace();
		final String where = Arrays.stream(trace).filter(element -> element.getClassName().startsWith("io.sonoflow."))
			.findFirst().or(() -> Arrays.stream(trace).findFirst()).map(element -> " in " + element).orElse("");
		return "Sonoflow has a bug: " + e.getClass().getName() + (e.getMessage() == null ? "" : " (" + e.getMessage() +
			")") + where + ". Please report it with the text in the log.";
	}

	/** Writes the whole stack trace to SciJava's log. */
	public static void log(final String title, final Throwable e, final Context context) {
		final LogService service = context == null ? null : context.getService(LogService.class);
		(service == null ? new StderrLogService() : service).error(title + " failed", e);
	}
}
