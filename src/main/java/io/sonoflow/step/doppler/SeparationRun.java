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
package io.sonoflow.step.doppler;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.Opened;
import io.sonoflow.file.Tables;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.doppler.SeparatedFrame.Shown;
import io.sonoflow.step.doppler.SeparatedFrame.State;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Takes pictures apart frame by frame, several at a time, writes what they are made of, and counts what could not be read. */
final class SeparationRun {

	/** The table of bars. */
	static final String BARS = "bars.csv";

	/**
	 * Its columns; low and high are empty where the numbers are not surely read, and the unit is "power" of bars without sign.
	 * aliased: pixels of flow at a jump across the bar's ends. The rectangle round the colour box comes last; of a bar or a box that
	 * is not found nothing stands there.
	 */
	static final List<String> COLUMNS = List.of("image", "x", "y", "w", "h", "low", "high", "unit", "aliased", "boxx", "boxy", "boxw",
		"boxh");

	private final List<FrameQueue> queues;
	private final boolean strict;
	private final RunFolder folder;
	private final Monitor monitor;
	private final List<SeparatedFrame> done = new ArrayList<>();

	/**
	 * @param strict whether a clip that cannot be read to its end ends the run
	 * @param folder null = nothing is written
	 */
	SeparationRun(final List<DopplerSource> sources, final boolean strict, final RunFolder folder, final Monitor monitor) {
		queues = sources.stream().map(FrameQueue::new).toList();
		this.strict = strict;
		this.folder = folder;
		this.monitor = monitor;
	}

	/** @param review of what is left out or used in part already */
	SeparateDoppler.Result run(final List<List<String>> review) {
		// One piece a frame, in their order; which frame of its clip a piece gets is decided when it is read.
		final List<FrameQueue> pieces = new ArrayList<>();
		for (final FrameQueue queue : queues)
			for (int frame = 0; frame < queue.source().frames(); frame++)
				pieces.add(queue);
		try {
			final List<SeparatedFrame> made = Parallel.map("separating", pieces.size(), monitor, i -> piece(pieces.get(i)));
			int from = 0;
			for (final FrameQueue queue : queues) {
				made.subList(from, from + queue.source().frames()).stream().filter(Objects::nonNull).sorted(Comparator.comparingInt(
					SeparatedFrame::number)).forEach(done::add);
				from += queue.source().frames();
			}
		}
		finally {
			queues.forEach(FrameQueue::close);
		}
		if (done.isEmpty()) throw queues.get(0).failure();
		final List<List<Object>> rows = done.stream().map(SeparatedFrame::row).filter(row -> !row.isEmpty()).toList();
		if (folder != null) Tables.write(folder.resolve(BARS), COLUMNS, rows.stream().map(row -> row.stream().map(
			SeparationRun::text).toList()).toList());
		tell();
		final List<Shown> shown = done.stream().map(SeparatedFrame::shown).filter(Objects::nonNull).toList();
		return new SeparateDoppler.Result(rows, shown.stream().map(Shown::grey).toList(), shown.stream().map(Shown::colour).toList(),
			shown.stream().map(Shown::velocity).toList(), shown.stream().map(Shown::box).toList(), review(review));
	}

	/** {@return null if the frame cannot be read} */
	private SeparatedFrame piece(final FrameQueue queue) {
		monitor.checkCancelled();
		final FrameQueue.Taken taken = queue.next();
		if (taken == null && strict) throw queue.failure();
		return taken == null ? null : SeparatedFrame.of(queue, taken, folder, monitor);
	}

	/** {@return the same, and clips that could not be read to their end} */
	private List<List<String>> review(final List<List<String>> before) {
		final List<List<String>> review = new ArrayList<>(before);
		for (final FrameQueue queue : queues) {
			final SonoflowException.File failure = queue.failure();
			if (failure == null) continue;
			final String said = Found.brokenOff(queue.read(), queue.source().frames(), failure);
			review.add(List.of(queue.source().name(), RecordedPaths.text(Opened.IN_PART + said)));
			monitor.warn(queue.source().name() + " breaks in the middle, and what comes before is separated. " + said);
		}
		return review;
	}

	private static String text(final Object value) {
		return value instanceof final Double number && number == Math.rint(number) ? String.valueOf(Math.round(number)) : String
			.valueOf(value);
	}

	private int count(final State state) {
		return (int) done.stream().filter(frame -> frame.state() == state).count();
	}

	private void tell() {
		final String of = " of " + frames() + (frames() == 1 ? " picture" : " pictures");
		final int power = count(State.POWER);
		final int unread = count(State.UNREAD);
		final int barless = count(State.MISSING);
		if (power > 0) monitor.message(power + of + (power == 1 ? " shows" : " show") +
			" power, not velocity: the bar's two sides do not differ. No velocity is given.");
		if (unread > 0) monitor.warn(unread + of + (unread == 1 ? " has" : " have") +
			" a colour bar whose numbers or unit cannot be read surely. No velocity is given.");
		if (barless > 0) monitor.warn(barless + of + (barless == 1 ? " has" : " have") + " no colour bar. No velocity is given.");
		if (aliased() > 0) monitor.warn(aliased() + of + (aliased() == 1 ? " is" : " are") +
			" aliased: flow is faster than the bar's ends, and its colour has jumped to the other end. Velocities are as the colours " +
			"say, not unfolded; see the column aliased.");
	}

	int frames() {
		return done.size();
	}

	int read() {
		return count(State.READ);
	}

	int aliased() {
		return (int) done.stream().filter(SeparatedFrame::aliased).count();
	}
}
