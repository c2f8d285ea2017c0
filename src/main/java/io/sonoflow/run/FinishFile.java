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

import io.sonoflow.ForwardingMonitor;
import io.sonoflow.Monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * A file named {@value #NAME} that a user puts into the output folder of a run: it ends early, with its result written. The
 * run deletes the file when that is done; of several shards the last one that ends does.
 */
final class FinishFile {

	static final String NAME = "finish";

	/** Between two looks at the disk, which may be far away. */
	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

	private final Path file;
	private final FileTime old;
	private boolean wanted;
	private long looked = System.nanoTime() - PAUSE;

	/**
	 * @param folder the run's
	 * @param fresh whether a file that is there now is of another time and means nothing
	 * @param ended whether the run was ended early before
	 */
	FinishFile(final Path folder, final boolean fresh, final boolean ended) {
		this.file = folder.resolve(NAME);
		this.old = fresh ? time() : null;
		this.wanted = ended;
	}

	/** {@return when it was put there; null if it was not} */
	private FileTime time() {
		try {
			return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.getLastModifiedTime(file) : null;
		}
		catch (final IOException e) {
			return null;
		}
	}

	/** {@return whether it was put there; once it was, that does not change} */
	private synchronized boolean isWanted() {
		if (wanted || System.nanoTime() - looked < PAUSE) return wanted;
		looked = System.nanoTime();
		final FileTime now = time();
		wanted = now != null && !now.equals(old);
		return wanted;
	}

	/** {@return a monitor that wants the early end if the file or the given one does} */
	Monitor over(final Monitor monitor) {
		return new ForwardingMonitor(monitor) {

			@Override
			public boolean isFinishing() {
				return super.isFinishing() || isWanted();
			}
		};
	}

	/** Deletes it, if it was heeded. */
	synchronized void consume() {
		if (!wanted || time() == null) return;
		try {
			Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			// Who may not delete it finds it ignored by the next run: a finished folder is begun anew or not at all.
		}
	}
}
