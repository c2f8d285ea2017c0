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
package io.sonoflow.run;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who may write into an output folder: one unsharded run, or shards of different numbers. It goes with the process, even
 * if that is killed.
 * <p>
 * It is a lock on parts of one file. A run takes all of them but the first; a shard its own, and shares the second with
 * other shards. The first is held by whoever decides what becomes of what is found in the folder, and by nobody for
 * long. The system's locks belong to processes, and to close a file once gives up all that its process has locked in it:
 * so a process opens it once for all its runs there.
 */
final class FolderLock implements AutoCloseable {

	static final String FILE = ".run.lock";

	private static final long DECIDING = 0;
	private static final long SHARED = 1;
	private static final long WAIT = 20;
	private static final long LONGEST_WAIT = 600_000;
	private static final Object NEVER_DELETED = "never deleted";
	private static final Map<Path, Opened> OPENED = new HashMap<>();

	/** The file as this process has it open. */
	private static final class Opened {

		final Path file;
		final Object which;
		final FileChannel channel;
		final Set<Integer> shards = new HashSet<>();
		boolean whole;
		boolean deciding;
		FileLock shared;

		Opened(final Path file, final Object which, final FileChannel channel) {
			this.file = file;
			this.which = which;
			this.channel = channel;
		}

		boolean isUsed() {
			return whole || !shards.isEmpty();
		}
	}

	private final Path folder;
	private final String key;
	private final Shard shard;
	private final Opened opened;
	private FileLock own;
	private FileLock deciding;

	private FolderLock(final Path folder, final String key, final Shard shard, final Opened opened) {
		this.folder = folder;
		this.key = key;
		this.shard = shard;
		this.opened = opened;
	}

	/**
	 * Takes the lock, and with it the right to decide until {@link #decided}.
	 *
	 * @param folder exists, real path
	 * @param key by which the user named it, for messages
	 * @param monitor asked while another process decides whether to stop
	 * @throws SonoflowException.Input if another run has it
	 * @throws SonoflowException.Cancelled if the user stops it
	 * @throws SonoflowException.File if the folder cannot be written
	 */
	static FolderLock take(final Path folder, final String key, final Shard shard, final Monitor monitor) {
		final long end = System.nanoTime() + LONGEST_WAIT * 1_000_000;
		try {
			while (System.nanoTime() < end) {
				synchronized (OPENED) {
					final Opened opened = open(folder);
					if (opened != null) {
						final FolderLock lock = new FolderLock(folder, key, shard, opened);
						if (lock.acquire()) return lock;
					}
				}
				monitor.checkCancelled();
				Thread.sleep(WAIT);
			}
		}
		catch (final IOException e) {
			throw new SonoflowException.File(key + "=" + folder + " cannot be written: " + AtomicFiles.reason(e) +
				". Give a folder in which you may write.", e);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new SonoflowException.Cancelled("Cancelled.");
		}
		throw taken(key + "=" + folder);
	}

	private static SonoflowException taken(final String folder) {
		return new SonoflowException.Input(folder +
			" is being written by another run right now. Wait for it or give another folder.");
	}

	/** {@return the lock file, or null if another process deleted it at this moment} */
	private static Opened open(final Path folder) throws IOException {
		final Opened known = OPENED.get(folder);
		if (known != null) return known;
		final Path file = folder.resolve(FILE);
		try {
			Files.createDirectories(folder);
			Files.createFile(file);
		}
		catch (final FileAlreadyExistsException e) {
			// Of a run that goes on, or was killed.
		}
		try {
			final Object which = key(file);
			final Opened opened = new Opened(file, which, FileChannel.open(file, StandardOpenOption.READ,
				StandardOpenOption.WRITE));
			OPENED.put(folder, opened);
			if (which.equals(key(file))) return opened;
			close(folder, opened);
		}
		catch (final NoSuchFileException e) {
			// Deleted by the run that just ended: again.
		}
		return null;
	}

