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
package io.sonoflow.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Chromium without a window, driven through its DevTools protocol. A test that needs it is skipped, and says so, where there
 * is none; with {@code -Ddesk=required} it fails.
 */
final class Browser implements AutoCloseable {

	private static final long SECONDS = 60;
	private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");

	private final Process process;
	private final WebSocket socket;
	private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
	private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
	private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
	private String session = "";
	private int last;

	private Browser(final Process process, final URI address) throws Exception {
		this.process = process;
		socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Listener()).get(SECONDS,
			TimeUnit.SECONDS);
		final JsonObject target = new JsonObject();
		target.addProperty("targetId", call("Target.createTarget", "{\"url\": \"about:blank\"}").get("targetId").getAsString());
		target.addProperty("flatten", true);
		session = call("Target.attachToTarget", target.toString()).get("sessionId").getAsString();
		for (final String domain : List.of("Page", "Runtime", "Log", "Network"))
			call(domain + ".enable", "{}");
	}

	/** @param folder for what it keeps */
	static Browser start(final Path folder) throws Exception {
		final Process process;
		try {
			process = new ProcessBuilder("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
				"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0", "--user-data-dir=" + folder.resolve(
					"profile")).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
		}
		catch (final IOException e) {
			assertFalse("required".equals(System.getProperty("desk")), () -> "There is no chromium: " + e);
			assumeTrue(false, "The page was not tried in a browser: there is no chromium. Install Debian's package chromium.");
			throw e;
		}
		final BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			final Matcher address = ADDRESS.matcher(line);
			if (!address.find()) continue;
			// A full pipe would stop it.
			final Thread drain = new Thread(() -> lines.lines().forEach(ignored -> {
			}));
			drain.setDaemon(true);
			drain.start();
			return new Browser(process, URI.create(address.group(1)));
		}
		throw new IOException("Chromium ended before it listened.");
	}

	private final class Listener implements WebSocket.Listener {

		private final StringBuilder text = new StringBuilder();

		@Override
		public CompletionStage<?> onText(final WebSocket from, final CharSequence data, final boolean end) {
			text.append(data);
			if (end) {
				take(JsonParser.parseString(text.toString()).getAsJsonObject());
				text.setLength(0);
			}
			from.request(1);
			return null;
		}
	}

	private void take(final JsonObject message) {
		if (message.has("id")) {
			waiting.remove(message.get("id").getAsInt()).complete(message);
			return;
		}
		final JsonObject what = message.getAsJsonObject("params");
		switch (message.get("method").getAsString()) {
			case "Runtime.exceptionThrown", "Log.entryAdded" -> errors.add(what.toString());
			case "Runtime.consoleAPICalled" -> errors.add(what.toString());
			case "Network.requestWillBeSent" -> requests.add(what.getAsJsonObject("request").get("url").getAsString());
			default -> {
				// Of no interest.
			}
		}
	}

	/** {@return the result of a method of the protocol} */
	synchronized JsonObject call(final String method, final String parameters) throws Exception {
		final JsonObject message = new JsonObject();
		message.addProperty("id", ++last);
		message.addProperty("method", method);
		message.add("params", JsonParser.parseString(parameters));
		if (!session.isEmpty()) message.addProperty("sessionId", session);
		final CompletableFuture<JsonObject> answer = new CompletableFuture<>();
		waiting.put(last, answer);
		socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
		final JsonObject reply = answer.get(SECONDS, TimeUnit.SECONDS);
		if (reply.has("error")) throw new IllegalStateException(method + ": " + reply.get("error"));
		return reply.getAsJsonObject("result");
	}

	/** Opens a file and waits until it is there. */
	void open(final Path file) throws Exception {
		call("Page.navigate", "{\"url\": \"" + file.toUri() + "\"}");
		for (int i = 0; i < 200 && !eval("document.readyState + location.protocol").equals("completefile:"); i++)
			Thread.sleep(50);
	}

	/** {@return what an expression gives, as text} */
	String eval(final String expression) throws Exception {
		final JsonObject ask = new JsonObject();
		ask.addProperty("expression", "String(" + expression + ")");
		final JsonObject answer = call("Runtime.evaluate", ask.toString());
		if (answer.has("exceptionDetails")) throw new IllegalStateException(answer.toString());
		return answer.getAsJsonObject("result").get("value").getAsString();
	}

	double number(final String expression) throws Exception {
		return Double.parseDouble(eval(expression));
	}

	/** Sets the size of the screen. */
	void size(final int width, final int height) throws Exception {
		call("Emulation.setDeviceMetricsOverride", "{\"width\": " + width + ", \"height\": " + height +
			", \"deviceScaleFactor\": 1, \"mobile\": " + (width < 700) + "}");
	}

	/** {@return PNG of what is seen, or of the whole page} */
	byte[] shot(final boolean whole) throws Exception {
		return Base64.getDecoder().decode(call("Page.captureScreenshot", "{\"captureBeyondViewport\": " + whole + "}").get("data")
			.getAsString());
	}

	/** {@return the page as it is printed} */
	byte[] pdf() throws Exception {
		return Base64.getDecoder().decode(call("Page.printToPDF", "{\"preferCSSPageSize\": true, \"printBackground\": true}").get(
			"data").getAsString());
	}

	/** {@return what was written to the console or thrown} */
	List<String> errors() {
		return List.copyOf(errors);
	}

	/** {@return addresses that were asked for, but for pictures in the page} */
	List<String> requests() {
		return requests.stream().filter(address -> !address.startsWith("data:")).collect(Collectors.toList());
	}

	@Override
	public void close() {
		process.destroy();
		try {
			if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
		}
		catch (final InterruptedException e) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}
}
