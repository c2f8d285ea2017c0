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
package io.sonoflow.diffusion.training;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.diffusion.GaussianStart;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.image.resize.Resize;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The images to learn from, as the published models saw them: {@link Resize#centerCrop} to size x size, grey / 127.5 - 1.
 * Resized ones are kept within a budget of memory; what does not fit is read anew each time. Thread-safe.
 */
public final class TrainingImages {

	private static final int SHARE_OF_HEAP = 4;

	private final List<Path> files;
	private final int size;
	private final AtomicReferenceArray<byte[]> kept;
	private final AtomicLong room;

	/**
	 * Keeps what fits into a quarter of the Java heap.
	 *
	 * @param files the images, at least one
	 * @param size side to which they are brought, pixels
	 */
	public TrainingImages(final List<Path> files, final int size) {
		this(files, size, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
	}

	/** @param budget bytes of pixels to be kept, at least 0 */
	TrainingImages(final List<Path> files, final int size, final long budget) {
		this.files = List.copyOf(files);
		this.size = size;
		kept = new AtomicReferenceArray<>(files.size());
		room = new AtomicLong(budget);
	}

	/** {@return number of images} */
	public int count() {
		return files.size();
	}

	/** {@return side in pixels} */
	public int size() {
		return size;
	}

	/**
	 * Opens every image once, so that a bad one is found before days of work.
	 *
	 * @throws SonoflowException.File if one cannot be read, is under 16 x 16 pixels, or not as large as the first
	 * @throws SonoflowException.Cancelled if the user stops it
	 */
	public void check(final Monitor monitor) {
		long width = 0;
		long height = 0;
		for (int i = 0; i < files.size(); i++) {
			monitor.checkCancelled();
			final ArrayImg<UnsignedByteType, ByteArray> image = ImageFiles.readGray(files.get(i));
			final int w = Images.width(image);
			final int h = Images.height(image);
			ImageFiles.requireSide(files.get(i), w, h);
			if (i == 0) {
				width = w;
				height = h;
			}
			if (w != width || h != height) throw new SonoflowException.File("The images are of different sizes: " + files.get(
				0) + " has " + width + " x " + height + " pixels, " + files.get(i) + " has " + w + " x " + h +
				". The network would learn sizes instead of anatomy. Bring them to one size, e.g. with size=" + size +
				" of \"Crop Ultrasound...\".");
			keep(i, prepare(image));
			monitor.progress("reading images", i + 1L, files.size());
		}
		tell(width, height, monitor);
	}

	private void tell(final long width, final long height, final Monitor monitor) {
		if (Math.min(width, height) < size) monitor.warn("The images have " + width + " x " + height +
			" pixels and are enlarged to size=" + size + ": no detail is won by it.");
		if (width != height) monitor.warn("The images have " + width + " x " + height +
			" pixels: the network learns the square in their middle, and not what lies beside it.");
	}

	private byte[] prepare(final ArrayImg<UnsignedByteType, ByteArray> image) {
		return Images.pixels(Resize.centerCrop(image, size));
	}

	private void keep(final int index, final byte[] pixels) {
		if (room.addAndGet(-pixels.length) < 0 || !kept.compareAndSet(index, null, pixels)) room.addAndGet(pixels.length);
	}

	private byte[] pixels(final int index) {
		final byte[] known = kept.get(index);
		if (known != null) return known;
		final byte[] pixels = prepare(ImageFiles.readGray(files.get(index)));
		keep(index, pixels);
		return pixels;
	}

	/**
	 * @param mirrored whether each image counts once more with left and right exchanged
	 * @return the normal distribution nearest to the images
	 */
	public GaussianStart gaussian(final boolean mirrored) {
		return GaussianStart.fit(count(), size, (index, target) -> write(index, false, target, 0), mirrored);
	}

	/**
	 * Writes an image into a batch.
	 *
	 * @param flip whether left and right are exchanged
	 * @param target gets size * size values in [-1, 1] from offset on, row by row
	 */
	void write(final int index, final boolean flip, final float[] target, final int offset) {
		final byte[] pixels = pixels(index);
		for (int y = 0; y < size; y++)
			for (int x = 0; x < size; x++)
				target[offset + y * size + x] = Normalisation.DIFFUSION.apply(pixels[y * size + (flip ? size - 1 - x : x)] & 255);
	}
}
