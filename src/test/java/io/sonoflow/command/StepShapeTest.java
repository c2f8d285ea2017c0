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
package io.sonoflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;
import io.sonoflow.bridge.StepInfo;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Key;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.step.Step;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.scijava.plugin.Parameter;

/** All steps of the menu are made and set in the same ways. */
class StepShapeTest {

	private static final Set<Class<?>> TYPES = Set.of(int.class, long.class, double.class, boolean.class, String.class,
		File.class);

	@TestFactory
	Stream<DynamicTest> everyStepIsMadeInTheSameWays() {
		return CommandsTest.commands().entrySet().stream().flatMap(entry -> {
			final String label = entry.getKey();
			final StepInfo info = entry.getValue();
			final Class<?> type = info.parameters().getClass();
			return Stream.of(DynamicTest.dynamicTest(label + " has its label", () -> assertEquals(label, ((Step<?>) info
				.parameters()).label())), DynamicTest.dynamicTest(label + " by map", () -> takesAMap(type)), DynamicTest
					.dynamicTest(label + " by required arguments", () -> takesWhatIsRequired(type)), DynamicTest.dynamicTest(label +
						" declares its fields", () -> declares(type)));
		});
	}

	private static void takesAMap(final Class<?> type) throws ReflectiveOperationException {
		final Parameters defaults = (Parameters) type.getConstructor().newInstance();
		final Constructor<?> maker = type.getConstructor(Map.class);
		for (final Key key : defaults.keys()) {
			if (key.initial() == null) continue;
			assertEquals(defaults.values(), ((Parameters) maker.newInstance(Map.of(key.name(), key.initial()))).values());
		}
		assertTrue(assertThrows(InvocationTargetException.class, () -> maker.newInstance(Map.of("nosuch", 1)))
			.getCause() instanceof SonoflowException.Input);
	}

	private static void takesWhatIsRequired(final Class<?> type) throws ReflectiveOperationException {
		final List<Constructor<?>> makers = Arrays.stream(type.getConstructors()).filter(maker -> maker.getParameterCount() > 0 &&
			maker.getParameterTypes()[0] != Map.class).toList();
		assertTrue(makers.size() <= 1, makers + ": one way");
		final Constructor<?> maker = makers.isEmpty() ? type.getConstructor() : makers.get(0);
		final Parameters made = (Parameters) maker.newInstance(IntStream.range(0, maker.getParameterCount()).mapToObj(
			i -> value(maker.getParameterTypes()[i], i)).toArray());
		for (final Key key : made.keys())
			if (key.is(Key.REQUIRED)) assertFalse(key.get(made) == null || key.get(made).toString().isBlank(), key +
				" is required");
		final Method factory = Arrays.stream(type.getMethods()).filter(method -> method.getName().equals("of") && Modifier
			.isStatic(method.getModifiers())).findAny().orElseThrow();
		assertEquals(type, factory.getReturnType());
		assertEquals(maker.getParameterCount(), factory.getParameterCount(), factory + " against " + maker);
		assertEquals(made.values(), ((Parameters) factory.invoke(null, IntStream.range(0, factory.getParameterCount()).mapToObj(
			i -> value(factory.getParameterTypes()[i], i)).toArray())).values());
		final Parameters empty = (Parameters) factory.invoke(null, new Object[factory.getParameterCount()]);
		for (final Key key : empty.keys())
			if (key.is(Key.REQUIRED) && (key.initial() == null || key.initial().equals(""))) assertThrows(
				SonoflowException.Input.class, () -> empty.check(key), key + " was not given");
	}

	/** An argument of either way; the same place gives the same value. */
	private static Object value(final Class<?> type, final int place) {
		final Path path = Path.of("argument" + place).toAbsolutePath();
		return type == File.class ? path.toFile() : type == Path.class ? path : type == List.class ? List.of(path) : path
			.toString();
	}

	/** A public field of a key's type that lacks its annotation would be no key, and nobody would be told. */
	private static void declares(final Class<?> type) {
		for (final Field field : fields(type, new ArrayList<>()))
			if (TYPES.contains(field.getType())) {
				final Parameter declaration = field.getAnnotation(Parameter.class);
				assertTrue(declaration != null && !declaration.label().isBlank() && declaration.description().endsWith("."), field
					.toString());
			}
			else assertTrue(!Parameters.class.isAssignableFrom(field.getType()) || field.isAnnotationPresent(Group.class), field
				.toString());
	}

	/** The public fields of a step and its groups. */
	private static List<Field> fields(final Class<?> type, final List<Field> found) {
		for (final Field field : type.getFields()) {
			if (Modifier.isStatic(field.getModifiers())) continue;
			found.add(field);
			if (Parameters.class.isAssignableFrom(field.getType())) fields(field.getType(), found);
		}
		return found;
	}
}
