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
package io.sonoflow.step;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.train.ImageCache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set that is fit to train and test a classifier on: all of it was checked.
 *
 * @param dataset the samples, each with a label
 * @param classes the labels, sorted
 * @param labels index of each sample's label
 * @param positive index of the positive class, or {@link ClassifierScores#NO_POSITIVE}
 * @param images by sample number
 */
record LabelledImages(Dataset dataset, List<String> classes, int[] labels, int positive, ImageCache images) {

	/**
	 * @param input as {@link Dataset#read} takes it
	 * @param positive a label, or empty: the rarer one of two (the later in the alphabet of equally many); with three or
	 *          more classes none, and scores are means over the classes
	 * @throws SonoflowException if a label is missing, there is one class only, positive is not among the labels, or an image
	 *           cannot be used
	 */
	static LabelledImages read(final Path input, final String positive, final Monitor monitor) {
		final Dataset dataset = Dataset.read(input, monitor);
		final List<String> classes = dataset.requireClasses();
		final int[] labels = dataset.samples().stream().mapToInt(sample -> classes.indexOf(sample.label())).toArray();
		final int chosen = positive(positive, dataset, classes, monitor);
		final ImageCache images = new ImageCache(dataset.samples().stream().map(Sample::image).toList());
		images.check(monitor);
		return new LabelledImages(dataset, classes, labels, chosen, images);
	}

	private static int positive(final String asked, final Dataset dataset, final List<String> classes,
		final Monitor monitor)
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
		final int first = dataset.labelCounts().get(classes.get(0));
		final int rarer = first < dataset.labelCounts().get(classes.get(1)) ? 0 : 1;
		monitor.message("The positive class is \"" + classes.get(rarer) + "\", the rarer label.");
		return rarer;
	}

	/** @return number of samples */
	int size() {
		return labels.length;
	}

	/** @return what must stay together when data is divided: the patient, or each image by itself */
	List<String> groups(final boolean byView) {
		return dataset.samples().stream().map(sample -> byView ? sample.image().toString() : sample.group()).toList();
	}

	/** @return the positive class, or an empty text if there is none */
	String positiveName() {
		return positive == ClassifierScores.NO_POSITIVE ? "" : classes.get(positive);
	}

	/** @return the labels of some samples */
	int[] labelsOf(final int[] samples) {
		return Arrays.stream(samples).map(i -> labels[i]).toArray();
	}

	/** @return share of each class */
	double[] shares() {
		return IntStream.range(0, classes.size()).mapToDouble(c -> (double) Arrays.stream(labels).filter(label -> label == c)
			.count() / labels.length).toArray();
	}

	/** @return a sample's image as the data set names it: relative to its table or folder, forward slashes */
	String name(final int sample) {
		return name(dataset, dataset.samples().get(sample));
	}

	static String name(final Dataset dataset, final Sample sample) {
		final Path folder = Files.isDirectory(dataset.source()) ? dataset.source() : dataset.source().getParent();
		final Path image = sample.image();
		return (image.startsWith(folder.getRoot()) ? folder.relativize(image) : image).toString().replace('\\', '/');
	}
}
