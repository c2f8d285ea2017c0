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
package io.sonoflow.train.clip;

import ai.djl.ndarray.types.Shape;

import io.sonoflow.RandomStream;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.ClipWindow;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.mil.BagNetwork;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What a network sees of a sample at once: a picture; a bag of a clip's frames, each augmented by itself; or a window of
 * consecutive frames, to all of which the same happens.
 *
 * <pre>
 * ClipView view = ClipView.of(network, 16);
 * Shape batch = view.shape(4, 112); // (4, 1, 16, 112, 112) of a network of clips
 * List&lt;int[]&gt; tested = view.cover(clip.size()); // every frame once, or windows that see every frame
 * </pre>
 */
public final class ClipView {

	/** Frames of a clip that a step of a learned pooling sees at most. */
	public static final int BAG = 8;

	private enum Kind {
		PICTURE, BAG, WINDOW
	}

	private final Kind kind;
	private final ClipWindow window;

	private ClipView(final Kind kind, final int frames) {
		this.kind = kind;
		this.window = new ClipWindow(frames, kind == Kind.WINDOW ? ClipWindow.published().speed() : 1);
	}

	/** {@return one picture, of any network} */
	public static ClipView picture() {
		return new ClipView(Kind.PICTURE, 1);
	}

	/**
	 * {@return what a network sees}
	 *
	 * @param frames of a window, at least 1, where it sees windows
	 */
	public static ClipView of(final ImageNetwork network, final int frames) {
		if (network instanceof BagNetwork) return new ClipView(Kind.BAG, BAG);
		return Networks.clipNames().contains(network.architecture()) ? new ClipView(Kind.WINDOW, frames) : picture();
	}

	/** {@return whether it is one picture, in training and test} */
	public boolean isPicture() {
		return kind == Kind.PICTURE;
	}

	/** {@return whether the network is to be given all of a window at once} */
	public boolean isWindow() {
		return kind == Kind.WINDOW;
	}

	/** {@return pictures of a sample in a step of training} */
	public int pictures() {
		return window.frames();
	}

	/** {@return (N, 1, S, S), of several pictures a sample (N, 1, T, S, S)} */
	public Shape shape(final int samples, final int side) {
		return isPicture() ? new Shape(samples, 1, side, side) : new Shape(samples, 1, pictures(), side, side);
	}

	/**
	 * The frames that a draw sees: of a bag one of each of {@value #BAG} parts of the clip; a clip of fewer frames shows some
	 * several times, each time augmented otherwise.
	 *
	 * @param count frames of the clip, at least 1
	 * @param random decides
	 * @return {@link #pictures} numbers from 0, in order
	 */
	public int[] draw(final int count, final RandomStream random) {
		if (kind == Kind.WINDOW) return window.draw(count, random);
		return IntStream.range(0, pictures()).map(i -> Math.min(count - 1, (int) ((i + random.nextDouble()) * count / pictures())))
			.toArray();
	}

	/**
	 * Writes what a draw sees.
	 *
	 * @param count frames of the sample, at least 1
	 * @param frames gives those of some places, from 0
	 * @param seed of the training; with the draw it decides
	 * @param epoch of the draw
	 * @param draw in its epoch
	 * @param target gets {@link #pictures} times the input's values from offset on
	 */
	public void write(final NetworkInput input, final int count,
		final Function<int[], List<ArrayImg<UnsignedByteType, ByteArray>>> frames, final Augmentation augmentation, final long seed,
		final int epoch, final int draw, final float[] target, final int offset)
	{
		final List<ArrayImg<UnsignedByteType, ByteArray>> seen = frames.apply(draw(count, RandomStream.of(seed, "frame", epoch,
			draw)));
		if (kind == Kind.WINDOW) input.write(seen, augmentation, () -> RandomStream.of(seed, "augment", epoch, draw), target,
			offset);
		else for (int i = 0; i < seen.size(); i++)
			input.write(seen.get(i), augmentation, RandomStream.of(seed, "augment", epoch, draw, i), target, offset + i * input
				.length());
	}

	/**
	 * {@return what is looked at without training, one entry a pass: every frame, or windows that see every frame}
	 *
	 * @param count frames of the clip, at least 1
	 */
	public List<int[]> cover(final int count) {
		return isWindow() ? window.cover(count) : IntStream.range(0, count).mapToObj(i -> new int[] { i }).toList();
	}
}
