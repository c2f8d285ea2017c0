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
package io.sonoflow.nn.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.RandomStream;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.nn.Torch;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What a classifier is also asked while it learns: the box of the mask, which goes through the same augmentation as its image.
 * In a batch an image's values are followed by left, top, right, bottom and 1; or zeros, where there is no mask or nothing of
 * it is left.
 */
public final class BoxTerm {

	/** Values that follow an image. */
	public static final int VALUES = BoxedNetwork.SIDES + 1;

	private static final double BETA = 1;

	private BoxTerm() {
	}

	/**
	 * Writes the values that follow an image.
	 *
	 * @param mask (x, y), 0 and 255; null = there is none
	 * @param augmentation that of the image
	 * @param random as it was before the image's augmentation
	 * @param target of the batch
	 * @param offset where they begin
	 */
	public static void write(final NetworkInput input, final ArrayImg<UnsignedByteType, ByteArray> mask,
		final Augmentation augmentation, final RandomStream random, final float[] target, final int offset)
	{
		final float[] box = mask == null ? null : input.box(mask, augmentation, random);
		for (int i = 0; i < VALUES; i++)
			target[offset + i] = box == null ? 0 : i == BoxedNetwork.SIDES ? 1 : box[i];
	}

	/**
	 * {@return the images alone}
	 *
	 * @param values of a batch
	 * @param images in it
	 */
	public static float[] images(final float[] values, final int images) {
		final int stride = values.length / images;
		final float[] pixels = new float[values.length - images * VALUES];
		for (int i = 0; i < images; i++)
			System.arraycopy(values, i * stride, pixels, i * (stride - VALUES), stride - VALUES);
		return pixels;
	}

	/**
	 * @param predicted (N, 4)
	 * @param values of the batch
	 * @return (N): smooth L1 of each image's box, mean over its sides; 0 without a box
	 */
	public static NDArray losses(final NDArray predicted, final float[] values) {
		final NDManager manager = predicted.getManager();
		final int images = (int) predicted.getShape().get(0);
		final int stride = values.length / images;
		final float[] boxes = new float[images * BoxedNetwork.SIDES];
		final float[] known = new float[images];
		for (int i = 0; i < images; i++) {
			System.arraycopy(values, (i + 1) * stride - VALUES, boxes, i * BoxedNetwork.SIDES, BoxedNetwork.SIDES);
			known[i] = values[(i + 1) * stride - 1];
		}
		return MaskLosses.boxes(predicted, Torch.floats(manager, boxes, images, BoxedNetwork.SIDES), Torch.floats(manager, known,
			images), BETA);
	}
}
