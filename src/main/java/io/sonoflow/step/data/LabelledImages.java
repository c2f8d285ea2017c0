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
package io.sonoflow.step.data;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.nn.Classifier;
import io.sonoflow.train.ImageCache;
import io.sonoflow.train.Inference;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A data set that is fit to train and test a classifier on: all of it was checked.
 *
 * @param dataset the samples, each with a label or with one that was dropped
 * @param classes the labels, sorted
 * @param positive index of the positive class, or {@link ClassifierScores#NO_POSITIVE}
 * @param labellings what predictions are held against; first the column label, which is also what networks learn; then, if
 *          labels were cleaned, the original ones; then, if it is known and differs, the truth
 * @param images by sample number
 */
public record LabelledImages(Dataset dataset, List<String> classes, int positive, List<Labelling> labellings, ImageCache images) {

	/**
	 * @param input as {@link Dataset#read} takes it
	 * @param positive a label, or empty: the rarer one of two (the later in the alphabet of equally many; before any cleaning);
	 *          with three or more classes none, and scores are means over the classes
	 * @throws SonoflowException if a label is missing, there is one class only, positive is not among the labels, or an image
	 *           cannot be used
	 */
	public static LabelledImages read(final Path input, final String positive, final Monitor monitor) {
		return of(Dataset.read(input, monitor), positive, monitor);
	}

	/**
	 * The same where each sample is an image or a clip.
	 *
	 * @param clips which frames count, and how they are pooled
	 * @throws SonoflowException likewise, or if frames of a clip have several labels
	 */
	public static LabelledImages read(final Path input, final String positive, final ClipSettings clips, final Monitor monitor) {
		final ClipUnits units = ClipUnits.of(Dataset.read(input, monitor), monitor);
		final Labels labels = Labels.of(units.dataset(), positive, monitor);
		return labels.with(ImageCache.of(units, clips.clips(labels.positive)), monitor);
	}

	/**
	 * The same of clips and images that were put together before.
	 *
	 * @param monitor hears of the pictures; of the labels nothing is said
	 */
	public static LabelledImages of(final ClipUnits units, final ClipSettings clips, final Monitor monitor) {
		final Labels labels = Labels.of(units.dataset(), "", Monitor.NONE);
		return labels.with(ImageCache.of(units, clips.clips(labels.positive)), monitor);
	}

	/** What a data set says beside its pictures. */
	private record Labels(Dataset dataset, List<String> classes, int positive, List<Labelling> labellings) {

		static Labels of(final Dataset dataset, final String positive, final Monitor monitor) {
			final List<String> classes = dataset.requireClasses();
			final List<Labelling> labellings = LabelledImages.labellings(dataset, classes, monitor);
			return new Labels(dataset, classes, LabelledImages.positive(positive, dataset, classes, strata(labellings), monitor),
				labellings);
		}

		LabelledImages with(final ImageCache images, final Monitor monitor) {
			images.check(monitor);
			return new LabelledImages(dataset, classes, positive, labellings, images);
		}
	}

	/** The same of a data set that was read before. */
	public static LabelledImages of(final Dataset dataset, final String positive, final Monitor monitor) {
		return Labels.of(dataset, positive, monitor).with(ImageCache.of(dataset.samples()), monitor);
	}

	/**
	 * Images that a trained classifier is to be tested on: its classes are theirs, in its order, also those that none of them has.
	 *
	 * @param key of the data set, for messages
	 * @param trained what the classifier is trained on
	 * @throws SonoflowException if a label is missing or is none of the classes, or an image cannot be used
	 */
	public static LabelledImages forTest(final String key, final Dataset rows, final LabelledImages trained,
		final Monitor monitor)
	{
		// Clips where those that are learned may be some.
		final boolean clips = trained.images.clips() != ImageCache.Clips.NONE;
		final ClipUnits units = clips ? ClipUnits.of(rows, monitor) : ClipUnits.alone(rows);
		final Dataset dataset = units.dataset();
		final List<Sample> unlabelled = dataset.samples().stream().filter(sample -> sample.original().isEmpty()).toList();
		if (!unlabelled.isEmpty()) throw new SonoflowException.Input(key + "=" + dataset.source() + ": " + unlabelled.size() +
			" of " + dataset.samples().size() + " images have no label (first: " + unlabelled.get(0).image().getFileName() +
			"). Give a dataset.csv with a filled column label, or a folder whose sub-folders are the classes.");
		final Map<String, Integer> strange = dataset.labelCounts();
		strange.keySet().removeAll(trained.classes);
		if (!strange.isEmpty()) throw new SonoflowException.Input(key + "=" + dataset.source() + ": the label " + strange.entrySet()
			.stream().map(each -> "\"" + each.getKey() + "\" (" + each.getValue() + " images)").collect(Collectors.joining(", ")) +
			" is none of those that are learned: " + String.join(", ", trained.classes) +
			". Write labels as in input, or leave those images out.");
		final ImageCache images = clips ? ImageCache.of(units, trained.images.clips()) : ImageCache.of(dataset.samples());
		images.check(monitor);
		return new LabelledImages(dataset, trained.classes, trained.positive, labellings(dataset, trained.classes, monitor), images);
	}

	private static List<Labelling> labellings(final Dataset dataset, final List<String> classes, final Monitor monitor) {
		final List<Labelling> all = new ArrayList<>();
		all.add(labelling("", dataset, classes, Sample::label));
		if (hasOriginal(dataset, classes, monitor)) all.add(labelling(Labelling.ORIGINAL, dataset, classes,
			Sample::original));
		final Labelling truth = labelling(Labelling.TRUTH, dataset, classes, Sample::truth);
		final boolean known = Arrays.stream(truth.classes()).allMatch(label -> label != Labelling.NONE);
		if (known && all.stream().anyMatch(each -> !Arrays.equals(each.classes(), truth.classes()))) all.add(truth);
		return List.copyOf(all);
	}

	private static Labelling labelling(final String name, final Dataset dataset, final List<String> classes,
		final Function<Sample, String> column)
	{
		// What is not in the list has the index -1, which is NONE.
		return new Labelling(name, dataset.samples().stream().mapToInt(sample -> classes.indexOf(column.apply(sample)))
			.toArray());
	}

	private static boolean hasOriginal(final Dataset dataset, final List<String> classes, final Monitor monitor) {
		final List<Sample> kept = dataset.samples().stream().filter(sample -> !sample.extra().getOrDefault(Sample.ORIGINAL,
			"").isEmpty()).toList();
		if (kept.isEmpty()) return false;
		final List<Sample> strange = kept.stream().filter(sample -> !classes.contains(sample.original())).toList();
		if (strange.isEmpty()) return true;
		if (strange.size() < kept.size() || kept.stream().anyMatch(Sample::isDropped)) throw new SonoflowException.Input(
			"input " + dataset.source() + ": the column original of " + strange.get(0).image().getFileName() + " says \"" +
				strange.get(0).original() + "\", which is the label of no image any more (labels: " + String.join(", ", classes) +
				"). The column holds the labels before they were cleaned; correct it, or clean less.");
		monitor.warn("The column original of " + dataset.source().getFileName() +
			" holds no labels, so nothing is scored on it. Here it means the labels before they were cleaned.");
		return false;
	}

	private static Labelling strata(final List<Labelling> labellings) {
		return labellings.stream().filter(each -> each.name().equals(Labelling.ORIGINAL)).findFirst().orElse(labellings.get(
			0));
	}

	private static int positive(final String asked, final Dataset dataset, final List<String> classes,
		final Labelling labels, final Monitor monitor)
	{
		if (!asked.isEmpty()) {
			if (classes.contains(asked)) return classes.indexOf(asked);
			throw new SonoflowException.Input("positive=" + asked + " is not a label of " + dataset.source() +
				". Its labels are: " + String.join(", ", classes) + ".");
		}
		if (classes.size() > 2) {
			monitor.message("There are " + classes.size() + " classes: precision, recall, F1 and AUC are means over them.");
			return ClassifierScores.NO_POSITIVE;
		}
		final double[] shares = labels.shares(2);
		final int rarer = shares[0] < shares[1] ? 0 : 1;
		monitor.message("The positive class is \"" + classes.get(rarer) + "\", the rarer label.");
		return rarer;
	}

	/** {@return the class that each sample is trained with; {@link Labelling#NONE} of those whose label was dropped} */
	public int[] labels() {
		return labellings.get(0).classes();
	}

	/**
	 * {@return the classes by which the data is divided: those before any cleaning, so that a data set and its cleaned
	 *         versions are divided alike and their scores can be compared}
	 */
	public int[] strata() {
		return strata(labellings).classes();
	}

	/** {@return number of samples} */
	public int size() {
		return labels().length;
	}

	/** {@return those of the samples that have a label to learn} */
	public int[] trainable(final int[] samples) {
		return Arrays.stream(samples).filter(i -> labels()[i] != Labelling.NONE).toArray();
	}

	/**
	 * Cleaning can take a class out of a part.
	 *
	 * @param samples that are to be trained on
	 * @param part which part of the data that is, for the message
	 * @throws SonoflowException.Input if some class is not among them
	 */
	public void checkTrainable(final int[] samples, final String part) {
		for (int c = 0; c < classes.size(); c++) {
			final int label = c;
			if (Arrays.stream(samples).noneMatch(i -> labels()[i] == label)) throw new SonoflowException.Input(part +
				" has no image of label \"" + classes.get(c) + "\" left to train on, since labels were dropped or flipped in " +
				dataset.source().getFileName() + ". Clean less, take another seed or fewer folds, or add images.");
		}
	}

	/** Says what the figures mean if labels were cleaned. */
	public void warnIfCleaned(final Monitor monitor) {
		if (labellings.stream().noneMatch(each -> each.name().equals(Labelling.ORIGINAL))) return;
		final long dropped = Arrays.stream(labels()).filter(label -> label == Labelling.NONE).count();
		final long changed = IntStream.range(0, size()).filter(i -> labels()[i] != strata()[i]).count() - dropped;
		monitor.warn("The labels were cleaned (" + changed + " changed, " + dropped +
			" dropped). accuracy, f1, ... are scored on the cleaned labels without the dropped images, so on what a filter left" +
			" over: they are likely too good. originalaccuracy, originalf1, ... are scored on every image's label as it was before.");
	}

	/** {@return what must stay together when data is divided: the patient, or each image by itself} */
	public List<String> groups(final boolean byView) {
		return dataset.samples().stream().map(sample -> byView ? sample.image().toString() : sample.group()).toList();
	}

	/** {@return the positive class, or an empty text if there is none} */
	public String positiveName() {
		return positive == ClassifierScores.NO_POSITIVE ? "" : classes.get(positive);
	}

	/** {@return scores of some samples in every labelling, by the names of their columns} */
	public Map<String, Double> figures(final int[] samples, final double[][] probabilities) {
		final Map<String, Double> figures = new LinkedHashMap<>();
		final int[] predicted = Inference.predictions(probabilities);
		labellings.forEach(each -> figures.putAll(each.figures(samples, predicted, probabilities, positive, classes)));
		return figures;
	}

	/** {@return the organs of some samples that have a label, each once} */
	public List<String> organs(final int[] samples) {
		return Arrays.stream(trainable(samples)).mapToObj(i -> dataset.samples().get(i).organ()).distinct().toList();
	}

	/** {@return the organs of all samples that have a label, each once} */
	public List<String> organs() {
		return organs(IntStream.range(0, size()).toArray());
	}

	/**
	 * @param organs that have a figure, whether the samples have images of them or not
	 * @return the accuracy on the images of each organ and their mean; see {@link OrganAccuracy#figures}
	 */
	public Map<String, Double> organFigures(final int[] samples, final double[][] probabilities, final List<String> organs) {
		final OrganAccuracy accuracy = new OrganAccuracy(organs);
		for (int i = 0; i < samples.length; i++)
			if (labels()[samples[i]] != Labelling.NONE) accuracy.add(dataset.samples().get(samples[i]).organ(), Classifier.best(
				probabilities[i]) == labels()[samples[i]]);
		return accuracy.figures();
	}

	/** {@return what always calling the negative class would give, by the same names} */
	public Map<String, Double> alwaysNegative() {
		final Map<String, Double> figures = new LinkedHashMap<>();
		labellings.forEach(each -> figures.putAll(each.blind(ClassifierScores.alwaysNegative(each.shares(classes.size()),
			positive), classes)));
		return figures;
	}

	/** {@return what guessing at the classes' frequency would give, by the same names} */
	public Map<String, Double> random() {
		final Map<String, Double> figures = new LinkedHashMap<>();
		labellings.forEach(each -> figures.putAll(each.blind(ClassifierScores.random(each.shares(classes.size()),
			positive), classes)));
		return figures;
	}

	/** {@return a sample's image as the data set names it: relative to its table or folder, forward slashes} */
	public String name(final int sample) {
		return name(dataset, dataset.samples().get(sample));
	}

	public static String name(final Dataset dataset, final Sample sample) {
		final Path folder = Files.isDirectory(dataset.source()) ? dataset.source() : dataset.source().getParent();
		final Path image = sample.image();
		return (image.startsWith(folder.getRoot()) ? folder.relativize(image) : image).toString().replace('\\', '/');
	}
}
