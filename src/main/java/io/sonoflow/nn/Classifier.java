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
package io.sonoflow.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.image.resize.Interpolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A trained network with all that is needed to use it: a model file is enough.
 *
 * <pre>
 * try (Classifier classifier = Classifier.load(Path.of("model.safetensors"), Devices.parse("auto", monitor))) {
 * 	double[] probabilities = classifier.classify(List.of(image))[0];
 * 	String label = classifier.config().classes().get(Classifier.best(probabilities));
 * }
 * </pre>
 */
public final class Classifier implements AutoCloseable {

	/** Images in one batch. */
	private static final int BATCH = 32;

	private final ImageNetwork network;
	private final ModelConfig config;
	private final NetworkInput input;

	/**
	 * @param network is closed with this
	 * @param config must fit the network
	 */
	public Classifier(final ImageNetwork network, final ModelConfig config) {
		this.network = network;
		this.config = config;
		this.input = new NetworkInput(config.size(), Interpolation.BILINEAR_ANTIALIASED, config.normalisation());
	}

	/**
	 * @param model a file of {@link ModelFile#write}
	 * @param device where to compute
	 * @throws io.sonoflow.SonoflowException.File if it is no classifier of ours
	 */
	public static Classifier load(final Path model, final Device device) {
		return new Classifier(ModelFile.read(model, device), ModelFile.config(model));
	}

	/** {@return labels, input size and the rest} */
	public ModelConfig config() {
		return config;
	}

	/**
	 * Says what the organ of the next images is, where the network must be told.
	 *
	 * @param organ its name; not looked at by a network that is told nothing
	 * @throws SonoflowException.Input if the network has not learned it
	 */
	public void tell(final String organ) {
		if (network.organs().isEmpty()) return;
		final int index = network.organs().indexOf(organ);
		if (index < 0) throw new SonoflowException.Input("The model must be told the organ, and " + (organ.isEmpty()
			? "it is not known"
			: "has not learned \"" + organ + "\"") + ". It has learned: " + String.join(", ", network.organs()) +
			". Give a dataset.csv whose column organ says one of them.");
		network.tell(index);
	}

	/** {@return the network; it belongs to this} */
	public ImageNetwork network() {
		return network;
	}

	/**
	 * @param images (x, y), 8-bit, any sizes
	 * @param manager owns the result
	 * @return (N, 1, size, size) float32: resized (bilinear, antialiased) and normalised
	 */
	public NDArray input(final List<? extends RandomAccessibleInterval<UnsignedByteType>> images,
		final NDManager manager)
	{
		return Torch.floats(manager, input(images), images.size(), 1, config.size(), config.size());
	}

	/** {@return the values of {@link #input(List, NDManager)} in C order} */
	public float[] input(final List<? extends RandomAccessibleInterval<UnsignedByteType>> images) {
		final float[] batch = new float[Math.multiplyExact(images.size(), input.length())];
		for (int i = 0; i < images.size(); i++)
			input.write(images.get(i), batch, i * input.length());
		return batch;
	}

	/**
	 * @param images (x, y), 8-bit, any sizes, at least one; one batch
	 * @return (N, classes): probabilities, each row sums to 1
	 */
	public double[][] classify(final List<? extends RandomAccessibleInterval<UnsignedByteType>> images) {
		Torch.inference();
		try (NDManager scope = network.manager().newSubManager(); NDArray x = input(images, scope);
				NDArray logits = network.logits(x, false))
		{
			return softmax(logits.toFloatArray(), network.classes());
		}
	}

	/**
	 * @param images (x, y), 8-bit, any sizes, any number: they are taken in batches
	 * @param monitor hears of the progress, is asked whether to stop
	 * @return (N, classes): probabilities, each row sums to 1
	 */
	public double[][] classify(final List<? extends RandomAccessibleInterval<UnsignedByteType>> images,
		final Monitor monitor)
	{
		final List<double[]> rows = new ArrayList<>();
		for (int from = 0; from < images.size(); from += BATCH) {
			monitor.checkCancelled();
			rows.addAll(List.of(classify(images.subList(from, Math.min(images.size(), from + BATCH)))));
			monitor.progress("classifying", rows.size(), images.size());
		}
		return rows.toArray(double[][]::new);
	}

	/**
	 * @param logits (N, classes) in C order
	 * @return (N, classes): exp(logit) over the row's sum, in double
	 */
	public static double[][] softmax(final float[] logits, final int classes) {
		final double[][] rows = new double[logits.length / classes][classes];
		for (int n = 0; n < rows.length; n++) {
			double largest = Double.NEGATIVE_INFINITY;
			for (int c = 0; c < classes; c++)
				largest = Math.max(largest, logits[n * classes + c]);
			double sum = 0;
			for (int c = 0; c < classes; c++) {
				rows[n][c] = StrictMath.exp(logits[n * classes + c] - largest);
				sum += rows[n][c];
			}
			for (int c = 0; c < classes; c++)
				rows[n][c] /= sum;
		}
		return rows;
	}

	/** {@return the index of the largest value, the first of equals} */
	public static int best(final double[] values) {
		int best = 0;
		for (int i = 1; i < values.length; i++)
			if (values[i] > values[best]) best = i;
		return best;
	}

	@Override
	public void close() {
		network.close();
	}
}
