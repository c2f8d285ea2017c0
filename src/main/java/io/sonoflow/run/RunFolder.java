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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.parameter.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The output folder of one run and its {@code run.json}: what was run, with what, how it ended. The rules:
 * <ul>
 * <li>a folder that is absent is made, an empty one is taken;</li>
 * <li>it is, lies in, and holds no input;</li>
 * <li>a finished run is replaced only with {@code overwrite=true}: exactly the files it had written go;</li>
 * <li>an unfinished run of the same command, parameters and inputs is resumed, of others refused;</li>
 * <li>any other folder with something in it is refused unless {@code overwrite=true}; whatever the run did not write
 * itself, then and later, is neither deleted nor replaced: the run fails instead;</li>
 * <li>one run at a time writes into a folder, or shards of one run; a shard replaces only what it wrote itself;</li>
 * <li>files must be written by {@link io.sonoflow.file.AtomicFiles}, which tells the folder of each.</li>
 * </ul>
 *
 * <pre>
 * return RunFolder.execute(run, monitor, folder -&gt; {
 * 	AtomicFiles.writeText(folder.path().resolve("hello.txt"), "hello");
 * 	folder.figure("greetings", 1);
 * 	return result;
 * });
 * </pre>
 *
 * All checks of the input belong before {@code execute}: it is the first thing that writes.
 */
public final class RunFolder {

	/** The name of the record inside the folder. */
	public static final String FILE = RunJson.FILE;

	/** Work in an opened folder. */
	@FunctionalInterface
	public interface Body<R> {

		/** {@return the step's result; throwing marks the run failed or cancelled} */
		R run(RunFolder folder);
	}

	private final Path path;
	private final boolean resumed;
	private final RunRecord record;
	private final Shard shard;
	private final FinishFile finish;
	private Supplier<String> kept = () -> "";
	private boolean merged;

	private RunFolder(final OutputFolder output, final RunRecord record, final Shard shard) {
		this.path = output.path();
		this.resumed = output.resumes();
		this.record = record;
		this.shard = shard;
		this.finish = output.finishFile();
	}

	/**
	 * What is about to run.
	 *
	 * @param command the menu label, with its dots
	 * @param parameters what it is called with; their declaration says what makes it another run
	 * @param output the folder; null is an error
	 * @param overwrite whether a finished run there may be replaced
	 * @param inputs every file or folder that the result depends on; hashed
	 * @param shard which part this process does; shards share the folder and never replace each other
	 * @param readings how inputs are read, where that changed between versions and results with it: a run that an earlier
	 *          version began is not gone on with
	 * @param key by which the user named the folder
	 */
	public record Run(String command, Parameters parameters, Path output, boolean overwrite, List<Path> inputs, Shard shard,
		Map<Path, String> readings, String key)
	{

		private static final String KEY = "output";

		/** An unsharded run. */
		public Run(final String command, final Parameters parameters, final Path output, final boolean overwrite,
			final List<Path> inputs)
		{
			this(command, parameters, output, overwrite, inputs, Shard.WHOLE);
		}

		/** A run whose inputs are read as ever. */
		public Run(final String command, final Parameters parameters, final Path output, final boolean overwrite,
			final List<Path> inputs, final Shard shard)
		{
			this(command, parameters, output, overwrite, inputs, shard, Map.of(), KEY);
		}

		/** {@return the same run, some of whose inputs are read so} */
		public Run reading(final Map<Path, String> how) {
			return new Run(command, parameters, output, overwrite, inputs, shard, Map.copyOf(how), key);
		}

		/** {@return the same run, of a folder that the user named by another key than output} */
		public Run under(final String other) {
			return new Run(command, parameters, output, overwrite, inputs, shard, readings, other);
		}

		/** {@return the folder as the user named it, for messages} */
		String named() {
			return key + "=" + output;
		}
	}

	/**
	 * Opens the folder, runs the body, and records how it ended.
	 *
	 * @throws SonoflowException.Input if output is missing or taken
	 * @throws SonoflowException.File if it cannot be written
	 */
	public static <R> R execute(final Run run, final Monitor monitor, final Body<R> body) {
		check(run);
		InputRules.warn(run, monitor);
		final RunRecord record = RunRecord.start(run);
		try (OutputFolder output = OutputFolder.open(run, record, monitor)) {
			return execute(run, output, record, monitor, body);
		}
	}

	private static <R> R execute(final Run run, final OutputFolder output, final RunRecord record, final Monitor monitor,
		final Body<R> body)
	{
		final RunFolder folder = new RunFolder(output, record, run.shard());
		try {
			final R result = body.run(folder);
			inherit(run, folder.path());
			monitor.warnings().forEach(record::warning);
			record.end(RunJson.FINISHED, "");
			output.finish(folder.merged);
			return result;
		}
		catch (final SonoflowException.Cancelled e) {
			final SonoflowException.Cancelled told = output.cancelled(e, folder.kept.get());
			end(RunJson.CANCELLED, told, output, record, monitor);
			throw told;
		}
		catch (final RuntimeException | Error e) {
			end(RunJson.FAILED, e, output, record, monitor);
			throw e;
		}
	}

	/** A data set that a run makes of generated images was learned from the same images and patients as they. */
	private static void inherit(final Run run, final Path folder) {
		if (!Files.isRegularFile(folder.resolve(Dataset.FILE)) || Files.exists(folder.resolve(LearnedFrom.FILE))) return;
		LearnedFrom all = LearnedFrom.NOTHING;
		for (final Path input : run.inputs())
			if (Files.exists(input)) all = all.with(LearnedFrom.beside(input));
		all.write(folder);
	}

