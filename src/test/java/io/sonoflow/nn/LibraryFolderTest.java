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
package io.sonoflow.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.util.Utils;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.LibraryRoot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library that is loaded is never one that another user could have put there. */
class LibraryFolderTest {

	private static final LibraryRoot ROOT = new LibraryRoot("PyTorch's library", "pytorch");

	@TempDir
	Path temp;

	@BeforeEach
	void onUnix() {
		assumeTrue(temp.getFileSystem().supportedFileAttributeViews().contains("unix"), "no owners as on Unix here");
	}

	private static void mode(final Path path, final String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

	private String refused() {
		final String message = assertThrows(SonoflowException.Device.class, () -> ROOT.own(temp)).getMessage();
		assertTrue(message.contains("DJL_CACHE_DIR"), message);
		return message;
	}

	@Test
	void aFolderOfOnesOwnIsMadeAndUsedAgain() throws IOException {
		final Path folder = ROOT.own(temp);
		assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
		Files.createDirectories(folder.resolve("pytorch/2.7.1"));
		assertEquals(folder, ROOT.own(temp));
	}

	@Test
	void onePreparedByOthersIsRefused() throws IOException {
		final Path folder = ROOT.own(temp);
		for (final String permissions : List.of("rwxrwxrwx", "rwxrwx---", "rwxr-xr-x", "rwx---r--")) {
			mode(folder, permissions);
			assertTrue(refused().contains("others may enter"), permissions);
		}
		Files.delete(folder);
		final Path planted = Files.createDirectory(temp.resolve("planted"));
		mode(planted, "rwx------");
		Files.createSymbolicLink(folder, planted);
		assertTrue(refused().contains("is no folder"));
		Files.delete(folder);
		Files.writeString(folder, "");
		assertTrue(refused().contains("is no folder"));
	}

	@Test
	void anotherUsersIsRefused() throws IOException {
		final Path folder = ROOT.own(temp);
		final Path library = Files.createDirectories(folder.resolve("pytorch/2.7.1")).resolve("libtorch.so");
		Files.writeString(library, "");
		assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
		Files.setAttribute(library, "unix:uid", 65534);
		assertTrue(refused().contains("libtorch.so belongs to another user"));
		Files.delete(library);
		Files.setAttribute(folder, "unix:uid", 65534);
		assertTrue(refused().contains("belongs to another user"));
	}

	@Test
	void whereOthersMayReplaceItNoneIsMade() throws IOException {
		mode(temp, "rwxrwxrwx");
		assertTrue(refused().contains("others may rename"));
		Files.setAttribute(temp, "unix:mode", 01777);
		ROOT.own(temp);
	}

	@Test
	void whatAllMayWriteIsRefusedWhereverItIs() throws IOException {
		final Path library = Files.createDirectories(temp.resolve("pytorch/2.7.1")).resolve("libtorch.so");
		Files.writeString(library, "");
		LibraryFolder.check(temp, "DJL_CACHE_DIR");
		mode(library.getParent(), "rwxrwxr-x");
		LibraryFolder.check(temp, "a group of one's own");
		mode(library.getParent(), "rwxrwxrwx");
		final String message = assertThrows(SonoflowException.Device.class, () -> LibraryFolder.check(temp, "DJL_CACHE_DIR"))
			.getMessage();
		assertTrue(message.contains("everybody may write"), message);
	}

	private static String refusal(final Path folder) {
		return assertThrows(SonoflowException.Device.class, () -> ROOT.claim(folder, "chosen")).getMessage();
	}

	@Test
	void whatIsAbsentIsMadeBeforeOthersDo() throws IOException {
		final Path folder = temp.resolve("a/b/c");
		ROOT.claim(folder, "chosen");
		for (Path each = folder; !each.equals(temp); each = each.getParent())
			assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
		ROOT.claim(folder, "chosen");
		final Path file = Files.writeString(temp.resolve("file"), "");
		assertThrows(IOException.class, () -> ROOT.claim(file.resolve("cache"), "chosen"));
	}

	@Test
	void theFoldersAboveCountToo() throws IOException {
		final Path folder = Files.createDirectories(temp.resolve("above/below/cache"));
		ROOT.claim(folder, "chosen");
		mode(temp.resolve("above"), "rwxrwxrwx");
		for (final String name : List.of("above/below/cache", "above/below/absent", "above/absent/cache"))
			assertTrue(refusal(temp.resolve(name)).contains(temp.resolve("above") + ", in which others may rename"), name);
		assertTrue(Files.notExists(temp.resolve("above/absent")));
		final Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
		assertTrue(refusal(link).contains("others may rename"));
		Files.setAttribute(temp.resolve("above"), "unix:mode", 01777);
		ROOT.claim(folder, "chosen");
		ROOT.claim(link, "chosen");
	}

	/** A group of one's own is usual at home (umask 002); in a folder of all users it may be anybody's. */
	@Test
	void aGroupMayWriteAtHomeOnly() throws IOException {
		final Path shared = Files.createDirectory(temp.resolve("shared"));
		final Path folder = Files.createDirectory(shared.resolve("cache"));
		mode(folder, "rwxrwxr-x");
		Files.setAttribute(shared, "unix:mode", 01777);
		assertTrue(refusal(folder).contains("a group of users may write"));
		mode(folder, "rwx------");
		ROOT.claim(folder, "chosen");
	}

	@Test
	void whatIsNoPathIsSaidToBeNone() {
		assumeTrue(System.getenv("DJL_CACHE_DIR") == null && System.getenv("ENGINE_CACHE_DIR") == null, "a folder is chosen");
		final String before = System.getProperty("ENGINE_CACHE_DIR");
		System.setProperty("ENGINE_CACHE_DIR", "a\0b");
		try {
			final String message = assertThrows(SonoflowException.Device.class, LibraryFolder::prepare).getMessage();
			assertTrue(message.contains("is no path"), message);
		}
		finally {
			if (before == null) System.clearProperty("ENGINE_CACHE_DIR");
			else System.setProperty("ENGINE_CACHE_DIR", before);
		}
	}

	@Test
	void causesAreSaidInWordsThatHelp() {
		for (final Map.Entry<String, String> each : Map.of("/x/libtorch.so: failed to map segment from shared object", "noexec",
			"No space left on device", "disk is full", "java.nio.file.AccessDeniedException: /x", "may not write").entrySet()) {
			final String message = LibraryFolder.explain(each.getKey()).orElseThrow();
			assertTrue(message.contains(each.getValue()) && message.contains("DJL_CACHE_DIR"), message);
		}
		assertEquals(Optional.empty(), LibraryFolder.explain("undefined symbol"));
	}

	/** In a process of its own, which has no home. */
	@Test
	void withoutAHomeThereIsAFolder() throws Exception {
		for (final String home : List.of("?", "/nonexistent", "")) {
			final String said = child(home);
			assertTrue(said.startsWith(temp + "/sonoflow-"), said);
		}
		mode(Path.of(child("?")), "rwxrwxrwx");
		assertTrue(child("?").contains("others may enter"), child("?"));
	}

	private String child(final String home) throws IOException, InterruptedException {
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Duser.home=" + home, "-Djava.io.tmpdir=" + temp, "-cp", System.getProperty("java.class.path"), LibraryFolderTest.class
				.getName()));
		final ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().keySet().removeAll(List.of("DJL_CACHE_DIR", "ENGINE_CACHE_DIR"));
		final Process process = builder.start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		process.waitFor();
		return said;
	}

	/** Says where it would load the library from. */
	public static void main(final String[] args) throws IOException {
		String said;
		try {
			LibraryFolder.prepare();
			said = Utils.getEngineCacheDir().toString();
		}
		catch (final SonoflowException e) {
			said = e.getMessage();
		}
		System.out.write((said + "\n").getBytes(StandardCharsets.UTF_8));
		System.out.flush();
	}
}
