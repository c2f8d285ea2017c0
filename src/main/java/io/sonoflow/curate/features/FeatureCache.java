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
package io.sonoflow.curate.features;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Vectors on disk, by the digest of the image and of the extractor. A folder {@code <start of the extractor's digest>}
 * holds blocks of up to {@value #BLOCK} rows, each written under a temporary name, then moved, and closed by a checksum:
 * a block is either whole and right, or not used. Several processes may share the folder; a block is named after
 * what it holds, so that the same run leaves the same files.
 *
 * <p>
 * A block, little-endian: magic, rows, D, K as int32; the extractor's digest (32 bytes); for each row the image's digest
 * (32 bytes), D + K float32; at last the CRC-32 of all that as int64.
 */
final class FeatureCache {

	private static final int BLOCK = 256;
	private static final int MAGIC = 0x31464E53;
	private static final int DIGEST = 32;
	private static final int HEADER = 4 * 4 + DIGEST;
	private static final String SUFFIX = ".features";

	/** Takes one cached row. */
	@FunctionalInterface
	interface Sink {

		/**
		 * @param image the image's digest
		 * @param row D + K values
		 */
		void accept(String image, float[] row);
	}

	private final Path folder;
	private final byte[] extractor;
	private final int dimension;
	private final int classes;
	private final Map<String, float[]> pending = new HashMap<>();

	/**
	 * @param root the folder of the cache, made when the first block is written
	 * @param extractor digest, 64 hexadecimal digits
	 * @param dimension D
	 * @param classes K, 0 for none
	 */
	FeatureCache(final Path root, final String extractor, final int dimension, final int classes) {
		this.folder = root.resolve(extractor.substring(0, 16));
		this.extractor = HexFormat.of().parseHex(extractor);
		this.dimension = dimension;
		this.classes = classes;
	}

	/** Gives every row of every sound block; warns of blocks that are not. */
	void read(final Sink sink, final Monitor monitor) {
		for (final Path block : blocks())
			if (!read(block, sink)) monitor.warn("The cached features in " + block +
				" are damaged or of another version and are not used. Delete the file.");
	}

	private List<Path> blocks() {
		if (!Files.isDirectory(folder)) return List.of();
		try (Stream<Path> list = Files.list(folder)) {
			// A part that was being written when the process was killed bears a name that begins with a dot.
			return list.filter(file -> file.getFileName().toString().endsWith(SUFFIX) && !file.getFileName().toString()
				.startsWith(".")).sorted().toList();
		}
		catch (final IOException | UncheckedIOException e) {
			throw new SonoflowException.File("Cannot read the folder of cached features " + folder + ": " + e.getMessage() +
				". Delete it, or change its permissions.", e);
		}
	}

	private boolean read(final Path block, final Sink sink) {
		final ByteBuffer data;
		try {
			data = ByteBuffer.wrap(Files.readAllBytes(block)).order(ByteOrder.LITTLE_ENDIAN);
		}
		catch (final IOException e) {
			return false;
		}
		if (!isSound(data)) return false;
		final byte[] digest = new byte[DIGEST];
		for (data.position(HEADER); data.remaining() > 8;) {
			data.get(digest);
			final float[] row = new float[dimension + classes];
			data.asFloatBuffer().get(row);
			data.position(data.position() + 4 * row.length);
			sink.accept(HexFormat.of().formatHex(digest), row);
		}
		return true;
	}

	private boolean isSound(final ByteBuffer data) {
		if (data.limit() < HEADER + 8 || data.getInt() != MAGIC) return false;
		final long rows = data.getInt();
		if (rows < 1 || data.getInt() != dimension || data.getInt() != classes || data.limit() != length(rows)) return false;
		final byte[] digest = new byte[DIGEST];
		data.get(digest);
		return Arrays.equals(digest, extractor) && data.getLong(data.limit() - 8) == checksum(data);
	}

	private long length(final long rows) {
		return HEADER + rows * (DIGEST + 4L * (dimension + classes)) + 8;
	}

	private static long checksum(final ByteBuffer data) {
		final CRC32 sum = new CRC32();
		sum.update(data.array(), 0, data.limit() - 8);
		return sum.getValue();
	}

	/** Takes a row to be written with the next block. */
	void add(final String image, final float[] row) {
		pending.put(image, row);
		if (pending.size() == BLOCK) flush();
	}

	/** Writes what is pending. */
	void flush() {
		if (pending.isEmpty()) return;
		final List<String> images = new ArrayList<>(pending.keySet());
		final ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(length(images.size()))).order(ByteOrder.LITTLE_ENDIAN);
		data.putInt(MAGIC).putInt(images.size()).putInt(dimension).putInt(classes).put(extractor);
		for (final String image : images) {
			data.put(HexFormat.of().parseHex(image));
			final float[] row = pending.get(image);
			data.asFloatBuffer().put(row);
			data.position(data.position() + 4 * row.length);
		}
		data.putLong(checksum(data));
		AtomicFiles.write(folder.resolve(UUID.nameUUIDFromBytes(data.array()) + SUFFIX), temporary -> Files.write(temporary,
			data.array()));
		pending.clear();
	}
}
