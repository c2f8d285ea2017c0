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

import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.io.File;

/** The documentation's table of a step's parameters, in Markdown, made from their declarations. */
public final class ParameterTable {

	private ParameterTable() {
	}

	/** {@return the table of a command's parameters: key, default, allowed values, meaning; one row a key} */
	public static String of(final StepInfo info) {
		return of(info.parameters());
	}

	/** {@return the table of the parameters; their present values are shown as the defaults} */
	public static String of(final Parameters parameters) {
		if (parameters.keys().isEmpty()) return "There are no keys.\n";
		final StringBuilder text = new StringBuilder("| key | default | allowed | meaning |\n|---|---|---|---|\n");
		for (final Key key : parameters.keys())
			text.append("| `").append(key.name()).append("` | ").append(initial(key, key.get(parameters))).append(" | ").append(
				escape(key.allowed())).append(" | ").append(escape(key.help())).append(" |\n");
		return text.toString();
	}

	private static String initial(final Key key, final Object value) {
		if (value == null || value.equals("") || value instanceof File) return key.is(Key.REQUIRED) ? "*" : "";
		return escape(value.toString());
	}

	private static String escape(final String text) {
		return text.replace("|", "\\|");
	}
}
