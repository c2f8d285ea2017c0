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
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.ClipWindow;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.mil.BagPooling;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Grey images by number, read from their files and kept decoded as long as they fit into a budget of memory; what does
 * not fit is read anew each time. Which are kept changes no result. Thread-safe.
 */
public final class ImageCache {

	private static final int SHARE_OF_HEAP = 4;

	/** More values than a mask of classes has. */
	private static final int VALUES = 8;

	private final List<Path> files;
	private final List<String> organs;
	private final List<Path> masks;
	private final IntFunction<FrameChoice.Read> reader;
	private final AtomicReferenceArray<FrameChoice.Read> kept;
	private final AtomicReferenceArray<int[]> numbers;
	private final AtomicLong room;
	private final Clips clips;
	/** What does not fit, and is asked for frame after frame. */
	private final ThreadLocal<Last> last = new ThreadLocal<>();

	private record Last(int index, FrameChoice.Read read) {
	}

	/**
	 * How clips are taken.
	 *
	 * @param choice which frames count
	 * @param pooling how the scores of frames become one
	 * @param top frames that count with {@link BagPooling#TOP_K}, at least 1
	 * @param reversed whether classes count from the last to the first, the first being the one that a single frame decides
	 * @param window frames that a network of clips sees at once, at least 1
	 */
	public record Clips(FrameChoice choice, BagPooling pooling, int top, boolean reversed, int window) {

		/** The key of a model's header that says how clips' scores are pooled; a transformer's own is pooling. */
		public static final String KEY = "clippooling";

		/** Images only; what is a clip is refused. */
		public static final Clips NONE = new Clips(FrameChoice.ALL, BagPooling.MEAN, BagPooling.USUAL_TOP, false);

