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
package io.sonoflow.dataset;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Files that were all tried before any work, so that a bad one is found before hours of it and not in their middle. What is
 * done with each file by itself goes on without the bad ones and names them ({@link #requireAny}, {@link #review}); what is
 * learned or computed of all together must not ({@link #requireAll}): it would be of another set than the user's.
 *
 * <pre>
 * Opened&lt;CropPlan&gt; opened = Opened.of("find pictures", files, strict, monitor, i -&gt; plan(files.get(i)));
 * opened.requireAny();
 * Arrays.stream(opened.usable()).forEach(i -&gt; crop(files.get(i), opened.result(i)));
 * Opened.write(folder, opened.review(names::get, shown));
 * </pre>
 *
 * @param <R> what was found out of a file
 */
public final class Opened<R> {

	/** The table of files that somebody should look at. */
	public static final String REVIEW = "review.csv";

	/** What reasons of files begin with that are used in part. */
	public static final String IN_PART = "used in part: ";

	/** Its columns. */
	public static final List<String> REVIEW_COLUMNS = List.of("image", "reason");

	/** Files whose reasons stand in a message; of more than these a message holds the names. */
	private static final int EXPLAINED = 5;

	private final List<Path> files;
	private final List<Attempt<R>> attempts;

	/** Of result and failure one is null, or both. */
	private record Attempt<R>(R result, SonoflowException.File failure, List<String> flaws) {
	}

	/**
	 * Looks at an opened file.
	 *
	 * @param <R> what is kept of it
	 */
	@FunctionalInterface
	public interface Look<R> {

		/** {@return what is to be kept of a file, perhaps null} */
		R at(int file, FrameReader reader);
	}

	private Opened(final List<Path> files, final List<Attempt<R>> attempts) {
		this.files = files;
		this.attempts = attempts;
	}

	/**
	 * Tries every file, several at a time.
	 *
	 * @param stage for the progress
	 * @param files by number
	 * @param strict whether the first file that cannot be used ends it
	 * @param open reads the file of a number and says what is to be kept of it, perhaps null; throws
	 *          {@link SonoflowException.File} if it cannot be used, and so counts one for which the memory is too small;
	 *          anything else that it throws ends the whole
	 * @throws SonoflowException.File of the first bad file in the order of the files, if strict
	 * @throws SonoflowException.Cancelled if the user stops it
	 */
	public static <R> Opened<R> of(final String stage, final List<Path> files, final boolean strict, final Monitor monitor,
		final IntFunction<R> open)
	{
		return attempt(stage, files, strict, monitor, i -> new Attempt<>(open.apply(i), null, List.of()));
	}

	/**
	 * As {@link #of}, with the files opened here: a clip of which frames are damaged and left out is one that can be used, and
	 * {@link #tell} and {@link #flawed} name it; if strict, it is a bad file.
	 *
	 * @param open gives the reader of a file, which is closed when it was looked at
	 */
	public static <R> Opened<R> reading(final String stage, final List<Path> files, final boolean strict, final Monitor monitor,
		final IntFunction<FrameReader> open, final Look<R> look)
	{
		return attempt(stage, files, strict, monitor, i -> {
			try (FrameReader reader = open.apply(i)) {
				requireWhole(files.get(i), strict, reader.flaws());
				if (strict) readThrough(reader, monitor);
				return new Attempt<>(look.at(i, reader), null, List.copyOf(reader.flaws()));
			}
		});
	}

	/**
	 * The same with files that are opened elsewhere.
	 *
	 * @param open reads the file of a number, and says what is wrong with it although it can be used ({@link FrameReader#flaws})
	 */
	public static <R> Opened<R> inPart(final String stage, final List<Path> files, final boolean strict, final Monitor monitor,
		final IntFunction<Found<R>> open)
	{
		return attempt(stage, files, strict, monitor, i -> {
			final Found<R> found = open.apply(i);
			requireWhole(files.get(i), strict, found.flaws());
			return new Attempt<>(found.result(), null, List.copyOf(found.flaws()));
		});
	}

	/** Whether a frame can be read is known when it is read, and what must be whole is not begun in vain. */
	private static void readThrough(final FrameReader reader, final Monitor monitor) {
		for (int frame = 0; frame < reader.frames(); frame++) {
			monitor.checkCancelled();
			reader.gray(frame);
		}
	}

	private static void requireWhole(final Path file, final boolean strict, final List<String> flaws) {
		if (strict && !flaws.isEmpty()) throw new SonoflowException.File(partOnly(file, flaws) +
			"strict=false takes the rest.");
	}

	private static <R> Opened<R> attempt(final String stage, final List<Path> files, final boolean strict,
		final Monitor monitor, final IntFunction<Attempt<R>> open)
	{
		return new Opened<>(List.copyOf(files), Parallel.map(stage, files.size(), monitor, i -> {
			try {
				return open.apply(i);
			}
			catch (final SonoflowException.File e) {
				if (strict) throw e;
				return new Attempt<R>(null, e, List.of());
			}
			catch (final OutOfMemoryError e) {
				final SonoflowException.File large = new SonoflowException.File("The image " + files.get(i) +
					" needs more memory than Java may use. Give Java more (Edit>Options>Memory & Threads, or -Xmx), or of a clip take " +
					"fewer frames (stride, maxframes).", e);
				if (strict) throw large;
				return new Attempt<R>(null, large, List.of());
			}
		}));
	}

	/** {@return the numbers of the files that can be used, ascending} */
	public int[] usable() {
		return IntStream.range(0, attempts.size()).filter(i -> attempts.get(i).failure == null).toArray();
	}

	/** {@return the numbers of the others, ascending} */
	public int[] unusable() {
		return IntStream.range(0, attempts.size()).filter(i -> attempts.get(i).failure != null).toArray();
	}

	/** {@return what was kept of a file; null if it cannot be used} */
	public R result(final int file) {
		return attempts.get(file).result;
	}

	/** @throws SonoflowException.File if a file cannot be used: names all such files together, and why */
	public void requireAll() {
		if (unusable().length > 0) throw failure("so nothing was done: the result would be of another set of images than " +
			"yours. Repair them, or remove them from the input");
	}

	/** @throws SonoflowException.File if a file can be used in part only, where there is no strict=false to take the rest */
	public void requireWhole() {
		IntStream.range(0, attempts.size()).filter(this::isFlawed).findFirst().ifPresent(i -> {
			throw new SonoflowException.File(partOnly(files.get(i), attempts.get(i).flaws) +
				"Nothing was done. Export or copy it again, or leave it out.");
		});
	}

	private static String partOnly(final Path file, final List<String> flaws) {
		return "The clip " + file + " can be used in part only. " + String.join(" ", flaws) + " ";
	}

	/** @throws SonoflowException.File if no file can be used */
	public void requireAny() {
		if (unusable().length == attempts.size()) throw failure("so nothing was done");
	}

	private SonoflowException.File failure(final String consequence) {
		final int[] bad = unusable();
		if (bad.length == 1) return attempts.get(bad[0]).failure;
		final String reasons = IntStream.of(bad).limit(EXPLAINED).mapToObj(i -> attempts.get(i).failure.getMessage()).collect(
			Collectors.joining(" "));
		final String others = IntStream.of(bad).skip(EXPLAINED).mapToObj(i -> files.get(i).toString()).collect(Collectors
			.joining(", "));
		return new SonoflowException.File(bad.length + " of " + attempts.size() + " images cannot be used, " + consequence +
			". " + reasons + (others.isEmpty() ? "" : " And: " + others), attempts.get(bad[0]).failure);
	}

	/**
	 * @param name of a file as tables have it
	 * @param shown takes out of a text the paths that lead elsewhere, such as to a mask
	 * @return a row of {@link #REVIEW_COLUMNS} for each file that cannot be used; no reason says where the file lies
	 */
	public List<List<String>> review(final IntFunction<String> name, final UnaryOperator<String> shown) {
		return IntStream.of(unusable()).mapToObj(i -> List.of(name.apply(i), shown.apply(reason(i)))).toList();
	}

	/**
	 * As {@link #review}, of files that can be used in part.
	 *
	 * @return a row of {@link #REVIEW_COLUMNS} for each
	 */
	public List<List<String>> flawed(final IntFunction<String> name, final UnaryOperator<String> shown) {
		return IntStream.range(0, attempts.size()).filter(this::isFlawed).mapToObj(i -> List.of(name.apply(i), shown.apply(
			IN_PART + String.join(" ", attempts.get(i).flaws)))).toList();
	}

	private boolean isFlawed(final int file) {
		return attempts.get(file).failure == null && !attempts.get(file).flaws.isEmpty();
	}

	/** Tables are handed on: where a file lies on this machine is not for others. */
	private String reason(final int file) {
		final Path path = files.get(file);
		final Path folder = path.getParent();
		final String reason = attempts.get(file).failure.getMessage().replace(path.toString(), path.getFileName().toString());
		return folder == null || folder.getParent() == null ? reason : reason.replace(folder + folder.getFileSystem()
			.getSeparator(), "");
	}

	/** Writes the table of files to look at, also of none: who reads it need not ask whether it is there. */
	public static void write(final Path folder, final List<List<String>> review) {
		Tables.write(folder.resolve(REVIEW), REVIEW_COLUMNS, review);
	}

	/** {@return how many of how many images were done, in words} */
	public static String count(final int done, final int left) {
		return left == 0 ? done + (done == 1 ? " image" : " images")
			: done + " of " + (done + left) + " images (" + left + " left out: see " + REVIEW + ")";
	}

	/**
	 * Says how many of how many are left out, and the first of them.
	 *
	 * @param table whether they stand in {@link #REVIEW}
	 */
	public void tell(final boolean table, final Monitor monitor) {
		tellFlaws(table, monitor);
		final int[] bad = unusable();
		if (bad.length == 0) return;
		monitor.warn(bad.length + " of " + attempts.size() + " images cannot be used and are left out" + (table ? ": see " +
			REVIEW + ". " : ": ") + (bad.length == 1 ? "" : "The first: ") + attempts.get(bad[0]).failure.getMessage());
	}

	/**
	 * Says how many files are used in part, and what is wrong with the first of them.
	 *
	 * @param table whether they stand in {@link #REVIEW}
	 */
	public void tellFlaws(final boolean table, final Monitor monitor) {
		final int[] flawed = IntStream.range(0, attempts.size()).filter(this::isFlawed).toArray();
		if (flawed.length == 0) return;
		monitor.warn(flawed.length + " of " + attempts.size() + (flawed.length == 1 ? " files is" : " files are") +
			" damaged and used in part" + (table ? ": see " + REVIEW + ". " : ": ") + (flawed.length == 1 ? "" : "The first: ") + files
				.get(flawed[0]) + ". " + String.join(" ", attempts.get(flawed[0]).flaws));
	}
}
