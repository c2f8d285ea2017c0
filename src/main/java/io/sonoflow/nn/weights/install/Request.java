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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asking a server for a file, or the rest of one. Redirections are followed here, and only to addresses that are safe. */
final class Request {

	private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
	private static final int MOST_REDIRECTIONS = 10;
	private static final Duration PATIENCE = Duration.ofSeconds(60);
	private static final int POLL_MILLIS = 200;

	private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).connectTimeout(
		Duration.ofSeconds(20)).build();

	/**
	 * @param address of the file
	 * @param from first byte wanted
	 * @param validator ETag or date that the file must still have for its rest to be sent; unused if from is 0
	 * @param monitor asked whether to stop
	 * @return the server's last answer, whatever its status; its body is to be closed
	 * @throws IOException if there is no connection
	 * @throws SonoflowException.File if it is led to an address that is not safe, or in circles
	 */
	HttpResponse<InputStream> send(final URI address, final long from, final String validator, final Monitor monitor)
		throws IOException
	{
		URI current = address;
		for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
			final HttpResponse<InputStream> response = await(client.sendAsync(request(current, from, validator), BodyHandlers
				.ofInputStream()), monitor);
			if (!REDIRECTIONS.contains(response.statusCode())) return response;
			response.body().close();
			current = next(address, current, response.headers().firstValue("Location"));
		}
		throw new SonoflowException.File(address + " leads from one address to another without end. Give another source.");
	}

	private static HttpRequest request(final URI address, final long from, final String validator) {
		final HttpRequest.Builder builder = HttpRequest.newBuilder(address).timeout(PATIENCE).header("User-Agent", "Sonoflow")
			.header("Accept", "application/octet-stream, */*;q=0.5").header("Accept-Encoding", "identity");
		if (from > 0) builder.header("Range", "bytes=" + from + "-").header("If-Range", validator);
		return builder.GET().build();
	}

	private static URI next(final URI origin, final URI current, final Optional<String> location) {
		try {
			final URI next = current.resolve(location.orElseThrow(() -> new IllegalArgumentException("no address is given")));
			// What began at an address on the network must not be led to a server inside this computer.
			if (!"https".equalsIgnoreCase(next.getScheme()) && !Source.isLoopback(origin)) throw refused(origin, next);
			Source.requireSafe(next, next.toString());
			return next;
		}
		catch (final IllegalArgumentException e) {
			throw new SonoflowException.File(origin + " leads to an address that is none (" + e.getMessage() +
				"). Give another source.", e);
		}
		catch (final SonoflowException.Input e) {
			throw refused(origin, current.resolve(location.orElseThrow()));
		}
	}

	private static SonoflowException.File refused(final URI origin, final URI next) {
		return new SonoflowException.File(origin + " leads to " + next.getScheme() + "://" + next.getHost() +
			", which is not https, so that others could change what it gives; it was not asked. Give another source, or fetch " +
			"the file by other means and give its path as source.");
	}

	private static HttpResponse<InputStream> await(final CompletableFuture<HttpResponse<InputStream>> future,
		final Monitor monitor) throws IOException
	{
		while (true)
			try {
				return future.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (final TimeoutException e) {
				if (!monitor.isCancelled()) continue;
				future.cancel(true);
				monitor.checkCancelled();
			}
			catch (final ExecutionException e) {
				throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
				future.cancel(true);
				throw new SonoflowException.Cancelled("Interrupted while waiting for a server.");
			}
	}
}
