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

import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.Yaml;

/** Calls the ops of {@code ops.yaml} by name and arguments, in the words of SciJava Ops' OpEnvironment. */
public final class YamlOps {

	/** A call that is being put together. */
	public static final class Call {

		private final String name;
		private Object[] inputs = {};

		Call(final String name) {
			this.name = name;
		}

		/** {@return this, with the arguments} */
		public Call input(final Object... arguments) {
			this.inputs = arguments;
			return this;
		}

		/** {@return what the op returns} */
		public Object apply() throws Exception {
			for (final Method method : methods(name))
				if (method.getParameterCount() == inputs.length) try {
					return method.invoke(null, inputs);
				}
				catch (final IllegalArgumentException e) {
					continue;
				}
				catch (final InvocationTargetException e) {
					throw (Exception) e.getCause();
				}
			throw new IllegalArgumentException("No op " + name + " for " + Arrays.toString(inputs));
		}
	}

	/** {@return a call of this op} */
	public Call op(final String name) {
		return new Call(name);
	}

	@SuppressWarnings("unchecked")
	private static List<Method> methods(final String name) throws Exception {
		final List<Map<String, Map<String, Object>>> ops;
		try (InputStream in = YamlOps.class.getResourceAsStream("/ops.yaml")) {
			ops = new Yaml().load(in);
		}
		final List<String> sources = ops.stream().map(entry -> entry.get("op")).filter(op -> ((List<String>) op.get("names"))
			.contains(name)).map(op -> (String) op.get("source")).toList();
		final List<Method> methods = new ArrayList<>();
		for (final String source : sources)
			methods.add(OpsTest.method(source));
		return methods;
	}
}
