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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches a file and goes on after a break, in the same run or a later one, if the server can say that the file is still
 * the same. Whether the bytes are right is for the caller to check.
 */
public final class Download {

	/** Breaks in a row without a single new byte, after which it gives up. */
	private static final int MOST_BREAKS = 5;
	private static final int BUFFER = 1 << 16;
	private static final int CLIENT_ERROR = 400;
	private static final int TOO_MANY = 429;
	private static final int SERVER_ERROR = 500;
	private static final int REST = 206;
	private static final int NO_SUCH_REST = 416;
	private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");

	private final Request request = new Request();
	private final URI address;
	private final Part part;
	private final long most;
	private final boolean exact;
	private final Duration pause;
	private final Monitor monitor;

	/**
	 * @param most bytes that are taken at most
	 * @param exact whether the file must have just that length
	 * @param pause before the first new attempt after a break; doubled each time
	 */
	public Download(final URI address, final Part part, final long most, final boolean exact, final Duration pause,
		final Monitor monitor)
	{
		this.address = address;
		this.part = part;
		this.most = most;
		this.exact = exact;
		this.pause = pause;
		this.monitor = monitor;
	}

	/**
	 * @param text what the user gave as source
	 * @return the address
	 * @throws SonoflowException.Input if it is none, or one that is not safe
	 */
	public static URI address(final String text) {
		return Source.address(text);
	}

	/**
	 * Fetches what is missing.
	 *
	 * @throws SonoflowException.File if the server has no such file, sends something else, or cannot be reached; what was
	 *           fetched stays
	 */
	public void run() {
		int breaks = 0;
		long before = -1;
		while (true) {
			monitor.checkCancelled();
			try {
				if (attempt()) return;
			}
			catch (final IOException e) {
				monitor.checkCancelled();
				final long now = length();
				breaks = now > before ? 1 : breaks + 1;
				before = now;
				if (breaks >= MOST_BREAKS) throw givenUp(e, now);
				monitor.warn(describe(e, address.getHost()) + "; trying again.");
				sleep(pause.toMillis() << breaks - 1);
			}
		}
	}

	private long length() {
		try {
			return part.length();
		}
		catch (final IOException e) {
			return 0;
		}
	}

	private SonoflowException.File givenUp(final IOException e, final long kept) {
		return new SonoflowException.File(describe(e, address.toString()) + ", " + MOST_BREAKS + " times. " + (kept > 0
			? Megabytes.of(kept) + " are kept: run the command again to go on, or"
			: "Check the connection (and the proxy, if there is one), or") +
			" fetch the file by other means and give its path as source.", e);
	}

	private static String describe(final IOException e, final String from) {
		final String reason = e.getMessage() == null || e.getMessage().isBlank() ? e.getClass().getSimpleName() : e
			.getMessage();
		if (!(e instanceof ConnectException)) return "The transfer from " + from + " broke off (" + reason + ")";
		return from + " cannot be reached (" + (e.getCause() instanceof UnresolvedAddressException || e
			.getCause() != null && e.getCause().getCause() instanceof UnresolvedAddressException
				? "there is no such host, or no connection" : reason) + ")";
	}

	/** {@return whether the file is complete; false = to be asked for again, from its beginning} */
	private boolean attempt() throws IOException {
		final long from = part.length();
		if (from > 0 && from == part.total()) return true;
		final HttpResponse<InputStream> response = request.send(address, from, part.validator(), monitor);
		try (InputStream body = response.body()) {
			check(response);
			if (response.statusCode() == NO_SUCH_REST || response.statusCode() == REST && !isRest(response.headers(), from)) {
				part.delete();
				return false;
			}
			if (response.statusCode() == REST) monitor.message("Going on at " + Megabytes.of(from) + ".");
			else begin(response.headers());
			copy(body);
			return true;
		}
	}

	private void check(final HttpResponse<InputStream> response) throws IOException {
		final int status = response.statusCode();
		if (status >= SERVER_ERROR || status == TOO_MANY) throw new IOException("the server answered " + status);
		if (status == NO_SUCH_REST) return;
		if (status >= CLIENT_ERROR) throw new SonoflowException.File("The server " + address.getHost() + " answered " + status +
			(status == 404 || status == 410 ? " (not found)" : status == 401 || status == 403 ? " (not allowed)" : "") + " for " +
			address + ". Check the source in a browser, and give another one or the path of a file.");
		final String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
		if (type.startsWith("text/html")) throw new SonoflowException.File(address +
			" gives a web page, not the file that was asked for" +
			" (a login page, perhaps, or one that says that the file has moved). Give another source, or the path of a file.");
		if (!response.headers().firstValue("Content-Encoding").orElse("identity").equalsIgnoreCase("identity"))
			throw new SonoflowException.File(address + " sends the file in a coding that was not asked for (" + response.headers()
				.firstValue("Content-Encoding").orElse("") + "). Give another source, or the path of a file.");
	}

	/** Whether the server sends just what is missing, of a file of the same length. */
	private boolean isRest(final HttpHeaders headers, final long from) {
		final Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
		if (!range.matches() || Long.parseLong(range.group(1)) != from) return false;
		return range.group(3).equals("*") || part.total() < 0 || Long.parseLong(range.group(3)) == part.total();
	}

	private void begin(final HttpHeaders headers) throws IOException {
		final long total = headers.firstValueAsLong("Content-Length").orElse(-1);
		if (total > most || exact && total >= 0 && total != most) throw new SonoflowException.File(address + " offers " + total +
			" bytes, but " + (exact ? "the file has " : "at most ") + most + (exact ? "" : " are taken") +
			": it is another file. Give another source" + (exact ? ", or its sha256 if it is meant." : "."));
		final long free = Files.getFileStore(part.file().getParent()).getUsableSpace();
		if (total > free) throw new SonoflowException.File("The disk of " + part.file().getParent() + " has room for " +
			Megabytes.of(free) + ", but " + Megabytes.of(total) + " are needed. Make room there.");
		final String tag = headers.firstValue("ETag").filter(text -> text.startsWith("\"")).orElse(null);
		part.begin(tag != null ? tag : headers.firstValue("Last-Modified").orElse(null), total);
		monitor.message("Fetching " + (total < 0 ? "a file of unknown length" : Megabytes.of(total)) + " from " + address
			.getHost() + ".");
	}

	private void copy(final InputStream body) throws IOException {
		try (FileChannel out = FileChannel.open(part.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
				StallGuard guard = new StallGuard(body, monitor))
		{
			final byte[] buffer = new byte[BUFFER];
			long done = out.size();
			for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
				guard.alive();
				done += n;
				if (done > most) {
					part.delete();
					throw new SonoflowException.File(address + " sends more than " + most +
						" bytes: it is another file. Give another source.");
				}
				for (final ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n); bytes.hasRemaining();)
					out.write(bytes);
				if (part.total() > 0) monitor.progress("fetching", done, part.total());
			}
			out.force(true);
			guard.check();
			if (part.total() >= 0 && done != part.total()) throw new IOException("the end is missing");
		}
	}

	private void sleep(final long millis) {
		final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		try {
			while (System.nanoTime() < end) {
				monitor.checkCancelled();
				Thread.sleep(Math.min(100, millis));
			}
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new SonoflowException.Cancelled("Interrupted while waiting for a new attempt.");
		}
	}
}
