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
package io.sonoflow.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameKeyTest {

	@TempDir
	Path folder;

	private NameKey key() {
		return NameKey.beside(folder.resolve("out"));
	}

	@Test
	void hashesAreTheSameInEveryRunAndOtherBesideOtherFolders() {
		final NameKey key = key();
		final String patient = key.patient(" Weber ");
		assertTrue(patient.matches("p-[0-9a-f]{12}"), patient);
		assertTrue(key.file("Weber").matches("f-[0-9a-f]{12}"));
		assertNotEquals(patient.substring(2), key.file("Weber").substring(2));
		assertEquals("", key.patient(" ") + key.file(""));
		assertFalse(Files.exists(key.table()));
		key.save();
		assertEquals(patient, key().patient("Weber"));
		assertNotEquals(patient, NameKey.beside(folder.resolve("other")).patient("Weber"));
	}

	@Test
	void whatAnotherRunAddsStays() throws IOException {
		key().save();
		final NameKey one = key();
		final NameKey two = key();
		one.patient("Weber");
		two.patient("Schulz");
		one.save();
		two.save();
		final String table = Files.readString(two.table());
		assertTrue(table.contains("Weber") && table.contains("Schulz"), table);
		assertTrue(table.indexOf("Weber") < table.indexOf("Schulz"), table);
	}

	@Test
	void anotherRunsSecretIsNotReplaced() throws IOException {
		final NameKey one = key();
		final NameKey two = key();
		one.patient("Weber");
		two.patient("Schulz");
		one.save();
		final String before = Files.readString(one.table());
		assertTrue(assertThrows(SonoflowException.File.class, two::save).getMessage().contains("run it again"));
		assertEquals(before, Files.readString(one.table()));
	}

	@Test
	void onlyTheOwnerMayReadIt() throws IOException {
		assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
		final NameKey key = key();
		key.save();
		assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key.table())));
		Files.setPosixFilePermissions(key.table(), PosixFilePermissions.fromString("rw-r--r--"));
		key.file("a");
		key.save();
		assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key.table())));
	}

	@Test
	void aForeignTableIsRefused() throws IOException {
		Files.writeString(NameKey.table(folder.resolve("out")), "kind,name\n");
		assertThrows(SonoflowException.File.class, this::key);
	}
}
