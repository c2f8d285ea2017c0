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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Takes pictures apart frame by frame, several at a time, writes what they are made of, and counts what could not be read. */
final class SeparationRun {

	/** The table of bars. */
	static final String BARS = "bars.csv";

	/**
	 * Its columns; low and high are empty where the numbers are not surely read, and the unit is "power" of bars without sign.
	 * aliased: pixels of flow that is faster than the bar's ends. The rectangle round the colour box comes last; of a bar or a box
	 * that is not found nothing stands there.
	 */
	static final List<String> COLUMNS = List.of("image", "x", "y", "w", "h", "low", "high", "unit", "aliased", "boxx", "boxy",
		"boxw", "boxh");

	private final List<FrameQueue> queues;
	private final boolean strict;
	private final RunFolder folder;
	private final Monitor monitor;
	/** What is done, by the number of the picture or clip. */
	private final Map<Integer, SeparationPart> parts = new ConcurrentSkipListMap<>();

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

	/**
	 * @param review of what is left out or used in part already
	 * @param check of the parts that are there, given whether there is one of a number; before they are put together
	 * @param end what else is written of the result, if all is there, while no other process writes
	 */
	SeparateDoppler.Result run(final List<List<String>> review, final Consumer<IntPredicate> check,
		final Consumer<SeparateDoppler.Result> end)
	{
		if (folder == null) {
			separate(IntStream.range(0, queues.size()).toArray());
			return conclude(review);
		}
		final int[] mine = IntStream.range(0, queues.size()).filter(source -> folder.shard().has(queues.get(source)
			.source().number())).toArray();
		final int[] missing = IntStream.of(mine).filter(source -> stored(source).filter(SeparationPart::hasFrames).isEmpty())
			.toArray();
		if (missing.length < mine.length) monitor.message((mine.length - missing.length) + " of " + mine.length +
			" pictures and clips are already done.");
		folder.keeps(() -> {
			final long done = IntStream.range(0, queues.size()).filter(source -> stored(source).isPresent()).count();
			return done == 0 ? "" : done + " of " + queues.size() + " pictures and clips";
		});
		separate(missing);
		return folder.alone(monitor, () -> {
			check.accept(number -> SeparationPart.store(folder.path()).find(SeparationPart.name(number), folder.key(),
				SeparationPart::hasFrames).isPresent());
			for (int source = 0; source < queues.size(); source++) {
				final int number = source;
				stored(source).ifPresent(part -> parts.put(number, part));
			}
			if (parts.size() == queues.size()) {
				final SeparateDoppler.Result result = conclude(review);
				end.accept(result);
				return result;
			}
			monitor.message(parts.size() + " of " + queues.size() +
				" pictures and clips are done. The tables are written when the other shards have done theirs.");
			folder.incomplete("images", parts.size(), queues.size());
			return SeparateDoppler.Result.unfinished();
		});
	}

	/** {@return what an earlier process left; of an open picture, which is not told from another one, nothing} */
	private Optional<SeparationPart> stored(final int source) {
		final DopplerSource of = queues.get(source).source();
		if (of.open() != null) return Optional.empty();
		return SeparationPart.store(folder.path()).find(SeparationPart.name(of.number()), folder.key(), part -> part.isThere(of,
			folder));
	}

	private void separate(final int[] sources) {
		// One piece a frame, in their order; which frame of its clip a piece gets is decided when it is read.
		final List<Integer> pieces = new ArrayList<>();
		for (final int source : sources)
			for (int frame = 0; frame < queues.get(source).source().frames(); frame++)
				pieces.add(source);
		try {
			Parallel.map("separating", pieces.size(), monitor, i -> piece(pieces.get(i)));
		}
		finally {
			queues.forEach(FrameQueue::close);
		}
	}

	/** {@return null} */
	private Void piece(final int source) {
		monitor.checkCancelled();
		final FrameQueue queue = queues.get(source);
		final FrameQueue.Taken taken = queue.next(monitor);
		if (taken == null && strict) throw queue.failure();
		if (queue.done(taken == null ? null : SeparatedFrame.of(queue, taken, folder, monitor))) {
			final SonoflowException.File failure = queue.failure();
			final DopplerSource clip = queue.source();
			final String said = failure == null ? "" : Found.brokenOff(clip.choice().numbers(clip.all())[queue.read()], clip.all(),
				failure);
			final SeparationPart part = SeparationPart.of(clip, queue.made(), said);
			parts.put(source, part);
			if (folder != null) SeparationPart.store(folder.path()).write(SeparationPart.name(clip.number()), folder.key(), part);
			queue.forget();
		}
		return null;
	}

	private SeparateDoppler.Result conclude(final List<List<String>> review) {
		if (frames() == 0) throw queues.get(0).failure() != null ? queues.get(0).failure() : new SonoflowException.File(parts.get(0)
			.failure());
		final List<List<String>> rows = parts.values().stream().flatMap(part -> part.rows().stream()).toList();
		if (folder != null) Tables.write(folder.resolve(BARS), COLUMNS, rows);
		parts.forEach((source, part) -> {
			if (!part.failure().isEmpty()) monitor.warn(queues.get(source).source().name() +
				" breaks in the middle, and what comes before is separated. " + part.failure());
		});
		tell();
		final List<SeparatedFrame> open = queues.stream().flatMap(queue -> queue.made().stream()).filter(frame -> frame
			.shown() != null).toList();
		final List<Shown> shown = open.stream().map(SeparatedFrame::shown).toList();
		return new SeparateDoppler.Result(true, objects(rows), shown.stream().map(Shown::grey).toList(), shown.stream().map(
			Shown::colour).toList(), shown.stream().map(Shown::aliased).toList(), shown.stream().map(Shown::velocity).toList(), shown
				.stream().map(Shown::box).toList(), open.stream().map(SeparatedFrame::number).toList(), review(review));
	}

	private static List<List<Object>> objects(final List<List<String>> rows) {
		final List<List<Object>> objects = new ArrayList<>();
		rows.forEach(row -> objects.add(IntStream.range(0, row.size()).mapToObj(column -> object(COLUMNS.get(column), row.get(
			column))).toList()));
		return objects;
	}

	/** {@return a cell as scripts see it: numbers where there are some} */
	private static Object object(final String column, final String cell) {
		if (cell.isEmpty()) return cell;
		return switch (column) {
			case "image", "unit" -> cell;
			case "low", "high" -> Double.valueOf(cell);
			default -> Integer.valueOf(cell);
		};
	}

	/** {@return the same, and clips that could not be read to their end} */
	private List<List<String>> review(final List<List<String>> before) {
		final List<List<String>> review = new ArrayList<>(before);
		parts.forEach((source, part) -> {
			if (!part.failure().isEmpty()) review.add(List.of(queues.get(source).source().name(), RecordedPaths.text(Opened.IN_PART +
				part.failure())));
		});
		return review;
	}

	private int count(final State state) {
		return parts.values().stream().mapToInt(part -> part.count(state)).sum();
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
			"say, not unfolded; aliased/ and the column aliased say which pixels, and how many.");
	}

	int frames() {
		return parts.values().stream().mapToInt(SeparationPart::frames).sum();
	}

	int read() {
		return count(State.READ);
	}

	int aliased() {
		return parts.values().stream().mapToInt(SeparationPart::aliased).sum();
	}
}
