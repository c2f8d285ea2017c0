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

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.run.KilledProcess.Signal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Kills every long command at random times, some of them with a signal that it may answer, starts it again until it has
 * ended, and compares what it wrote with what a run wrote that nobody killed. Of shards the merging is killed, too. Prints a
 * line a command.
 *
 * <pre>
 * java -cp (test class path) io.sonoflow.run.KillBench FOLDER [kills=12] [seed=0] [threads=1] [only=regular expression of names]
 * </pre>
 *
 * Exit code 1 if anything differs.
 */
public final class KillBench {

	private static final double NANOS = 1e6;
	private static final double MILLIS = 1e3;
	private static final long POLL = 20;
	static final String KILLED = "killed-";

	private final Path folder;
	private final int kills;
	private final int threads;
	private final RandomStream random;

	/** What became of one command. */
	private static final class Tally {

		private int kills;
		private int terms;
		private int merges;
		private int resumed;
		private int compared;
		private final List<String> faults = new ArrayList<>();
	}

	/** How long a shard of the run that nobody kills took, in milliseconds: until it has its folder, then, then to merge. */
	private record Pace(double start, double work, double merge, long parts) {
	}

	private KillBench(final Path folder, final int kills, final int threads, final long seed) {
		this.folder = folder.toAbsolutePath().normalize();
		this.kills = kills;
		this.threads = threads;
		this.random = RandomStream.of(seed, "kill");
	}

	/** @param args see the class */
	public static void main(final String... args) throws IOException, InterruptedException {
		int kills = 12;
		int threads = 1;
		long seed = 0;
		String only = ".*";
		for (final String each : List.of(args).subList(1, args.length)) {
			final String value = each.substring(each.indexOf('=') + 1);
			if (each.startsWith("kills=")) kills = Integer.parseInt(value);
			else if (each.startsWith("threads=")) threads = Integer.parseInt(value);
			else if (each.startsWith("seed=")) seed = Long.parseLong(value);
			else if (each.startsWith("only=")) only = value;
			else throw new IllegalArgumentException(each);
		}
		final KillBench bench = new KillBench(Path.of(args[0]), kills, threads, seed);
		boolean equal = true;
		for (final KilledCommand command : KilledCommand.neededFor(only))
			equal &= bench.kill(command, command.name().matches(only));
		System.exit(equal ? 0 : 1);
	}

	/** The result that nobody kills is made of all, as others read it. */
	private boolean kill(final KilledCommand command, final boolean wanted) throws IOException, InterruptedException {
		final Path whole = folder.resolve(command.name());
		final long begin = System.nanoTime();
		if (!wanted && Files.exists(whole.resolve(RunJson.FILE))) return true;
		delete(whole);
		final List<Pace> paces = new ArrayList<>();
		for (int shard = 1; shard <= command.shards(); shard++)
			paces.add(unkilled(command, whole, shard));
		if (!wanted) return true;
		final Tally tally = new Tally();
		// Side by side, so that paths from one folder to others are the same.
		final Path killed = folder.resolve(KILLED + command.name());
		while (tally.kills + tally.terms < kills && tally.faults.isEmpty()) {
			delete(killed);
			for (int shard = 1; shard <= command.shards(); shard++)
				toItsEnd(command, killed, shard, paces.get(shard - 1), tally);
			tally.faults.addAll(SameFolders.differences(whole, killed));
			tally.compared++;
		}
		final long crashes = KilledProcess.crashes(work());
		if (crashes > 0) tally.faults.add(crashes + " native crashes in " + work());
		System.out.printf(Locale.ROOT, "%-18s %2d KILL %2d TERM (%d while merging), resumed %d, compared %d in %.0f s: %s%n",
			command.name(), tally.kills, tally.terms, tally.merges, tally.resumed, tally.compared, (System.nanoTime() - begin) /
				NANOS / MILLIS, tally.faults.isEmpty() ? "equal" : String.join("; ", tally.faults));
		return tally.faults.isEmpty();
	}

	private Path work() {
		return folder.resolve("work");
	}

