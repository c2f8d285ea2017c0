package io.sonoflow.step;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process from writing the same run into the same folder; gone with the process, even if killed. */
final class FolderLock implements AutoCloseable {

	private final Path file;
	private final FileChannel channel;
	private FileLock lock;

	private FolderLock(final Path file, final FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	static FolderLock take(final Path folder, final Shard shard) {
		final Path file = folder.resolve(".run" + (shard.isWhole() ? "" : "-" + shard.index()) + ".lock");
		try {
			final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			final FolderLock lock = new FolderLock(file, channel);
			if (lock.acquire()) return lock;
			channel.close();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("output=" + folder + " cannot be written: " + e.getMessage() +
				". Give a folder in which you may write.", e);
		}
		throw new SonoflowException.Input("output=" + folder +
			" is being written by another run right now. Wait for it or give another folder.");
	}

	private boolean acquire() throws IOException {
		try {
			lock = channel.tryLock();
			return lock != null;
		}
		catch (final OverlappingFileLockException e) {
			return false;
		}
	}

	/** @throws IllegalStateException if the lock was lost, which the system does not do by itself */
	void hold() {
		if (lock == null || !lock.isValid()) throw new IllegalStateException("lost the lock " + file);
	}

	@Override
	public void close() {
		try {
			channel.close();
			Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			// A leftover lock file locks nothing.
			file.toFile().deleteOnExit();
		}
	}
}
