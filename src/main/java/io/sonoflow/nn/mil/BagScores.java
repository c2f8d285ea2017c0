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
package io.sonoflow.nn.mil;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * The score of a clip from the scores of its frames, in double, where nothing is learned any more. The gradients say how much
 * each frame counted.
 *
 * <pre>
 * double[] severity = BagScores.classes(BagPooling.NOISY_OR, BagPooling.USUAL_TOP, logits); // (frames, classes)
 * double[] counted = BagScores.noisyOr(positiveLogits).gradient();
 * </pre>
 *
 * Logits of one class are log odds, any finite numbers, at least one frame. The same bits on every machine.
 */
public final class BagScores {

	private BagScores() {
	}

	/**
	 * A clip's score.
	 *
	 * @param value a probability 0..1, a logit, or a logarithm
	 * @param gradient of the value with respect to each frame's logit
	 */
	public record Score(double value, double[] gradient) {
	}

	private static double sigmoid(final double x) {
		return x >= 0 ? 1 / (1 + StrictMath.exp(-x)) : StrictMath.exp(x) / (1 + StrictMath.exp(x));
	}

	/** {@return log(1 - sigmoid(x)), of any x} */
	private static double logComplement(final double x) {
		return -Math.max(x, 0) - StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
	}

	/** {@return 1 - product of (1 - sigmoid(logit)), exact also where that is far below the precision of a double beside 1} */
	public static Score noisyOr(final double... logits) {
		final Score log = noisyOrLogComplement(logits);
		final double none = StrictMath.exp(log.value);
		return new Score(-StrictMath.expm1(log.value), Arrays.stream(log.gradient).map(each -> -none * each).toArray());
	}

	/** {@return log of 1 - {@link #noisyOr}, exact also where that is far below the smallest double} */
	public static Score noisyOrLogComplement(final double... logits) {
		return new Score(Arrays.stream(logits).map(BagScores::logComplement).sum(), Arrays.stream(logits).map(each -> -sigmoid(each))
			.toArray());
	}

	/** {@return the mean of the probabilities} */
	public static Score meanProbability(final double... logits) {
		return topProbability(logits.length, logits);
	}

	/** {@return the mean of the logits} */
	public static Score meanLogit(final double... logits) {
		return topLogit(logits.length, logits);
	}

	/** {@return the mean of the k largest probabilities, of all if there are fewer; of equal ones the first counts} */
	public static Score topProbability(final int k, final double... logits) {
		// 1 - p would lose what is left of a p near 1.
		return top(k, logits, BagScores::sigmoid, each -> sigmoid(each) * sigmoid(-each));
	}

	/** {@return the mean of the k largest logits, of all if there are fewer; of equal ones the first counts} */
	public static Score topLogit(final int k, final double... logits) {
		return top(k, logits, each -> each, each -> 1);
	}

	private static Score top(final int k, final double[] logits, final DoubleUnaryOperator value, final DoubleUnaryOperator slope) {
		if (k < 1 || logits.length == 0) throw new IllegalArgumentException("the highest " + k + " of " + logits.length + " frames");
		final int[] chosen = Arrays.copyOf(order(logits), Math.min(k, logits.length));
		double sum = 0;
		final double[] gradient = new double[logits.length];
		for (final int i : chosen) {
			sum += value.applyAsDouble(logits[i]);
			gradient[i] = slope.applyAsDouble(logits[i]) / chosen.length;
		}
		return new Score(sum / chosen.length, gradient);
	}

	/** {@return the places of the values, the largest first, of equal ones the first} */
	private static int[] order(final double[] values) {
		return IntStream.range(0, values.length).boxed().sorted(Comparator.comparing((final Integer i) -> -values[i])).mapToInt(
			Integer::intValue).toArray();
	}

