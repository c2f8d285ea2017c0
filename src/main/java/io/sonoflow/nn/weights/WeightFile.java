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

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

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

	/** @return the bytes from a position to the end */
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

	/** Bytes of a compressed zip entry, inflated on the way. */
	record Inflated(WeightFile file, String entry, long length, ByteOrder order) implements Storage {

		@Override
		public String name() {
			return file.path + " (" + entry + ")";
		}

		@Override
		public Reader open() throws IOException {
			file.open().close();
			return new InflatingReader(ZipFile.builder().setPath(file.path).get(), entry);
		}
	}

	/** Inflates forward; a step back begins anew. */
	private static final class InflatingReader implements Storage.Reader {

		private final ZipFile zip;
		private final ZipArchiveEntry entry;
		private InputStream in;
		private long at;

		InflatingReader(final ZipFile zip, final String name) throws IOException {
			this.zip = zip;
			this.entry = zip.getEntry(name);
			if (entry == null) throw new IOException("the entry " + name + " is gone");
			this.in = zip.getInputStream(entry);
		}

		@Override
		public void read(final long position, final ByteBuffer target) throws IOException {
			if (position < at) {
				in.close();
				in = zip.getInputStream(entry);
				at = 0;
			}
			in.skipNBytes(position - at);
			final int count = target.remaining();
			final byte[] bytes = new byte[Math.min(count, 1 << 16)];
			while (target.hasRemaining()) {
				final int got = in.read(bytes, 0, Math.min(bytes.length, target.remaining()));
				if (got < 0) throw new EOFException("the entry " + entry.getName() + " is shorter than declared");
				target.put(bytes, 0, got);
			}
			at = position + count;
		}

		@Override
		public void close() throws IOException {
			in.close();
			zip.close();
		}
	}
}
