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
package io.sonoflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers of the fixtures, before anything is judged by them. */
class FixturesTest {

	/** The first values printed in the reference. */
	@Test
	void hashMatchesThePrintedValues() {
		assertArrayEquals(new double[] { -0.7507867477834225, 0.5286578922532499, 0.11506175296381116,
			-0.31491964729502797 }, new double[] { HashFill.u(0, 0), HashFill.u(0, 1), HashFill.u(0, 2), HashFill.u(0, 3) });
		assertArrayEquals(new double[] { -0.4727772264741361, -0.6103703617118299, -0.8526499080471694,
			-0.9579218397848308 }, new double[] { HashFill.u(5, 0), HashFill.u(5, 1), HashFill.u(5, 2), HashFill.u(5, 3) });
	}

	@Tag(Fixtures.TAG)
	@Test
	void inputsMatchTheirCheckValues() {
		final JsonObject meta = Fixtures.json("resnet18", "meta");
		final JsonObject inputs = meta.getAsJsonObject("inputs");
		assertFalse(inputs.isEmpty());
		for (final String name : inputs.keySet()) {
			final JsonObject input = inputs.getAsJsonObject(name);
			final float[] x = HashFill.image(input, HashFill.phase(meta));
			double sum = 0;
			for (final float value : x)
				sum += value;
			assertEquals(input.get("sum").getAsDouble(), sum, 1e-6, name);
			for (int i = 0; i < 4; i++)
				assertEquals(input.getAsJsonArray("first4").get(i).getAsFloat(), x[i], 1e-7f, name);
		}
	}

	@Test
	void namesAreTakenFromTheFiles() {
		assertEquals(List.of("10", "x"), Fixtures.matches(List.of("a_x.npz", "a_10.npz", "a_x.npz", "a_x.json", "b_y.npz"),
			"a_(.*)\\.npz"));
	}

	/** Else {@code -Dgroups=fixtures} would leave it out. */
	@Test
	void whateverReadsFixturesBearsTheirTag() {
		final JavaClasses classes = new ClassFileImporter().importPackages("io.sonoflow");
		final List<String> untagged = classes.stream().filter(c -> c.getSimpleName().endsWith("Test")).filter(
			FixturesTest::reads).filter(c -> !c.isAnnotatedWith(Tag.class) && c.getMethods().stream().noneMatch(m -> m
				.isAnnotatedWith(Tag.class))).map(JavaClass::getName).toList();
		assertEquals(List.of(), untagged);
		assertTrue(classes.stream().filter(FixturesTest::reads).count() > 20);
	}

	/** {@return whether the class asks for files of the fixtures; comparing numbers is everybody's} */
	private static boolean reads(final JavaClass c) {
		return c.getMethodCallsFromSelf().stream().anyMatch(call -> call.getTargetOwner().isEquivalentTo(Fixtures.class) &&
			!call.getName().equals("assertClose") && !call.getName().equals("matches"));
	}

	/** Every topic is tested in any clone. */
	@Test
	void theSmallSetHasEveryTopic() throws URISyntaxException {
		final Path small = Path.of(FixturesTest.class.getResource("/reference").toURI());
		for (final String topic : Fixtures.TOPICS)
			assertTrue(Files.isDirectory(small.resolve(topic)), topic);
	}

	@Test
	void readsWhatNumpyWrites(@TempDir final Path folder) throws IOException {
		final Path file = folder.resolve("a.npz");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
			final ByteBuffer floats = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
			for (int i = 0; i < 6; i++)
				floats.putFloat(i / 2f);
			put(zip, "a.b", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", floats.array());
			put(zip, "c", "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", new byte[] { 1, -1 });
		}
		final Npz npz = Npz.read(file);
		assertArrayEquals(new long[] { 2, 3 }, npz.get("a.b").shape());
		assertArrayEquals(new float[] { 0, 0.5f, 1, 1.5f, 2, 2.5f }, npz.get("a.b").floats());
		assertArrayEquals(new long[] { 1, 255 }, npz.get("c").longs());
	}

	private static void put(final ZipOutputStream zip, final String name, final String header, final byte[] data)
		throws IOException
	{
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(new byte[] { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0 });
		out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
		out.writeBytes(data);
		zip.putNextEntry(new ZipEntry(name + ".npy"));
		zip.write(out.toByteArray());
		zip.closeEntry();
	}
}
