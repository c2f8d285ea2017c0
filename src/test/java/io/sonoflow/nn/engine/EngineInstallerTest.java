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
package io.sonoflow.nn.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.Platform;

import com.sun.net.httpserver.HttpServer;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.engine.EngineStore.Installed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With files that are no libraries; the trial is what would load them. */
class EngineInstallerTest {

	private static final GraphicsCard CARD = new GraphicsCard("a card", "580.1", 9);
	private static final String WANTED = Libtorch.wanted();

	@TempDir
	private Path tmp;

	private final List<String> asked = new CopyOnWriteArrayList<>();
	private final Map<String, byte[]> published = new ConcurrentHashMap<>();
	private final List<String> messages = new ArrayList<>();
	private HttpServer server;

	private final Monitor monitor = new Monitor() {

		@Override
		public void message(final String text) {
			messages.add(text);
		}

		@Override
		public void warn(final String text) {
			messages.add(text);
		}
	};

	@BeforeEach
	void begin() throws IOException {
		System.setProperty(EngineStore.PROPERTY, tmp.resolve("store").toString());
		server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		server.createContext("/", exchange -> {
			asked.add(exchange.getRequestURI().getPath());
			final byte[] content = published.get(exchange.getRequestURI().getPath());
			exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
			if (content != null) exchange.getResponseBody().write(content);
			exchange.close();
		});
		server.start();
	}

	@AfterEach
	void end() {
		System.clearProperty(EngineStore.PROPERTY);
		server.stop(0);
	}

	private String address() {
		return "http://127.0.0.1:" + server.getAddress().getPort() + "/pytorch";
	}

	private static String library(final String name) {
		return Libtorch.library(name);
	}

	/** As pip makes it. */
	private Path python(final String version, final boolean cuda) throws IOException {
		final Path lib = Files.createDirectories(tmp.resolve("site " + version + "/torch/lib"));
		for (final String name : cuda ? new String[] { "torch", "torch_cpu", "torch_cuda" } : new String[] { "torch", "torch_cpu" })
			Files.writeString(lib.resolve(library(name)), name + version);
		Files.writeString(lib.resolve("0.36.0-" + library("djl_torch")), "DJL's cache");
		Files.writeString(lib.resolve("note.txt"), "no library");
		Files.writeString(lib.resolveSibling("version.py"), "__version__ = '" + version + "+cu126'\n");
		final Path cublas = Files.createDirectories(lib.resolve("../../nvidia/cublas/lib").normalize());
		Files.writeString(cublas.resolve(library("cublas") + (library("x").endsWith(".so") ? ".12" : "")), "cublas");
		return lib;
	}

	private Optional<Installed> install(final String flavour, final Object source, final GraphicsCard... cards) {
		return new EngineInstaller(flavour, source.toString(), List.of(cards), (libraries, version) -> libraries.flavour() + " " +
			version, Duration.ofMillis(1), monitor).run();
	}

	private String refusal(final String flavour, final Object source, final GraphicsCard... cards) {
		return assertThrows(SonoflowException.class, () -> install(flavour, source, cards)).getMessage();
	}

