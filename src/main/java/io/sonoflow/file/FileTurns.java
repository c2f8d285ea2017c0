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
package io.sonoflow.file;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that several people change, each by reading it, changing a row and writing it whole: two at two computers may do so at
 * the same moment, and the second must not write what he read before the first wrote his.
 *
 * <pre>
 * FileTurns.take(table, () -&gt; Tables.write(table, header, changed(Tables.read(table).rows())));
 * </pre>
 */
public final class FileTurns {

	/** A table is written in far less; who waits longer wants to know why. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final long AGAIN = 20;
	private static final String START = ".";
	private static final String END = ".lock";

	/** Of one process a second lock would be an error, not a wait. */
	private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

	private FileTurns() {
	}

	/** {@return whether a file's name is that of the lock of another one} */
	public static boolean isLock(final String name) {
		return name.startsWith(START) && name.endsWith(END) && name.indexOf('/') < 0;
	}

	/** {@return the lock of a file, beside it} */
	static Path lock(final Path file) {
		return file.toAbsolutePath().resolveSibling(START + file.getFileName() + END);
	}

	/**
	 * Does something while nobody else does it to the same file. Waits for others, but not without end. The locked file stays: if
	 * it went, a third could lock another of its name.
	 *
	 * @throws SonoflowException.File if somebody else has the file for long; nothing was done then
	 */
	public static void take(final Path file, final Runnable work) {
		take(file, PATIENCE, work);
	}

	static void take(final Path file, final Duration patience, final Runnable work) {
		final long end = System.nanoTime() + patience.toNanos();
		boolean mine = false;
		try {
			mine = IN_THIS_PROCESS.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
			if (!mine) throw taken(file, patience);
			work(file, patience, end, work);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new SonoflowException.Cancelled("Cancelled.");
		}
		finally {
			if (mine) IN_THIS_PROCESS.unlock();
		}
	}

	private static void work(final Path file, final Duration patience, final long end, final Runnable work)
		throws InterruptedException
	{
		final FileChannel channel = open(file);
		try {
			if (channel != null) lock(channel, file, patience, end);
			work.run();
		}
		finally {
			close(channel);
		}
	}

	/** {@return null in a folder in which nobody may write, which is told by the writing} */
	private static FileChannel open(final Path file) {
		try {
			return FileChannel.open(lock(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (final IOException e) {
			return null;
		}
	}

	/** The lock goes with the channel. */
	private static void lock(final FileChannel channel, final Path file, final Duration patience, final long end)
		throws InterruptedException
	{
		while (!isLocked(channel)) {
			if (System.nanoTime() > end) throw taken(file, patience);
			Thread.sleep(AGAIN);
		}
	}

	private static boolean isLocked(final FileChannel channel) {
		try {
			final FileLock lock = channel.tryLock();
			return lock != null;
		}
		catch (final OverlappingFileLockException e) {
			return false;
		}
		catch (final IOException e) {
			// Some network drives know no locks.
			return true;
		}
	}

	private static void close(final FileChannel channel) {
		try {
			if (channel != null) channel.close();
		}
		catch (final IOException e) {
			// What was done is done.
		}
	}

	private static SonoflowException taken(final Path file, final Duration patience) {
		return new SonoflowException.File(file + " is being changed by another program for more than " + patience.toSeconds() +
			" s (" + lock(file).getFileName() +
				" beside it is locked). Try again; if it stays so, close Sonoflow where the file is open.");
	}
}
