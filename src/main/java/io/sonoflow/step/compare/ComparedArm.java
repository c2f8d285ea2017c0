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
import io.sonoflow.dataset.Sample;
import io.sonoflow.file.Tables;
import io.sonoflow.nn.Classifier;
import io.sonoflow.run.InputHash;
import io.sonoflow.run.RunInfo;
import io.sonoflow.run.RunJson;
import io.sonoflow.step.crossvalidate.CrossValidateClassifier;
import io.sonoflow.step.data.Labelling;
import io.sonoflow.step.data.OrganAccuracy;
import io.sonoflow.step.data.PredictionTables;
import io.sonoflow.step.data.SeenCheck;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One finished cross-validation as it is compared with others, or predictions that were made elsewhere.
 *
 * @param name of the arm
 * @param folder it was read from; of predictions made elsewhere the file
 * @param inputHash what its run.json says of the content of its data set; empty = nothing
 * @param run its run.json; null = made elsewhere
 * @param positive name of the positive class; empty if none is meant
 * @param classes in the order of the probabilities
 * @param parts the tested images of each training, by {@code seed S, fold F}, in the order of the table
 */
record ComparedArm(String name, Path folder, String inputHash, RunJson run, String positive, List<String> classes,
	Map<Key, List<Item>> parts)
{

	private static final String FOLDS = "folds.csv";

	/** A training. */
	record Key(long seed, int fold) {

		@Override
		public String toString() {
			return "seed " + seed + ", fold " + fold;
		}
	}

	/**
	 * One tested image.
	 *
	 * @param image as its data set names it
	 * @param patient or empty
	 * @param label learned and scored; empty = dropped
	 * @param original before any cleaning; null = the run has no such column
	 * @param truth as it really is; null = the run has no such column
	 * @param organ that it shows; null = the run has no such column
	 * @param predicted number of the class that it is taken for
	 * @param probabilities of the classes
	 * @param seen whether what the arm started from has learned from its patient
	 */
	record Item(String image, String patient, String label, String original, String truth, String organ, int predicted,
		double[] probabilities, boolean seen)
	 {

		/** {@return file name without folders and extension, and patient: what stays when a data set moves} */
		String identity() {
			final String file = image.substring(image.lastIndexOf('/') + 1);
			return (file.lastIndexOf('.') > 0 ? file.substring(0, file.lastIndexOf('.')) : file) + (patient.isEmpty() ? ""
				: " of patient " + patient);
		}
	}

	/**
	 * @throws SonoflowException.Input if the folder is not the output of a finished cross-validation
	 * @throws SonoflowException.File if a file of it cannot be read
	 */
	static ComparedArm read(final String name, final Path folder) {
		final RunJson run = RunJson.read(folder.resolve(RunJson.FILE), "Run its cross-validation again.").orElseThrow(
			() -> new SonoflowException.Input("input=" + folder + " has no " + RunJson.FILE + ". Give output folders of \"" +
				CrossValidateClassifier.LABEL + "\"."));
		if (!run.command().equals(CrossValidateClassifier.LABEL)) throw new SonoflowException.Input("input=" + folder +
			" was written by \"" + run.command() + "\". Give output folders of \"" + CrossValidateClassifier.LABEL +
			"\".");
		final Path predictions = folder.resolve(PredictionTables.PREDICTIONS);
		if (!run.isFinished() || !Files.isRegularFile(predictions) || !Files.isRegularFile(folder.resolve(FOLDS)))
			throw new SonoflowException.Input("input=" + folder + " is not finished (status: " + run.status() +
				"). Run its cross-validation to the end first.");
		final Tables.Table table = Tables.read(predictions);
		final List<String> classes = table.header().stream().filter(column -> column.startsWith(
			PredictionTables.PROBABILITY)).map(column -> column.substring(PredictionTables.PROBABILITY.length())).toList();
		// The data set is the first input of a cross-validation.
		final ComparedArm arm = new ComparedArm(name, folder, run.inputs().stream().findFirst().map(InputHash::sha256).orElse(
			""), run, run.figure("positive").orElse(""), classes, parts(table, classes));
		arm.checkComplete();
		return arm;
	}

	private static Map<Key, List<Item>> parts(final Tables.Table table, final List<String> classes) {
		final Map<Key, List<Item>> parts = new LinkedHashMap<>();
		final boolean original = table.header().contains(Labelling.ORIGINAL);
		final boolean truth = table.header().contains(Labelling.TRUTH);
		final boolean seen = table.header().contains(SeenCheck.COLUMN);
		final boolean organ = table.header().contains(OrganAccuracy.COLUMN);
		for (final List<String> row : table.rows()) {
			final double[] probabilities = classes.stream().mapToDouble(each -> Double.parseDouble(row.get(table.column(
				PredictionTables.PROBABILITY + each)))).toArray();
			parts.computeIfAbsent(key(table, row), key -> new ArrayList<>()).add(new Item(row.get(table.column("image")), row.get(table
				.column("patient")), row.get(table.column("label")), original ? row.get(table.column(Labelling.ORIGINAL)) : null, truth
					? row.get(table.column(Labelling.TRUTH)) : null, organ ? row.get(table.column(OrganAccuracy.COLUMN)) : null, Classifier
						.best(probabilities), probabilities, seen && Boolean.parseBoolean(row.get(table.column(SeenCheck.COLUMN)))));
		}
		return parts;
	}

	/** {@return which training a row of a table is of} */
	static Key key(final Tables.Table table, final List<String> row) {
		return new Key(Long.parseLong(row.get(table.column("seed"))), Integer.parseInt(row.get(table.column("fold"))));
	}

	/** {@return whether it is no run of ours} */
	boolean isForeign() {
		return run == null;
	}

	private void checkComplete() {
		// Where sites are left out, there are as many as there are.
		final int expected = (bySite() ? folds() : number("folds")) * number("seeds");
		if (parts.size() == expected) return;
		final String early = new RunInfo(folder, run).early();
		if (!early.isEmpty()) throw new SonoflowException.Input("The cross-validation in " + folder + " was ended early, " + early +
			"; all that are compared need the same trainings. Run it again with overwrite=true, or the others with as few seeds.");
		throw new SonoflowException.File(folder.resolve(PredictionTables.PREDICTIONS) + " holds " + parts.size() +
			" trainings, but folds x seeds of its run.json are " + expected +
			". It was edited or damaged; run the cross-validation again.");
	}

	/** {@return whether each part of its division is a site} */
	boolean bySite() {
		return parameter("groups").equals(Sample.SITE);
	}

	/** {@return path of the data set, as far as its record says it} */
	String input() {
		if (isForeign()) return folder.toString();
		final RunInfo info = new RunInfo(folder, run);
		return info.inputs().stream().findFirst().flatMap(info::find).map(Path::toString).orElse(parameter("input"));
	}

	/** {@return parts of a division} */
	int folds() {
		return (int) parts.keySet().stream().map(Key::fold).distinct().count();
	}

	/** {@return the scores as the cross-validation itself wrote them} */
	Tables.Table scores() {
		return Tables.read(folder.resolve(FOLDS));
	}

	/** {@return the files that a comparison depends on} */
	List<Path> files() {
		if (isForeign()) return List.of(folder);
		return List.of(folder.resolve(PredictionTables.PREDICTIONS), folder.resolve(FOLDS));
	}

	/** {@return optimiser steps of a training; empty if its record does not say} */
	String steps() {
		return run.figure("steps").orElse("");
	}

	/** {@return a parameter as a text; of one that its version did not know, what that version did} */
	String parameter(final String key) {
		return run.parameter(key).orElseGet(() -> before(key));
	}

	private static String before(final String name) {
		final CrossValidateClassifier step = new CrossValidateClassifier();
		final String since = step.has(name) ? step.key(name).get(io.sonoflow.parameter.Key.SINCE) : null;
		if (since == null) return "0";
		return step.key(name).type() == double.class ? Double.toString(Double.parseDouble(since)) : since;
	}

	private int number(final String key) {
		final String value = parameter(key);
		try {
			return Integer.parseInt(value);
		}
		catch (final NumberFormatException e) {
			throw new SonoflowException.File(folder.resolve(RunJson.FILE) + " says " + key + "=" + value +
				", which is no number. It was edited or damaged; run the cross-validation again.", e);
		}
	}
}
