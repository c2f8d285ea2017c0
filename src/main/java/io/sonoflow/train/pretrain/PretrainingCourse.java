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
package io.sonoflow.train.pretrain;

import io.sonoflow.Monitor;
import io.sonoflow.nn.ImageEncoder;
import io.sonoflow.nn.Torch;
import io.sonoflow.train.LossLog;
import io.sonoflow.train.StepLoop;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The course of a pretraining from step to step: rows of its losses, what a probe finds at its beginning and at each
 * checkpoint, when it is saved, and how it is stopped.
 *
 * <pre>
 * new PretrainingCourse(state, encoder, probe, size, loop, monitor).run(work, () -&gt; save(state));
 * </pre>
 */
public final class PretrainingCourse {

	/** Columns of the losses for what the probe finds, shares. */
	private static final List<String> PROBED = List.of("neighbours", "linear");

	/** What is done in a step. */
	public interface Work {

		/**
		 * @param number of the step, from 0
		 * @return its loss
		 */
		double step(long number);

		/** {@return columns of the losses that are drawn as curves, beside the probe's} */
		List<String> curves();

		/** A row of losses has ended. */
		default void rowEnded() {
			// There is nothing to see to.
		}
	}

	private final PretrainingCheckpoint.Saved state;
	private final ImageEncoder encoder;
	private final Probe probe;
	private final int size;
	private final StepLoop loop;
	private final Monitor monitor;
	private long saved;

	/**
	 * @param state to go on from
	 * @param encoder what is judged
	 * @param probe asked at the beginning and at each checkpoint; null = none
	 * @param size side of the encoder's input in pixels
	 * @param monitor gets the curves; asked at each step whether to stop, or to end early
	 */
	public PretrainingCourse(final PretrainingCheckpoint.Saved state, final ImageEncoder encoder, final Probe probe, final int size,
		final StepLoop loop, final Monitor monitor)
	{
		this.state = state;
		this.encoder = encoder;
		this.probe = probe;
		this.size = size;
		this.loop = loop;
		this.monitor = monitor;
		this.saved = state.steps();
	}

	/** {@return what a training that diverges leaves, a sentence; empty = nothing} */
	public String kept() {
		return saved > 0 ? "The encoder of step " + saved + " is kept." : "";
	}

	/**
	 * Runs to the last step, or to where the user ends it early.
	 *
	 * @param checkpoint saves the state: called at every checkpoint of the loop, and when cancelled
	 * @throws io.sonoflow.SonoflowException.Cancelled if the monitor says so; the state was saved
	 */
	public void run(final Work work, final Runnable checkpoint) {
		Torch.inference();
		PROBED.forEach(share -> monitor.axes(share, "step", "share"));
		if (state.steps() == 0 && state.log().size() == 0 && probe != null) endRow(work);
		loop.run(new StepLoop.Training() {

			private double last;

			@Override
			public long steps() {
				return state.steps();
			}

			@Override
			public void step() {
				last = work.step(state.steps());
			}

			@Override
			public double loss() {
				return last;
			}

			@Override
			public void endRow() {
				PretrainingCourse.this.endRow(work);
			}

			@Override
			public void save() {
				checkpoint.run();
				saved = state.steps();
			}
		}, "pretraining", monitor);
	}

	private void endRow(final Work work) {
		final long done = state.steps();
		final LossLog log = state.log();
		// One that was ended early, killed before its result was written, and is ended early again.
		if (log.endsAt(done)) return;
		final boolean asked = probe != null && (done == 0 || loop.isCheckpoint(done) || monitor.isFinishing());
		final Probe.Scores scores = asked ? probe.of(encoder, size, monitor) : Probe.Scores.NONE;
		log.add("neighbours", scores.neighbours(), 1);
		log.add("linear", scores.linear(), 1);
		log.endRow(done);
		Stream.concat(work.curves().stream(), PROBED.stream()).forEach(name -> {
			final double[] column = log.column(name);
			if (!Double.isNaN(column[column.length - 1])) monitor.value(name, done, column[column.length - 1]);
		});
		if (asked) monitor.message(String.format(Locale.ROOT,
			"Step %d: labels of the probe are recognised by %.1f %% (10 nearest neighbours) and %.1f %% (linear), chance %.1f %%.",
			done, 100 * scores.neighbours(), 100 * scores.linear(), 100.0 / probe.classes()));
		work.rowEnded();
	}
}
