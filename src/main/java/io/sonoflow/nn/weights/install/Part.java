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

import com.google.gson.Gson;
import com.google.gson.JsonParseException;

import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is being fetched, and beside it what must be known to go on with it after a break. */
public final class Part {

	/**
	 * What the bytes belong to.
	 *
	 * @param address where they are from
	 * @param validator the ETag (a strong one) or date of the file on the server; null = it cannot be gone on with
	 * @param total length of the whole file in bytes, -1 = not known
	 */
	record State(String address, String validator, long total) {
	}

	private final Path file;
	private final Path note;
	private final String address;
	private State state;

	/**
	 * @param file may exist from an earlier attempt
	 * @param address where it is from
	 */
	public Part(final Path file, final URI address) {
		this.file = file;
		this.note = file.resolveSibling(file.getFileName() + ".json");
		this.address = address.toString();
		this.state = read();
	}

	private State read() {
		try {
			if (!Files.isRegularFile(file) || !Files.isRegularFile(note)) return null;
			final State found = new Gson().fromJson(Files.readString(note), State.class);
			return found != null && address.equals(found.address) && found.validator != null ? found : null;
		}
		catch (final IOException | JsonParseException e) {
			// Then it is fetched from its beginning.
			return null;
		}
	}

	/** {@return where it is} */
	public Path file() {
		return file;
	}

	/** {@return how many bytes can be gone on with, 0 = none} */
	long length() throws IOException {
		return state == null || state.validator == null || !Files.isRegularFile(file) ? 0 : Files.size(file);
	}

	/** {@return length of the whole file in bytes, -1 = not known} */
	long total() {
		return state == null ? -1 : state.total;
	}

	/** {@return what the server must still have} */
	String validator() {
		return state == null ? null : state.validator;
	}

	/** Forgets what is there; the next bytes are the file's first. */
	void begin(final String validator, final long total) throws IOException {
		delete();
		state = new State(address, validator, total);
		AtomicFiles.writeText(note, new Gson().toJson(state));
	}

	void delete() throws IOException {
		state = null;
		Files.deleteIfExists(note);
		Files.deleteIfExists(file);
	}
}
