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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;

import com.google.gson.JsonParser;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Sha256;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.weights.Safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is installed, and what is not. */
class InstallerTest {

	@TempDir
	static Path shared;

	/** A ResNet-18 of 1000 classes, all zero. */
	private static Path right;
	private static String hash;

	@TempDir
	Path temporary;

	private Path store;
	private String before;

	@BeforeAll
	static void makeWeights() {
		right = weights("right.safetensors", 1000);
		hash = Sha256.of(right);
	}

	private static Path weights(final String name, final int classes) {
		final Path file = shared.resolve(name);
		try (ImageNetwork network = Networks.empty("resnet18", Device.cpu(), 3, classes)) {
			Safetensors.write(file, ModelFile.tensors(network), Map.of());
		}
		return file;
	}

	@BeforeEach
	void redirectStore() {
		before = System.getProperty(WeightsStore.PROPERTY);
		store = temporary.resolve("home of/weights");
		System.setProperty(WeightsStore.PROPERTY, store.toString());
	}

	@AfterEach
	void restoreStore() {
		if (before == null) System.clearProperty(WeightsStore.PROPERTY);
		else System.setProperty(WeightsStore.PROPERTY, before);
	}

	private static Installer.Installed install(final String source, final String sha256, final boolean overwrite) {
		return new Installer(Published.RESNET18_IMAGENET, source, sha256, overwrite, Duration.ofMillis(1), Monitor.NONE).run();
	}

	private static String refusal(final String source, final String sha256) {
		return assertThrows(SonoflowException.class, () -> install(source, sha256, true)).getMessage();
	}

	private List<String> stored() throws IOException {
		if (!Files.exists(store)) return List.of();
		try (Stream<Path> list = Files.list(store)) {
			return list.map(file -> file.getFileName().toString()).filter(name -> !name.equals(".lock")).sorted().toList();
		}
	}

	@Test
	void installsFromAServerThoughTheTransferBreaks() throws IOException {
		try (LoopbackServer server = new LoopbackServer(Files.readAllBytes(right))) {
			server.breakAfter = 20_000_000;
			server.breaks.set(2);
			final String source = server.address(LoopbackServer.FILE).toString();
			final Installer.Installed installed = install(source, hash.substring(0, 8), false);
			assertEquals(hash, installed.sha256());
			assertEquals(hash, Sha256.of(WeightsStore.require(Published.RESNET18_IMAGENET, "test")));
			assertEquals(List.of("resnet18-imagenet.json", "resnet18-imagenet.pth"), stored());
			assertEquals(3, server.ranges.size());
			assertEquals(source, JsonParser.parseString(Files.readString(store.resolve("resnet18-imagenet.json")))
				.getAsJsonObject().get("source").getAsString());
			install(source, hash, false);
			assertEquals(3, server.ranges.size(), "nothing is fetched twice");
		}
	}

	@Test
	void aWrongHashInstallsNothingAndLeavesWhatIsThere() throws IOException {
		install(right.toString(), hash, false);
		final byte[] changed = Files.readAllBytes(right);
		changed[changed.length - 1] ^= 1;
		try (LoopbackServer server = new LoopbackServer(changed)) {
			final String message = refusal(server.address(LoopbackServer.FILE).toString(), hash.substring(0, 12) + "0000");
			assertTrue(message.contains("SHA-256") && message.contains("still there"), message);
		}
		final Path file = temporary.resolve("changed.pth");
		Files.write(file, changed);
		assertTrue(refusal(file.toString(), hash.substring(0, 12) + "0000").contains("another file"));
		assertEquals(List.of("resnet18-imagenet.json", "resnet18-imagenet.pth"), stored());
		assertEquals(hash, Sha256.of(WeightsStore.file(Published.RESNET18_IMAGENET)));
	}