	private KilledProcess start(final KilledCommand command, final Path output, final int shard) throws IOException {
		return KilledProcess.start(work(), threads, command.label(), command.options(folder, output, shard));
	}

	private Pace unkilled(final KilledCommand command, final Path output, final int shard) throws IOException,
		InterruptedException
	{
		final long begin = System.nanoTime();
		final KilledProcess process = start(command, output, shard);
		process.await(() -> Files.exists(output.resolve(command.record(shard))));
		final long opened = System.nanoTime();
		long parts = 0;
		long complete = opened;
		// The last part that appears begins the merging.
		while (!process.isOver(POLL)) {
			final long now = parts(output);
			if (now > parts) complete = System.nanoTime();
			parts = now;
		}
		final long end = System.nanoTime();
		if (process.code() != 0) throw new IllegalStateException(command + " fails unkilled:\n" + process.tail());
		return new Pace((opened - begin) / NANOS, (end - opened) / NANOS, (end - complete) / NANOS, parts);
	}

	/** {@return number of files in folders of parts} */
	private static long parts(final Path output) throws IOException {
		final Path parts = output.resolve("parts");
		if (!Files.isDirectory(parts)) return 0;
		try (Stream<Path> files = Files.list(parts)) {
			return files.filter(file -> file.toString().endsWith(".json")).count();
		}
	}

	/** Kills one process of a command again and again, then lets it end. */
	private void toItsEnd(final KilledCommand command, final Path output, final int shard, final Pace pace, final Tally tally)
		throws IOException, InterruptedException
	{
		final int most = Math.max(2, kills / 3);
		for (int kill = 0; kill < most; kill++) {
			final KilledProcess process = start(command, output, shard);
			final Signal signal = random.nextInt(3) == 0 ? Signal.TERM : Signal.KILL;
			final boolean merging = shard == command.shards() && shard > 1 && kill % 2 == 1;
			if (!hit(command, output, shard, pace, process, signal, merging)) {
				if (process.code() != 0) tally.faults.add("ends with " + process.code() + ": " + process.tail());
				return;
			}
			if (process.code() != signal.code) tally.faults.add(signal + " gives " + process.code() + ": " + process.tail());
			if (signal == Signal.KILL) tally.kills++;
			else tally.terms++;
			if (merging) tally.merges++;
			// It may have been killed after its last write.
			if (isFinished(output.resolve(command.record(shard)))) return;
		}
		final boolean resumes = Files.exists(output.resolve(command.record(shard)));
		final KilledProcess last = start(command, output, shard);
		final int code = last.end();
		if (code != 0) tally.faults.add("started again it ends with " + code + ": " + last.tail());
		else if (resumes) tally.resumed++;
	}

	/** {@return whether the process was ended by the signal} */
	private boolean hit(final KilledCommand command, final Path output, final int shard, final Pace pace,
		final KilledProcess process, final Signal signal, final boolean merging) throws InterruptedException
	{
		// One in eight comes before the folder is there.
		if (random.nextInt(8) == 0) return process.end(signal, random.nextDouble() * pace.start);
		final Path record = output.resolve(command.record(shard));
		final long before = record.toFile().lastModified();
		if (!process.await(() -> record.toFile().lastModified() != before)) return false;
		if (!merging) return process.end(signal, random.nextDouble() * pace.work * 0.7);
		return process.await(() -> isMerging(output, pace)) && process.end(signal, random.nextDouble() * pace.merge);
	}

	private static boolean isMerging(final Path output, final Pace pace) {
		try {
			return parts(output) >= pace.parts;
		}
		catch (final IOException e) {
			return false;
		}
	}

	private static boolean isFinished(final Path record) {
		try {
			return RunJson.read(record, "").filter(RunJson::isFinished).isPresent();
		}
		catch (final SonoflowException.File e) {
			throw new IllegalStateException("A kill has torn " + record, e);
		}
	}

	private static void delete(final Path folder) throws IOException {
		if (!Files.exists(folder)) return;
		try (Stream<Path> walk = Files.walk(folder)) {
			for (final Path each : walk.sorted(Comparator.reverseOrder()).toList())
				Files.delete(each);
		}
	}
}
