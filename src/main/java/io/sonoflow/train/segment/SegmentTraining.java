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
package io.sonoflow.train.segment;

import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.segment.MaskLosses;
import io.sonoflow.train.StepLoop;

import java.util.Arrays;
import java.util.Locale;

/**
 * Trains a segmenter. The step whose weights are kept, and the threshold, are those with the largest Dice on a validation part
 * of other patients than those that are learned from; what the segmenter is scored on later is never seen here.
 *
 * <pre>
 * try (SegmentState state = new SegmentState(network, plan)) {
 * 	new SegmentTraining(state, data, plan, "training", monitor).run(() -&gt; state.save(folder, key));
 * 	state.choose();
 * }
 * </pre>
 *
 * Everything random is keyed by (seed, epoch, place): a state that was saved and read again goes on with the same bits (on the
 * CPU, with as many threads).
 */
public final class SegmentTraining {

	private final SegmentState state;
	private final SegmentData data;
	private final SegmentPlan plan;
	private final String stage;
	private final Monitor monitor;
	private final StepLoop loop;
	private boolean checked;
	private long saved;

	/**
	 * @param state to go on from
	 * @param stage what is being trained, for the progress
	 * @param monitor gets the losses by their names; asked at each step whether to stop, or to end early
	 */
	public SegmentTraining(final SegmentState state, final SegmentData data, final SegmentPlan plan, final String stage,
		final Monitor monitor)
	{
		this.state = state;
		this.data = data;
		this.plan = plan;
		this.stage = stage;
		this.monitor = monitor;
		loop = plan.loop();
		saved = state.steps();
	}

	/**
	 * Runs to the last step, or to where the user ends it early, at least one step.
	 *
	 * @param checkpoint saves the state: called after every {@link SegmentPlan#every} steps, after the last, and when cancelled
	 * @throws SonoflowException.Input if a loss or gradient is not finite; what was saved last is good
	 * @throws SonoflowException.Cancelled if the monitor says so; the state was saved
	 */
	public void run(final Runnable checkpoint) {
		Torch.inference();
		for (final String name : new String[] { SegmentState.LOSS, StepLoop.RECENT })
			monitor.axes(name, "step", "cross-entropy (nats) + Dice loss");
		monitor.axes(SegmentState.VALIDATION, "step", "Dice");
		tellPast();
		try (SegmentLoader loader = new SegmentLoader(data, plan)) {
			loader.startAt(state.steps());
			loop.run(new Course(loader, checkpoint), stage, monitor);
		}
		// Ended before the first look: weights and threshold are chosen all the same.
		if (data.validation().length > 0 && state.choice().step() == 0) judge(state.steps(), scan());
	}

	/** What an earlier process has told, so that the curves are whole. */
	private void tellPast() {
		final double[] steps = state.log().column("step");
		for (int row = 0; row < steps.length; row++)
			tell((long) steps[row], row);
	}

	private void tell(final long step, final int row) {
		for (final String name : new String[] { SegmentState.LOSS, SegmentState.VALIDATION }) {
			final double value = state.log().column(name)[row];
			if (!Double.isNaN(value)) monitor.value(name, step, value);
		}
	}

	/** The training as the loop sees it. */
	private final class Course implements StepLoop.Training {

		private final SegmentLoader loader;
		private final Runnable checkpoint;
		private double last;

		Course(final SegmentLoader loader, final Runnable checkpoint) {
			this.loader = loader;
			this.checkpoint = checkpoint;
		}

		@Override
		public long steps() {
			return state.steps();
		}

		@Override
		public void step() {
			last = SegmentTraining.this.step(loader);
		}

		@Override
		public double loss() {
			return last;
		}

		@Override
		public void endRow() {
			SegmentTraining.this.endRow();
		}

		@Override
		public void save() {
			checkpoint.run();
			saved = state.steps();
		}
	}

	private double step(final SegmentLoader loader) {
		try (NDManager scope = state.network().manager().newSubManager()) {
			final SegmentLoader.Loaded batch = loader.next(scope);
			try (MaskLosses.Pair losses = Torch.withGradient(() -> losses(batch))) {
				final StepLoop.Now now = now(batch.samples());
				// Numbers are fetched when a GPU has all of its work.
				state.norm().backward(losses.sum());
				final double loss = losses.sum().getFloat();
				now.requireFinite(SegmentState.LOSS, loss);
				if (!checked) losses.check(batch.masks());
				checked = true;
				final double norm = state.norm().get();
				if (state.norm().isFatal(norm)) now.requireFinite(SegmentState.GRADIENT, norm);
				log(SegmentState.LOSS, loss);
				log(SegmentState.BCE, losses.bce().getFloat());
				log(SegmentState.DICE, losses.dice().getFloat());
				if (Double.isFinite(norm)) log(SegmentState.GRADIENT, norm);
				log(SegmentState.RATE, state.rate());
				state.update(norm);
				return loss;
			}
		}
	}

	private MaskLosses.Pair losses(final SegmentLoader.Loaded batch) {
		final var logits = state.network().forward(batch.images(), batch.organs());
		return batch.counted() == null ? MaskLosses.bceAndDice(logits, batch.masks(), MaskLosses.SMOOTHING) : MaskLosses.bceAndDice(
			logits, batch.masks(), MaskLosses.SMOOTHING, batch.counted());
	}

	private void log(final String column, final double value) {
		state.log().add(column, value, 1);
	}

	private void endRow() {
		final long done = state.steps();
		// One that was ended early, killed before its result was written, and is ended early again.
		if (state.log().endsAt(done)) return;
		if (data.validation().length > 0 && (loop.isCheckpoint(done) || monitor.isFinishing())) validate(done);
		state.log().endRow(done);
		tell(done, state.log().size() - 1);
	}

	private void validate(final long done) {
		final ThresholdScan.Best found = scan();
		if (Double.isNaN(found.dice())) return;
		log(SegmentState.VALIDATION, found.dice());
		log(SegmentState.THRESHOLD, found.threshold());
		judge(done, found);
	}

	private void judge(final long done, final ThresholdScan.Best found) {
		if (Double.isNaN(found.dice())) return;
		state.judge(found);
		monitor.message(String.format(Locale.ROOT, "Step %d: Dice %.4f on the validation part (threshold %.2f)%s.", done, found
			.dice(), found.threshold(), state.choice().step() == done ? ", the best so far" : ""));
	}

	/** {@return the best threshold on the validation part, at the network's size, and its Dice} */
	private ThresholdScan.Best scan() {
		final ThresholdScan scan = new ThresholdScan();
		final int side = data.images().side();
		final int structures = data.images().structures();
		final float[] values = new float[side * side];
		for (final int sample : data.validation()) {
			monitor.checkCancelled();
			final SegmentImages.Pair pair = data.images().get(sample);
			SegmentLoader.write(pair.image(), values, 0);
			final float[] found = Probabilities.of(state.network(), values, side, data.organs()[sample]);
			for (int structure = 0; structure < structures; structure++)
				if (data.annotated()[sample][structure]) scan.add(data.organs()[sample] * structures + structure, pair.masks().get(
					structure), found, structure * side * side);
		}
		return scan.best();
	}

	private StepLoop.Now now(final int[] samples) {
		return new StepLoop.Now(stage, state.steps() + 1, Arrays.stream(samples).distinct().mapToObj(data.images()::file).toList(),
			saved > 0 ? "What was saved after step " + saved + " is kept." : "", String.format(Locale.ROOT,
				"Start anew in another folder, or with overwrite=true, with a lower rate, such as rate=%.1e.", plan.update().lower()));
	}
}
