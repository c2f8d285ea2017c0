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
package io.sonoflow.api;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.metric.ClassifierScores;
import io.sonoflow.metric.ImageQuality;
import io.sonoflow.metric.Roc;

import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.DoubleType;

/**
 * The figures that classifiers and images are judged by.
 *
 * <pre>
 * ClassifierScores scores = Scores.classification(List.of("ill", "healthy"), predictions, "ill");
 * double ssim = Scores.ssim(image, reference, 255);
 * </pre>
 */
public final class Scores {

	private Scores() {
	}

	/**
	 * Judges predictions.
	 *
	 * @param truth the true class of each image
	 * @param predictions of the images, in the same order, of one model
	 * @param positive the class whose precision, recall, F1 and AUC are given; empty = means over all classes
	 * @return accuracy, precision, recall, F1 and AUC, each 0..1
	 * @throws SonoflowException.Input if the numbers differ or a class is not the model's
	 */
	public static ClassifierScores classification(final List<String> truth, final List<Prediction> predictions,
		final String positive)
	{
		Arguments.all(truth, "truth", "the true class of each image");
		Arguments.all(predictions, "predictions", "what Classification.classify returned");
		Arguments.given(positive, "positive", "the name of a class, or \"\" for the mean over all");
		if (predictions.isEmpty() || truth.size() != predictions.size()) throw new SonoflowException.Input("There are " + truth
			.size() + " true classes for " + predictions.size() + " predictions. Give one of each for every image.");
		final List<String> classes = new ArrayList<>(predictions.get(0).probabilities().keySet());
		final double[][] probabilities = predictions.stream().map(prediction -> classes.stream().mapToDouble(
			name -> probability(prediction, name)).toArray()).toArray(double[][]::new);
		return ClassifierScores.of(indices(truth, classes), indices(predictions.stream().map(Prediction::label).toList(),
			classes), probabilities, positive.isEmpty() ? ClassifierScores.NO_POSITIVE : index(positive, classes));
	}

	private static double probability(final Prediction prediction, final String name) {
		return Arguments.given(prediction.probabilities().get(name), "The probability of the class \"" + name +
			"\" of a prediction", "predictions of one model");
	}

	private static int[] indices(final List<String> names, final List<String> classes) {
		return names.stream().mapToInt(name -> index(name, classes)).toArray();
	}

	private static int index(final String name, final List<String> classes) {
		final int index = classes.indexOf(name);
		if (index < 0) throw new SonoflowException.Input("The model has no class \"" + name + "\". Its classes are: " + String
			.join(", ", classes) + ".");
		return index;
	}

	/**
	 * Judges predictions given as numbers of classes.
	 *
	 * @implNote op names='stats.classifierScores'
	 * @param truth the true class of each item, 0..classes-1
	 * @param predicted the class given to each item
	 * @param probabilities (items, classes)
	 * @param positive number of the positive class; -1 = means over all classes
	 * @return accuracy, precision, recall, F1 and AUC, each 0..1
	 * @throws SonoflowException.Input if lengths differ, there is no item, or a class or a probability is out of range
	 */
	public static ClassifierScores classification(final int[] truth, final int[] predicted,
		final double[][] probabilities, final int positive)
	{
		Arguments.sameLength(Arguments.given(truth, "truth", "the true class of each item").length, "truth", Arguments.given(
			predicted, "predicted", "the class given to each item").length, "predicted");
		Arguments.sameLength(truth.length, "truth", Arguments.given(probabilities, "probabilities",
			"them as (items, classes)").length, "probabilities");
		if (truth.length == 0) throw new SonoflowException.Input("There is nothing to judge: truth is empty. Give at least one.");
		final int classes = Arguments.given(probabilities[0], "probabilities[0]", "one probability a class").length;
		for (int item = 0; item < truth.length; item++) {
			Arguments.range(truth[item], 0, classes - 1, "truth[" + item + "]");
			Arguments.range(predicted[item], 0, classes - 1, "predicted[" + item + "]");
			final String row = "probabilities[" + item + "]";
			Arguments.sameLength(Arguments.given(probabilities[item], row, "one probability a class").length, row, classes,
				"probabilities[0]");
			Arguments.numbers(probabilities[item], row);
		}
		Arguments.range(positive, ClassifierScores.NO_POSITIVE, classes - 1, "positive");
		return ClassifierScores.of(truth, predicted, probabilities, positive);
	}

