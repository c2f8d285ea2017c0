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
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameSize;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.clip.ChosenFrames;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameRoom;
import io.sonoflow.diffusion.GaussianStart;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Fit;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.image.resize.Resize;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The images to learn from, as the published models saw them: {@link Resize#centerCrop} to size x size, grey / 127.5 - 1; or,
 * where they are of several sizes, brought to size x size as is asked ({@link Fit}).
 * A clip, in one file or one file a frame, counts as one image: each time it is wanted, one of its frames is. Resized ones are
 * kept within a budget of memory, the frames of clips that do not fit on disk; what does not fit there either is read anew each
 * time. Thread-safe.
 */
public final class TrainingImages {

	private static final int SHARE_OF_HEAP = 4;

	private final List<List<Path>> units;
	private final int size;
	private final Fit fit;
	private final FrameChoice choice;
	private final AtomicReferenceArray<Seen> seen;
	private final FrameRoom room;

	/**
	 * An image that was looked through.
	 *
	 * @param chosen the frames that count, of an image one
	 * @param frames these, brought to size; null if there was no room for them
	 */
	private record Seen(ChosenFrames chosen, FrameRoom.Held frames) {

		int count() {
			return chosen.numbers().length;
		}

		int middle() {
			return (count() - 1) / 2;
		}
	}

	/**
	 * Keeps what fits into a quarter of the Java heap.
	 *
	 * @param files the images, at least one
	 * @param size side to which they are brought, pixels
	 */
	public TrainingImages(final List<Path> files, final int size) {
		this(files, size, null);
	}

	/** @param fit how images of any size are brought to size x size; null = all must have one size, and it is its middle */
	public TrainingImages(final List<Path> files, final int size, final Fit fit) {
		this(size, fit, FrameChoice.ALL, room(), files.stream().map(List::of).toList());
	}

	/** @param choice which frames of clips count */
	public TrainingImages(final ClipUnits units, final int size, final Fit fit, final FrameChoice choice) {
		this(size, fit, choice, room(), units.files());
	}

	/**
	 * @param room for what is kept
	 * @param units the files of each image or clip
	 */
	TrainingImages(final int size, final Fit fit, final FrameChoice choice, final FrameRoom room, final List<List<Path>> units) {
		this.units = List.copyOf(units);
		this.size = size;
		this.fit = fit;
		this.choice = choice;
		seen = new AtomicReferenceArray<>(units.size());
		this.room = room;
	}

	private static FrameRoom room() {
		return new FrameRoom(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, true);
	}

	/** {@return number of images} */
	public int count() {
		return units.size();
	}

	/** {@return the file of an image, of a clip the first} */
	Path file(final int index) {
		return units.get(index).get(0);
	}

	/** {@return side in pixels} */
	public int size() {
		return size;
	}

	/**
	 * Opens every image once, so that a bad one is found before days of work.
	 *
	 * @throws SonoflowException.File if images cannot be read or are under 16 x 16 pixels, naming all of them; or if they are of
	 *           different sizes, unless it was said how they become one
	 * @throws SonoflowException.Cancelled if the user stops it
	 */
	public void check(final Monitor monitor) {
		final AtomicInteger fleeting = new AtomicInteger();
		final Opened<Map<FrameSize, Path>> opened = Opened.inPart("reading images", IntStream.range(0, count()).mapToObj(this::file)
			.toList(), false, monitor, i -> {
			final List<FrameSize> found = new ArrayList<>();
			final Seen image = look(i, frame -> found.add(new FrameSize(Images.width(frame), Images.height(frame))));
			if (image.count() > 1 && image.frames == null) fleeting.incrementAndGet();
			return new Found<>(sizes(image.chosen, found), image.chosen.flaws());
		});
		opened.requireAll();
		opened.tellFlaws(false, monitor);
		FrameChoice.tellStill(IntStream.range(0, count()).map(i -> seen.get(i).chosen.still()).sum(), monitor);
		room.tell(fleeting.get(), count(), monitor);
		final List<Map<FrameSize, Path>> sizes = IntStream.range(0, count()).mapToObj(opened::result).toList();
		final FrameSize first = sizes.get(0).keySet().iterator().next();
		final Map.Entry<FrameSize, Path> other = sizes.stream().flatMap(each -> each.entrySet().stream()).filter(each -> !each
			.getKey().equals(first)).findFirst().orElse(null);
		if (fit == null && other != null) throw new SonoflowException.File("The images are of different sizes: " + file(0) +
			" has " + first + " pixels, " + other.getValue() + " has " + other.getKey() + ". The network would learn sizes " +
			"instead of anatomy. Bring them to one size, e.g. with size=" + size + " of \"Crop Ultrasound...\"; or use " +
			"resize=fit (the whole image on black) or resize=stretch.");
		if (fit == null) tell(first, monitor);
		else tell(sizes, monitor);
	}

	/**
	 * @param found of each frame that counts
	 * @return the sizes of an image's frames in their order, each with the first file of it
	 * @throws SonoflowException.File if one is under 16 x 16 pixels
	 */
	private static Map<FrameSize, Path> sizes(final ChosenFrames chosen, final List<FrameSize> found) {
		final Map<FrameSize, Path> sizes = new LinkedHashMap<>();
		for (int i = 0; i < found.size(); i++)
			sizes.putIfAbsent(found.get(i), chosen.files().get(chosen.files().size() == 1 ? 0 : chosen.numbers()[i]));
		sizes.forEach((size, file) -> ImageFiles.requireSide(file, size.width(), size.height()));
		return sizes;
	}

	private void tell(final FrameSize all, final Monitor monitor) {
		if (Math.min(all.width(), all.height()) < size) monitor.warn("The images have " + all +
			" pixels and are enlarged to size=" + size + ": no detail is won by it.");
		if (all.width() != all.height()) monitor.warn("The images have " + all +
			" pixels: the network learns the square in their middle, and not what lies beside it.");
	}

	private void tell(final List<Map<FrameSize, Path>> sizes, final Monitor monitor) {
		monitor.message("resize=" + fit.key() + ": images of " + sizes.stream().flatMap(each -> each.keySet().stream())
			.distinct().count() + " size(s) are brought to " +
			size + " x " + size + " pixels.");
		final long small = sizes.stream().filter(each -> each.keySet().stream().anyMatch(one -> one.width() < size && one
			.height() < size)).count();
		if (small > 0) monitor.warn(small + " of " + sizes.size() + " images are enlarged to size=" + size +
			": no detail is won by it.");
	}

	/** @param frames sees each frame that counts */
	private Seen look(final int index, final Consumer<ArrayImg<UnsignedByteType, ByteArray>> frames) {
		try (FrameRoom.Keeping keeping = room.keeping()) {
			final ChosenFrames chosen = choice.look(units.get(index), frame -> {
				frames.accept(frame);
				keeping.add(Images.bytes(prepare(frame), size, size));
			});
			synchronized (seen) {
				if (seen.get(index) == null) seen.set(index, new Seen(chosen, keeping.keep()));
				return seen.get(index);
			}
		}
	}

	private Seen seen(final int index) {
		final Seen known = seen.get(index);
		return known == null ? look(index, frame -> {}) : known;
	}

	/** {@return a frame, brought to size} */
	private byte[] frame(final Seen image, final int place) {
		if (image.frames != null) return Images.pixels(image.frames.frame(place));
		try (ChosenFrames.Reading reading = image.chosen.open()) {
			return prepare(reading.frame(place));
		}
	}

	/**
	 * {@return the image in its own size, of a clip the frame in its middle}
	 *
	 * @throws SonoflowException.File if it cannot be read
	 */
	public ArrayImg<UnsignedByteType, ByteArray> picture(final int index) {
		final Seen image = seen(index);
		try (ChosenFrames.Reading reading = image.chosen.open()) {
			return reading.frame(image.middle());
		}
	}

	private byte[] prepare(final ArrayImg<UnsignedByteType, ByteArray> image) {
		return Images.pixels(fit == null ? Resize.centerCrop(image, size) : fit.apply(image, size, size));
	}

	/**
	 * @param mirrored whether each image counts once more with left and right exchanged
	 * @return the normal distribution nearest to the images, of clips to the frames in their middle
	 */
	public GaussianStart gaussian(final boolean mirrored) {
		return GaussianStart.fit(count(), size, (index, target) -> {
			final Seen image = seen(index);
			write(frame(image, image.middle()), false, target, 0);
		}, mirrored);
	}

	/**
	 * Writes an image into a batch.
	 *
	 * @param random decides which frame of a clip
	 * @param flip whether left and right are exchanged
	 * @param target gets size * size values in [-1, 1] from offset on, row by row
	 */
	void write(final int index, final RandomStream random, final boolean flip, final float[] target, final int offset) {
		final Seen image = seen(index);
		write(frame(image, image.count() == 1 ? 0 : random.nextInt(image.count())), flip, target, offset);
	}

	private void write(final byte[] pixels, final boolean flip, final float[] target, final int offset) {
		for (int y = 0; y < size; y++)
			for (int x = 0; x < size; x++)
				target[offset + y * size + x] = Normalisation.DIFFUSION.apply(pixels[y * size + (flip ? size - 1 - x : x)] & 255);
	}
}
