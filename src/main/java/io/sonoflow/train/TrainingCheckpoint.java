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
package io.sonoflow.train;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a classifier's training keeps its checkpoint, and when one is due: by the clock, so seldom that writing costs less
 * than one part in {@value #SHARE} of the time, whatever the disk and the network. A training that is over before the
 * first is due writes none. The system property {@value #PROPERTY} sets the seconds between two (0 = after each step).
 *
 * <pre>
 * TrainingCheckpoint checkpoint = TrainingCheckpoint.of(output, "seed0_fold1", key);
 * ClassifierTraining.run(..., new ClassifierTraining.Hooks(listener, checkpoint), ...);
 * writeResult();
 * checkpoint.remove();
 * </pre>
 */
public final class TrainingCheckpoint {

	/** No checkpoint is written or read. */
	public static final TrainingCheckpoint NONE = new TrainingCheckpoint(null, "");

	/** Name of the system property. */
	public static final String PROPERTY = "sonoflow.checkpoint.seconds";

	private static final String FOLDER = "checkpoints";
	private static final int SECONDS = 60;
	private static final int SHARE = 200;
	private static final double NANOS = 1e9;

	private final Path folder;
	private final String inputs;
	private double pause = SECONDS;
	private boolean fixed;
	private long since;

	/**
	 * @param output folder of a run; the checkpoints lie in {@code checkpoints/<name>} of it as long as there are any
	 * @param name of the training among those of the run, also a name of a folder
	 * @param key a hash of all that decides the run: images, parameters, seeds
	 * @throws SonoflowException.Input if the system property is no number of seconds
	 */
	public static TrainingCheckpoint of(final Path output, final String name, final String key) {
		return new TrainingCheckpoint(output.resolve(FOLDER).resolve(name), key + " " + name);
	}

	private TrainingCheckpoint(final Path folder, final String inputs) {
		this.folder = folder;
		this.inputs = inputs;
		final String property = System.getProperty(PROPERTY);
		if (folder == null || property == null) return;
		try {
			pause = Double.parseDouble(property);
			fixed = true;
		}
		catch (final NumberFormatException e) {
			throw new SonoflowException.Input("The system property " + PROPERTY + "=" + property +
				" is no number. Give the seconds between two checkpoints of a classifier's training, e.g. 60.", e);
		}
	}

	/** {@return a hash of all that decides the training} */
	String inputs() {
		return inputs;
	}

	/** {@return whether there are checkpoints at all} */
	boolean isWanted() {
		return folder != null;
	}

	/** The clock starts: at the first step of this process. */
	void start() {
		since = System.nanoTime();
	}

	/** {@return whether it is time for one} */
	boolean isDue() {
		return folder != null && System.nanoTime() - since >= pause * NANOS;
	}

	/**
	 * Writes one, and looks at the clock.
	 *
	 * @param work gets the folder of the checkpoints
	 */
	void write(final Consumer<Path> work) {
		final long begin = System.nanoTime();
		work.accept(folder);
		since = System.nanoTime();
		if (!fixed) pause = Math.max(SECONDS, SHARE * (since - begin) / NANOS);
	}

	/** {@return what is saved, see {@link CheckpointFolder#saved}} */
	public String saved(final long steps) {
		return folder == null ? "" : CheckpointFolder.saved(folder, steps);
	}

	/** {@return see {@link Checkpoint#latest}} */
	Optional<Checkpoint> latest(final Checkpoint.Origin origin, final Monitor monitor) {
		return folder == null ? Optional.empty() : Checkpoint.latest(folder, origin, monitor);
	}

	/** Deletes what was written: the training's result is there. */
	public void remove() {
		if (folder != null) CheckpointFolder.remove(folder);
	}
}
