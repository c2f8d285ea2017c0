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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of one file on this computer, with the faults that servers have. */
final class LoopbackServer implements AutoCloseable {

	/** Path of the file. */
	static final String FILE = "/weights.pth";

	/** The Range header of each request for the file, "" where there was none. */
	final List<String> ranges = new CopyOnWriteArrayList<>();

	/** After how many bytes of an answer the connection is closed; -1 = never. */
	volatile int breakAfter = -1;

	/** How many answers are still broken. */
	final AtomicInteger breaks = new AtomicInteger();

	/** Whether it heeds Range. */
	volatile boolean resumes = true;

	/** The file's ETag; null = none. */
	volatile String tag = "\"one\"";

	/** Answers with this instead, as often as {@link #failures} says. */
	volatile int failure = 500;

	/** How many answers are still failures. */
	final AtomicInteger failures = new AtomicInteger();

	/** Sends no Content-Length. */
	volatile boolean chunked;

	/** Sends a Content-Range that begins one byte too early. */
	volatile boolean wrongRange;

	/** Sends nothing more after {@link #breakAfter} bytes, and does not close either. */
	volatile boolean stalls;

	volatile byte[] content;

	private final HttpServer server;
	private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
		final Thread thread = new Thread(work, "loopback server");
		thread.setDaemon(true);
		return thread;
	});

	LoopbackServer(final byte[] content) throws IOException {
		this.content = content;
		server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		server.setExecutor(threads);
		server.createContext(FILE, this::file);
		server.createContext("/page", exchange -> {
			exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
			answer(exchange, 200, "<!DOCTYPE html><p>Please log in".getBytes());
		});
		server.start();
	}

	/** Answers at this path with a redirection. */
	LoopbackServer redirect(final String path, final String location) {
		server.createContext(path, exchange -> {
			exchange.getResponseHeaders().set("Location", location);
			exchange.sendResponseHeaders(302, -1);
			exchange.close();
		});
		return this;
	}

	URI address(final String path) {
		return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
	}

	private void file(final HttpExchange exchange) throws IOException {
		final String range = exchange.getRequestHeaders().getFirst("Range");
		ranges.add(range == null ? "" : range);
		if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
			exchange.sendResponseHeaders(failure, -1);
			exchange.close();
			return;
		}
		if (tag != null) exchange.getResponseHeaders().set("ETag", tag);
		final byte[] all = content;
		int from = 0;
		if (range != null && resumes && String.valueOf(tag).equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
			from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
			exchange.getResponseHeaders().set("Content-Range", "bytes " + (wrongRange ? from - 1 : from) + "-" + (all.length -
				1) + "/" + all.length);
		}
		exchange.sendResponseHeaders(from > 0 ? 206 : 200, chunked ? 0 : all.length - from);
		final boolean broken = breakAfter >= 0 && breaks.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
		final OutputStream body = exchange.getResponseBody();
		body.write(all, from, broken ? Math.min(breakAfter, all.length - from) : all.length - from);
		body.flush();
		if (broken && stalls) return;
		exchange.close();
	}

	private static void answer(final HttpExchange exchange, final int status, final byte[] body) throws IOException {
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	@Override
	public void close() {
		server.stop(0);
		threads.shutdownNow();
	}
}
