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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The course of a training of so many steps: when a row of its losses ends, when it is saved, and how it is stopped.
 *
 * @param steps of the whole training, at least 1
 * @param every steps between checkpoints, at least 1; there is one after the last step, too
 * @param row steps in a row of losses, at least 1; a row also ends at every checkpoint
 */
public record StepLoop(long steps, int every, long row) {

	/** The name of the curve that tells how it goes between the rows of losses. */
	public static final String RECENT = "recent loss";

	/** Steps of whose losses the mean is a point of that curve. */
	private static final int RECENTLY = 10;

	/** A training, as the loop sees it. */
	public interface Training {

		/** {@return number of steps done} */
		long steps();

		/** Does the next step. */
		void step();

		/** {@return the loss of the last step} */
		double loss();

		/** Ends a row of losses. */
		void endRow();

		/** Saves the state. */
		void save();
	}

	/**
	 * The step that is being done, for when one of its numbers is none: that ends the training, the weights as they were before
	 * the step and what was saved last untouched.
	 *
	 * @param training what is trained, in words
	 * @param number of the step, from 1
	 * @param images files of its images
	 * @param kept what can still be used, a sentence; empty = nothing
	 * @param cure what to do, a sentence
	 */
	public record Now(String training, long number, List<Path> images, String kept, String cure) {

		/** Images of a step that are named. */
		private static final int NAMED = 5;

		/**
		 * @param what the number is, e.g. {@code loss}
		 * @param value of it
		 * @throws SonoflowException.Input if it is not finite; the message names the step and its images
		 */
		public void requireFinite(final String what, final double value) {
			if (Double.isFinite(value)) return;
			throw new SonoflowException.Input("The " + what + " of the " + training + " became " + value + " in step " + number +
				": the network has diverged. " + names() + (kept.isEmpty() ? "" : kept + " ") + cure);
		}

		private String names() {
			if (images.isEmpty()) return "";
			final String first = images.stream().limit(NAMED).map(file -> file.getFileName().toString()).collect(Collectors.joining(
				", "));
			return "Its images: " + first + (images.size() > NAMED ? " and " + (images.size() - NAMED) + " more" : "") + ". ";
		}
	}

	/** {@return whether there is a checkpoint after so many steps} */
	public boolean isCheckpoint(final long step) {
		return step % every == 0 || step == steps;
	}

	/** {@return whether a row of losses ends after so many steps} */
	public boolean isRow(final long step) {
		return step % Math.max(1, Math.min(every, row)) == 0 || isCheckpoint(step);
	}

	/**
	 * Runs to the last step, or to where the user ends it with a result, but at least one step.
	 *
	 * @param stage for the progress
	 * @param monitor asked before each step whether to stop or to end early; the training is saved then. Gets the mean loss of
	 *          every {@value #RECENTLY} steps as {@link #RECENT}
	 * @throws io.sonoflow.SonoflowException.Cancelled if the monitor says so
	 */
	public void run(final Training training, final String stage, final Monitor monitor) {
		long saved = training.steps();
		double recent = 0;
		int since = 0;
		while (training.steps() < steps) {
			if (monitor.isCancelled()) {
				if (training.steps() > saved) training.save();
				monitor.checkCancelled();
			}
			if (training.steps() > 0 && monitor.isFinishing()) {
				if (!isRow(training.steps())) training.endRow();
				if (training.steps() > saved) training.save();
				return;
			}
			training.step();
			final long done = training.steps();
			recent += training.loss();
			if (++since == RECENTLY) {
				monitor.value(RECENT, done, recent / RECENTLY);
				recent = 0;
				since = 0;
			}
			if (isRow(done)) training.endRow();
			monitor.progress(stage, done, steps);
			if (!isCheckpoint(done)) continue;
			training.save();
			saved = done;
		}
	}

	/**
	 * @param samples images of a step
	 * @param losses of each image one or as many as of each other, image by image
	 * @return those of the images whose own loss is not finite; all, if that cannot be said
	 */
	public static int[] culprits(final int[] samples, final float[] losses) {
		final int each = losses.length / samples.length;
		final int[] found = IntStream.range(0, samples.length).filter(i -> IntStream.range(i * each, (i + 1) * each).anyMatch(
			k -> !Float.isFinite(losses[k]))).map(i -> samples[i]).toArray();
		return found.length == 0 ? samples : found;
	}
}
