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
package io.sonoflow.train.segment;

import ai.djl.Device;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Box;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.nn.segment.SegmentationNetwork;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One or several networks of the same kind, whose probabilities are averaged, at a picture's own size.
 *
 * <pre>
 * try (Segmenter segmenter = Segmenter.load(List.of(file), device)) {
 * 	Segmented found = segmenter.segment(pixels, width, height, box, segmenter.config().organ("nerve"), allowed, Answers.ONE);
 * 	List&lt;Mask&gt; masks = found.masks(segmenter.threshold(), allowed);
 * }
 * </pre>
 *
 * Used by one thread.
 */
public final class Segmenter implements AutoCloseable {

	/** What is asked of the networks. */
	public enum Answers {
		/** Each is asked once. */
		ONE,
		/** Each is asked once; it is asked of the flipped picture, too, to see how far the answers are apart. */
		ONE_AND_SPREAD,
		/** Each is asked of the picture and of it flipped left and right, and the mean is taken. */
		FLIPS
	}

	/** As it is, and left and right. Top and bottom are not exchanged in training either: sound comes from the top. */
	private static final int FLIPS = 2;

	private final List<SegmentationNetwork> networks;
	private final double threshold;
	private final boolean owned;

	private Segmenter(final List<SegmentationNetwork> networks, final double threshold, final boolean owned) {
		this.networks = List.copyOf(networks);
		this.threshold = threshold;
		this.owned = owned;
	}

	/** {@return one network as it is; closing this does not close it} */
	public static Segmenter of(final SegmentationNetwork network, final double threshold) {
		return new Segmenter(List.of(network), threshold, false);
	}

	/**
	 * @param files of Train Segmenter, at least one
	 * @param device where the networks are to live
	 * @throws SonoflowException.File if one cannot be read or is of another kind than the first
	 */
	public static Segmenter load(final List<Path> files, final Device device) {
		final List<SegmentationNetwork> networks = new ArrayList<>();
		try {
			for (final Path file : files) {
				final SegmentationNetwork network = SegmentationFile.read(file, device);
				networks.add(network);
				requireAlike(networks.get(0).config(), network.config(), files.get(0), file);
			}
			return new Segmenter(networks, networks.stream().mapToDouble(network -> network.config().threshold()).average()
				.orElseThrow(), true);
		}
		catch (final RuntimeException e) {
			networks.forEach(SegmentationNetwork::close);
			throw e;
		}
	}

	private static void requireAlike(final SegmentationConfig a, final SegmentationConfig b, final Path first, final Path file) {
		if (!a.structures().equals(b.structures()) || !a.organs().equals(b.organs()) || a.size() != b.size() ||
			a.film() != b.film() ||
			a.normalisation() != b.normalisation()) throw new SonoflowException.File(first.getFileName() + " and " + file
				.getFileName() + " are segmenters of different kinds (structures " + a.structures() + " and " + b.structures() +
				", organs " + a.organs() + " and " + b.organs() + ", size " + a.size() + " and " + b.size() +
				"): their answers cannot be averaged. Give the models of one training.");
	}

	/** {@return structures, organs and size, the same of all networks} */
	public SegmentationConfig config() {
		return networks.get(0).config();
	}

	/** {@return the threshold chosen in training; of several networks the mean} */
	public double threshold() {
		return threshold;
	}

	/** {@return the first network's manager, which tells the device} */
	public Device device() {
		return networks.get(0).manager().getDevice();
	}

	/** {@return number of networks} */
	public int count() {
		return networks.size();
	}

	/**
	 * @param image grey values, row by row
	 * @param box the part of the picture that is looked at; outside of it all probabilities are 0
	 * @param organ as {@link SegmentationConfig#organ} counts it
	 * @param allowed of each structure whether it is looked for: what a network says of others was never learned of this organ, and
	 *          how far such answers are apart tells nothing
	 */
	public Segmented segment(final byte[] image, final int width, final int height, final Box box, final int organ,
		final boolean[] allowed, final Answers answers)
	{
		Torch.inference();
		final int side = config().size();
		final List<UnaryOperator<float[]>> asked = networks.stream().map(network -> (UnaryOperator<float[]>) values ->
			Probabilities.of(
			network, values, side, organ)).toList();
		return segment(image, width, height, box, asked, side, allowed, answers);
	}