	/**
	 * The probabilities of a clip's classes, as {@link BagPooling} says.
	 *
	 * @param pooling one that does not learn
	 * @param top frames of {@link BagPooling#TOP_K}, at least 1
	 * @param logits (frames, classes): scores of each frame before the softmax; at least one frame, two classes
	 * @return one a class, 0..1, their sum 1
	 */
	public static double[] classes(final BagPooling pooling, final int top, final double[][] logits) {
		if (pooling.learns()) throw new IllegalArgumentException(pooling + " pools vectors, not scores");
		if (pooling == BagPooling.NOISY_OR) return cumulative(logits);
		final double[][] logs = Arrays.stream(logits).map(BagScores::logSoftmax).toArray(double[][]::new);
		final int[] order = order(Arrays.stream(logs).mapToDouble(BagScores::height).toArray());
		final int counted = pooling.counted(top, logits.length);
		final double[] mean = new double[logits[0].length];
		for (int i = 0; i < counted; i++)
			for (int c = 0; c < mean.length; c++)
				mean[c] += StrictMath.exp(logs[order[i]][c]) / counted;
		return mean;
	}

	/**
	 * How much each frame counts for what is said of a clip: with {@link BagPooling#MEAN} its part of the sum of the frames'
	 * probabilities of the class; with {@link BagPooling#MAX} and {@link BagPooling#TOP_K} the same of each chosen frame, 0 of the
	 * others; with {@link BagPooling#NOISY_OR} its part of the sum of -log P(frame is below the class), whose exponential says how
	 * probable it is that the clip is below it. Of the lowest class, which nothing is below, that of the next one: the frames that
	 * speak most against it.
	 *
	 * @param pooling one that does not learn
	 * @param top frames of {@link BagPooling#TOP_K}, at least 1
	 * @param logits (frames, classes): scores of each frame before the softmax; at least one frame, two classes
	 * @param target number of the class
	 * @return one a frame, 0..1, their sum 1; where all are 0, the same of each
	 */
	public static double[] shares(final BagPooling pooling, final int top, final double[][] logits, final int target) {
		if (pooling.learns()) throw new IllegalArgumentException(pooling + " pools vectors, not scores");
		final double[][] logs = Arrays.stream(logits).map(BagScores::logSoftmax).toArray(double[][]::new);
		final double[] parts = new double[logits.length];
		if (pooling == BagPooling.NOISY_OR) for (int i = 0; i < parts.length; i++)
			parts[i] = -logBelow(logits[i], Math.max(1, target));
		else if (pooling == BagPooling.MEAN) for (int i = 0; i < parts.length; i++)
			parts[i] = StrictMath.exp(logs[i][target]);
		else {
			final int[] order = order(Arrays.stream(logs).mapToDouble(BagScores::height).toArray());
			for (int i = 0; i < pooling.counted(top, parts.length); i++)
				parts[order[i]] = 1;
		}
		final double sum = Arrays.stream(parts).sum();
		return Arrays.stream(parts).map(part -> sum > 0 ? part / sum : 1.0 / parts.length).toArray();
	}

	/** {@return log P(a frame is below a class), of a class above the lowest} */
	private static double logBelow(final double[] frame, final int target) {
		return logComplement(logSum(Arrays.copyOfRange(frame, target, frame.length)) - logSum(Arrays.copyOf(frame, target)));
	}

	/** {@return the expected class; of two classes the log odds, which do not run into 1} */
	private static double height(final double[] logs) {
		if (logs.length == 2) return logs[1] - logs[0];
		double expected = 0;
		for (int c = 1; c < logs.length; c++)
			expected += c * StrictMath.exp(logs[c]);
		return expected;
	}

	private static double[] cumulative(final double[][] logits) {
		final double[] classes = new double[logits[0].length];
		double before = 0;
		for (int c = 0; c < classes.length; c++) {
			final int next = c + 1;
			// Below the class after the last are all.
			final double below = next == classes.length ? 0 : Arrays.stream(logits).mapToDouble(frame -> logBelow(frame, next)).sum();
			classes[c] = c == 0 ? StrictMath.exp(below) : StrictMath.exp(below) * -StrictMath.expm1(before - below);
			before = below;
		}
		return classes;
	}

	private static double[] logSoftmax(final double[] logits) {
		final double sum = logSum(logits);
		return Arrays.stream(logits).map(each -> each - sum).toArray();
	}

	private static double logSum(final double[] values) {
		final double largest = Arrays.stream(values).max().orElseThrow();
		return largest + StrictMath.log(Arrays.stream(values).map(each -> StrictMath.exp(each - largest)).sum());
	}
}
