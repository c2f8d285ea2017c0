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
package io.sonoflow.nn.engine;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Sha256;
import io.sonoflow.nn.engine.EngineStore.Installed;

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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Puts PyTorch's libraries into the folder of {@link EngineStore}, or takes them away. They are fetched or copied under a
 * temporary name, looked at, tried in a process of their own, and only then get their name and a record; what was installed
 * before counts until then.
 */
public final class EngineInstaller {

	/** Loads libraries where it harms nobody. */
	@FunctionalInterface
	public interface Trial {

		/**
		 * @param libraries the folder
		 * @param version of PyTorch
		 * @return what was seen, for people to read
		 * @throws SonoflowException if they cannot be used
		 */
		String run(Libtorch libraries, String version);
	}

	private static final String AUTO = "auto";
	private static final int DIGITS = 8;

	private final String flavour;
	private final boolean given;
	private final EngineSource source;
	private final List<GraphicsCard> cards;
	private final Trial trial;
	private final Duration pause;
	private final Monitor monitor;

	/**
	 * @param flavour auto (by the cards, or as the folder has it), cpu, cu128
	 * @param source a folder or an address; empty = where DJL publishes them, for cpu the one that Sonoflow brings
	 * @param cards of this computer
	 * @param trial is the last thing to be passed
	 * @param monitor is told what happens, asked whether to stop
	 * @throws SonoflowException.Input if the source is not usable
	 */
	public EngineInstaller(final String flavour, final String source, final List<GraphicsCard> cards, final Trial trial,
		final Monitor monitor)
	{
		this(flavour, source, cards, trial, Duration.ofSeconds(1), monitor);
	}

	/** @param pause before the first new attempt after a broken transfer */
	EngineInstaller(final String flavour, final String source, final List<GraphicsCard> cards, final Trial trial,
		final Duration pause, final Monitor monitor)
	{
		this.flavour = flavour;
		this.given = source != null && !source.isBlank();
		this.source = EngineSource.of(source);
		this.cards = List.copyOf(cards);
		this.trial = trial;
		this.pause = pause;
		this.monitor = monitor;
	}

	/**
	 * @return what the next start will use; empty = the PyTorch for CPUs that Sonoflow brings
	 * @throws SonoflowException if it did not work; what was installed before is untouched
	 */
	public Optional<Installed> run() {
		if (flavour.equals(Libtorch.CPU) && !given) return locked(this::remove);
		if (flavour.equals(AUTO) && source.folder() == null && cards.stream().noneMatch(GraphicsCard::answers)) {
			monitor.message("This computer has no NVIDIA GPU that its driver tells of, so nothing is fetched" +
				cards.stream().findFirst()
				.map(card -> " (" + card.words() + ")").orElse("") + ". flavour=cu128 fetches the PyTorch for CUDA 12.8 all the same.");
			return EngineStore.installed();
		}
		final String wanted = wanted();
		if (wanted.equals(Libtorch.CUDA)) Requirements.checkCards(cards, monitor);
		return locked(folder -> Optional.of(install(wanted, folder)));
	}

	/** {@return the flavour, known before anything is fetched or copied} */
	private String wanted() {
		if (source.folder() == null) {
			final String wanted = flavour.equals(AUTO) ? Libtorch.CUDA : flavour;
			Requirements.checkPlatform(wanted);
			return wanted;
		}
		final String found = source.folder().flavour();
		if (!flavour.equals(AUTO) && !flavour.equals(found)) throw new SonoflowException.Input("flavour=" + flavour + ", but " +
			source
			.describe() + " holds a PyTorch " + (found.equals(Libtorch.CPU) ? "for CPUs" : "with CUDA") + ". Give another source, or " +
			"flavour=" + found + ".");
		Requirements.checkPlatform(found);
		Requirements.checkVersion(source.folder(), source.describe());
		return found;
	}

	/** With the folder to itself. */
	private interface Work {

		Optional<Installed> in(Path folder) throws IOException;
	}

