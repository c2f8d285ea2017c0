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
package io.sonoflow.read.video;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.LibraryRoot;
import io.sonoflow.read.UnsupportedKindException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's libraries in this JVM. */
final class VideoLibrary {

	private static final LibraryRoot ROOT = new LibraryRoot("FFmpeg's library", "ffmpeg");

	/** Where JavaCPP unpacks them. */
	private static final String CACHE = "org.bytedeco.javacpp.cachedir";

	/** Above so much memory of the process JavaCPP calls it out of memory, PyTorch's share included; 0 = never. */
	private static final String MOST_MEMORY = "org.bytedeco.javacpp.maxPhysicalBytes";

	private static final Map<String, String> QUIET = Map.of("org.bytedeco.javacpp.logger", "slf4j",
		"org.slf4j.simpleLogger.log.org.bytedeco.javacpp", "error");

	private static boolean loaded;
	private static String failure;

	private VideoLibrary() {
	}

	/**
	 * Loads them if that has not happened yet.
	 *
	 * @param kind what the file is that needs them, as the end of "it is ..."
	 * @param cure what to do without them, a sentence
	 * @throws UnsupportedKindException if they cannot be loaded here
	 */
	static void require(final String kind, final String cure) throws UnsupportedKindException {
		final String reason = load();
		if (reason != null) throw new UnsupportedKindException(kind + ", for which FFmpeg's library is needed, which cannot be " +
			"loaded here (" + reason + ")", "It comes with Sonoflow's archive for this platform (Windows and Linux on x86-64, macOS " +
				"and Linux on ARM; Linux with glibc 2.35 or newer); here it is " + System.getProperty("os.name") + " " + System
					.getProperty("os.arch") + ". Without it: " + cure);
	}

	/** {@return why they cannot be loaded; null if they are} */
	static synchronized String load() {
		if (loaded || failure != null) return failure;
		try {
			prepare();
			for (final Class<?> each : new Class<?>[] { avutil.class, avcodec.class, avformat.class, swscale.class })
				Loader.load(each);
			// What it has to say of a file is in the codes of its errors; a console is for the user.
			avutil.av_log_set_level(avutil.AV_LOG_QUIET);
			loaded = true;
		}
		catch (final IOException | LinkageError | RuntimeException e) {
			failure = reason(e);
		}
		return failure;
	}

	/** Before the first class of JavaCPP that looks. */
	private static void prepare() throws IOException {
		if (System.getProperty(MOST_MEMORY) == null) System.setProperty(MOST_MEMORY, "0");
		// In a merged jar it misses, aloud, the files that say which versions it is of.
		for (final Map.Entry<String, String> quiet : QUIET.entrySet())
			if (System.getProperty(quiet.getKey()) == null) System.setProperty(quiet.getKey(), quiet.getValue());
		if (System.getProperty(CACHE) != null) return;
		final Path folder = ROOT.claim().resolve(ROOT.name());
		try {
			if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) Files.createDirectory(folder,
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
			else Files.createDirectory(folder);
		}
		catch (final FileAlreadyExistsException e) {
			if (!Files.isDirectory(folder)) throw e;
		}
		System.setProperty(CACHE, folder.toString());
	}

	private static String reason(final Throwable thrown) {
		Throwable cause = thrown;
		while (cause.getCause() != null && !(cause instanceof SonoflowException))
			cause = cause.getCause();
		final String message = cause.getMessage() == null || cause instanceof IOException || cause instanceof NoClassDefFoundError
			|| cause instanceof ClassNotFoundException ? cause.toString() : cause.getMessage();
		return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
	}
}
