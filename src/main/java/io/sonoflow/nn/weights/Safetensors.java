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

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;

import io.sonoflow.nn.weights.StateDict.Item;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: u64 little-endian header length, JSON header, data. What the format's text forbids is refused:
 * duplicate names, unknown types, sizes that do not fit their bytes, and data with a hole, an overlap or a rest.
 */
public final class Safetensors {

	/** The reference library's own limit. */
	private static final long MAX_HEADER = 100_000_000;

	/** One entry of the header; begin and end count from the end of the header. */
	private record Span(String name, DType type, long[] shape, long begin, long end) {
	}

	private final WeightFile file;
	private final Map<String, Span> spans = new LinkedHashMap<>();
	private Map<String, String> metadata;

	private Safetensors(final WeightFile file) {
		this.file = file;
	}

	/**
	 * Writes a file that Python's safetensors reads: header padded to 8 bytes, tensors by element size (largest first)
	 * and name, so that every tensor is aligned. Written under a temporary name, then moved.
	 *
	 * @param file any old one is replaced
	 * @param tensors name to tensor
	 * @param metadata texts for the header, e.g. the network's configuration; may be empty
	 * @throws io.sonoflow.SonoflowException.File if it cannot be written
	 */
	public static void write(final Path file, final Map<String, Tensor> tensors, final Map<String, String> metadata) {
		SafetensorsWriter.write(file, tensors, metadata);
	}

	static StateDict read(final WeightFile file) throws IOException {
		return new Safetensors(file).stateDict();
	}

	private StateDict stateDict() throws IOException {
		final byte[] header = header();
		try (JsonReader json = new JsonReader(new InputStreamReader(new ByteArrayInputStream(header),
			StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT))))
		{
			header(json);
		}
		catch (final MalformedJsonException | EOFException | IllegalStateException | NumberFormatException e) {
			throw new FormatException("its header is no valid JSON of the kind that safetensors wants (" + e.getMessage() +
				")");
		}
		catch (final CharacterCodingException e) {
			throw new FormatException("its header is not UTF-8");
		}
		final long start = 8L + header.length;
		checkCover(file.length() - start);
		final List<Item> items = new ArrayList<>();
		for (final Span span : spans.values())
			items.add(new Item(List.of(span.name), new Tensor(span.type, span.shape, new WeightFile.Region(file, start +
				span.begin, span.end - span.begin, ByteOrder.LITTLE_ENDIAN), 0, Bytes.contiguous(span.shape))));
		return new StateDict(file.path().toString(), items, metadata == null ? Map.of() : metadata);
	}

	private byte[] header() throws IOException {
		if (file.length() < 8) throw new FormatException("it has only " + file.length() + " bytes");
		try (FileChannel channel = file.open()) {
			final ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
			WeightFile.readFully(channel, 0, length);
			final long declared = length.getLong(0);
			if (declared < 0 || declared > MAX_HEADER) throw new FormatException("it declares a header of " + Long
				.toUnsignedString(declared) + " bytes; at most " + MAX_HEADER + " are allowed");
			if (declared > file.length() - 8) throw new FormatException("it declares a header of " + declared +
				" bytes but has " + (file.length() - 8) + " left: it is cut off or no safetensors file");
			final ByteBuffer header = ByteBuffer.allocate((int) declared);
			WeightFile.readFully(channel, 8, header);
			return header.array();
		}
	}

	private void header(final JsonReader json) throws IOException {
		json.beginObject();
		while (json.hasNext()) {
			final String name = json.nextName();
			if (name.equals("__metadata__")) metadata(json);
			else if (spans.put(name, span(name, json)) != null) throw new FormatException("the name \"" + name +
				"\" is there twice");
		}
		json.endObject();
		if (json.peek() != JsonToken.END_DOCUMENT) throw new FormatException("something follows its header's JSON");
	}

	private void metadata(final JsonReader json) throws IOException {
		if (metadata != null) throw new FormatException("its metadata are there twice");
		metadata = new LinkedHashMap<>();
		json.beginObject();
		while (json.hasNext()) {
			final String key = json.nextName();
			if (json.peek() != JsonToken.STRING) throw new FormatException("the metadata \"" + key + "\" are no text");
			if (metadata.put(key, json.nextString()) != null) throw new FormatException("the metadata \"" + key +
				"\" are there twice");
		}
		json.endObject();
	}

	private Span span(final String name, final JsonReader json) throws IOException {
		DType type = null;
		long[] shape = null;
		long[] offsets = null;
		json.beginObject();
		while (json.hasNext()) {
			final String key = json.nextName();
			if (key.equals("dtype") && type == null) type = type(name, json);
			else if (key.equals("shape") && shape == null) shape = sizes(name, json);
			else if (key.equals("data_offsets") && offsets == null) offsets = sizes(name, json);
			else throw new FormatException("the entry of \"" + name + "\" has an unknown or repeated member \"" + key + "\"");
		}
		json.endObject();
		if (type == null || shape == null || offsets == null) throw new FormatException("the entry of \"" + name +
			"\" lacks its dtype, shape or data_offsets");
		if (offsets.length != 2 || offsets[0] > offsets[1]) throw new FormatException("the data_offsets of \"" + name +
			"\" are " + Arrays.toString(offsets));
		final long bytes;
		try {
			bytes = (long) Bytes.size(shape) * type.bytes();
		}
		catch (final IllegalArgumentException e) {
			throw new FormatException("the tensor \"" + name + "\" is impossible: " + e.getMessage());
		}
		if (bytes != offsets[1] - offsets[0]) throw new FormatException("the tensor \"" + name + "\" needs " + bytes +
			" bytes but has " + (offsets[1] - offsets[0]));
		return new Span(name, type, shape, offsets[0], offsets[1]);
	}

	private static DType type(final String name, final JsonReader json) throws IOException {
		if (json.peek() != JsonToken.STRING) throw new FormatException("the dtype of \"" + name + "\" is no text");
		final String text = json.nextString();
		for (final DType type : DType.values())
			if (type.name().equals(text)) return type;
		throw new FormatException("the tensor \"" + name + "\" is of the type " + text + "; supported are " + Arrays
			.toString(DType.values()));
	}

	private static long[] sizes(final String name, final JsonReader json) throws IOException {
		final List<Long> sizes = new ArrayList<>();
		json.beginArray();
		while (json.hasNext()) {
			final String text = json.peek() == JsonToken.NUMBER ? json.nextString() : "no number";
			// Up to 18 digits surely fit a long; more is more than any file has.
			if (!text.matches("\\d{1,18}")) throw new FormatException("the entry of \"" + name + "\" has " + text +
				" where a size or position should be");
			sizes.add(Long.parseLong(text));
		}
		json.endArray();
		return sizes.stream().mapToLong(Long::longValue).toArray();
	}

	private void checkCover(final long length) {
		final List<Span> sorted = new ArrayList<>(spans.values());
		sorted.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
		long end = 0;
		for (final Span span : sorted) {
			if (span.begin != end) throw new FormatException("the data of \"" + span.name + "\" begin at byte " + span.begin +
				" where byte " + end + " comes next: data with a hole or an overlap are refused");
			end = span.end;
		}
		if (end != length) throw new FormatException("its tensors have " + end + " bytes but the file holds " + length +
			": it is cut off or something follows the data");
	}
}
