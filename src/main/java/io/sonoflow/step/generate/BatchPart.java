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
package io.sonoflow.step.generate;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Sha256;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What one batch of generated images leaves behind beside them. It is written after the last of them, so its presence
 * means that the batch is finished.
 *
 * @param key of the run it belongs to: parameters and inputs
 * @param images SHA-256 of the batch's files, in order
 */
record BatchPart(String key, List<String> images) {

	private static final Gson GSON = new Gson();

	/** Writes the part of these files. */
	static void write(final Path part, final String key, final List<Path> files) {
		AtomicFiles.writeText(part, GSON.toJson(new BatchPart(key, hashes(files))) + "\n");
	}

	/** {@return whether the part is there, belongs to the run of this key, and the files are as they were written} */
	static boolean isDone(final Path part, final String key, final List<Path> files) {
		if (!Files.isRegularFile(part) || !files.stream().allMatch(Files::isRegularFile)) return false;
		try {
			final BatchPart read = GSON.fromJson(Files.readString(part), BatchPart.class);
			return read != null && key.equals(read.key) && hashes(files).equals(read.images);
		}
		catch (final JsonParseException e) {
			// Not ours, or edited: the batch is made again.
			return false;
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + part + ": " + e.getMessage() + ".", e);
		}
	}

	private static List<String> hashes(final List<Path> files) {
		return files.stream().map(Sha256::of).toList();
	}
}
