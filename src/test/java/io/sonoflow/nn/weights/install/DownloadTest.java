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
package io.sonoflow.nn.weights.install;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transfers that break, servers that misbehave. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DownloadTest {

	private static final int LENGTH = 300_000;

	@TempDir
	Path folder;

	private final byte[] content = new byte[LENGTH];
	private final List<String> warnings = new ArrayList<>();
	private LoopbackServer server;

	@BeforeEach
	void start() throws IOException {
		for (int i = 0; i < LENGTH; i++)
			content[i] = (byte) (i * 31 + i / 251);
		server = new LoopbackServer(content);
	}

	@AfterEach
	void stop() {
		server.close();
	}

	private Monitor monitor() {
		return new Monitor() {

			@Override
			public void warn(final String text) {
				warnings.add(text);
			}
		};
	}

	private Part part(final String path) {
		return new Part(folder.resolve("file.part"), server.address(path));
	}

	private void fetch(final String path, final Monitor monitor) {
		new Download(server.address(path), part(path), LENGTH, true, Duration.ofMillis(1), monitor).run();
	}

	private byte[] fetched() throws IOException {
		return Files.readAllBytes(folder.resolve("file.part"));
	}

	private String message(final String path) {
		return assertThrows(SonoflowException.class, () -> fetch(path, monitor())).getMessage();
	}

	@Test
	void fetchesAFile() throws IOException {
		fetch(LoopbackServer.FILE, monitor());
		assertArrayEquals(content, fetched());
		assertEquals(List.of(""), server.ranges);
		assertEquals(List.of(), warnings);
	}

	@Test
	void fetchesAFileOfUnknownLength() throws IOException {
		server.chunked = true;
		fetch(LoopbackServer.FILE, monitor());
		assertArrayEquals(content, fetched());
	}

	@Test
	void goesOnAfterBreaks() throws IOException {
		server.breakAfter = 70_000;
		server.breaks.set(3);
		fetch(LoopbackServer.FILE, monitor());
		assertArrayEquals(content, fetched());
		assertEquals(4, server.ranges.size());
		assertTrue(server.ranges.stream().skip(1).allMatch(range -> range.matches("bytes=[1-9]\\d*-")), server.ranges
			.toString());
		assertEquals(3, warnings.size());
	}

	@Test
	void aLaterRunGoesOn() throws IOException {
		server.breakAfter = 70_000;
		server.breaks.set(1);
		server.failures.set(0);
		final AtomicBoolean cancelled = new AtomicBoolean();
		assertThrows(SonoflowException.Cancelled.class, () -> fetch(LoopbackServer.FILE, new Monitor() {

			@Override
			public void warn(final String text) {
				cancelled.set(true);
			}

			@Override
			public boolean isCancelled() {
				return cancelled.get();
			}
		}));
		final long kept = Files.size(folder.resolve("file.part"));
		assertTrue(kept > 0 && kept < LENGTH, "kept " + kept);
		fetch(LoopbackServer.FILE, monitor());
		assertArrayEquals(content, fetched());
		assertEquals(List.of("", "bytes=" + kept + "-"), server.ranges);
	}

	@Test
	void aServerWithoutRangesStartsAgain() throws IOException {
		server.resumes = false;
		server.breakAfter = 70_000;
		server.breaks.set(2);
		fetch(LoopbackServer.FILE, monitor());
		assertArrayEquals(content, fetched());
	}

	@Test
	void withoutAValidatorNothingIsGoneOnWith() throws IOException {
		server.tag = null;
		server.breakAfter = 70_000;
		server.breaks.set(2);
		fetch(LoopbackServer.FILE, monitor());
		assertArrayEquals(content, fetched());
		assertEquals(List.of("", "", ""), server.ranges);
	}

	@Test
	void aFileThatChangedOnTheServerIsFetchedAnew() throws IOException {
		final byte[] old = new byte[LENGTH];
		Arrays.fill(old, (byte) 7);
		final Part part = part(LoopbackServer.FILE);
		part.begin("\"zero\"", LENGTH);
		Files.write(part.file(), Arrays.copyOf(old, 1000));
		fetch(LoopbackServer.FILE, monitor());
		assertArrayEquals(content, fetched());
		assertEquals(List.of("bytes=1000-"), server.ranges);
	}

	@Test
	void aWrongRestIsNotAppended() throws IOException {
		server.wrongRange = true;
		server.breakAfter = 70_000;
		server.breaks.set(1);
		fetch(LoopbackServer.FILE, monitor());
		assertArrayEquals(content, fetched());
		assertEquals(3, server.ranges.size());
		assertEquals("", server.ranges.get(2));
	}

	@Test
	void aCompletePartAsksForNothing() throws IOException {
		fetch(LoopbackServer.FILE, monitor());
		fetch(LoopbackServer.FILE, monitor());
		assertEquals(1, server.ranges.size());
	}

	@Test
	void aDamagedNoteStartsAgain() throws IOException {
		Files.write(folder.resolve("file.part"), new byte[10]);
		Files.writeString(folder.resolve("file.part.json"), "{\"address\": ");
		fetch(LoopbackServer.FILE, monitor());
		assertArrayEquals(content, fetched());
		assertEquals(List.of(""), server.ranges);
	}

	@Test
	void aServerThatIsBusyIsAskedAgain() throws IOException {
		server.failures.set(2);
		fetch(LoopbackServer.FILE, monitor());
		assertArrayEquals(content, fetched());
		server.failures.set(1000);
		Files.delete(folder.resolve("file.part"));
		final String message = message(LoopbackServer.FILE);
		assertTrue(message.contains("500") && message.contains("source"), message);
		assertTrue(server.ranges.size() < 15, "asked " + server.ranges.size() + " times");
	}

	@Test
	void aMissingFileIsAskedForOnce() {
		server.failure = 404;
		server.failures.set(1000);
		final String message = message(LoopbackServer.FILE);
		assertTrue(message.contains("404 (not found)") && message.contains(LoopbackServer.FILE), message);
		assertEquals(1, server.ranges.size());
	}

	@Test
	void aWebPageIsNoFile() {
		assertTrue(message("/page").contains("web page"));
		assertFalse(Files.exists(folder.resolve("file.part")));
	}

	@Test
	void anotherLengthIsRefusedBeforeTheTransfer() {
		server.content = new byte[LENGTH + 1];
		assertTrue(message(LoopbackServer.FILE).contains("offers 300001 bytes, but the file has 300000"));
		server.chunked = true;
		assertTrue(message(LoopbackServer.FILE).contains("more than 300000 bytes"));
	}

	@Test
	void redirectionsAreFollowedToSafePlacesOnly() throws IOException {
		server.redirect("/a", "/b").redirect("/b", server.address(LoopbackServer.FILE).toString());
		fetch("/a", monitor());
		assertArrayEquals(content, fetched());
		server.redirect("/out", "http://example.invalid/weights.pth").redirect("/circle", "/circle").redirect("/file",
			"file:///etc/passwd").redirect("/nothing", "::");
		final String message = message("/out");
		assertTrue(message.contains("leads to http://example.invalid") && message.contains("not https"), message);
		assertTrue(message("/circle").contains("without end"));
		assertTrue(message("/file").contains("not https"));
		assertTrue(message("/nothing").contains("leads to an address that is none"));
		assertEquals(1, server.ranges.size());
	}

	@Test
	void aSilentServerCanBeLeft() {
		server.stalls = true;
		server.breakAfter = 70_000;
		server.breaks.set(1);
		final AtomicBoolean cancelled = new AtomicBoolean();
		assertThrows(SonoflowException.Cancelled.class, () -> fetch(LoopbackServer.FILE, new Monitor() {

			@Override
			public void progress(final String stage, final long done, final long total) {
				if (done == 70_000) cancelled.set(true);
			}

			@Override
			public boolean isCancelled() {
				return cancelled.get();
			}
		}));
	}

	@Test
	void nobodyThere() {
		server.close();
		final String message = message(LoopbackServer.FILE);
		assertTrue(message.contains("cannot be reached") && message.contains("source"), message);
	}
}
