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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Classifier;
import io.sonoflow.step.compare.ComparedArm.Item;
import io.sonoflow.step.compare.ComparedArm.Key;
import io.sonoflow.step.data.PredictionTables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A table of predictions made elsewhere: image, prediction, a column of probabilities for each class ({@code p_<class>} or the
 * class's name; of two classes one is enough), and label, patient, seed and fold where it has them. Images are found by the
 * name that the cross-validation has them by, else by file name without ending and as many folders as agree; no row is of two
 * images. Labels of its own are held against the cross-validation's, by which all are scored.
 */
final class ForeignPredictions {

	private static final String IMAGE = "image";
	private static final String PATIENT = "patient";
	private static final String LABEL = "label";
	private static final String PREDICTION = "prediction";
	private static final int NAMED = 3;
	private static final double ROUNDING = 1e-6;

	/** By how much the sum of rounded probabilities may differ from 1. */
	private static final double SUM = 0.02;

	private final String name;
	private final Path file;
	private final ComparedArm reference;
	private final Monitor monitor;
	private final Tables.Table table;
	private final List<List<String>> columns;

	/** Rows by training (null = all) and image, or image's bare name. */
	private final Map<Key, Map<String, List<List<String>>>> rows = new HashMap<>();

	/**
	 * @param reference a cross-validation on the same images
	 * @throws SonoflowException.Input if the table lacks a column
	 */
	ForeignPredictions(final String name, final Path file, final ComparedArm reference, final Monitor monitor) {
		this.name = name;
		this.file = file;
		this.reference = reference;
		this.monitor = monitor;
		table = Tables.read(file);
		if (!table.header().contains(IMAGE)) throw refused("it has no column image (columns: " + String.join(", ", table.header()) +
			"). Name each image as the cross-validation does.");
		columns = reference.classes().stream().map(label -> table.header().stream().filter(column -> column.equals(
			PredictionTables.PROBABILITY + label) || column.equals(label)).toList()).toList();
		requireColumns();
		for (final List<String> row : table.rows())
			for (final String each : new LinkedHashSet<>(List.of(row.get(table.column(IMAGE)), bare(row.get(table.column(IMAGE))))))
				rows.computeIfAbsent(has("seed") && has("fold") ? key(row) : null, key -> new HashMap<>()).computeIfAbsent(each,
					key -> new ArrayList<>()).add(row);
	}

	private Key key(final List<String> row) {
		try {
			return ComparedArm.key(table, row);
		}
		catch (final NumberFormatException e) {
			throw new SonoflowException.Input("input=" + file + ": seed or fold of " + row.get(table.column(IMAGE)) +
				" is no whole number. Correct it, or leave both columns out.", e);
		}
	}

	private boolean has(final String column) {
		return table.header().contains(column);
	}

	private SonoflowException.Input refused(final String why) {
		return new SonoflowException.Input("input=" + file + " cannot be compared: " + why);
	}

	private void requireColumns() {
		final List<String> wanted = reference.classes().stream().map(label -> PredictionTables.PROBABILITY + label).toList();
		final long found = columns.stream().filter(each -> !each.isEmpty()).count();
		if (found < columns.size() - (columns.size() == 2 ? 1 : 0)) throw refused("it needs the columns " + String.join(", ",
			wanted) +
			" with the probabilities of the classes, and has " + String.join(", ", table.header()) + ".");
		final List<String> strange = table.header().stream().filter(column -> column.startsWith(PredictionTables.PROBABILITY) &&
			!wanted
			.contains(column)).toList();
		if (!strange.isEmpty()) throw refused("the class of its column " + strange.get(0) + " is unknown to \"" + reference.name() +
			"\", whose classes are " + String.join(", ", reference.classes()) + ".");
	}

	/** {@return file name without folders and ending} */
	private static String bare(final String image) {
		return image.replace('\\', '/').replaceFirst("^.*/", "").replaceFirst("[.][A-Za-z0-9]{1,5}$", "");
	}

	/**
	 * {@return the predictions of the images that each training of the cross-validation tested}
	 *
	 * @throws SonoflowException.Input if images are missing, or a row cannot be used
	 */
	ComparedArm arm() {
		final Map<Key, List<Item>> parts = new LinkedHashMap<>();
		final Set<String> missing = new LinkedHashSet<>();
		final Set<String> tested = new LinkedHashSet<>();
		final Set<String> contradicting = new LinkedHashSet<>();
		reference.parts().forEach((key, items) -> {
			final List<Item> own = new ArrayList<>();
			final Map<List<String>, String> taken = new IdentityHashMap<>();
			for (final Item item : items) {
				tested.add(item.image());
				final List<String> row = row(key, item);
				if (row == null) {
					missing.add(item.image());
					continue;
				}
				final String other = taken.put(row, item.image());
				if (other != null && !other.equals(item.image())) throw refused("its row of " + row.get(table.column(IMAGE)) +
					" may be of " + other + " or of " + item.image() + ". Name images as \"" + reference.name() +
					"\" does, with the folders that tell them apart.");
				own.add(item(item, row));
				if (!label(item, row).equals(item.label())) contradicting.add(item.image());
			}
			parts.put(key, own);
		});
		if (!missing.isEmpty()) throw refused(missing.size() + " of the " + tested.size() + " images that \"" + reference.name() +
			"\" tested are not in it: " + some(missing) + ". Predict these, too: an image without a prediction must be no advantage.");
		if (!contradicting.isEmpty()) monitor.warn(name + ": its column label differs from that of " + reference.name() + " for " +
			contradicting.size() + " of " + tested.size() + " images (" + some(contradicting) + "). Both are scored on those of " +
			reference.name() + ".");
		return new ComparedArm(name, file, "", null, reference.positive(), reference.classes(), parts);
	}

	private static String some(final Set<String> names) {
		final List<String> list = List.copyOf(names);
		return String.join(", ", list.subList(0, Math.min(NAMED, list.size()))) + (list.size() <= NAMED ? "" : " and " +
			(list.size() -
			NAMED) + " more");
	}

	/** {@return the row of an image; null if there is none} */
	private List<String> row(final Key key, final Item item) {
		final Map<String, List<List<String>>> of = rows.getOrDefault(has("seed") && has("fold") ? key : null, Map.of());
		List<List<String>> found = of.getOrDefault(item.image(), List.of());
		if (found.isEmpty()) found = of.getOrDefault(bare(item.image()), List.of()).stream().filter(row -> !has(PATIENT) || item
			.patient().isEmpty() || row.get(table.column(PATIENT)).isEmpty() || row.get(table.column(PATIENT)).equals(item.patient()))
			.toList();
		final int best = found.stream().mapToInt(row -> common(item.image(), row.get(table.column(IMAGE)))).max().orElse(0);
		found = found.stream().filter(row -> common(item.image(), row.get(table.column(IMAGE))) == best).toList();
		if (found.size() > 1) throw refused("it has " + found.size() + " rows of the image " + item.image() +
			", and it is not known which is meant. Keep one, name the patients, or add the columns seed and fold.");
		return found.isEmpty() ? null : found.get(0);
	}

	/** {@return how many folders before the file's name are the same, from the last on} */
	private static int common(final String one, final String other) {
		final String[] a = one.replace('\\', '/').split("/");
		final String[] b = other.replace('\\', '/').split("/");
		int same = 0;
		while (same + 1 < Math.min(a.length, b.length) && a[a.length - 2 - same].equals(b[b.length - 2 - same]))
			same++;
		return same;
	}

	private String label(final Item of, final List<String> row) {
		return has(LABEL) && !row.get(table.column(LABEL)).isEmpty() ? row.get(table.column(LABEL)) : of.label();
	}

	private Item item(final Item of, final List<String> row) {
		final double[] probabilities = probabilities(row);
		final int best = Classifier.best(probabilities);
		final String said = has(PREDICTION) ? row.get(table.column(PREDICTION)) : reference.classes().get(best);
		final String label = label(of, row);
		for (final String each : List.of(said, label))
			if (!reference.classes().contains(each) && !(each.equals(label) && each.equals(of.label()))) throw refused("\"" + each +
				"\" of the image " + of.image() + " is none of the classes " + String.join(", ", reference.classes()) + ".");
		return new Item(of.image(), of.patient(), of.label(), of.original(), of.truth(), of.organ(), reference.classes()
			.indexOf(said), probabilities, of.seen());
	}

	private double[] probabilities(final List<String> row) {
		final double[] probabilities = new double[columns.size()];
		for (int c = 0; c < probabilities.length; c++)
			probabilities[c] = columns.get(c).isEmpty() ? Double.NaN : probability(row, columns.get(c).get(0));
		for (int c = 0; c < probabilities.length; c++)
			if (Double.isNaN(probabilities[c])) probabilities[c] = 1 - probabilities[1 - c];
		final double sum = Arrays.stream(probabilities).sum();
		if (Math.abs(sum - 1) > SUM) throw refused(String.format(Locale.ROOT, "the probabilities of the image %s have the sum " +
			"%.3g. Give those of a softmax, whose sum is 1: scores of other kinds cannot be held against them.", row.get(table.column(
				IMAGE)), sum));
		return probabilities;
	}

	private double probability(final List<String> row, final String column) {
		final String text = row.get(table.column(column));
		try {
			final double value = Double.parseDouble(text);
			if (value >= -ROUNDING && value <= 1 + ROUNDING) return value;
		}
		catch (final NumberFormatException e) {
			// Said below.
		}
		throw refused(column + " of the image " + row.get(table.column(IMAGE)) + " is \"" + text +
			"\", which is no probability from 0 to 1.");
	}
}