		/** Of networks that see images, or windows as published. */
		public Clips(final FrameChoice choice, final BagPooling pooling, final int top, final boolean reversed) {
			this(choice, pooling, top, reversed, ClipWindow.published().frames());
		}
	}

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
		this(files, List.of(), List.of(), budget, i -> still(preparation.apply(ImageFiles.readGray(files.get(i)))), Clips.NONE);
	}

	private ImageCache(final List<Path> files, final List<String> organs, final List<Path> masks, final long budget,
		final IntFunction<FrameChoice.Read> reader, final Clips clips)
	{
		this.files = List.copyOf(files);
		this.organs = List.copyOf(organs);
		this.masks = masks;
		this.reader = reader;
		this.kept = new AtomicReferenceArray<>(files.size());
		this.numbers = new AtomicReferenceArray<>(files.size());
		this.room = new AtomicLong(budget);
		this.clips = clips;
	}

	private static FrameChoice.Read still(final ArrayImg<UnsignedByteType, ByteArray> image) {
		return new FrameChoice.Read(List.of(image), List.of(0), 0, List.of());
	}

	/** {@return the images of a data set, whose organs are known; a quarter of the Java heap} */
	public static ImageCache of(final List<Sample> samples) {
		final List<Path> files = samples.stream().map(Sample::image).toList();
		return new ImageCache(files, samples.stream().map(Sample::organ).toList(), samples.stream().map(Sample::mask).toList(),
			Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, i -> still(ImageFiles.readGray(files.get(i))), Clips.NONE);
	}

	/** {@return clips and images of a data set, likewise} */
	public static ImageCache of(final ClipUnits units, final Clips clips) {
		final List<Sample> samples = units.dataset().samples();
		return new ImageCache(samples.stream().map(Sample::image).toList(), samples.stream().map(Sample::organ).toList(), samples
			.stream().map(Sample::mask).toList(), Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, i -> clips.choice.read(units
				.files().get(i)), clips);
	}

	/** {@return how clips are taken} */
	public Clips clips() {
		return clips;
	}

	/**
	 * {@return the images of this cache, then those of another; it keeps none itself, the two do as before}
	 *
	 * @param more both are of data sets
	 */
	public ImageCache followedBy(final ImageCache more) {
		final int first = files.size();
		final List<Path> allMasks = new ArrayList<>(masks);
		allMasks.addAll(more.masks);
		return new ImageCache(Stream.concat(files.stream(), more.files.stream()).toList(), Stream.concat(organs.stream(), more.organs
			.stream()).toList(), allMasks, 0, i -> i < first ? read(i) : more.read(i - first), clips);
	}

	/**
	 * @param network in any state
	 * @param samples images that it is to see next, in this order
	 * @return the network, told the organs of these images where it must be
	 * @throws SonoflowException.Input if it has not learned the organ of one, or the organ is not known
	 */
	public ImageNetwork told(final ImageNetwork network, final int[] samples) {
		if (network.organs().isEmpty()) return network;
		return network.told(Arrays.stream(samples).map(i -> organ(network.organs(), i)).toArray());
	}

	private int organ(final List<String> known, final int sample) {
		final String organ = organs.isEmpty() ? "" : organs.get(sample);
		final int index = known.indexOf(organ);
		if (index < 0) throw new SonoflowException.Input("The model must be told the organ, and of " + files.get(sample) + " it is " +
			(organ.isEmpty() ? "not known" : "\"" + organ + "\"") + ". It has learned: " + String.join(", ", known) +
			". Give a dataset.csv whose column organ says one of them.");
		return index;
	}

	/**
	 * Says before any work whether a network can be told the organ of every image.
	 *
	 * @param known organs that it learns; empty = it is told nothing
	 * @throws SonoflowException.Input if not
	 */
	public void checkOrgans(final List<String> known) {
		for (int i = 0; i < files.size() && !known.isEmpty(); i++)
			organ(known, i);
	}

	/**
	 * @return the mask (x, y) of an image, 0 and 255; null if it has none. A mask of many greys (of a JPEG, of soft edges) is cut
	 *         at half of its range, else whatever is not 0 is the structure
	 * @throws SonoflowException.File if it cannot be read, or is of another size than its image
	 */
	ArrayImg<UnsignedByteType, ByteArray> mask(final int index) {
		final Path file = masks.isEmpty() ? null : masks.get(index);
		if (file == null) return null;
		final var read = ImageFiles.readMask(file);
		final var image = get(index);
		if (Images.width(read) != Images.width(image) || Images.height(read) != Images.height(image))
			throw new SonoflowException.File("The mask " + file + " has " + Images.width(read) + " x " + Images.height(read) +
				" pixels, but its image has " + Images.width(image) + " x " + Images.height(image) +
				". Give the mask that belongs to it, or none.");
		final byte[] pixels = Images.pixels(read).clone();
		final boolean[] seen = new boolean[1 << Byte.SIZE];
		int largest = 0;
		for (final byte pixel : pixels) {
			seen[pixel & 0xFF] = true;
			largest = Math.max(largest, pixel & 0xFF);
		}
		int values = 0;
		for (final boolean each : seen)
			if (each) values++;
		final int above = values > VALUES ? largest / 2 : 0;
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) ((pixels[i] & 0xFF) > above ? 0xFF : 0);
		return Images.bytes(pixels, Images.width(read), Images.height(read));
	}

	/**
	 * Opens every mask once.
	 *
	 * @return how many there are
	 * @throws SonoflowException.File if one cannot be used
	 */
	public int checkMasks() {
		int count = 0;
		for (int i = 0; i < files.size(); i++)
			if (mask(i) != null) count++;
		return count;
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
	 * @return the image (x, y), of a clip the frame in its middle; shared, not to be written
	 * @throws io.sonoflow.SonoflowException.File if it cannot be read
	 */
	public ArrayImg<UnsignedByteType, ByteArray> get(final int index) {
		final List<ArrayImg<UnsignedByteType, ByteArray>> frames = read(index).frames();
		return frames.get((frames.size() - 1) / 2);
	}

	/**
	 * @return all frames that count, of an image one; shared, not to be written
	 * @throws io.sonoflow.SonoflowException.File if it cannot be read
	 */
	public FrameChoice.Read read(final int index) {
		final FrameChoice.Read known = kept.get(index);
		if (known != null) return known;
		final Last before = last.get();
		if (before != null && before.index == index) return before.read;
		final FrameChoice.Read read = reader.apply(index);
		final int[] found = read.numbers().stream().mapToInt(Integer::intValue).toArray();
		// What was learned from and counted must stay what it was.
		if (!numbers.compareAndSet(index, null, found) && !Arrays.equals(numbers.get(index), found))
			throw new SonoflowException.File("The clip " + files.get(index) + " gave " + numbers.get(index).length +
				" frames when it was opened first, and " + found.length + " now. " + String.join(" ", read.flaws()) +
				" If it lies on another machine, see that it can be reached, and run it again.");
		final long bytes = read.frames().stream().mapToLong(ArrayImg::size).sum();
		if (room.addAndGet(-bytes) < 0) {
			room.addAndGet(bytes);
			if (read.frames().size() > 1) last.set(new Last(index, read));
		}
		else if (!kept.compareAndSet(index, null, read)) room.addAndGet(bytes);
		return read;
	}

	/** {@return whether a sample has several frames that count} */
	public boolean hasClips() {
		return IntStream.range(0, size()).anyMatch(this::isClip);
	}

	/** {@return whether a sample has several frames that count} */
	public boolean isClip(final int index) {
		return frames(index).length > 1;
	}

	/** {@return numbers of the frames that count, in their order; of an image 0} */
	int[] frames(final int index) {
		if (clips == Clips.NONE) return new int[1];
		if (numbers.get(index) == null) read(index);
		return numbers.get(index);
	}

	/**
	 * {@return the frame of a clip that a draw sees: any, each as often; of an image it}
	 *
	 * @param random decides
	 */
	public ArrayImg<UnsignedByteType, ByteArray> draw(final int index, final RandomStream random) {
		final List<ArrayImg<UnsignedByteType, ByteArray>> frames = read(index).frames();
		return frames.get(frames.size() == 1 ? 0 : random.nextInt(frames.size()));
	}

	/** {@return the filler, which now knows the files of these images} */
	Batches.Filler filler(final Batches.Filler pixels) {
		return new Batches.Filler() {

			@Override
			public void fill(final int epoch, final int draw, final int sample, final float[] target, final int offset) {
				pixels.fill(epoch, draw, sample, target, offset);
			}

			@Override
			public ImageNetwork told(final ImageNetwork network, final int[] samples) {
				return ImageCache.this.told(network, samples);
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
		final AtomicInteger still = new AtomicInteger();
		final AtomicInteger fleeting = new AtomicInteger();
		final Opened<Void> opened = open(false, monitor, i -> {
			final FrameChoice.Read read = read(i);
			still.addAndGet(read.still());
			if (read.frames().size() > 1 && kept.get(i) == null) fleeting.incrementAndGet();
		});
		opened.requireAll();
		opened.tellFlaws(false, monitor);
		if (still.get() > 0) monitor.message(still + " frames are left out: they are the one before again (less than " +
			FrameChoice.SAME + " grey levels apart).");
		if (fleeting.get() > 0) monitor.warn(fleeting + " of " + size() + " clips do not fit into memory and are decoded anew each " +
			"time, which takes long. Use stride or maxframes, or give Java more memory (Edit>Options>Memory & Threads, or -Xmx).");
	}

	/**
	 * Opens every image once.
	 *
	 * @param strict whether the first that cannot be used ends it
	 * @param more what else must be right with an image of a number; throws {@link io.sonoflow.SonoflowException.File}
	 * @return which images can be read and have 16 x 16 pixels at least
	 */
	public Opened<Void> open(final boolean strict, final Monitor monitor, final IntConsumer more) {
		return Opened.inPart("reading images", files, strict, monitor, i -> {
			final FrameChoice.Read read = read(i);
			read.frames().forEach(frame -> ImageFiles.requireSide(files.get(i), Images.width(frame), Images.height(frame)));
			more.accept(i);
			return new Found<>(null, read.flaws());
		});
	}
}
