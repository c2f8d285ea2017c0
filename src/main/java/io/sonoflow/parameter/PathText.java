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
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * How people write paths. A shell or a file manager replaces some of it, ImageJ does not: {@code ~/x} is a folder in the
 * user's home, {@code file:///x} is /x, and what names a variable is refused. A file that really has such a name is meant
 * if it is there; {@code ./~} always means what it says.
 */
final class PathText {

	/** $HOME/x, ${HOME}/x, %USERPROFILE%\x, %APPDATA%. */
	private static final Pattern VARIABLE = Pattern.compile(
		"(\\$\\{\\w+}|\\$[A-Za-z_]\\w*|%[A-Za-z_][\\w()]*%)([/\\\\].*)?", Pattern.DOTALL);

	private PathText() {
	}

	/**
	 * @param key for a message
	 * @return the path that is meant
	 * @throws SonoflowException.Input if it names a variable, another user's home, or no file of this computer
	 */
	static String read(final String key, final String text) {
		final String stripped = text.strip();
		if (stripped.isEmpty() || stripped.indexOf('\0') >= 0 || new File(stripped).exists()) return text;
		if (stripped.matches("(?s)~([/\\\\].*)?")) return home(key, text) + stripped.substring(1);
		if (stripped.matches("(?i)(?s)file:[/\\\\].*")) return ofUri(key, stripped);
		if (stripped.matches("(?s)~\\w+([/\\\\].*)?") || VARIABLE.matcher(stripped).matches()) throw new SonoflowException.Input(
			key + "=" + text + ": here nobody replaces what a shell does. Write the whole path; if the name is really meant, ./" +
				stripped + ".");
		return text;
	}

	private static String home(final String key, final String text) {
		final String home = System.getProperty("user.home", "");
		if (!new File(home).isAbsolute()) throw new SonoflowException.Input(key + "=" + text +
			": this account has no home. Write the whole path.");
		return home;
	}

	private static String ofUri(final String key, final String text) {
		try {
			return Path.of(new URI(text.replace('\\', '/').replace(" ", "%20"))).toString();
		}
		catch (final URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
			throw new SonoflowException.Input(key + "=" + text + " is no file of this computer (" + e.getMessage() +
				"). Write its path.", e);
		}
	}
}
