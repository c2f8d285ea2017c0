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
package io.sonoflow.parameter;

import io.sonoflow.SonoflowException;

import java.io.File;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reading what was given for a key as the key's type. Nothing is rounded, cut or guessed. */
final class KeyText {

	private KeyText() {
	}

	/**
	 * @param given a text or a value; null for a key without value
	 * @return the value; null for a file that is left empty
	 * @throws SonoflowException.Input if it is not of the key's type
	 */
	static Object read(final Key key, final Object given) {
		if (given == null) throw new SonoflowException.Input("The key " + key.name() + " has no value. Write " + (key
			.type() == boolean.class ? key.name() + "=true or " + key.name() + "=false." : key.name() + "=value; allowed: " + key
				.allowed() + "."));
		final String text = given.toString();
		if (key.type() == boolean.class) return flag(key, text);
		if (key.type() == File.class) return given instanceof Path path ? path.toFile() : text.isBlank() ? null : file(key,
			text);
		return key.type() == String.class ? text : number(key, text);
	}

	private static Boolean flag(final Key key, final String text) {
		if (text.equals("true")) return true;
		if (text.equals("false")) return false;
		throw new SonoflowException.Input(key.name() + "=" + text + " is neither true nor false. Write " + key.name() +
			"=true or " + key.name() + "=false" + (text.matches("[01]")
				? " (as text: a macro turns its own true into 1)." : "."));
	}

	private static File file(final Key key, final String text) {
		try {
			return new File(PathText.read(key.name(), text)).toPath().toFile();
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.Input(key.name() + "=" + text + " is not a path on this system: " + e.getReason() +
				". Give the path of a file or folder." + PathEncoding.hint(text), e);
		}
	}

	private static Number number(final Key key, final String text) {
		final String cure = " Allowed: " + key.allowed() + ", e.g. " + key.name() + "=" + Key.plain(key.initial()) + ".";
		final BigDecimal number;
		try {
			number = new BigDecimal(text.strip());
		}
		catch (final NumberFormatException e) {
			throw new SonoflowException.Input(key.name() + "=" + text + " is not a number." + cure, e);
		}
		if (key.type() == double.class && Double.isFinite(number.doubleValue())) return number.doubleValue();
		try {
			return key.type() == int.class ? (Number) number.intValueExact() : (Number) number.longValueExact();
		}
		catch (final ArithmeticException e) {
			throw new SonoflowException.Input(key.name() + "=" + text + (number.stripTrailingZeros().scale() > 0
				? " is not a whole number." : " is too large.") + cure, e);
		}
	}
}
