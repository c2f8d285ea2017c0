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
package io.sonoflow.step.phantom;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.image.Images;
import io.sonoflow.image.phantom.Exam;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.PhantomPlan;
import io.sonoflow.image.phantom.ScannerScreen;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

/**
 * What is known of real scanners, with known truth: a classifier is worse where it has seen no image of the scanner. The
 * classifier is the least that is one: a ridge regression on what a convolutional network of random weights says of the
 * images. Both ways of division learn from two thirds of the patients and are tested on all views.
 */
class UnseenScannerTest {

	private static final int SITES = 3, SIZE = 64, BATCH = 32;

	/** Views of a set with what is known of them. */
	private record Views(double[][] features, boolean[] truth, int[] patient, int[] site) {

		static Views of(final long seed, final int sites) {
			final List<Exam> exams = new PhantomPlan(seed, List.of(Organ.TESTIS), 48, 0.5, 0, 0, 0, sites).exams();
			final List<float[]> pictures = new ArrayList<>();
			for (final Exam exam : exams)
				for (int view = 0; view < 2; view++) {
					final byte[] pixels = Images.pixels(ScannerScreen.single(seed, exam, view, SIZE).image());
					final float[] picture = new float[pixels.length];
					for (int i = 0; i < picture.length; i++)
						picture[i] = (pixels[i] & 255) / 127.5f - 1;
					pictures.add(picture);
				}
			final int[] patient = IntStream.range(0, pictures.size()).map(i -> exams.get(i / 2).patient()).toArray();
			final boolean[] truth = new boolean[patient.length];
			for (int i = 0; i < truth.length; i++)
				truth[i] = exams.get(i / 2).truth();
			// In a set of one scanner the same patients make up the parts: what the division alone does.
			return new Views(features(pictures), truth, patient, Arrays.stream(patient).map(each -> each % SITES).toArray());
		}

		private static double[][] features(final List<float[]> pictures) {
			Torch.inference();
			try (ImageNetwork network = Networks.create(Networks.RESNET18, Device.cpu(), 1, 2, 3);
					NDManager scope = network.manager().newSubManager())
			{
				final double[][] features = new double[pictures.size()][];
				for (int from = 0; from < features.length; from += BATCH) {
					final float[] batch = new float[BATCH * SIZE * SIZE];
					for (int i = 0; i < BATCH; i++)
						System.arraycopy(pictures.get(from + i), 0, batch, i * SIZE * SIZE, SIZE * SIZE);
					try (NDArray x = Torch.floats(scope, batch, BATCH, 1, SIZE, SIZE); NDArray maps = network.features(x, false);
							NDArray pooled = network.pool(maps))
					{
						final float[] values = pooled.toFloatArray();
						for (int i = 0; i < BATCH; i++) {
							final int first = i * network.width();
							features[from + i] = IntStream.range(0, network.width()).mapToDouble(k -> values[first + k]).toArray();
						}
					}
				}
				return features;
			}
		}

		/** {@return the share of views called right, mean over the sites, each part of which was left out once} */
		double accuracy(final int[] partOf) {
			final double[] right = new double[SITES];
			final double[] all = new double[SITES];
			for (int part = 0; part < SITES; part++) {
				final int held = part;
				final int[] train = IntStream.range(0, truth.length).filter(i -> partOf[i] != held).toArray();
				final int[] test = IntStream.range(0, truth.length).filter(i -> partOf[i] == held).toArray();
				final double[] scores = ridge(train, test);
				for (int i = 0; i < test.length; i++) {
					all[site[test[i]]]++;
					if (scores[i] > 0 == truth[test[i]]) right[site[test[i]]]++;
				}
			}
			return IntStream.range(0, SITES).mapToDouble(i -> right[i] / all[i]).average().orElseThrow();
		}

		private double[] ridge(final int[] train, final int[] test) {
			final int width = features[0].length;
			final double[] mean = new double[width];
			final double[] deviation = new double[width];
			for (int k = 0; k < width; k++) {
				final int column = k;
				final double[] values = Arrays.stream(train).mapToDouble(i -> features[i][column]).toArray();
				mean[k] = StatUtils.mean(values);
				deviation[k] = Math.sqrt(StatUtils.variance(values)) + 1e-9;
			}
			final RealMatrix learned = scaled(train, mean, deviation);
			final double[] target = Arrays.stream(train).mapToDouble(i -> truth[i] ? 1 : -1).toArray();
			final double middle = StatUtils.mean(target);
			final RealMatrix products = learned.multiply(learned.transpose());
			final double ridge = products.getTrace() / train.length;
			for (int i = 0; i < train.length; i++)
				products.addToEntry(i, i, ridge);
			final ArrayRealVector rest = new ArrayRealVector(Arrays.stream(target).map(value -> value - middle).toArray());
			final double[] weights = learned.preMultiply(new CholeskyDecomposition(products).getSolver().solve(rest).toArray());
			return Arrays.stream(scaled(test, mean, deviation).operate(weights)).map(value -> value + middle).toArray();
		}

		private RealMatrix scaled(final int[] which, final double[] mean, final double[] deviation) {
			final double[][] rows = new double[which.length][mean.length];
			for (int i = 0; i < which.length; i++)
				for (int k = 0; k < mean.length; k++)
					rows[i][k] = (features[which[i]][k] - mean[k]) / deviation[k];
			return new Array2DRowRealMatrix(rows, false);
		}

		/** {@return how much better views are called right if their scanner was learned from; mean over divisions of patients} */
		double fall() {
			final double known = IntStream.range(1, 5).mapToDouble(shift -> accuracy(Arrays.stream(patient).map(each -> (each / SITES +
				shift * each) % SITES).toArray())).average().orElseThrow();
			return known - accuracy(site);
		}
	}

	@Test
	void accuracyFallsAtAScannerThatWasNotSeen() {
		Torch.threads(1);
		final double several = Views.of(1, SITES).fall();
		final double one = Views.of(1, 1).fall();
		assertTrue(several > 0.05, "fall at unseen scanners " + several);
		assertTrue(Math.abs(one) < 0.03, "fall where all is of one scanner " + one);
	}
}