	/**
	 * Measures the area under the receiver operating characteristic; ties count one half.
	 *
	 * @implNote op names='stats.auc'
	 * @param positive whether each item truly is positive
	 * @param score the higher, the more positive
	 * @return 0..1; not a number if only one class is present
	 * @throws SonoflowException.Input if the lengths differ or a score is not a number
	 */
	public static double auc(final boolean[] positive, final double[] score) {
		Arguments.sameLength(Arguments.given(positive, "positive", "whether each item is positive").length, "positive", Arguments
			.given(score, "score", "one number an item").length, "score");
		Arguments.numbers(score, "score");
		return Roc.of(positive, score).auc();
	}

	/**
	 * Measures the mean of the squared differences of two images.
	 *
	 * @implNote op names='image.mse'
	 * @param <T> pixel type
	 * @param image (x, y)
	 * @param reference (x, y), as large
	 * @return squared grey levels, at least 0
	 * @throws SonoflowException.Input if the sizes differ
	 */
	public static <T extends RealType<T>> double mse(final RandomAccessibleInterval<T> image,
		final RandomAccessibleInterval<T> reference)
	{
		Arguments.compared(image, reference);
		return ImageQuality.mse(image, reference);
	}

	/**
	 * Measures the peak signal to noise ratio of two images.
	 *
	 * @implNote op names='image.psnr'
	 * @param <T> pixel type
	 * @param image (x, y)
	 * @param reference (x, y), as large
	 * @param range between the darkest and the brightest possible value: 255 for 8-bit images
	 * @return decibels; infinite for identical images
	 * @throws SonoflowException.Input if the sizes differ
	 */
	public static <T extends RealType<T>> double psnr(final RandomAccessibleInterval<T> image,
		final RandomAccessibleInterval<T> reference, final double range)
	{
		Arguments.compared(image, reference);
		Arguments.positive(range, "range", Arguments.RANGE);
		return ImageQuality.psnr(image, reference, range);
	}

	/**
	 * Measures the structural similarity of two images (Wang et al. 2004).
	 *
	 * @implNote op names='image.ssim'
	 * @param <T> pixel type
	 * @param image (x, y), at least 11 x 11
	 * @param reference (x, y), as large
	 * @param range between the darkest and the brightest possible value: 255 for 8-bit images
	 * @return -1..1; 1 for identical images
	 * @throws SonoflowException.Input if the sizes differ, a side is under 11 pixels or the range is not above 0
	 */
	public static <T extends RealType<T>> double ssim(final RandomAccessibleInterval<T> image,
		final RandomAccessibleInterval<T> reference, final double range)
	{
		Arguments.similar(image, reference, range);
		return ImageQuality.ssim(image, reference, range);
	}

	/**
	 * Measures the structural similarity of two images round each pixel.
	 *
	 * @implNote op names='image.ssimMap'
	 * @param <T> pixel type
	 * @param image (x, y), at least 11 x 11
	 * @param reference (x, y), as large
	 * @param range between the darkest and the brightest possible value: 255 for 8-bit images
	 * @return (x, y), -1..1
	 * @throws SonoflowException.Input if the sizes differ, a side is under 11 pixels or the range is not above 0
	 */
	public static <T extends RealType<T>> RandomAccessibleInterval<DoubleType> ssimMap(
		final RandomAccessibleInterval<T> image, final RandomAccessibleInterval<T> reference, final double range)
	{
		Arguments.similar(image, reference, range);
		return ArrayImgs.doubles(ImageQuality.ssimMap(image, reference, range), Images.width(image), Images.height(image));
	}
}
