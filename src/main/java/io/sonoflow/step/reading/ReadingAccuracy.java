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
package io.sonoflow.step.reading;

import io.sonoflow.Monitor;
import io.sonoflow.file.Tables;
import io.sonoflow.metric.ReaderAccuracy;
import io.sonoflow.metric.Summary;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.data.PredictionTables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** How often readers are right. */
final class ReadingAccuracy {

	/** The table; its last row is of all readers. */
	static final String FILE = "accuracy.csv";

	/** realright, syntheticright: of the real and synthetic items the share that is called so. std, least, most: of all only. */
	static final List<String> COLUMNS = List.of("reader", "items", "right", "accuracy", "low", "high", "p", "realright",
		"syntheticright", "std", "least", "most");

	private static final String ALL = "all";

	private final List<ReadingItem> items;
	private final ReadingAnswers answers;
	private final Boolean[][] right;

	ReadingAccuracy(final List<ReadingItem> items, final ReadingAnswers answers) {
		this.items = items;
		this.answers = answers;
		right = answers.called().stream().map(called -> IntStream.range(0, items.size()).mapToObj(i -> called.get(i) == null ? null
			: (Boolean) called.get(i).equals(items.get(i).kind())).toArray(Boolean[]::new)).toArray(Boolean[][]::new);
	}

	List<List<String>> write(final RunFolder folder, final Monitor monitor) {
		final List<List<String>> rows = new ArrayList<>();
		final double[] shares = new double[right.length];
		for (int r = 0; r < right.length; r++) {
			final int reader = r;
			final int answered = count(reader, i -> true);
			final int hits = hits(reader, i -> true);
			final ReaderAccuracy accuracy = ReaderAccuracy.of(hits, answered);
			shares[r] = accuracy.value();
			rows.add(row(answers.readers().get(r), answered, hits, accuracy, new int[] { reader }, "", "", ""));
		}
		final ReaderAccuracy all = ReaderAccuracy.ofAll(right);
		final Summary summary = Summary.of(shares);
		final double least = Arrays.stream(shares).min().orElseThrow();
		final double most = Arrays.stream(shares).max().orElseThrow();
		final int[] readers = IntStream.range(0, right.length).toArray();
		rows.add(row(ALL, sum(readers, r -> count(r, i -> true)), sum(readers, r -> hits(r, i -> true)), all, readers, text(summary
			.std()), text(least), text(most)));
		Tables.write(folder.resolve(FILE), COLUMNS, rows);
		folder.figure("readers", right.length);
		folder.figure("accuracy", all.value());
		folder.figure("low", all.low());
		folder.figure("high", all.high());
		folder.figure("p", all.p());
		folder.figure("least", least);
		folder.figure("most", most);
		if (right.length > 1) folder.figure("std", summary.std());
		monitor.message(String.format(Locale.ROOT, "%d %s: %.1f %% right%s, 95 %% interval %.1f to %.1f %%; guessing gives 50 %% " +
			"(p = %.3g).", right.length, right.length == 1 ? "reader" : "readers", 100 * all.value(), right.length == 1 ? "" : String
				.format(Locale.ROOT, " in the mean (standard deviation %.1f, from %.1f to %.1f)", 100 * summary.std(), 100 * least, 100 *
					most), 100 * all.low(), 100 * all.high(), all.p()));
		return rows;
	}

	private List<String> row(final String name, final int answered, final int hits, final ReaderAccuracy accuracy,
		final int[] readers, final String std, final String least, final String most)
	{
		return List.of(name, String.valueOf(answered), String.valueOf(hits), text(accuracy.value()), text(accuracy.low()), text(
			accuracy.high()), text(accuracy.p()), share(readers, ReadingItem::real), share(readers, item -> !item.real()), std, least,
			most);
	}

	private String share(final int[] readers, final Predicate<ReadingItem> which) {
		return text((double) sum(readers, r -> hits(r, which)) / sum(readers, r -> count(r, which)));
	}

	private static int sum(final int[] readers, final java.util.function.IntUnaryOperator of) {
		return Arrays.stream(readers).map(of).sum();
	}

	private int count(final int reader, final Predicate<ReadingItem> which) {
		return (int) IntStream.range(0, items.size()).filter(i -> right[reader][i] != null && which.test(items.get(i))).count();
	}

	private int hits(final int reader, final Predicate<ReadingItem> which) {
		return (int) IntStream.range(0, items.size()).filter(i -> Objects.equals(right[reader][i], true) && which.test(items.get(i)))
			.count();
	}

	private static String text(final double value) {
		return PredictionTables.text(value);
	}
}
