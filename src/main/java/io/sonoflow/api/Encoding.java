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

import io.sonoflow.Monitor;
import io.sonoflow.Shutdown;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.image.GrayLevels;
import io.sonoflow.nn.Devices;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Images as vectors, so that like images lie near each other: by the encoder of Pretrain Masked Autoencoder or Pretrain
 * Encoder, by a classifier, or by other weights that Sonoflow knows. The network is opened and closed inside, so many images are
 * best given together.
 *
 * <pre>
 * float[] vector = Encoding.features(picture, new File("encoder.safetensors"));
 * List&lt;float[]&gt; all = Encoding.features(pictures, encoder, "auto", Progress.console("Encode"));
 * </pre>
 */
public final class Encoding {

	private Encoding() {
	}

	/**
	 * Describes an image by the numbers that a network computes of it before its head.
	 *
	 * @implNote op names='ultrasound.features'
	 * @param <T> pixel type
	 * @param image grey or colour, any size
	 * @param encoder file of an encoder, a classifier or other weights
	 * @return as many numbers as the network has features
	 * @throws SonoflowException if the image or the file is not as described
	 */
	public static <T extends NumericType<T>> float[] features(final RandomAccessibleInterval<T> image, final File encoder) {
		return features(List.of(Arguments.image(image)), encoder, Classification.AUTO, Monitor.NONE).get(0);
	}

	/**
	 * Describes images by the numbers that a network computes of them before its head.
	 *
	 * @param <T> pixel type
	 * @param images grey or colour, any sizes
	 * @param encoder file of an encoder, a classifier or other weights
	 * @param device auto, cpu, gpu0, ... or mps
	 * @param monitor hears of the progress, is asked whether to stop
	 * @return one vector an image
	 * @throws SonoflowException if an image, the file or the device is not as described
	 */
	public static <T extends NumericType<T>> List<float[]> features(final List<? extends RandomAccessibleInterval<T>> images,
		final File encoder, final String device, final Monitor monitor)
	{
		if (encoder == null) throw new SonoflowException.Input(
			"encoder is missing. Give the encoder.safetensors of \"Pretrain Encoder...\" or the model of a classifier.");
		Arguments.device(device);
		Arguments.monitor(monitor);
		final List<? extends RandomAccessibleInterval<UnsignedByteType>> grey = Arguments.all(images, "images", "images (x, y)")
			.stream().map(image -> GrayLevels.of(Arguments.image(image))).toList();
		final List<float[]> vectors = new ArrayList<>();
		if (grey.isEmpty()) return vectors;
		try (Shutdown.Work work = Shutdown.begin("Encoding", monitor);
				FeatureExtractor extractor = FeatureExtractor.open(encoder.getPath(), "fid", Devices.parse(device, work.monitor()),
					work.monitor()))
		{
			for (final RandomAccessibleInterval<UnsignedByteType> image : grey) {
				work.monitor().checkCancelled();
				vectors.add(extractor.vector(image));
				work.monitor().progress("features", vectors.size(), grey.size());
			}
		}
		return vectors;
	}
}