	private static Optional<Installed> locked(final Work work) {
		final String place = EngineStore.folder().map(Path::toString).orElse("");
		try {
			final Path folder = EngineStore.require();
			try (FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
					FileLock lock = lock(channel, folder))
			{
				return lock.isValid() ? work.in(folder) : Optional.empty();
			}
		}
		catch (final IOException e) {
			throw new SonoflowException.File("The engine cannot be written into " + place + " (" + e +
				"). Change its permissions, make room, or set the environment variable " + EngineStore.VARIABLE +
				" to another folder. What was installed before is still there.", e);
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
		throw new SonoflowException.Input("An engine is being installed into " + folder +
			" by another process. Wait until it has finished.");
	}

	private Optional<Installed> remove(final Path folder) throws IOException {
		final boolean there = Files.deleteIfExists(EngineStore.record(folder));
		final boolean whole = clean(folder, Optional.empty());
		monitor.message((there ? "What was installed is removed" +
			(whole ? "" : "; files in use are deleted by the next installation")
			: "Nothing is installed") + ". The next start uses the PyTorch for CPUs that Sonoflow brings.");
		return Optional.empty();
	}

	private Installed install(final String wanted, final Path folder) throws IOException {
		final Optional<Installed> before = fetched(wanted);
		if (before.isPresent()) {
			monitor.message("PyTorch " + before.get().version() + " (" + wanted + ") of " + source.describe() +
				" is installed already: " + EngineStore.root(before.get()) + ".");
			return before.get();
		}
		final Path root = EngineStore.engines(folder).resolve((source.folder() != null ? ".copying-" : ".fetching-") +
			wanted + "-" + EngineStore.platform() + "-" + (source.folder() != null ? UUID.randomUUID().toString() : Sha256.of(source
				.describe())).substring(0, DIGITS));
		Files.createDirectories(root);
		try {
			bring(wanted, root);
			final Installed installed = check(wanted, root);
			Files.move(root, EngineStore.engines(folder).resolve(installed.folder()), StandardCopyOption.ATOMIC_MOVE);
			EngineStore.write(folder, installed);
			clean(folder, Optional.of(installed.folder()));
			monitor.message("Installed PyTorch " + installed.version() + " (" + wanted + "), " + (installed.bytes() >> 20) +
				" MB, in " +
				EngineStore.root(installed) + ". It is used from the next start on; this session keeps the one it has.");
			return installed;
		}
		finally {
			if (source.folder() != null) delete(root);
		}
	}

	/** {@return what was fetched from the same address before, if it is whole; a folder's content may have changed} */
	private Optional<Installed> fetched(final String wanted) {
		if (source.folder() != null) return Optional.empty();
		try {
			final Optional<Installed> before = EngineStore.installed().filter(each -> wanted.equals(each.flavour()) && Libtorch.wanted()
				.equals(each.version()) && source.describe().equals(each.source()));
			before.ifPresent(EngineStore::check);
			return before;
		}
		catch (final SonoflowException.Device e) {
			return Optional.empty();
		}
	}

	private void bring(final String wanted, final Path root) throws IOException {
		if (source.folder() == null) {
			try {
				new EngineFetch(source.address(), wanted, pause, monitor).into(root);
			}
			catch (final SonoflowException.Cancelled e) {
				throw new SonoflowException.Cancelled("Cancelled. Nothing was installed; what was fetched is kept, and the same " +
					"command goes on from there.");
			}
			Files.writeString(root.resolve("torch/build-version"), Libtorch.wanted() + "+" + wanted + "\n");
			return;
		}
		monitor.message("Copying " + source.describe() + ".");
		new EngineCopy(source.folder(), monitor).into(root);
		Files.writeString(root.resolve("torch/build-version"), Requirements.checkVersion(source.folder(), source.describe()) + "+" +
			wanted +
			"\n");
	}

	/** Everything that must be true before it is installed. */
	private Installed check(final String wanted, final Path root) throws IOException {
		final Libtorch libraries = new Libtorch(EngineStore.lib(root));
		try {
			if (!libraries.exists() || !libraries.flavour().equals(wanted)) throw new SonoflowException.File(source.describe() +
				" gave no PyTorch " + (wanted.equals(Libtorch.CPU) ? "for CPUs" : "with CUDA") +
					": nothing was installed. Give another " +
				"source.");
			final String version = Requirements.checkVersion(libraries, source.describe());
			monitor.message("Trying it in a process of its own: " + trial.run(libraries, version) + ".");
			final TreeMap<String, Long> files = new TreeMap<>();
			try (Stream<Path> walk = Files.walk(root)) {
				for (final Path file : walk.filter(Files::isRegularFile).toList())
					files.put(root.relativize(file).toString().replace('\\', '/'), Files.size(file));
			}
			final String name = version + "-" + wanted + "-" + EngineStore.platform() + "-" + UUID.randomUUID().toString().substring(0,
				DIGITS);
			return new Installed(wanted, version, name, source.describe(), files.values().stream().mapToLong(Long::longValue).sum(),
				Instant.now().toString(), files);
		}
		catch (final SonoflowException e) {
			// Complete and yet wrong: going on with it would be of no use.
			if (!(e instanceof SonoflowException.Cancelled)) delete(root);
			throw e;
		}
	}

	/** {@return whether all that no record names is gone; of other platforms nothing is touched} */
	private static boolean clean(final Path folder, final Optional<String> kept) throws IOException {
		boolean whole = true;
		for (final Path each : EngineStore.list(EngineStore.engines(folder))) {
			final String name = each.getFileName().toString();
			if (name.contains("-" + EngineStore.platform() + "-") && !kept.equals(Optional.of(name))) whole &= delete(each);
		}
		return whole;
	}

	/** {@return whether it is gone; Windows keeps libraries that a program has loaded} */
	private static boolean delete(final Path root) {
		if (!Files.exists(root)) return true;
		try (Stream<Path> walk = Files.walk(root)) {
			for (final Path each : walk.sorted(Comparator.reverseOrder()).toList())
				Files.delete(each);
			return true;
		}
		catch (final IOException e) {
			return false;
		}
	}
}
