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
package io.sonoflow.train.clip;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.LibraryRoot;
import io.sonoflow.image.Images;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Decoded frames on disk, in a file that nobody else may read and that does not outlive the process: it is deleted while it is
 * open where the system can do that, else at the end, or when the next one is opened. Its room is free again when nobody needs
 * the frames any more. Thread-safe; threads that are interrupted do not end it.
 */
final class FrameShelf {

	private static final LibraryRoot ROOT = new LibraryRoot("The file of decoded frames", "frames");

	private static final String PREFIX = "frames", SUFFIX = ".tmp";

	/** Of what is free. */
	private static final int SHARE = 4;

	private final RandomAccessFile file;
	private final long most;
	private long end;

	/** Where a frame lies. */
	record Place(long at, int width, int height) {
	}

	private FrameShelf(final RandomAccessFile file, final long most) {
		this.file = file;
		this.most = most;
	}

	/** {@return one that may grow to a quarter of what is free on its disk} */
	static FrameShelf open() throws IOException {
		final Path folder = ROOT.claim().resolve(ROOT.name());
		ROOT.claim(folder, folder.toString());
		Files.createDirectories(folder);
		sweep(folder);
		return in(folder, Files.getFileStore(folder).getUsableSpace() / SHARE);
	}

	/** {@return one in a folder, of so many bytes at most} */
	static FrameShelf in(final Path folder, final long most) throws IOException {
		final boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
		final Path path = posix ? Files.createTempFile(folder, PREFIX, SUFFIX, PosixFilePermissions.asFileAttribute(
			PosixFilePermissions.fromString("rw-------"))) : Files.createTempFile(folder, PREFIX, SUFFIX);
		final RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
		try {
			Files.deleteIfExists(path);
		}
		catch (final IOException e) {
			// Windows deletes no open file.
			path.toFile().deleteOnExit();
		}
		return new FrameShelf(file, most);
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

	/** {@return how many bytes lie here} */
	synchronized long bytes() {
		return end;
	}

	/** @throws IOException if there is no room */
	synchronized Place add(final byte[] pixels, final int width, final int height) throws IOException {
		if (pixels.length > most - end) throw new IOException("more than a quarter of the free room of its disk would be used");
		file.seek(end);
		file.write(pixels);
		final Place place = new Place(end, width, height);
		end += pixels.length;
		return place;
	}

	/** @throws SonoflowException.File if the disk fails */
	ArrayImg<UnsignedByteType, ByteArray> read(final Place place) {
		final byte[] pixels = new byte[place.width * place.height];
		try {
			synchronized (this) {
				file.seek(place.at);
				file.readFully(pixels);
			}
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Decoded frames of clips cannot be read back from the disk on which Sonoflow " +
				"keeps them (" + e + "). Run it again, with stride or maxframes, or more memory for Java, so that they fit into memory.", e);
		}
		return Images.bytes(pixels, place.width, place.height);
	}
}
