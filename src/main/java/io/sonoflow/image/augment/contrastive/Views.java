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
package io.sonoflow.image.augment.contrastive;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Canvas;
import io.sonoflow.image.augment.RandomPart;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The two views of an image for contrastive pretraining, drawn anew for every image, in the two ways of the published code:
 * <ol>
 * <li>{@link #first}: a random part (area 0.8..1, aspect ratio 0.8..1.25) resized to size x size; flipped left and right
 * with probability 0.5; flipped top and bottom with probability 0.5.</li>
 * <li>{@link #second}: burnt-in measuring circles made black; resized; a black square of 96 px of a 256 px view
 * with probability 0.7; rotated by an angle in -90..90 degrees; flipped left and right with probability 0.5; with probability
 * 0.8 brightness and contrast multiplied by factors in 0.2..1.8, in random order; with probability 0.3 sharpened by factor
 * 2.</li>
 * </ol>
 * or in the one way that the thesis describes without its strengths, drawn twice ({@link ViewSettings}): a random part (aspect
 * ratio 3/4..4/3) resized to size x size; flipped left and right, and top and bottom, with probability 0.5 each; with
 * probability 0.8 brightness and contrast multiplied by factors within a share of 1; Gaussian noise of a deviation drawn from 0
 * to the largest.
 * <p>
 * The published colour jitter (0.8, 0.8, 0.8, 0.2) also changes saturation and hue, which grey images do not have.
 * Results are 8-bit, each stage rounded, as in the published code, which works on PIL images. Thread-safe: each thread has
 * its own buffers.
 *
 * <pre>
 * Views views = new Views(128);
 * views.first(image, RandomStream.of(seed, "view", epoch, i, 1), batch, offset);
 * views.second(image, CircleFinder.find(image), RandomStream.of(seed, "view", epoch, i, 2), batch, offset + views.length());
 * </pre>
 */
public final class Views {

	/** Area 0.8..1, aspect ratio 0.8..1.25. */
	static final RandomPart PART = new RandomPart(0.8, 1, 1.25);

	private static final double SQUARE = 96 / 256.0;

	/** Of the thesis's way: as usual for random parts. */
	private static final double ASPECT = 4 / 3.0;

	private final int size;
	private final ViewSettings settings;
	private final RandomPart part;
	private final ThreadLocal<Canvas> canvases = ThreadLocal.withInitial(Canvas::new);

	/** The published code's views. */
	public Views(final int size) {
		this(size, new ViewSettings());
	}

	/**
	 * @param size side of the views in pixels, at least 8
	 * @param settings how they come about
	 */
	public Views(final int size, final ViewSettings settings) {
		if (size < 8) throw new IllegalArgumentException("views of " + size + " pixels");
		this.size = size;
		this.settings = settings.clone();
		this.part = new RandomPart(settings.viewpart, 1, ASPECT);
	}

	/** {@return side in pixels} */
	public int size() {
		return size;
	}

	/** {@return number of bytes of a view: size * size} */
	public int length() {
		return size * size;
	}

	/**
	 * @param image (x, y), 8-bit, any size; left as it is
	 * @param random decides what happens
	 * @param target gets {@link #length()} grey values, row by row, from offset on
	 */
	public void first(final RandomAccessibleInterval<UnsignedByteType> image, final RandomStream random,
		final byte[] target, final int offset)
	{
		if (settings.isThesis()) {
			either(image, random, target, offset);
			return;
		}
		final Box part = PART.draw(Images.width(image), Images.height(image), random);
		final Canvas canvas = canvas(Images.crop(image, part));
		if (random.chance(0.5)) canvas.flip();
		if (random.chance(0.5)) canvas.flipVertical();
		System.arraycopy(canvas.pixels(), 0, target, offset, length());
	}

	/**
	 * @param image (x, y), 8-bit, any size; left as it is
	 * @param circles of {@link CircleFinder#find}, which are the same in every epoch; not looked at where {@link #needsCircles()}
	 *          is false
	 * @param random decides what happens
	 * @param target gets {@link #length()} grey values, row by row, from offset on
	 */
	public void second(final RandomAccessibleInterval<UnsignedByteType> image, final List<Box> circles,
		final RandomStream random, final byte[] target, final int offset)
	{
		if (settings.isThesis()) {
			either(image, random, target, offset);
			return;
		}
		final Canvas canvas = canvas(without(image, circles));
		final int square = (int) Math.rint(SQUARE * size);
		if (random.chance(0.7)) canvas.black(new Box(random.nextInt(size - square + 1), random.nextInt(size - square + 1),
			square, square));
		canvas.rotate(random.uniform(-90, 90));
		if (random.chance(0.5)) canvas.flip();
		if (random.chance(0.8)) jitter(canvas, 0.2, 1.8, random);
		if (random.chance(0.3)) canvas.sharpen(2);
		System.arraycopy(canvas.pixels(), 0, target, offset, length());
	}

	/** {@return whether {@link #second} looks for burnt-in circles} */
	public boolean needsCircles() {
		return !settings.isThesis();
	}

	/** The thesis's way, which both views go. */
	private void either(final RandomAccessibleInterval<UnsignedByteType> image, final RandomStream random, final byte[] target,
		final int offset)
	{
		final Canvas canvas = canvas(Images.crop(image, part.draw(Images.width(image), Images.height(image), random)));
		if (random.chance(0.5)) canvas.flip();
		if (random.chance(0.5)) canvas.flipVertical();
		if (random.chance(0.8)) jitter(canvas, 1 - settings.viewjitter, 1 + settings.viewjitter, random);
		final byte[] pixels = canvas.pixels();
		final double deviation = random.uniform(0, settings.viewnoise);
		for (int i = 0; i < length(); i++)
			target[offset + i] = deviation > 0 ? (byte) Math.max(0, Math.min(255, Math.rint((pixels[i] & 255) + deviation * random
				.nextGaussian()))) : pixels[i];
	}

	private static void jitter(final Canvas canvas, final double low, final double high, final RandomStream random) {
		final double brightness = random.uniform(low, high);
		final double contrast = random.uniform(low, high);
		final boolean contrastFirst = random.chance(0.5);
		if (contrastFirst) canvas.jitter(contrast, 1);
		canvas.jitter(1, brightness);
		if (!contrastFirst) canvas.jitter(contrast, 1);
	}

	private RandomAccessibleInterval<UnsignedByteType> without(final RandomAccessibleInterval<UnsignedByteType> image,
		final List<Box> circles)
	{
		if (circles.isEmpty()) return image;
		final Canvas canvas = canvases.get();
		canvas.load(Images.pixels(image), Images.width(image), Images.height(image));
		circles.forEach(canvas::black);
		return canvas.image();
	}

	private Canvas canvas(final RandomAccessibleInterval<UnsignedByteType> image) {
		final Canvas canvas = canvases.get();
		canvas.load(Images.pixels(Resize.resize(image, size, size, Interpolation.BILINEAR_ANTIALIASED)), size, size);
		return canvas;
	}
}
