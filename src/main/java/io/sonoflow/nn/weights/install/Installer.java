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
package io.sonoflow.nn.weights.install;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.Sha256;
import io.sonoflow.nn.weights.Weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Puts published weights into the folder of {@link WeightsStore}: fetched from an address, or copied from a file. A file
 * is installed only if its SHA-256 is right, it can be read, and it is the right network; what was installed before stays
 * until then.
 */
public final class Installer {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
	private static final long MOST_BYTES = 4L << 30;
	private static final int LEAST_DIGITS = 8;

	/**
	 * What was, or had been, installed; written beside the weights as {@code <name>.json}.
	 *
	 * @param name of the weights
	 * @param file where they are
	 * @param source where they are from, as the user gave it
	 * @param sha256 of the file
	 * @param bytes its length
	 * @param architecture the network in words
	 * @param installed when, ISO 8601, UTC
	 */
	public record Installed(String name, String file, String source, String sha256, long bytes, String architecture,
		String installed)
	{
	}

	private final Published weights;
	private final Source source;
	private final String sha256;
	private final boolean official;
	private final boolean overwrite;
	private final Duration pause;
	private final Monitor monitor;

	/**
	 * @param weights which
	 * @param source an https address, a file, or a folder that holds the authors' file; empty = the authors' address
	 * @param sha256 of the file, at least its first 8 hexadecimal digits; empty = of the authors' file
	 * @param overwrite whether other weights of this name that are installed may be replaced
	 * @param monitor is told what happens, asked whether to stop
	 * @throws SonoflowException.Input if source or sha256 is not usable
	 */
	public Installer(final Published weights, final String source, final String sha256, final boolean overwrite,
		final Monitor monitor)
	{
		this(weights, source, sha256, overwrite, Duration.ofSeconds(1), monitor);
	}

	/** @param pause before the first new attempt after a broken transfer */
	Installer(final Published weights, final String source, final String sha256, final boolean overwrite,
		final Duration pause, final Monitor monitor)
	{
		this.weights = weights;
		this.source = Source.of(source, weights);
		final String given = sha256 == null ? "" : sha256.strip().toLowerCase(Locale.ROOT);
		if (!given.isEmpty() && !given.matches("[0-9a-f]{" + LEAST_DIGITS + ",64}")) throw new SonoflowException.Input(
			"sha256=" + sha256 + " is not allowed. Allowed: the file's SHA-256, or at least its first " + LEAST_DIGITS +
				" digits, 0-9 and a-f.");
		this.official = given.isEmpty() || weights.sha256().startsWith(given);
		this.sha256 = official ? weights.sha256() : given;
		this.overwrite = overwrite;
		this.pause = pause;
		this.monitor = monitor;
	}

	/**
	 * Installs, unless the same file is there already.
	 *
	 * @return what is installed now
	 * @throws SonoflowException if it did not work; what was installed before is untouched
	 */
	public Installed run() {
		final Path target = WeightsStore.file(weights);
		final Path folder = target.getParent();
		try {
			Files.createDirectories(folder);
			try (FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE); FileLock lock = lock(channel, folder))
			{
				return lock.isValid() ? install(target) : null;
			}
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot write into the folder of weights " + folder + " (" + e +
				"). Change its permissions, or set the environment variable " + WeightsStore.VARIABLE + " to another folder.", e);
		}
	}

	private static FileLock lock(final FileChannel channel, final Path folder) throws IOException {
		try {
			final FileLock lock = channel.tryLock();
			if (lock != null) return lock;
		}
		catch (final OverlappingFileLockException e) {
			// Another thread of this program has it: the same as another process.
		}
		throw new SonoflowException.Input("Weights are being installed into " + folder +
			" by another process. Wait until it has finished.");
	}

	private Installed install(final Path target) throws IOException {
		if (Files.exists(target)) {
			final String present = Sha256.of(target);
			if (present.startsWith(sha256)) {
				monitor.message(weights.key() + " is installed already: " + target + ".");
				return record(target, target, present, weights.check(Weights.read(target)));
			}
			if (!overwrite) throw new SonoflowException.Input("Other weights are installed as " + weights.key() + ": " + target +
				" has the SHA-256 " + present + ". overwrite=true replaces them.");
		}
		final Installed installed = source.address() == null ? copy(target) : fetch(target);
		AtomicFiles.writeText(target.resolveSibling(weights.key() + ".json"), GSON.toJson(installed) + "\n");
		monitor.message("Installed " + weights.key() + ": " + installed.architecture() + ", " + Megabytes.of(installed
			.bytes()) + ", " + target + ".");
		return installed;
	}

	private Installed copy(final Path target) {
		monitor.message("Copying " + source.file() + ".");
		final Installed[] result = new Installed[1];
		AtomicFiles.write(target, temporary -> {
			Files.copy(source.file(), temporary, StandardCopyOption.REPLACE_EXISTING);
			result[0] = checked(temporary, target);
		});
		return result[0];
	}

	private Installed fetch(final Path target) throws IOException {
		final Part part = new Part(target.resolveSibling("." + weights.key() + ".part"), source.address());
		try {
			new Download(source.address(), part, official ? weights.bytes() : MOST_BYTES, official, pause, monitor).run();
		}
		catch (final SonoflowException.Cancelled e) {
			throw new SonoflowException.Cancelled("Cancelled. Nothing was installed; " + Megabytes.of(part.length()) +
				" are kept, and the same command goes on from there.");
		}
		try {
			final Installed result = checked(part.file(), target);
			AtomicFiles.write(target, temporary -> Files.move(part.file(), temporary));
			return result;
		}
		finally {
			// Complete and yet wrong: going on with it would be of no use.
			part.delete();
		}
	}

	/** Everything that must be true of a file before it is installed. */
	private Installed checked(final Path file, final Path target) throws IOException {
		final String found = Sha256.of(file);
		if (!found.startsWith(sha256)) throw new SonoflowException.File("What " + source.describe() + " gave (" + Megabytes.of(
			Files.size(file)) + ") has the SHA-256 " + found + " instead of " + sha256 + (sha256.length() < 64 ? "..." : "") +
			": it is another file, or was changed on the way. Nothing was installed" + (Files.exists(target)
				? ", and what was installed before is still there" : "") +
			". Try again or give another source; if this very file is meant, give its sha256.");
		try {
			return record(file, target, found, weights.check(Weights.read(file)));
		}
		catch (final SonoflowException.File e) {
			throw new SonoflowException.File("What " + source.describe() + " gave was not installed: " + e.getMessage(), e);
		}
	}

	private Installed record(final Path file, final Path target, final String found, final String architecture)
		throws IOException
	{
		return new Installed(weights.key(), target.toString(), source.describe(), found, Files.size(file), architecture,
			Instant.now().toString());
	}
}