	/**
	 * @param asked networks: from side x side values to structures x side x side probabilities
	 * @param allowed of each structure whether it is looked for
	 */
	static Segmented segment(final byte[] image, final int width, final int height, final Box box,
		final List<UnaryOperator<float[]>> asked, final int side, final boolean[] allowed, final Answers answers)
	{
		final int structures = allowed.length;
		final float[] values = new float[side * side];
		SegmentLoader.write(SegmentImages.shrink(image, width, height, box, side), values, 0);
		final int flips = answers == Answers.ONE ? 1 : FLIPS;
		final Mean mean = new Mean(structures * side * side);
		final Mean all = new Mean(structures * side * side);
		for (final UnaryOperator<float[]> network : asked)
			for (int flip = 0; flip < flips; flip++) {
				final float[] answer = flipped(network.apply(flipped(values, side, flip)), side, flip);
				all.add(answer);
				if (answers == Answers.FLIPS || flip == 0) mean.add(answer);
			}
		final List<float[]> probabilities = new ArrayList<>();
		final float[] means = mean.values();
		for (int k = 0; k < structures; k++)
			probabilities.add(enlarged(means, k * side * side, side, width, height, box));
		return new Segmented(width, height, probabilities, all.count < 2 ? null : enlarged(largest(all.deviations(), allowed), 0,
			side, width, height, box));
	}

	/** {@return rows of so many pixels, mirrored left and right; as they are for flip 0} */
	static float[] flipped(final float[] rows, final int side, final int flip) {
		if (flip == 0) return rows;
		final float[] result = new float[rows.length];
		for (int i = 0; i < rows.length; i++)
			result[i] = rows[i - i % side + side - 1 - i % side];
		return result;
	}

	/** {@return the largest value of each pixel, of the planes that are allowed} */
	private static float[] largest(final float[] planes, final boolean[] allowed) {
		final float[] result = new float[planes.length / allowed.length];
		for (int i = 0; i < planes.length; i++)
			if (allowed[i / result.length]) result[i % result.length] = Math.max(result[i % result.length], planes[i]);
		return result;
	}

	/** {@return a plane in the size of the box, by the rule by which the picture was shrunk, and zeros round it} */
	private static float[] enlarged(final float[] planes, final int offset, final int side, final int width, final int height,
		final Box box)
	{
		final float[] plane = new float[side * side];
		System.arraycopy(planes, offset, plane, 0, plane.length);
		final float[] inner = box.w() == side && box.h() == side ? plane : Resize.resize(plane, side, side, box.w(), box.h(),
			Interpolation.BILINEAR_ANTIALIASED);
		if (box.w() == width && box.h() == height) return inner;
		final float[] whole = new float[width * height];
		for (int row = 0; row < box.h(); row++)
			System.arraycopy(inner, row * box.w(), whole, (box.y() + row) * width + box.x(), box.w());
		return whole;
	}

	/** Sums of answers, in double: the mean of equal ones is the same to the bit. */
	private static final class Mean {

		private final double[] sums;
		private final double[] squares;
		private int count;

		Mean(final int length) {
			sums = new double[length];
			squares = new double[length];
		}

		void add(final float[] values) {
			for (int i = 0; i < values.length; i++) {
				sums[i] += values[i];
				squares[i] += (double) values[i] * values[i];
			}
			count++;
		}

		float[] values() {
			final float[] values = new float[sums.length];
			for (int i = 0; i < values.length; i++)
				values[i] = (float) (sums[i] / count);
			return values;
		}

		float[] deviations() {
			final float[] values = new float[sums.length];
			for (int i = 0; i < values.length; i++) {
				final double mean = sums[i] / count;
				values[i] = (float) Math.sqrt(Math.max(0, squares[i] / count - mean * mean));
			}
			return values;
		}
	}

	@Override
	public void close() {
		if (owned) networks.forEach(SegmentationNetwork::close);
	}
}
