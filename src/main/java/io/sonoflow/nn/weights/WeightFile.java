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

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A file as it was when its directory was read. Tensors are read from it later, and a file that was replaced in the
 * meantime would give numbers from the wrong places: that is noticed.
 */
record WeightFile(Path path, long length, FileTime modified) {

	static WeightFile of(final Path path) throws IOException {
		return new WeightFile(path, Files.size(path), Files.getLastModifiedTime(path));
	}

	FileChannel open() throws IOException {
		if (Files.size(path) != length || !Files.getLastModifiedTime(path).equals(modified)) throw new IOException(
			"it has changed since its directory was read");
		return FileChannel.open(path, StandardOpenOption.READ);
	}

	/** {@return the bytes from a position to the end} */
	InputStream stream(final long position) throws IOException {
		return Channels.newInputStream(open().position(position));
	}

	static void readFully(final FileChannel channel, final long position, final ByteBuffer target) throws IOException {
		long at = position;
		while (target.hasRemaining()) {
			final int count = channel.read(target, at);
			if (count < 0) throw new EOFException("it ends at byte " + at);
			at += count;
		}
	}

	/** Bytes that lie in the file as they are. */
	record Region(WeightFile file, long offset, long length, ByteOrder order) implements Storage {

		@Override
		public String name() {
			return file.path.toString();
		}

		@Override
		public Reader open() throws IOException {
			final FileChannel channel = file.open();
			return new Reader() {

				@Override
				public void read(final long position, final ByteBuffer target) throws IOException {
					readFully(channel, offset + position, target);
				}

				@Override
				public void close() throws IOException {
					channel.close();
				}
			};
		}
	}

	/** Bytes of a deflated zip entry, inflated on the way. */
	record Inflated(WeightFile file, ZipDirectory.Entry entry, ByteOrder order) implements Storage {

		@Override
		public long length() {
			return entry.size();
		}

		@Override
		public String name() {
			return file.path + " (" + entry.name() + ")";
		}

		@Override
		public Reader open() throws IOException {
			return new InflatingReader(file.open(), entry);
		}
	}

	/** Inflates forward; a step back begins anew. */
	private static final class InflatingReader implements Storage.Reader {

		private final FileChannel channel;
		private final ZipDirectory.Entry entry;
		private final Inflater inflater = new Inflater(true);
		private final ByteBuffer compressed = ByteBuffer.allocate(1 << 16).limit(0);
		private long consumed;
		private long at;

		InflatingReader(final FileChannel channel, final ZipDirectory.Entry entry) {
			this.channel = channel;
			this.entry = entry;
		}

		@Override
		public void read(final long position, final ByteBuffer target) throws IOException {
			if (position < at) {
				inflater.reset();
				compressed.limit(0);
				consumed = 0;
				at = 0;
			}
			final ByteBuffer skipped = ByteBuffer.allocate((int) Math.min(1 << 16, position - at));
			while (at < position)
				inflate(skipped.clear().limit((int) Math.min(skipped.capacity(), position - at)));
			inflate(target);
		}

		private void inflate(final ByteBuffer target) throws IOException {
			try {
				while (target.hasRemaining()) {
					final int count = inflater.inflate(target);
					at += count;
					if (count > 0) continue;
					if (inflater.finished() || inflater.needsDictionary() || !feed()) throw new EOFException("its part " + entry
						.name() + " is shorter than declared");
				}
			}
			catch (final DataFormatException e) {
				throw new IOException("its part " + entry.name() + " is not what deflate makes", e);
			}
		}

		/** {@return whether there was more to give to the inflater, which has used up what it had} */
		private boolean feed() throws IOException {
			final long rest = entry.compressed() - consumed;
			if (rest == 0) return false;
			compressed.clear().limit((int) Math.min(compressed.capacity(), rest));
			readFully(channel, entry.offset() + consumed, compressed);
			consumed += compressed.position();
			inflater.setInput(compressed.flip());
			return true;
		}

		@Override
		public void close() throws IOException {
			inflater.end();
			channel.close();
		}
	}
}
