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
package io.sonoflow.nn.inception;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import io.sonoflow.nn.Layer;
import io.sonoflow.nn.Linear;
import io.sonoflow.nn.MaxPool2d;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * InceptionV3 in the variant by which FID is defined (Heusel et al., NeurIPS 2017; ported by pytorch-fid): torchvision's
 * names without auxiliary classifier, averages that leave the border out, a maximum in the last block, 1008 classes.
 * Images are (N, 3, 299, 299) with values in -1..1; the features are the mean of the last block, (N, 2048). 23.9 M
 * parameters. Not for training.
 */
public final class InceptionV3 extends Layer implements AutoCloseable {

	/** Side of its images in pixels. */
	public static final int SIZE = 299;

	/** Length of its features. */
	public static final int WIDTH = 2048;

	/** Number of its classes: ImageNet's thousand, and eight that were never used. */
	public static final int CLASSES = 1008;

	private static final String COUNTER = ".num_batches_tracked";

	private final NDManager manager;
	private final List<Layer> layers = new ArrayList<>();
	private final Linear fc;

	/**
	 * A network whose parameters are all zero.
	 *
	 * @param device where the parameters live
	 */
	public InceptionV3(final Device device) {
		manager = Torch.manager(device);
		conv("Conv2d_1a_3x3", 3, 32, 3, 2, false);
		conv("Conv2d_2a_3x3", 32, 32, 3, 1, false);
		conv("Conv2d_2b_3x3", 32, 64, 3, 1, true);
		layers.add(new MaxPool2d(3, 2, 0));
		conv("Conv2d_3b_1x1", 64, 80, 1, 1, false);
		conv("Conv2d_4a_3x3", 80, 192, 3, 1, false);
		layers.add(new MaxPool2d(3, 2, 0));
		add("Mixed_5b", Mixed.a(manager, 192, 32));
		add("Mixed_5c", Mixed.a(manager, 256, 64));
		add("Mixed_5d", Mixed.a(manager, 288, 64));
		add("Mixed_6a", Mixed.b(manager, 288));
		add("Mixed_6b", Mixed.c(manager, 768, 128));
		add("Mixed_6c", Mixed.c(manager, 768, 160));
		add("Mixed_6d", Mixed.c(manager, 768, 160));
		add("Mixed_6e", Mixed.c(manager, 768, 192));
		add("Mixed_7a", Mixed.d(manager, 768));
		add("Mixed_7b", Mixed.e(manager, 1280, false));
		add("Mixed_7c", Mixed.e(manager, WIDTH, true));
		fc = child("fc", new Linear(manager, WIDTH, CLASSES));
	}

	private void conv(final String name, final int in, final int out, final int kernel, final int stride,
		final boolean same)
	{
		add(name, new ConvUnit(manager, in, out, kernel, kernel, stride, same));
	}

	private void add(final String name, final Layer layer) {
		layers.add(child(name, layer));
	}

	/**
	 * @param weights pytorch-fid's tensors (pt_inception-2015-12-05)
	 * @param device where the parameters are to live
	 * @return the network; close it
	 * @throws io.sonoflow.SonoflowException.File if tensors are missing, have another shape or are not part of it, as those of
	 *           torchvision's own Inception v3 are; the message names them
	 */
	public static InceptionV3 load(final StateDict weights, final Device device) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>(weights.network().tensors());
		tensors.keySet().removeIf(name -> name.endsWith(COUNTER));
		final InceptionV3 network = new InceptionV3(device);
		try {
			StateLoader.fill(network.named(), weights.network().only(tensors.keySet()), "Inception v3 as FID uses it, 1008 " +
				"classes, without auxiliary classifier");
			return network;
		}
		catch (final RuntimeException e) {
			network.close();
			throw e;
		}
	}

	/**
	 * @param images (N, 3, 299, 299), -1..1
	 * @return (N, 2048)
	 */
	public NDArray features(final NDArray images) {
		NDArray y = layers.get(0).forward(images, false);
		for (final Layer layer : layers.subList(1, layers.size()))
			y = then(y, layer, false);
		try (NDArray last = y; NDArray pooled = last.getNDArrayInternal().globalAvgPool()) {
			return pooled.reshape(new Shape(images.getShape().get(0), WIDTH));
		}
	}

	/**
	 * Class scores as the inception score takes them (Salimans et al., NeurIPS 2016): without the bias.
	 *
	 * @param features (N, 2048)
	 * @return (N, 1008)
	 */
	public NDArray logits(final NDArray features) {
		try (NDArray transposed = fc.named().get("weight").getArray().transpose()) {
			return features.matMul(transposed);
		}
	}

	/** {@return where the parameters live} */
	public NDManager manager() {
		return manager;
	}

	@Override
	public NDArray forward(final NDArray x, final boolean training) {
		if (training) throw new UnsupportedOperationException("Inception v3 is not trained here");
		return features(x);
	}

	@Override
	public Shape outputShape(final Shape input) {
		return new Shape(input.get(0), WIDTH);
	}

	@Override
	public void close() {
		manager.close();
	}
}
