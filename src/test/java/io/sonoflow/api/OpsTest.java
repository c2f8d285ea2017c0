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

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * {@code ops.yaml} is what the methods say, and what SciJava Ops' YAMLOpInfoDiscoverer, JavaMethodYAMLInfoCreator and
 * YAMLOpMethodInfo can read (the engine is not on Maven Central; their rules are repeated here). With
 * {@code -Dsonoflow.ops=true} the file is written.
 */
class OpsTest {

	private static final Path FILE = Path.of("src/main/resources/ops.yaml");

	private static final Map<String, Class<?>> PRIMITIVES = Map.of("int", int.class, "long", long.class, "double",
		double.class, "boolean", boolean.class, "int[]", int[].class, "boolean[]", boolean[].class, "double[]",
		double[].class, "double[][]", double[][].class);

	/** The largest number of inputs of a SciJava function. */
	private static final int MOST_INPUTS = 16;

	@Test
	void theFileIsWhatTheMethodsSay() throws IOException {
		if (Boolean.getBoolean("sonoflow.ops")) Files.writeString(FILE, OpsFile.text());
		else assertEquals(OpsFile.text(), Files.readString(FILE),
			"ops.yaml is out of date. Run: mvn -q test -Dtest=OpsTest -Dsonoflow.ops=true");
	}

	private static List<Map<String, Map<String, Object>>> ops() throws IOException {
		try (InputStream in = OpsTest.class.getResourceAsStream("/ops.yaml")) {
			return new Yaml().load(in);
		}
	}

	@Test
	@SuppressWarnings("unchecked")
	void everyEntryIsAPublicStaticMethodOfTheSameParameters() throws Exception {
		final Set<String> sources = new HashSet<>();
		for (final Map<String, Map<String, Object>> entry : ops()) {
			final Map<String, Object> op = entry.get("op");
			final String source = (String) op.get("source");
			assertTrue(sources.add(source), source + " twice");
			final Method method = method(source);
			assertTrue(Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers()), source);
			assertTrue(Modifier.isPublic(method.getDeclaringClass().getModifiers()), source);
			assertWhole((String) op.get("description"));
			assertEquals("1", op.get("version"));
			assertEquals(0.0, op.get("priority"));
			final List<Map<String, String>> parameters = (List<Map<String, String>>) op.get("parameters");
			assertEquals(method.getParameterCount() + 1, parameters.size(), source);
			assertTrue(method.getParameterCount() <= MOST_INPUTS);
			for (int i = 0; i <= method.getParameterCount(); i++) {
				final boolean input = i < method.getParameterCount();
				assertEquals(input ? "INPUT" : "OUTPUT", parameters.get(i).get("parameter type"), source);
				assertEquals((input ? method.getGenericParameterTypes()[i] : method.getGenericReturnType()).getTypeName(), parameters
					.get(i).get("type"), source);
				assertFalse(parameters.get(i).get("description").isBlank(), source);
			}
		}
	}

	private static void assertWhole(final String sentence) {
		assertTrue(sentence.matches("[A-Z].*[.]"), sentence);
		assertEquals(sentence.chars().filter(c -> c == '(').count(), sentence.chars().filter(c -> c == ')').count(), sentence);
	}

	@Test
	void anAbbreviationDoesNotEndASentence() throws IOException {
		assertEquals("Measures it (Wang et al. 2004).", OpsFile.sentence("Measures it (Wang et al. 2004). More of it."));
		assertEquals("Takes some, e.g. 0.5, of all.", OpsFile.sentence("Takes some, e.g. 0.5, of all. Then more."));
		assertEquals("Ends in a signal.", OpsFile.sentence("Ends in a signal. More."));
		assertEquals("One", OpsFile.sentence("One"));
		assertEquals(List.of("Measures the structural similarity of two images (Wang et al. 2004)."), ops().stream().map(
			entry -> entry.get("op")).filter(op -> op.get("names").equals(List.of("image.ssim"))).map(op -> op.get(
				"description")).toList());
	}

	@Test
	@SuppressWarnings("unchecked")
	void namesAreThoseOfTheFieldAndAllTopicsAreThere() throws IOException {
		final Set<String> names = new HashSet<>();
		for (final Map<String, Map<String, Object>> entry : ops())
			names.addAll((List<String>) entry.get("op").get("names"));
		for (final String name : names)
			assertTrue(name.matches("(ultrasound|stats|image)\\.[a-z][a-zA-Z]+"), name);
		assertTrue(names.containsAll(List.of("ultrasound.crop", "ultrasound.resize", "ultrasound.insertMarkers",
			"ultrasound.classify", "ultrasound.explain", "ultrasound.generate", "stats.speckle", "image.ssim")), names
				.toString());
	}

	/** As YAMLOpMethodInfo.parseMethod does. */
	static Method method(final String source) throws ReflectiveOperationException {
		final URI uri = assertDoesNotThrow(() -> new URI(source));
		assertEquals("javaMethod", uri.getScheme());
		final String signature = uri.getPath().substring(1);
		final int open = signature.indexOf('(');
		final int dot = signature.lastIndexOf('.', open);
		final String[] types = signature.substring(open + 1, signature.indexOf(')')).split("\\s*,\\s*");
		final Class<?>[] classes = new Class<?>[types.length];
		for (int i = 0; i < types.length; i++)
			classes[i] = PRIMITIVES.containsKey(types[i]) ? PRIMITIVES.get(types[i]) : Class.forName(types[i]);
		final Method method = Class.forName(signature.substring(0, dot)).getMethod(signature.substring(dot + 1, open), classes);
		assertTrue(Arrays.stream(method.getParameters()).noneMatch(parameter -> parameter.isVarArgs()));
		return method;
	}
}
