package io.sonoflow.train;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.image.resize.Resizer;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * How an image becomes a classifier's input, (1, size, size) float32: augmented if so asked, resized to a square
 * (bilinear, antialiased), (x / 255 - 0.5) / 0.25. The one place where that is done, for training, classifying and
 * explaining.
 */
public final class ClassifierInput implements Batches.Filler {

	/** Changes an image at random. */
	@FunctionalInterface
	public interface Augmentation {

		/** Leaves the image as it is. */
		Augmentation NONE = (image, random) -> image;

		/**
		 * @param image (x, y), 8-bit; not to be written
		 * @param random decides everything
		 * @return a new image of any size, or the same
		 */
		RandomAccessibleInterval<UnsignedByteType> apply(RandomAccessibleInterval<UnsignedByteType> image,
			RandomStream random);
	}

	private final ImageCache images;
	private final Augmentation augmentation;
	private final long seed;
	/** Resizers keep buffers, so each thread has its own. */
	private final ThreadLocal<Resizer> resizers;

	/**
	 * @param images by sample number
	 * @param size side of the input in pixels
	 * @param augmentation what is done to each image before it is resized
	 * @param seed decides, with (epoch, draw), what the augmentation does
	 */
	public ClassifierInput(final ImageCache images, final int size, final Augmentation augmentation, final long seed) {
		this.images = images;
		this.augmentation = augmentation;
		this.seed = seed;
		this.resizers = ThreadLocal.withInitial(() -> resizer(size));
	}

	/** @return what brings an image to the input's size and units; one thread's at a time */
	public static Resizer resizer(final int size) {
		return new Resizer(size, Interpolation.BILINEAR_ANTIALIASED, Normalisation.CLASSIFIER);
	}

	/**
	 * @param image (x, y), 8-bit
	 * @param size side of the input in pixels
	 * @return the input (1, size, size) of one image that is not augmented
	 */
	public static float[] of(final RandomAccessibleInterval<UnsignedByteType> image, final int size) {
		final float[] values = new float[size * size];
		resizer(size).resize(Images.pixels(image), Images.width(image), Images.height(image), values, 0);
		return values;
	}

	@Override
	public void fill(final int epoch, final int draw, final int sample, final float[] target, final int offset) {
		final RandomAccessibleInterval<UnsignedByteType> image = augmentation.apply(images.get(sample), RandomStream.of(
			seed, "augment", epoch, draw));
		resizers.get().resize(Images.pixels(image), Images.width(image), Images.height(image), target, offset);
	}
}