	/**
	 * What tells a file from another one made later under its name. Windows has no such key, and gives a new file the times
	 * of one just deleted; there the file is never deleted.
	 */
	private static Object key(final Path file) throws IOException {
		return Objects.requireNonNullElse(Files.readAttributes(file, BasicFileAttributes.class).fileKey(), NEVER_DELETED);
	}

	private static boolean isStillThere(final Opened opened) throws IOException {
		return Files.exists(opened.file) && opened.which.equals(key(opened.file));
	}

	private static void close(final Path folder, final Opened opened) throws IOException {
		OPENED.remove(folder);
		opened.channel.close();
	}

	/** {@return false if it is worth another try} */
	private boolean acquire() throws IOException {
		boolean done = false;
		try {
			if (opened.deciding) return false;
			deciding = lock(DECIDING, 1, false);
			if (deciding == null) return false;
			// A file deleted between opening and locking guards nothing.
			if (!opened.isUsed() && !isStillThere(opened)) return false;
			if (!lockOwn()) throw taken(key + "=" + folder);
			opened.deciding = true;
			done = true;
			return true;
		}
		finally {
			if (!done) {
				release(deciding);
				deciding = null;
				if (!opened.isUsed()) close(folder, opened);
			}
		}
	}

	private boolean lockOwn() throws IOException {
		if (opened.whole || shard.isWhole() && opened.isUsed() || opened.shards.contains(shard.index())) return false;
		if (shard.isWhole()) {
			own = lock(SHARED, Long.MAX_VALUE - SHARED, false);
			opened.whole = own != null;
			return own != null;
		}
		// Java lets no process lock a range twice, not even to share it.
		if (opened.shards.isEmpty()) opened.shared = lock(SHARED, 1, true);
		if (opened.shared == null) return false;
		own = lock(SHARED + shard.index(), 1, false);
		if (own == null) return false;
		opened.shards.add(shard.index());
		return true;
	}

	private FileLock lock(final long from, final long size, final boolean share) throws IOException {
		try {
			return opened.channel.tryLock(from, size, share);
		}
		catch (final OverlappingFileLockException e) {
			return null;
		}
	}

	private static void release(final FileLock lock) throws IOException {
		if (lock != null && lock.isValid()) lock.release();
	}

	/** {@return whether no other run writes into the folder, nor begins to before {@link #decided}} */
	boolean isAlone() {
		if (shard.isWhole()) return true;
		synchronized (OPENED) {
			if (opened.shards.size() > 1) return false;
			try {
				final FileLock below = shard.index() == 1 ? null : lock(SHARED + 1, shard.index() - 1L, false);
				final long next = SHARED + shard.index() + 1;
				final FileLock above = lock(next, Long.MAX_VALUE - next, false);
				final boolean alone = (below != null || shard.index() == 1) && above != null;
				release(below);
				release(above);
				return alone;
			}
			catch (final IOException e) {
				return false;
			}
		}
	}

	/** Lets others decide, too. */
	void decided() {
		synchronized (OPENED) {
			try {
				release(deciding);
			}
			catch (final IOException e) {
				throw new SonoflowException.File("The lock " + opened.file + " is lost: " + AtomicFiles.reason(e) +
					". Run it again.", e);
			}
			deciding = null;
			opened.deciding = false;
		}
	}

	/** Gives it up; whoever is the last deletes the file where that is safe, while nobody else can have locked it. */
	@Override
	public void close() {
		synchronized (OPENED) {
			try {
				if (deciding != null) opened.deciding = false;
				release(deciding);
				release(own);
				if (shard.isWhole()) opened.whole = false;
				else opened.shards.remove(shard.index());
				if (opened.isUsed()) return;
				release(opened.shared);
				final FileLock all = lock(0, Long.MAX_VALUE, false);
				if (all != null && opened.which != NEVER_DELETED) Files.deleteIfExists(opened.file);
				close(folder, opened);
			}
			catch (final IOException e) {
				// A file left behind locks nothing.
				OPENED.remove(folder);
			}
		}
	}
}
