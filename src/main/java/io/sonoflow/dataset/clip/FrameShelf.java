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
package io.sonoflow.dataset.clip;

import io.sonoflow.Shutdown;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.LibraryRoot;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.Cleaner;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decoded frames on disk, in a file that nobody else may read and that does not outlive the process: it is deleted while it is
 * open where the system can do that, else at the end, or when the next one is opened. Its room is free again when nobody needs
 * the frames any more and Java has noticed. Thread-safe; threads that are interrupted do not end it.
 */
final class FrameShelf {

	private static final LibraryRoot ROOT = new LibraryRoot("The file of decoded frames", "frames");

	private static final String PREFIX = "frames", SUFFIX = ".tmp";

	/** Of what is free, for all of this process together. */
	private static final int SHARE = 4;

	/** Another process may delete a file while the folder is looked through. */
	private static final int TRIES = 5;

	private static final Cleaner CLEANER = Cleaner.create();
	private static final Set<Opened> OPEN = ConcurrentHashMap.newKeySet();

	private final Opened opened;
	private final RandomAccessFile file;
	private final long most;
	private long end;

	/** Where bytes lie. */
	record Place(long at, int length) {
	}

	/** A file, which is closed and gone when nobody needs its frames any more. */
	private static final class Opened implements Runnable {

		private final RandomAccessFile file;
		private final Path path;
		private volatile long bytes;

		Opened(final RandomAccessFile file, final Path path) {
			this.file = file;
			this.path = path;
		}

		@Override
		public void run() {
			OPEN.remove(this);
			try {
				file.close();
				// Windows deletes it now that it is closed.
				Files.deleteIfExists(path);
			}
			catch (final IOException e) {
				// It is deleted when the next one is opened.
			}
		}
	}

	private FrameShelf(final RandomAccessFile file, final Path path, final long most) {
		this.file = file;
		this.most = most;
		opened = new Opened(file, path);
		OPEN.add(opened);
		CLEANER.register(this, opened);
	}

	/** {@return one that, with all others of this process, may grow to a quarter of what is free on its disk} */
	static FrameShelf open() throws IOException {
		for (int attempt = 1;; attempt++)
			try {
				return claimed();
			}
			catch (final NoSuchFileException e) {
				if (attempt == TRIES) throw e;
			}
	}

	private static FrameShelf claimed() throws IOException {
		final Path folder = ROOT.claim().resolve(ROOT.name());
		ROOT.claim(folder, folder.toString());
		Files.createDirectories(folder);
		sweep(folder);
		final long taken = OPEN.stream().mapToLong(each -> each.bytes).sum();
		return in(folder, (Files.getFileStore(folder).getUsableSpace() + taken) / SHARE - taken);
	}

	/**
	 * {@return one in a folder, of so many bytes at most}
	 *
	 * @throws NoSuchFileException if another process has deleted it at once
	 */
	static FrameShelf in(final Path folder, final long most) throws IOException {
		final boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
		final Path path = posix ? Files.createTempFile(folder, PREFIX, SUFFIX, PosixFilePermissions.asFileAttribute(
			PosixFilePermissions.fromString("rw-------"))) : Files.createTempFile(folder, PREFIX, SUFFIX);
		final Set<PosixFilePermission> rights = posix ? Files.getPosixFilePermissions(path) : Set.of();
		final RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		try {
			// If another process has deleted it in between, it was made anew, for others to read; a channel, which would not make it,
			// is closed when a thread is interrupted.
			if (posix && !Files.getPosixFilePermissions(path).equals(rights)) throw new NoSuchFileException(path.toString());
		}
		catch (final IOException e) {
			file.close();
			Files.deleteIfExists(path);
			throw e;
		}
		try {
			Files.deleteIfExists(path);
		}
		catch (final IOException e) {
			// Windows deletes no open file: it goes when work that may still need it has ended.
			Runtime.getRuntime().addShutdownHook(new Thread(FrameShelf::end, "Sonoflow frames"));
		}
		return new FrameShelf(file, path, most);
	}

	private static void end() {
		Shutdown.await();
		List.copyOf(OPEN).forEach(Opened::run);
	}

	/** Files of processes that were killed; those in use cannot be deleted where they still have a name. */
	private static void sweep(final Path folder) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
			for (final Path each : files)
				try {
					Files.deleteIfExists(each);
				}
				catch (final IOException e) {
					// Another process has it open.
				}
		}
	}

	/** {@return how many bytes there is room for} */
	synchronized long free() {
		return most - end;
	}

	/** {@return how many bytes lie here} */
	synchronized long bytes() {
		return end;
	}

	/** @throws IOException if there is no room */
	synchronized Place add(final byte[] bytes) throws IOException {
		if (bytes.length > most - end) throw new IOException("more than a quarter of the free room of its disk would be used");
		try {
			file.seek(end);
			file.write(bytes);
		}
		catch (final IOException e) {
			// A full disk gets back what was written in part.
			file.setLength(end);
			throw e;
		}
		final Place place = new Place(end, bytes.length);
		end += bytes.length;
		opened.bytes = end;
		return place;
	}

	/** @throws SonoflowException.File if the disk fails */
	byte[] read(final Place place) {
		final byte[] bytes = new byte[place.length];
		try {
			synchronized (this) {
				file.seek(place.at);
				file.readFully(bytes);
			}
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Decoded frames of clips cannot be read back from the disk on which Sonoflow " +
				"keeps them (" + e + "). Run it again, with stride or maxframes, or more memory for Java, so that they fit into memory.", e);
		}
		return bytes;
	}
}
