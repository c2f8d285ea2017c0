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

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.mask.MaskPlanes;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Pictures and masks in a network's size, by number: both were cut to the same part and resized by the same rule. Kept as long
 * as they fit into a quarter of Java's memory; what does not fit is read anew each time, which changes no result. Thread-safe.
 */
public final class SegmentImages {

	private static final int SHARE_OF_HEAP = 4;

	private final SegmentationSet set;
	private final int size;
	private final boolean crop;
	private final AtomicReferenceArray<Pair> kept;
	private final Map<Path, Box> fields = new ConcurrentHashMap<>();
	private final Set<Integer> cut = ConcurrentHashMap.newKeySet();
	private final AtomicLong room = new AtomicLong(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);

	/**
	 * A picture and its masks.
	 *
	 * @param image size x size grey values, row by row; shared, not to be written
	 * @param masks one a structure, of the same size
	 */
	public record Pair(byte[] image, List<Mask> masks) {
	}

	/**
	 * A picture in its own size.
	 *
	 * @param image grey values, row by row
	 * @param box the part of it that the network sees
	 */
	public record Whole(byte[] image, int width, int height, Box box) {
	}

	/**
	 * @param size side of the network's input in pixels
	 * @param crop whether the network sees the field of view only
	 */
	public SegmentImages(final SegmentationSet set, final int size, final boolean crop) {
		this.set = set;
		this.size = size;
		this.crop = crop;
		kept = new AtomicReferenceArray<>(set.size());
	}

	/** {@return side of the network's input in pixels} */
	public int side() {
		return size;
	}

	/** {@return number of structures} */
	public int structures() {
		return set.structures().size();
	}

	/** {@return the file of a picture} */
	public Path file(final int number) {
		return set.samples().get(number).image();
	}

	/** {@return a picture as it is in its file} */
	public Whole whole(final int number) {
		if (set.isFrame(number)) {
			final var frame = set.picture(number);
			return new Whole(Images.pixels(frame), Images.width(frame), Images.height(frame), crop ? fields.computeIfAbsent(file(
				number), SegmentImages::field) : PictureFields.whole(Images.width(frame), Images.height(frame)));
		}
		try (FrameReader reader = ImageFiles.open(file(number))) {
			return new Whole(Images.pixels(reader.gray(0)), reader.width(), reader.height(), crop ? PictureFields.of(reader)
				: PictureFields.whole(reader.width(), reader.height()));
		}
	}

	/** {@return the field of view of all frames of a clip} */
	private static Box field(final Path clip) {
		try (FrameReader reader = ImageFiles.open(clip)) {
			return PictureFields.of(reader);
		}
	}

	/** {@return a picture and its masks in the network's size} */
	public Pair get(final int number) {
		final Pair known = kept.get(number);
		if (known != null) return known;
		final Whole whole = whole(number);
		final MaskPlanes all = set.mask(number);
		final MaskPlanes part = all.cropped(whole.box);
		if (crop && all.planes().stream().mapToInt(Mask::area).sum() > part.planes().stream().mapToInt(Mask::area).sum()) cut.add(
			number);
		final MaskPlanes planes = part.resized(size, size);
		final Pair pair = new Pair(shrink(whole.image, whole.width, whole.height, whole.box, size), planes.planes());
		final long bytes = (1L + planes.planes().size()) * size * size;
		if (room.addAndGet(-bytes) < 0) room.addAndGet(bytes);
		else if (!kept.compareAndSet(number, null, pair)) room.addAndGet(bytes);
		return pair;
	}

	/** {@return the pictures, of those that were asked for, whose structures reach out of the part that the network sees} */
	public Set<Integer> cut() {
		return new TreeSet<>(cut);
	}

	/** {@return a part of a picture in the network's size} */
	static byte[] shrink(final byte[] image, final int width, final int height, final Box box, final int size) {
		return Images.pixels(Resize.resize(Images.crop(Images.bytes(image, width, height), box), size, size,
			Interpolation.BILINEAR_ANTIALIASED));
	}
}
