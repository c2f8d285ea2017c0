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
package io.sonoflow.api;

import java.util.List;

import net.imglib2.img.Img;

import org.scijava.Context;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;
import org.scijava.script.ScriptService;

/**
 * A SciJava context with Groovy and Jython, as Fiji has: its scripting-groovy and scripting-jython, which are not on Maven
 * Central, adapt the same two javax.script engines.
 */
final class ScriptLanguages {

	private ScriptLanguages() {
	}

	/** scripting-groovy's. */
	public static final class Groovy extends AdaptedScriptLanguage {

		public Groovy() {
			super("groovy");
		}
	}

	/** scripting-jython's. */
	public static final class Jython extends AdaptedScriptLanguage {

		public Jython() {
			super("python");
		}

		@Override
		public Object decode(final Object value) {
			return value instanceof org.python.core.PyObject object ? object.__tojava__(Object.class) : value;
		}
	}

	/** {@return a context whose scripts know the languages and, as in Fiji, the word Img; dispose of it} */
	static Context open() {
		// The default imports site-packages, which the jar does not have.
		System.setProperty("python.import.site", "false");
		final Context context = new Context();
		final PluginService plugins = context.service(PluginService.class);
		for (final Class<? extends ScriptLanguage> language : List.of(Groovy.class, Jython.class))
			plugins.addPlugin(new PluginInfo<>(language, ScriptLanguage.class));
		context.service(ScriptService.class).addAlias(Img.class);
		return context;
	}
}
