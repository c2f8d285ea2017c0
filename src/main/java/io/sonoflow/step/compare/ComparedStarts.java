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
package io.sonoflow.step.compare;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;
import io.sonoflow.step.compare.ComparedArm.Item;
import io.sonoflow.step.compare.ComparedArm.Key;
import io.sonoflow.step.data.Origins;
import io.sonoflow.step.data.SeenCheck;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which test patients the starts of the arms have seen, and the arms without them. */
record ComparedStarts(ComparedArms arms) {

	/** The comparison on the patients whom no start has seen; only where some were seen. */
	static final String UNSEEN = "comparisonunseen.csv";

	/** A difference between folds needs two. */
	private static final int LEAST_FOLDS = 2;

	/** Of a start in one role. */
	private record Share(int seen, int byName, int patients, boolean isKnown, List<String> row) {

		@Override
		public String toString() {
			if (!isKnown) return "not known";
			return seen + " of " + patients + (byName == 0 ? "" : ", " + byName + " of them by name only");
		}
	}

	/** Of none seen and not known the latter is told. */
	private static final Comparator<Share> MORE = Comparator.comparingInt(Share::seen).thenComparing(share -> !share.isKnown);

	private static List<Share> shares(final ComparedArm arm) {
		final Path file = arm.folder().resolve(SeenCheck.FILE);
		if (arm.isForeign() || !Files.isRegularFile(file)) return List.of();
		final Tables.Table table = Tables.read(file);
		return table.rows().stream().filter(row -> row.get(table.column("tested")).equals(Origins.FOLDS)).map(row -> share(file,
			table, row)).toList();
	}

	private static Share share(final Path file, final Tables.Table table, final List<String> row) {
		final String seen = row.get(table.column("seenpatients"));
		return new Share(number(file, seen), number(file, row.get(table.column("byname"))), number(file, row.get(table.column(
			"patients"))), !seen.equals(SeenCheck.UNKNOWN), row);
	}

	/** {@return the number; 0 where it is unknown} */
	private static int number(final Path file, final String text) {
		try {
			return text.equals(SeenCheck.UNKNOWN) ? 0 : Integer.parseInt(text);
		}
		catch (final NumberFormatException e) {
			throw new SonoflowException.File(file + " holds \"" + text +
				"\" where a number should be. It was edited or damaged; run the cross-validation again.", e);
		}
	}

	/** {@return what the arms' own tables say: the arm, then the columns of {@link SeenCheck#HEADER}} */
	List<List<String>> rows() {
		final List<List<String>> rows = new ArrayList<>();
		for (final ComparedArm arm : arms.list())
			for (final Share share : shares(arm)) {
				final List<String> row = new ArrayList<>(List.of(arm.name()));
				row.addAll(share.row);
				rows.add(row);
			}
		return rows;
	}

	/** {@return the warning of patients whom a start has seen; none if none was} */
	List<String> warnings() {
		final Map<String, Share> most = new LinkedHashMap<>();
		for (final ComparedArm arm : arms.list())
			shares(arm).stream().max(MORE).ifPresent(share -> most.put(arm.name(), share));
		if (most.values().stream().allMatch(share -> share.seen == 0)) return List.of();
		final String list = most.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue()).collect(
			Collectors.joining("; "));
		return List.of("What arms start from has learned from patients on whom they are tested (" + list +
			"): a difference may come from that. " + (most.values().stream().allMatch(share -> share.seen == share.byName)
				? "Where only names are the same, as those of phantoms are, they may be others. " : "") + (unseen().isEmpty()
				? "Too few patients are left whom no start has seen: start all from what learned from other patients."
				: UNSEEN + " compares on the patients whom no start has seen."));
	}

	/** {@return the arms on the images of patients whom no start has seen; empty if all are such, or they are too few} */
	List<ComparedArm> unseen() {
		final Set<String> seen = new HashSet<>();
		for (final ComparedArm arm : arms.list())
			arm.parts().values().forEach(items -> items.stream().filter(Item::seen).map(arms::name).forEach(seen::add));
		if (seen.isEmpty()) return List.of();
		final List<ComparedArm> left = arms.list().stream().map(arm -> without(arm, seen)).toList();
		return left.get(0).folds() < LEAST_FOLDS ? List.of() : left;
	}

	/** All arms test the same images, so that the same trainings are left of each. */
	private ComparedArm without(final ComparedArm arm, final Set<String> seen) {
		final Map<Key, List<Item>> parts = new LinkedHashMap<>();
		arm.parts().forEach((key, items) -> {
			final List<Item> left = items.stream().filter(item -> !seen.contains(arms.name(item))).toList();
			if (!left.isEmpty()) parts.put(key, left);
		});
		return new ComparedArm(arm.name(), arm.folder(), arm.inputHash(), arm.run(), arm.positive(), arm.classes(), parts);
	}
}
