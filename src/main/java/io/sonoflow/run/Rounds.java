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

import io.sonoflow.ForwardingMonitor;
import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Tasks that count in whole rounds only, such as the folds of a seed: if the user ends the run early, what is going on is
 * given up, and the result is that of the rounds that are whole. If none is, the first round is done first.
 *
 * @param <T> a task
 */
public final class Rounds<T> {

	private final List<T> tasks;
	private final Function<T, Object> round;
	private final Predicate<T> done;

	/**
	 * @param tasks of all processes, at least one, the first round first
	 * @param round of a task: equal for those of one round
	 * @param done whether a task is done, by whichever process
	 */
	public Rounds(final List<T> tasks, final Function<T, Object> round, final Predicate<T> done) {
		this.tasks = List.copyOf(tasks);
		this.round = round;
		this.done = done;
	}

	/** {@return the tasks of the rounds that are whole, in their order} */
	public List<T> whole() {
		final Map<Object, Boolean> rounds = tasks.stream().collect(Collectors.toMap(round, done::test, Boolean::logicalAnd));
		return tasks.stream().filter(task -> rounds.get(round.apply(task))).toList();
	}

	/** {@return whether there is no result without a task} */
	private boolean isNeeded(final T task) {
		return round.apply(task).equals(round.apply(tasks.get(0))) && whole().isEmpty();
	}

	/**
	 * Does a task, unless the user ends the run early and has a result without it.
	 *
	 * @param monitor of {@link RunFolder#finishable}
	 * @param work gets a monitor that stops it
	 * @return whether it was done
	 * @throws SonoflowException.Cancelled if the user cancels the run
	 */
	public boolean run(final T task, final Monitor monitor, final Consumer<Monitor> work) {
		if (monitor.isFinishing() && !isNeeded(task)) return false;
		try {
			work.accept(new Stopping(monitor, task));
			return true;
		}
		catch (final SonoflowException.Cancelled e) {
			if (monitor.isCancelled() || !monitor.isFinishing()) throw e;
			return false;
		}
	}

	/** Cancels a task that is not needed for a result that the user wants now; the task itself knows no early end. */
	private final class Stopping extends ForwardingMonitor {

		private final T task;
		private boolean asked;
		private boolean needed;

		Stopping(final Monitor target, final T task) {
			super(target);
			this.task = task;
		}

		@Override
		public synchronized boolean isCancelled() {
			if (super.isCancelled()) return true;
			if (!super.isFinishing()) return false;
			if (!asked) {
				asked = true;
				needed = isNeeded(task);
				if (needed) message("There is no result yet: the first round is done before the run ends.");
			}
			return !needed;
		}

		@Override
		public boolean isFinishing() {
			return false;
		}
	}
}
