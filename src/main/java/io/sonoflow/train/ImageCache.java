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
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameRoom;
import io.sonoflow.dataset.mask.StructureMask;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.ClipWindow;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.mil.BagPooling;
import io.sonoflow.nn.segment.ImageOrgans;
import io.sonoflow.train.clip.ClipStore;
import io.sonoflow.train.clip.FrameStore;
import io.sonoflow.train.clip.StillStore;
import io.sonoflow.train.clip.StoredFrames;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Grey images by number, read from their files and kept decoded as long as they fit into a budget of memory; what does
 * not fit is read anew each time, or, of clips, put on disk as it was decoded. Which are kept changes no result. Thread-safe.
 */
public final class ImageCache {

	private static final int SHARE_OF_HEAP = 4;

	private final List<Path> files;
	private final ImageOrgans organs;
	private final List<Path> masks;
	private final StoredFrames stored;
	private final Clips clips;

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
		this(files, share());
	}

	private static long share() {
		return Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
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
		this(files, List.of(), List.of(), new FrameRoom(budget, false), Clips.NONE, (i, room) -> new StillStore(
			() -> preparation.apply(ImageFiles.readGray(files.get(i))), room));
	}

	private ImageCache(final List<Path> files, final List<String> organs, final List<Path> masks, final FrameRoom room,
		final Clips clips, final BiFunction<Integer, FrameRoom, FrameStore> store)
	{
		this.files = List.copyOf(files);
		this.organs = new ImageOrgans(files, organs);
		this.masks = masks;
		this.stored = new StoredFrames(this.files, IntStream.range(0, files.size()).mapToObj(i -> store.apply(i, room)).toList(),
			room);
		this.clips = clips;
	}

	private static ImageCache of(final List<Sample> samples, final FrameRoom shared, final Clips clips,
		final BiFunction<Integer, FrameRoom, FrameStore> store)
	{
		return new ImageCache(samples.stream().map(Sample::image).toList(), samples.stream().map(Sample::organ).toList(), samples
			.stream().map(Sample::mask).toList(), shared, clips, store);
	}

	/** {@return the images of a data set, whose organs are known; a quarter of the Java heap} */
	public static ImageCache of(final List<Sample> samples) {
		return of(samples, new FrameRoom(share(), false), Clips.NONE, (i, room) -> new StillStore(() -> ImageFiles.readGray(samples
			.get(i).image()), room));
	}

	/** {@return clips and images of a data set, likewise, to be looked at often: clips that do not fit are put on disk} */
	public static ImageCache of(final ClipUnits units, final Clips clips) {
		return of(units, clips, share(), true);
	}

	/** {@return the same, to be looked at from the first frame to the last: clips that do not fit are decoded again} */
	public static ImageCache passing(final ClipUnits units, final Clips clips) {
		return of(units, clips, share(), false);
	}

	static ImageCache of(final ClipUnits units, final Clips clips, final long budget, final boolean disk) {
		return of(units.dataset().samples(), new FrameRoom(budget, disk), clips, (i, room) -> new ClipStore(units.files().get(i),
			clips.choice, room));
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
		final int first = size();
		return new ImageCache(Stream.concat(files.stream(), more.files.stream()).toList(), Stream.concat(organs.names().stream(),
			more.organs.names().stream()).toList(), Stream.concat(masks.stream(), more.masks.stream()).toList(), new FrameRoom(0,
				false), clips, (i, room) -> i < first ? store(i) : more.store(i - first));
	}

	/** {@return the organs of the images} */
	public ImageOrgans organs() {
		return organs;
	}

	/**
	 * @return the mask (x, y) of an image, 0 and 255, as {@link StructureMask} says; null if it has none
	 * @throws SonoflowException.File if it cannot be read, or is of another size than its image
	 */
	ArrayImg<UnsignedByteType, ByteArray> mask(final int index) {
		if (masks.isEmpty() || masks.get(index) == null) return null;
		final var image = get(index);
		return StructureMask.read(masks.get(index), Images.width(image), Images.height(image));
	}

	/**
	 * Opens every mask once.
	 *
	 * @return how many there are
	 * @throws SonoflowException.File if one cannot be used
	 */
	public int checkMasks() {
		return (int) IntStream.range(0, size()).filter(i -> mask(i) != null).count();
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
		return frames(index, (numbers(index).length - 1) / 2).get(0);
	}

	/**
	 * @param places of frames among those that count, from 0
	 * @return these frames, of an image it; shared, not to be written
	 * @throws io.sonoflow.SonoflowException.File if one cannot be read
	 */
	public List<ArrayImg<UnsignedByteType, ByteArray>> frames(final int index, final int... places) {
		return store(index).frames(places);
	}

	private FrameStore store(final int index) {
		return stored.stores().get(index);
	}

	/** {@return where some samples' frames lie} */
	List<FrameStore> stores(final int[] samples) {
		return IntStream.of(samples).mapToObj(this::store).toList();
	}

	/** {@return whether any sample has several frames that count} */
	public boolean hasClips() {
		return IntStream.range(0, size()).anyMatch(this::isClip);
	}

	/** {@return whether a sample has several frames that count} */
	public boolean isClip(final int index) {
		return numbers(index).length > 1;
	}

	/** {@return numbers of the frames that count, in their order; of an image 0} */
	public int[] numbers(final int index) {
		return store(index).numbers();
	}

	/** {@return how many frames there are in a sample's files, whether they count or not; of an image 1} */
	public int all(final int index) {
		return store(index).all();
	}

	/**
	 * {@return the frame of a clip that a draw sees: any, each as often; of an image it}
	 *
	 * @param random decides
	 */
	public ArrayImg<UnsignedByteType, ByteArray> draw(final int index, final RandomStream random) {
		final int count = numbers(index).length;
		return frames(index, count == 1 ? 0 : random.nextInt(count)).get(0);
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
				return organs.told(network, samples);
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
		stored.check(monitor);
	}

	/**
	 * Opens every image once.
	 *
	 * @param strict whether the first that cannot be used ends it
	 * @param more what else must be right with an image of a number; throws {@link io.sonoflow.SonoflowException.File}
	 * @return which images can be read and have 16 x 16 pixels at least
	 */
	public Opened<Void> open(final boolean strict, final Monitor monitor, final IntConsumer more) {
		return stored.open(strict, monitor, more);
	}
}
