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

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/**
 * Saves processes the work that another one is doing at this moment. It guards no data, parts are whole or absent anyhow:
 * so where it cannot be had it is done without. Gone with its process, even if killed.
 */
final class PartLock implements AutoCloseable {

	private static final long PAUSE = 200;

	private final Path file;
	private final FileChannel channel;

	/** @param channel null if there is nothing to hold */
	private PartLock(final Path file, final FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * Waits until nobody holds the lock or the work is done.
	 *
	 * @throws SonoflowException.Cancelled if the user stops it
	 */
	static PartLock take(final Path run, final String name, final BooleanSupplier done, final Monitor monitor) {
		final Path file = run.resolve(".run-" + name + ".lock");
		try {
			Files.createDirectories(run);
			while (true) {
				final FileChannel channel = tryLock(file);
				if (channel != null || done.getAsBoolean()) return new PartLock(file, channel);
				monitor.checkCancelled();
				Thread.sleep(PAUSE);
			}
		}
		catch (final IOException e) {
			return new PartLock(file, null);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new SonoflowException.Cancelled("Cancelled.");
		}
	}

	/** {@return the locked file, or null if another process or thread holds it} */
	private static FileChannel tryLock(final Path file) throws IOException {
		final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		boolean locked = false;
		try {
			locked = channel.tryLock() != null;
		}
		catch (final OverlappingFileLockException e) {
			// Another thread of this process holds it.
		}
		finally {
			if (!locked) channel.close();
		}
		return locked ? channel : null;
	}

	@Override
	public void close() {
		if (channel == null) return;
		// The file is deleted while it is locked, and given up whether or not that succeeds.
		try (FileChannel locked = channel) {
			if (locked.isOpen()) Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			// A leftover lock file locks nothing.
			file.toFile().deleteOnExit();
		}
	}
}
