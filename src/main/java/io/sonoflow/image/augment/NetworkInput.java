package io.sonoflow.image.augment;

import io.sonoflow.RandomStream;
import io.sonoflow.image.Images;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.image.resize.Resizer;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The way of a crop into a network's batch: augmented, resized to size x size, normalised, written as float32 into the
 * batch's array. Thread-safe: each thread has its own buffers, which it keeps, so that filling batches makes no garbage.
 *
 * <pre>
 * NetworkInput input = NetworkInput.classifier(256);
 * float[] batch = new float[n * input.length()]; // (N, 1, H, W)
 * input.write(crop, augmentation, RandomStream.of(seed, "augment", epoch, i), batch, k * input.length());
 * </pre>
 */
public final class NetworkInput {

	/** What one thread works with. */
	private record Bench(Canvas canvas, Resizer resizer) {
	}

	private final int size;
	private final ThreadLocal<Bench> benches;

	/**
	 * @param size side of the input in pixels, at least 1
	 * @param interpolation how crops become size x size; the aspect ratio is not kept
	 * @param normalisation the network's value range
	 */
	public NetworkInput(final int size, final Interpolation interpolation, final Normalisation normalisation) {
		this.size = new Resizer(size, interpolation, normalisation).size();
		this.benches = ThreadLocal.withInitial(() -> new Bench(new Canvas(), new Resizer(size, interpolation,
			normalisation)));
	}

	/**
	 * @param size side in pixels
	 * @return a classifier's input: bilinear with antialiasing, (x / 255 - 0.5) / 0.25
	 */
	public static NetworkInput classifier(final int size) {
		return new NetworkInput(size, Interpolation.BILINEAR_ANTIALIASED, Normalisation.CLASSIFIER);
	}

	/** @return side in pixels */
	public int size() {
		return size;
	}

	/** @return number of floats an image takes: size * size */
	public int length() {
		return size * size;
	}

	/** Writes the image as it is, without augmentation: test and prediction. See the other method. */
	public void write(final RandomAccessibleInterval<UnsignedByteType> image, final float[] batch, final int offset) {
		benches.get().resizer().resize(Images.pixels(image), Images.width(image), Images.height(image), batch, offset);
	}

	/**
	 * @param image crop (x, y), 8-bit, any size; left as it is
	 * @param augmentation what may happen to it
	 * @param random decides what happens
	 * @param batch gets {@link #length()} values, rows (H, W), from offset on
	 */
	public void write(final RandomAccessibleInterval<UnsignedByteType> image, final Augmentation augmentation,
		final RandomStream random, final float[] batch, final int offset)
	{
		final Bench bench = benches.get();
		final Canvas canvas = bench.canvas();
		canvas.load(Images.pixels(image), Images.width(image), Images.height(image));
		augmentation.apply(canvas, random);
		bench.resizer().resize(canvas.pixels(), canvas.width(), canvas.height(), batch, offset);
	}
}