	private static void end(final String status, final Throwable why, final OutputFolder output, final RunRecord record,
		final Monitor monitor)
	{
		monitor.warnings().forEach(record::warning);
		record.end(status, String.valueOf(why.getMessage()));
		output.abandon(why);
	}

	/**
	 * Applies the rules without writing anything, for steps whose own checks take long.
	 *
	 * @throws SonoflowException as {@link #execute}
	 */
	public static void check(final Run run) {
		final Path real = OutputRules.real(OutputRules.path(run));
		InputRules.check(run, real);
		OutputRules.decide(real, FolderRecords.read(real), run, null);
	}

	/** {@return names of what lies in a folder and no run that is recorded there has written, sorted; none if it is absent} */
	public static List<String> strangers(final Path folder) {
		final Path real = OutputRules.real(folder);
		if (!Files.isDirectory(real)) return List.of();
		final FolderRecords found = FolderRecords.read(real);
		final Set<String> own = found.files(found.all());
		return new FolderNames(real).files().stream().filter(name -> !own.contains(name)).toList();
	}

	/** {@return the folder, absolute} */
	public Path path() {
		return path;
	}

	/** {@return a file or sub-folder of it} */
	public Path resolve(final String name) {
		return path.resolve(name);
	}

	/** {@return whether an unfinished run is continued here: finished parts found in the folder are to be kept} */
	public boolean resumed() {
		return resumed;
	}

	/** {@return a digest of command, parameters and inputs, equal for all shards: marks the parts that belong to this run} */
	public String key() {
		return record.key();
	}

	/**
	 * {@return the digest of one of the run's inputs: marks what depends on it alone}
	 *
	 * @param input as it was given to the run
	 */
	public String inputHash(final Path input) {
		return record.input(input).sha256();
	}

	/** {@return which part of the work is this process's} */
	public Shard shard() {
		return shard;
	}

	/**
	 * Says what a run that is cancelled leaves to go on from, e.g. {@code "step 20 of 480"}; without it there is nothing.
	 *
	 * @param what looked up on the disk when it is asked; empty = nothing as yet
	 */
	public void keeps(final Supplier<String> what) {
		kept = what;
	}

	/**
	 * For work that can be ended early with a result: the user wants that by the window of the run, or by a file named
	 * {@value FinishFile#NAME} in the folder.
	 *
	 * @param result what an early end gives, one sentence for people
	 * @return asks for it; passes everything on to the monitor that was given
	 */
	public Monitor finishable(final Monitor monitor, final String result) {
		monitor.offerFinish(result);
		return finish.over(monitor);
	}

	/**
	 * Puts results together while no other shard does: each sees all that was there before.
	 *
	 * @param monitor asked while waiting whether to stop
	 */
	public <R> R alone(final Monitor monitor, final Supplier<R> work) {
		if (shard.isWhole()) return work.get();
		try (PartLock lock = PartLock.take(path, "merge", () -> false, monitor)) {
			return lock == null ? null : work.get();
		}
	}

	/**
	 * Records that the user ended the run before all was done, and tells it.
	 *
	 * @param how far it was, e.g. {@code "after step 20 of 480"}
	 */
	public void endedEarly(final String how, final Monitor monitor) {
		final String text = "The run was ended early, at the user's wish, " + how + ".";
		record.early(how);
		record.warning(text);
		monitor.warn(text);
	}

	/** Records one result, e.g. ("accuracy", 0.87). Numbers, texts, booleans, lists and maps of them. */
	public void figure(final String name, final Object value) {
		record.figure(name, value);
	}

	/** {@return how far it was when the user ended it early; empty = he did not} */
	public String early() {
		return record.early();
	}

	/** {@return what was recorded as results so far, in its order} */
	public Map<String, Object> figures() {
		return record.figures();
	}

	/** Records a warning, so that a reader of the result sees it too. */
	public void warning(final String text) {
		record.warning(text);
	}

	/**
	 * Records what computed it.
	 *
	 * @param name e.g. {@code cpu}, {@code gpu0 (NVIDIA A100)}
	 * @param engine name and version, e.g. {@code PyTorch 2.7.1}
	 * @param threads CPU threads, on which the last bits depend
	 */
	public void device(final String name, final String engine, final int threads) {
		record.device(name, engine, threads);
		// At once: a process that is killed leaves a record that tells the truth.
		record.write(path.resolve(FolderRecords.name(shard)));
	}

	/** Says that this process found all shards' parts and made the results: its record becomes the folder's own. */
	public void merged() {
		merged = true;
	}

	/**
	 * Says that parts of the work are missing: those of other shards, whose turn the merging then is.
	 *
	 * @param what the parts, e.g. trainings
	 * @param done number of those that are there
	 * @param all number of those that there should be
	 * @throws SonoflowException.File if no other process was to make them
	 */
	public void incomplete(final String what, final long done, final long all) {
		if (shard.isWhole()) throw new SonoflowException.File("Only " + done + " of " + all + " " + what + " are in " + path +
			" although all were made: something removed or changed files in its parts folder. Run it again to make what is missing.");
		record.figure(what, done + " of " + all);
	}

	/** {@return when the run began} */
	public Instant start() {
		return record.started();
	}
}
