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
package io.sonoflow.legacy.dialog;

import io.sonoflow.SonoflowException;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is wrong with what stands in a dialog, said in the words of its fields.
 *
 * @param fields by key, what is wrong with this value alone
 * @param whole what is wrong with the values together; empty if nothing is, or not known as long as a field is wrong
 */
record FormCheck(Map<String, String> fields, String whole) {

	/** Beside a field that must not be left empty. */
	static final String NEEDED = "Please fill this in.";

	/**
	 * @param prototype of the parameters; it is not changed
	 * @param values as typed, by key
	 */
	static FormCheck of(final Parameters prototype, final Map<String, String> values) {
		final Map<String, String> fields = new LinkedHashMap<>();
		final Parameters copy = prototype.clone();
		for (final Key key : copy.keys()) {
			final String wrong = check(copy, key, values.get(key.name()));
			if (!wrong.isEmpty()) fields.put(key.name(), wrong);
		}
		return new FormCheck(fields, fields.isEmpty() ? together(copy) : "");
	}

	boolean isGood() {
		return fields.isEmpty() && whole.isEmpty();
	}

	private static String check(final Parameters copy, final Key key, final String typed) {
		if (typed.isBlank() && (key.is(Key.REQUIRED) || key.type().isPrimitive())) return NEEDED;
		try {
			copy.set(Map.of(key.name(), typed));
			copy.check(key);
			return "";
		}
		catch (final SonoflowException e) {
			return FieldWords.beside(copy, key, typed, e.getMessage());
		}
	}

	private static String together(final Parameters copy) {
		try {
			copy.check();
			return "";
		}
		catch (final SonoflowException e) {
			return FieldWords.of(copy, e.getMessage());
		}
	}
}