	@Test
	void withoutAHashOnlyTheAuthorsFileIsTaken() throws IOException {
		final String message = refusal(right.toString(), "");
		assertTrue(message.contains("f37072fd47e89c5e") && message.contains(hash) && message.contains("give its sha256"),
			message);
		assertEquals(List.of(), stored());
	}

	@Test
	void weightsOfAnotherNetworkAreNotInstalled() throws IOException {
		final Path ten = weights("ten.safetensors", 10);
		final String message = refusal(ten.toString(), Sha256.of(ten));
		assertTrue(message.contains("10 classes") && message.contains("1000 classes"), message);
		final Path text = temporary.resolve("page.pth");
		Files.writeString(text, "<html>not found</html>");
		assertTrue(refusal(text.toString(), Sha256.of(text)).contains("no weight file"));
		assertEquals(List.of(), stored());
	}

	@Test
	void aFolderGivesTheFileOfTheAuthorsName() throws IOException {
		final Path folder = Files.createDirectories(temporary.resolve("stick"));
		assertTrue(refusal(folder.toString(), hash).contains("resnet18-f37072fd.pth"));
		Files.copy(right, folder.resolve("resnet18-f37072fd.pth"));
		assertEquals(Files.size(right), install(folder.toString(), hash, false).bytes());
	}

	@Test
	void otherWeightsAreReplacedOnlyIfAllowed() throws IOException {
		Files.createDirectories(store);
		Files.writeString(store.resolve("resnet18-imagenet.pth"), "put here by hand");
		final String message = assertThrows(SonoflowException.class, () -> install(right.toString(), hash, false))
			.getMessage();
		assertTrue(message.contains("overwrite=true"), message);
		assertEquals("put here by hand", Files.readString(store.resolve("resnet18-imagenet.pth")));
		install(right.toString(), hash, true);
		assertEquals(hash, Sha256.of(store.resolve("resnet18-imagenet.pth")));
	}

	@Test
	void sourcesThatAreNotSafe() {
		assertTrue(refusal("http://example.invalid/w.pth", hash).contains("not https"));
		assertTrue(refusal("ftp://example.invalid/w.pth", hash).contains("not https"));
		assertTrue(refusal("https://me:secret@example.invalid/w.pth", hash).contains("password"));
		assertFalse(refusal("https://me:secret@example.invalid/w.pth", hash).contains("secret"));
		assertTrue(refusal("https:///w.pth", hash).contains("not an address"));
		assertTrue(refusal("file:///w.pth", hash).contains("without file://"));
		assertTrue(refusal(temporary.resolve("none.pth").toString(), hash).contains("no such file"));
		assertTrue(refusal(right.toString(), "f37072").contains("sha256=f37072"));
	}

	@Test
	void twoAtOnceAreNotPossible() throws Exception {
		try (LoopbackServer server = new LoopbackServer(Files.readAllBytes(right))) {
			final String source = server.address(LoopbackServer.FILE).toString();
			final String[] message = new String[1];
			new Installer(Published.RESNET18_IMAGENET, source, hash, false, Duration.ofMillis(1), new Monitor() {

				@Override
				public void progress(final String stage, final long done, final long total) {
					if (message[0] == null) message[0] = refusal(source, hash);
				}
			}).run();
			assertTrue(message[0].contains("another process"), message[0]);
		}
	}

	@Test
	void missingWeightsSayHowToInstallThem() {
		final String message = assertThrows(SonoflowException.class, () -> WeightsStore.require(Published.INCEPTION,
			"features=inception")).getMessage();
		assertTrue(message.startsWith("features=inception") && message.contains("Install Weights...") && message.contains(
			"name=inception (96 MB") && message.contains("source=["), message);
	}

	@Test
	void theAuthorsFilesBearTheirHashesBeginning() {
		for (final Published weights : Published.values()) {
			assertTrue(weights.fileName().contains(weights.sha256().substring(0, 8)), weights.fileName());
			assertEquals(64, weights.sha256().length());
			assertEquals("https", weights.source().getScheme());
		}
	}
}
