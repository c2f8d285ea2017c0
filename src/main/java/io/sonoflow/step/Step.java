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
package io.sonoflow.step;

import io.sonoflow.Monitor;
import io.sonoflow.Shutdown;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.cpu.FreedMemory;
import io.sonoflow.nn.weights.install.WeightsStore;
import io.sonoflow.parameter.Lists;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.run.RunFolder;
import io.sonoflow.run.Shard;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command does, as an object: its public fields are the parameters, and {@link #run} does the work.
 *
 * <pre>
 * InspectWeights inspect = new InspectWeights(new File("resnet18.pth"));
 * inspect.output = new File("table");
 * InspectWeights.Result result = inspect.run(Monitor.NONE);
 * </pre>
 *
 * Every step has a constructor without arguments, one with what it cannot do without (Files), one of a Map for scripts, and a
 * factory {@code of} that takes the same as Paths: {@code InspectWeights.of(path).with("output", folder).run(Monitor.NONE)}.
 *
 * @param <R> the result's type, a value
 */
public abstract class Step<R> extends Parameters {

	private static final String CANCELLED = "Cancelled.";

	private boolean opened;
	private Path folder;
	private Map<String, Object> figures = Map.of();
	private String early = "";
	private boolean begun;

	/** {@return the menu label, with its dots} */
	public abstract String label();

	/**
	 * Does the work, on a copy of the parameters that nobody else knows: values are checked, files absolute.
	 *
	 * @throws SonoflowException if something is wrong with the input, files or device
	 */
	protected abstract R execute(Monitor monitor);

	/**
	 * Checks the parameters and does the work with what they are now: changes during a run change nothing.
	 *
	 * @param monitor is told of progress, and may stop the run
	 * @return the result
	 * @throws SonoflowException.Input if a value is missing or not allowed; then nothing was written
	 * @throws SonoflowException if something is wrong with files or device, or if the monitor stops the run
	 */
	public final R run(final Monitor monitor) {
		return outcome(monitor).result();
	}

	/** The same as {@link #run}, with folder and figures beside the result. */
	public final Outcome<R> outcome(final Monitor monitor) {
		final Step<R> copy = clone();
		copy.opened = false;
		copy.folder = null;
		copy.figures = Map.of();
		copy.early = "";
		begun = false;
		copy.check();
		copy.resolve();
		try (Shutdown.Work work = Shutdown.begin(label().replace("...", ""), monitor)) {
			copy.settle();
			copy.checkFolder();
			final R result = copy.execute(work.monitor());
			return new Outcome<>(result, copy.folder, copy.figures, copy.early);
		}
		catch (final SonoflowException.Cancelled e) {
			// Of work in a folder it is told there what is kept of it.
			throw copy.opened || !e.getMessage().equals(CANCELLED) ? e : new SonoflowException.Cancelled(CANCELLED +
				" Nothing was written.");
		}
		catch (final RuntimeException | InternalError e) {
			final Optional<SonoflowException> disk = DiskFailure.of(e);
			if (disk.isPresent()) throw disk.get();
			throw e;
		}
		finally {
			begun = copy.opened;
			FreedMemory.giveBack();
		}
	}

	/** {@return whether the last run got as far as its folder: what went wrong before is a matter of what was given} */
	public final boolean hasBegun() {
		return begun;
	}

	/**
	 * Puts in what a value leaves to the files that are given, e.g. a method that hangs on the model: the record then says what
	 * was done. Called once a run, on the copy, when all values are checked and files are absolute.
	 */
	protected void settle() {
	}

	/** Sets one value, which is held against its declaration; returns this. */
	@Override
	public Step<R> with(final String name, final Object value) {
		super.with(name, value);
		return this;
	}

	@Override
	@SuppressWarnings("unchecked")
	public Step<R> clone() {
		return (Step<R>) super.clone();
	}

	/** A name of published weights means the installed ones. */
	@Override
	protected File installed(final String key, final File given) {
		return WeightsStore.resolve(key, given.toPath()).toFile();
	}

	/** {@return the path as the type that fields have; null for null} */
	protected static File file(final Path path) {
		return path == null ? null : path.toFile();
	}

	/**
	 * What is to be recorded of this run: the keys {@code output}, {@code overwrite} and {@code shard}, if the step has
	 * them, say where and how.
	 *
	 * @param inputs every file or folder that the result depends on
	 */
	protected final RunFolder.Run record(final List<Path> inputs) {
		final boolean overwrite = has("overwrite") && (boolean) get("overwrite");
		final Shard shard = has("shard") ? Shard.parse((String) get("shard")) : Shard.WHOLE;
		return new RunFolder.Run(label(), this, Lists.path((File) get("output")), overwrite, inputs, shard);
	}

	/** Before any image is read, however long that takes; what the step reads beside its keys is looked at when it begins. */
	private void checkFolder() {
		if (has("output") && has("overwrite") && get("output") != null) RunFolder.check(record(List.of()));
	}

	/** Works in the output folder, and keeps folder and figures for the outcome; see {@link RunFolder#execute}. */
	protected final <T> T inFolder(final RunFolder.Run run, final Monitor monitor, final RunFolder.Body<T> body) {
		return RunFolder.execute(run, monitor, taken -> {
			opened = true;
			final T result = body.run(taken);
			folder = taken.path();
			figures = taken.figures();
			early = taken.early();
			return result;
		});
	}
}
