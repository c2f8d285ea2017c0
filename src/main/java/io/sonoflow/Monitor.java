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
package io.sonoflow;

import java.util.List;
import java.util.function.Supplier;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What a long step tells the outside while it works, and the one way the outside stops it. Implementations may be
 * called from several threads at once.
 */
public interface Monitor {

	/** Says nothing, never cancels. */
	Monitor NONE = new Monitor() {
	};

	/** Something the user should know, one line. */
	default void message(final String text) {
	}

	/** Something the user must know: a fallback, a skipped image, a doubtful input. One line. */
	default void warn(final String text) {
	}

	/** {@return every warning so far, in order; goes into the run's record, so that readers of a result see them too} */
	default List<String> warnings() {
		return List.of();
	}

	/**
	 * Progress of the current stage.
	 *
	 * @param stage what is being done, e.g. {@code "fold 2/3"}
	 * @param done finished units, 0..total
	 * @param total all units, at least 1
	 */
	default void progress(final String stage, final long done, final long total) {
	}

	/**
	 * What the axes of a curve are; told before its first point.
	 *
	 * @param series the curve's name
	 * @param x what is counted, e.g. {@code "epoch"}
	 * @param y what is drawn, with its unit, e.g. {@code "loss (nats)"}
	 */
	default void axes(final String series, final String x, final String y) {
	}

	/**
	 * One point of a curve, e.g. the training loss.
	 *
	 * @param series the curve's name
	 * @param x step or epoch
	 * @param y the value
	 */
	default void value(final String series, final double x, final double y) {
	}

	/** A picture (x, y), 8-bit grey, to look at while waiting. */
	default void preview(final String name, final RandomAccessibleInterval<UnsignedByteType> image) {
	}

	/**
	 * Asks the user something in the midst of the work; meanwhile nothing of this run opens over the question.
	 *
	 * @param question waits for the answer, in this thread
	 */
	default <T> T ask(final Supplier<T> question) {
		return question.get();
	}

	/** Whether the user wants to stop. */
	default boolean isCancelled() {
		return false;
	}

	/** @throws SonoflowException.Cancelled if the user wants to stop; what is kept is for those to say who know it */
	default void checkCancelled() {
		if (isCancelled()) throw new SonoflowException.Cancelled("Cancelled.");
	}

	/**
	 * Tells that the work can now be ended early with a result, and that {@link #isFinishing} is asked.
	 *
	 * @param result what an early end gives, one sentence; empty = it cannot be ended early any more
	 */
	default void offerFinish(final String result) {
	}

	/** Whether the user wants the result of what is done so far; only asked where there is one. */
	default boolean isFinishing() {
		return false;
	}
}
