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
package io.sonoflow.nn.weights;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** Writes safetensors; see {@link Safetensors#write}. */
final class SafetensorsWriter {

	private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
	/** As the reference library: elements of 8 bytes first, so that everything stays aligned. */
	private static final Comparator<Entry<String, Tensor>> ORDER = Comparator.comparingInt(
		(Entry<String, Tensor> entry) -> -entry.getValue().dtype().bytes()).thenComparing(entry -> entry.getValue().dtype())
		.thenComparing(Entry::getKey);

	private SafetensorsWriter() {
	}

	static void write(final Path file, final Map<String, Tensor> tensors, final Map<String, String> metadata) {
		final List<Entry<String, Tensor>> sorted = tensors.entrySet().stream().sorted(ORDER).toList();
		AtomicFiles.write(file, temporary -> {
			try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
				writeFully(channel, header(sorted, metadata));
				for (final Entry<String, Tensor> entry : sorted)
					entry.getValue().writeTo(channel);
				// A checkpoint that survives a power cut only as a name would be worse than none.
				channel.force(false);
			}
		});
	}

	private static ByteBuffer header(final List<Entry<String, Tensor>> tensors, final Map<String, String> metadata) {
		final JsonObject root = new JsonObject();
		if (!metadata.isEmpty()) root.add("__metadata__", GSON.toJsonTree(metadata));
		long position = 0;
		for (final Entry<String, Tensor> entry : tensors) {
			if (entry.getKey().equals("__metadata__")) throw new IllegalArgumentException(
				"A tensor cannot be called __metadata__ in safetensors");
			final Tensor tensor = entry.getValue();
			final JsonObject span = new JsonObject();
			span.addProperty("dtype", tensor.dtype().name());
			span.add("shape", GSON.toJsonTree(tensor.shape()));
			final JsonArray offsets = new JsonArray();
			offsets.add(position);
			position += tensor.byteSize();
			offsets.add(position);
			span.add("data_offsets", offsets);
			root.add(entry.getKey(), span);
		}
		final byte[] json = GSON.toJson(root).getBytes(StandardCharsets.UTF_8);
		final int padding = -json.length & 7;
		final ByteBuffer header = ByteBuffer.allocate(8 + json.length + padding).order(ByteOrder.LITTLE_ENDIAN);
		header.putLong(json.length + padding).put(json);
		while (header.hasRemaining())
			header.put((byte) ' ');
		return header.flip();
	}

	static void writeFully(final FileChannel channel, final ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining())
			channel.write(bytes);
	}
}