	private static byte[] packed(final String text) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(text.getBytes());
		}
		return bytes.toByteArray();
	}

	/** As DJL has it. */
	private void publish(final String flavour, final String... names) throws IOException {
		final String folder = flavour + "/" + EngineStore.platform() + "/native/lib/";
		final StringBuilder index = new StringBuilder("cpu/some-other/native/lib/libtorch.so.gz\n");
		for (final String name : names) {
			index.append(folder).append(library(name)).append(".gz\n");
			published.put("/pytorch/" + folder + library(name) + ".gz", packed(name));
		}
		published.put("/pytorch/files.txt", index.toString().getBytes());
	}

	private Set<String> left() throws IOException {
		try (Stream<Path> walk = Files.walk(tmp.resolve("store"))) {
			return walk.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).collect(java.util.stream.Collectors
				.toSet());
		}
	}

	@Test
	void platformsAreCalledAsDjlCallsThem() {
		assertEquals(Platform.fromSystem("pytorch").getClassifier(), EngineStore.platform());
	}

	@Test
	void aPythonInstallationIsCopiedWithWhatItHasOfCuda() throws IOException {
		final Installed installed = install("auto", python(WANTED, true).resolve("../..").normalize(), CARD).orElseThrow();
		assertEquals(Optional.of(installed), EngineStore.installed());
		assertEquals("cu128", installed.flavour());
		assertEquals(WANTED, installed.version());
		final Libtorch libraries = EngineStore.check(installed);
		assertEquals("torch_cuda" + WANTED, Files.readString(libraries.lib().resolve(library("torch_cuda"))));
		assertTrue(installed.files().keySet().stream().anyMatch(file -> file.startsWith("nvidia/cublas/lib/")), installed.files()
			.toString());
		assertEquals(5, installed.files().size(), installed.files().toString());
		assertEquals(Optional.of(WANTED), libraries.version());
		assertTrue(messages.toString().contains("from the next start on"), messages.toString());
		assertEquals(List.of(), asked);
	}

	@Test
	void aSecondOneTakesThePlaceAndItIsRemovedAgain() throws IOException {
		final Installed first = install("auto", python(WANTED, true), CARD).orElseThrow();
		Files.delete(python(WANTED, false).resolve(library("torch_cuda")));
		final Installed second = install("cpu", tmp.resolve("site " + WANTED)).orElseThrow();
		assertFalse(Files.exists(EngineStore.root(first)));
		assertEquals("cpu", EngineStore.installed().orElseThrow().flavour());
		assertTrue(second.files().keySet().stream().noneMatch(file -> file.startsWith("nvidia")));
		assertEquals(Optional.empty(), install("cpu", ""));
		assertEquals(Optional.empty(), EngineStore.installed());
		assertFalse(Files.exists(EngineStore.root(second)));
		assertEquals(Set.of(".lock"), left());
	}

	@Test
	void whatIsWrongIsNotInstalledAndTheOldOneStays() throws IOException {
		final Installed first = install("auto", python(WANTED, false)).orElseThrow();
		assertTrue(refusal("auto", python("2.11.0", false)).contains("is PyTorch 2.11.0, but this Sonoflow works with " + WANTED));
		assertTrue(refusal("cu128", python(WANTED, false)).contains("holds a PyTorch for CPUs"));
		final Path nameless = python("2.0.0", false);
		Files.delete(nameless.resolveSibling("version.py"));
		assertTrue(refusal("auto", nameless).contains("does not say of which version"));
		assertTrue(refusal("auto", tmp).contains("is a folder without PyTorch"));
		assertTrue(refusal("auto", tmp.resolve("absent")).contains("there is no such folder"));
		assertThrows(SonoflowException.Device.class, () -> new EngineInstaller("auto", tmp.resolve("site " + WANTED).toString(),
			List.of(), (libraries, version) -> {
				throw new SonoflowException.Device("it crashes");
			}, monitor).run());
		assertEquals(Optional.of(first), EngineStore.installed());
		EngineStore.check(first);
		assertEquals(1, EngineStore.list(tmp.resolve("store/pytorch")).size());
	}

	/** DJL's part for it, made by the user. */
	@Test
	void anotherVersionWithItsOwnPartIsTaken() throws IOException {
		final Path lib = python("2.11.0", true);
		Files.writeString(lib.resolve(library("djl_torch")), "for 2.11.0");
		final Installed installed = install("cu128", lib, CARD).orElseThrow();
		assertEquals("2.11.0", installed.version());
		assertTrue(EngineStore.check(installed).hasOwnPart());
	}

	@Test
	void whatIsNotWholeIsNotLoaded() throws IOException {
		final Installed installed = install("auto", python(WANTED, false)).orElseThrow();
		final Path file = EngineStore.check(installed).lib().resolve(library("torch_cpu"));
		Files.writeString(file, "short");
		final String said = assertThrows(SonoflowException.Device.class, () -> EngineStore.check(installed)).getMessage();
		assertTrue(said.contains("is not whole: torch/lib/" + library("torch_cpu")) && said.contains("flavour=cpu"), said);
		Files.writeString(tmp.resolve("store/" + EngineStore.platform() + ".json"), "{");
		assertThrows(SonoflowException.Device.class, EngineStore::installed);
		// And there is a way out of it.
		assertEquals(Optional.empty(), install("cpu", ""));
		assertEquals(Optional.empty(), EngineStore.installed());
	}

	@Test
	void nothingIsFetchedWhereItCouldNotBeUsed() throws IOException {
		publish("cu128", "torch", "torch_cuda");
		assertEquals(Optional.empty(), install("auto", address()));
		assertTrue(messages.get(0).contains("no NVIDIA GPU that its driver tells of, so nothing is fetched"), messages.toString());
		final GraphicsCard old = new GraphicsCard("an old one", "470.1", 9);
		assertTrue(refusal("auto", address(), old).contains("driver 470.1 is too old for CUDA 12"));
		assertTrue(refusal("cu128", address(), new GraphicsCard("older", "580.1", 6.1)).contains("compute capability is 6.1"));
		assertEquals(List.of(), asked);
		install("cu128", address(), old, CARD);
		assertEquals("cu128", EngineStore.installed().orElseThrow().flavour());
	}

	@Test
	void whatDjlPublishesIsFetchedAndGoneOnWith() throws IOException {
		publish("cu128", "torch", "torch_cpu", "torch_cuda");
		final String last = "/pytorch/cu128/" + EngineStore.platform() + "/native/lib/" + library("torch_cuda") + ".gz";
		final byte[] content = published.remove(last);
		assertTrue(refusal("auto", address(), CARD).contains("answered 404"));
		assertEquals(Optional.empty(), EngineStore.installed());
		published.put(last, Arrays.copyOf(content, content.length - 4));
		assertTrue(refusal("auto", address() + "/", CARD).contains("is damaged"));
		assertEquals(Optional.empty(), EngineStore.installed());
		published.put(last, content);
		asked.clear();
		final Installed installed = install("auto", address(), CARD).orElseThrow();
		assertEquals(List.of("/pytorch/files.txt", last), asked);
		assertEquals(Set.of("torch/build-version", "torch/lib/" + library("torch"), "torch/lib/" + library("torch_cpu"),
			"torch/lib/" +
			library("torch_cuda")), new TreeMap<>(installed.files()).keySet());
		assertEquals("torch_cuda", Files.readString(EngineStore.check(installed).lib().resolve(library("torch_cuda"))));
		assertEquals(1, EngineStore.list(tmp.resolve("store/pytorch")).size());
		asked.clear();
		assertEquals(Optional.of(installed), install("auto", address(), CARD));
		assertEquals(List.of(), asked);
		Files.delete(EngineStore.check(installed).lib().resolve(library("torch_cpu")));
		EngineStore.check(install("auto", address(), CARD).orElseThrow());
		assertEquals(4, asked.size());
	}

	@Test
	void anotherFlavourIsNotTakenInstead() throws IOException {
		publish("cpu", "torch");
		final String said = refusal("cu128", address(), CARD);
		assertTrue(said.contains("no PyTorch of flavour=cu128") && said.contains("cpu/" + EngineStore.platform()), said);
		// Named so, and yet without CUDA.
		publish("cu128", "torch");
		assertTrue(refusal("cu128", address(), CARD).contains("gave no PyTorch with CUDA"));
		published.put("/pytorch/files.txt", ("cu128/" + EngineStore.platform() + "/native/lib/..%2F..%2Fx.gz\n").getBytes());
		assertTrue(refusal("cu128", address(), CARD).contains("is no packed library"));
		assertEquals(Optional.empty(), EngineStore.installed());
	}

	@Test
	void othersCannotChangeWhatIsFetched() {
		assertTrue(refusal("cu128", "http://example.invalid/pytorch", CARD).contains("is not https"));
	}
}
