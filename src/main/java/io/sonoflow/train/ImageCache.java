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
package io.sonoflow.train;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.image.Images;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Grey images by number, read from their files and kept decoded as long as they fit into a budget of memory; what does
 * not fit is read anew each time. Which are kept changes no result. Thread-safe.
 */
public final class ImageCache {

	private static final int SHARE_OF_HEAP = 4;

	private final List<Path> files;
	private final UnaryOperator<ArrayImg<UnsignedByteType, ByteArray>> preparation;
	private final AtomicReferenceArray<ArrayImg<UnsignedByteType, ByteArray>> kept;
	private final AtomicLong room;

	/** A quarter of the Java heap. */
	public ImageCache(final List<Path> files) {
		this(files, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
	}

	/**
	 * @param files the images' files
	 * @param budget bytes of pixels to be kept, at least 0
	 */
	public ImageCache(final List<Path> files, final long budget) {
		this(files, budget, UnaryOperator.identity());
	}

	/** @param preparation what is done with each image when it is read, e.g. to bring it to a size */
	public ImageCache(final List<Path> files, final long budget,
		final UnaryOperator<ArrayImg<UnsignedByteType, ByteArray>> preparation)
	{
		this.files = List.copyOf(files);
		this.preparation = preparation;
		this.kept = new AtomicReferenceArray<>(files.size());
		this.room = new AtomicLong(budget);
	}

	/** {@return number of images} */
	public int size() {
		return files.size();
	}

	/** {@return the file of an image} */
	public Path file(final int index) {
		return files.get(index);
	}

	/**
	 * @return the image (x, y); shared, not to be written
	 * @throws io.sonoflow.SonoflowException.File if it cannot be read
	 */
	public ArrayImg<UnsignedByteType, ByteArray> get(final int index) {
		final ArrayImg<UnsignedByteType, ByteArray> known = kept.get(index);
		if (known != null) return known;
		final ArrayImg<UnsignedByteType, ByteArray> image = preparation.apply(ImageFiles.readGray(files.get(index)));
		final long bytes = image.size();
		if (room.addAndGet(-bytes) < 0) room.addAndGet(bytes);
		else if (!kept.compareAndSet(index, null, image)) room.addAndGet(bytes);
		return image;
	}

	/** {@return the filler, which now knows the files of these images} */
	Batches.Filler filler(final Batches.Filler pixels) {
		return new Batches.Filler() {

			@Override
			public void fill(final int epoch, final int draw, final int sample, final float[] target, final int offset) {
				pixels.fill(epoch, draw, sample, target, offset);
			}

			@Override
			public Path file(final int sample) {
				return ImageCache.this.file(sample);
			}
		};
	}

	/**
	 * Opens every image once, so that a bad one is found before hours of work and not in the middle of them.
	 *
	 * @throws io.sonoflow.SonoflowException.File naming all files that cannot be read or are under 16 x 16 pixels
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user stops it
	 */
	public void check(final Monitor monitor) {
		open(false, monitor, i -> {}).requireAll();
	}

	/**
	 * Opens every image once.
	 *
	 * @param strict whether the first that cannot be used ends it
	 * @param more what else must be right with an image of a number; throws {@link io.sonoflow.SonoflowException.File}
	 * @return which images can be read and have 16 x 16 pixels at least
	 */
	public Opened<Void> open(final boolean strict, final Monitor monitor, final IntConsumer more) {
		return Opened.of("reading images", files, strict, monitor, i -> {
			final ArrayImg<UnsignedByteType, ByteArray> image = get(i);
			ImageFiles.requireSide(files.get(i), Images.width(image), Images.height(image));
			more.accept(i);
			return null;
		});
	}
}
