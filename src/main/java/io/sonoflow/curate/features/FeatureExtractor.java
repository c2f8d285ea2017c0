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
package io.sonoflow.curate.features;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.file.Sha256;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.NetworkInput;
import io.sonoflow.image.resize.Fit;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Weights;
import io.sonoflow.nn.weights.install.Published;
import io.sonoflow.nn.weights.install.WeightsStore;
import io.sonoflow.parameter.PathEncoding;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Makes vectors of images: with InceptionV3, by which FID is defined, or with any network that Sonoflow can read.
 *
 * <pre>
 * try (FeatureExtractor extractor = FeatureExtractor.open("inception", "fid", device, monitor)) {
 * 	Embedding real = extractor.embed(files, output.resolve("features"), "real images", monitor);
 * }
 * </pre>
 *
 * The vector of an image depends on the image and the extractor alone (and, in its last bits, on the device and the
 * number of threads), not on the other images, their order or what was cached. Not thread-safe.
 */
public final class FeatureExtractor implements AutoCloseable {

	/** What {@code resize} may be: pytorch-fid's, or clean-fid's. */
	public static final List<String> RESIZES = List.of("fid", "clean");

	private static final List<String> KNOWN = Stream.concat(Networks.names().stream(), Stream.of("inception")).toList();

	private final Encoder encoder;
	private final String name;
	private final String key;
	private final NetworkInput input;
	private final UnaryOperator<ArrayImg<UnsignedByteType, ByteArray>> preparation;

	private FeatureExtractor(final Encoder encoder, final String name, final String fileHash) {
		this.encoder = encoder;
		this.name = name;
		this.key = Sha256.of(fileHash + " " + encoder.input().key() + " " + encoder.classes());
		this.input = new NetworkInput(encoder.input().size(), encoder.input().interpolation(), encoder.input()
			.normalisation());
		this.preparation = UnaryOperator.identity();
	}

	private FeatureExtractor(final FeatureExtractor other, final Precision precision) {
		this.encoder = other.encoder;
		this.name = other.name + ", computed in " + precision;
		this.key = Sha256.of(other.key + " " + precision);
		this.input = other.input;
		this.preparation = other.preparation;
		encoder.infer(precision);
	}

	private FeatureExtractor(final FeatureExtractor other, final Fit fit, final int width, final int height) {
		this.encoder = other.encoder;
		this.name = other.name + ", images brought to " + width + " x " + height + " (" + fit.key() + ")";
		this.key = Sha256.of(other.key + " " + fit.key() + " " + width + " " + height);
		this.input = other.input;
		this.preparation = image -> fit.apply(image, width, height);
	}

	/**
	 * {@return the same network computing so, whose vectors are not mixed with others in a cache; one of the two is to be closed}
	 *
	 * @throws SonoflowException.Input if the network has only float32
	 */
	public FeatureExtractor in(final Precision precision) {
		return precision == Precision.FP32 ? this : new FeatureExtractor(this, precision);
	}

	/**
	 * {@return the same network, for images of several sizes: each is brought to width x height before the network sees it;
	 *         one of the two is to be closed}
	 */
	public FeatureExtractor fitted(final Fit fit, final int width, final int height) {
		return new FeatureExtractor(this, fit, width, height);
	}

	/**
	 * @param features {@code inception}, the name of other installed weights, or the path of a file: a model of
	 *          "Train Classifier...", an encoder, or a state_dict of one of our networks
	 * @return the file that is meant, which exists
	 * @throws SonoflowException.File if the weights are not installed (says how to install them) or there is no such file
	 */
	public static Path file(final String features) {
		final Optional<Published> published = Published.of(features);
		if (published.isPresent()) return WeightsStore.require(published.get(), "features=" + features);
		final Path file = path(features);
		if (!Files.isRegularFile(file)) throw new SonoflowException.File("features=" + features + " is neither a file nor " +
			String.join(" or ", Published.keys()) + ". Give the path of a model, or features=inception.");
		return file.toAbsolutePath().normalize();
	}

	private static Path path(final String features) {
		try {
			return Path.of(features.strip());
		}
		catch (final InvalidPathException e) {
			throw new SonoflowException.Input("features=" + features + " is not a path on this system: " + e.getReason() +
				". Give the path of a model, or features=inception." + PathEncoding.hint(features), e);
		}
	}

	/**
	 * @param features see {@link #file}
	 * @param resize {@code fid} (InceptionV3 sees what pytorch-fid shows it: 299 px, bilinear without antialiasing) or
	 *          {@code clean} (what clean-fid shows it: bicubic with antialiasing; Parmar et al., CVPR 2022); only of
	 *          {@code inception}, other networks have their own size and are always antialiased
	 * @param device where to compute
	 * @param monitor is told the network and the device
	 * @return the extractor; close it
	 * @throws SonoflowException.File if the weights are missing or of no network that is known
	 * @throws SonoflowException.Input if features or resize is not allowed
	 */
	public static FeatureExtractor open(final String features, final String resize, final Device device,
		final Monitor monitor)
	{
		return open(features, "", resize, device, monitor);
	}

	/**
	 * As {@link #open(String, String, Device, Monitor)}.
	 *
	 * @param prefix under which the network lies in the file (see {@link io.sonoflow.nn.weights.NetworkSearch}); empty =
	 *          found
	 */
	public static FeatureExtractor open(final String features, final String prefix, final String resize,
		final Device device, final Monitor monitor)
	{
		if (!RESIZES.contains(resize)) throw new SonoflowException.Input("resize=" + resize + " is unknown. Allowed are: " +
			String.join(", ", RESIZES) + ".");
		final Path file = file(features);
		final StateDict weights = Weights.read(file).network(prefix, KNOWN, monitor);
		final boolean inception = InceptionEncoder.isInception(weights);
		if (!inception && !resize.equals(RESIZES.get(0))) throw new SonoflowException.Input("resize=" + resize +
			" is for features=inception only; " + features + " has its own size of images. Leave resize out.");
		final Encoder encoder = inception ? InceptionEncoder.load(weights, resize.equals("clean"), device) : NetworkEncoder
			.load(file, weights, device, monitor);
		final String name = inception ? "inception (resize=" + resize + ")" : file.getFileName().toString();
		final String hash = Sha256.of(file);
		if (inception && !hash.equals(Published.INCEPTION.sha256())) monitor.warn(file + " fits Inception v3, but is not the " +
			"authors' file (SHA-256 " + hash.substring(0, 16) + "...): unless it holds the same numbers in another format, its " +
			"scores can be compared with each other only, not with published ones.");
		final FeatureExtractor extractor = new FeatureExtractor(encoder, name, prefix.isBlank() ? hash : hash + " " + prefix
			.strip());
		monitor.message("Features: " + name + ", " + encoder.dimension() + " numbers an image, computed on " + Devices
			.describe(device) + ".");
		return extractor;
	}

	/** {@return what it is, in words} */
	public String name() {
		return name;
	}

	/** {@return a digest of weights and preprocessing, 64 hexadecimal digits} */
	public String key() {
		return key;
	}

	/** {@return length D of a vector} */
	public int dimension() {
		return encoder.dimension();
	}

	/** {@return number K of class scores, 0 if there are none} */
	public int classes() {
		return encoder.classes();
	}

	/** {@return where it computes} */
	public Device device() {
		return encoder.manager().getDevice();
	}

	/**
	 * Computes the vectors that the cache does not hold. Images are read as grey, a batch at a time, ahead of the network;
	 * equal files are computed once.
	 *
	 * @param images files; the same one may occur more than once
	 * @param cache a folder for computed vectors, made if absent; null = none. What was computed before an error or a
	 *          cancellation is kept in it
	 * @param stage what is being done, for the progress
	 * @param monitor asked at each batch whether to stop; warned of damaged parts of the cache
	 * @return the vectors in the order of the images
	 * @throws SonoflowException.File if an image cannot be read, or its vector is not finite
	 */
	public Embedding embed(final List<Path> images, final Path cache, final String stage, final Monitor monitor) {
		return embedAll(images.stream().map(Pictured::image).toList(), cache, stage, monitor);
	}

	/** The same of images and frames of clips. */
	public Embedding embedAll(final List<Pictured> images, final Path cache, final String stage, final Monitor monitor) {
		return new EmbeddingWork(this, images, cache, stage, monitor).run();
	}

	/**
	 * @param image (x, y), 8-bit, any size
	 * @return its vector (D), of the same bits as {@link #embed} gives for a file of the same pixels
	 * @throws SonoflowException.File if it is not finite
	 */
	public float[] vector(final RandomAccessibleInterval<UnsignedByteType> image) {
		final int batch = EmbeddingWork.batch(device());
		final float[] values = new float[batch * input.length()];
		input.write(prepared(Images.bytes(Images.pixels(image), Images.width(image), Images.height(image))), values, 0);
		Torch.inference();
		return Arrays.copyOf(EmbeddingWork.finite(rows(values, batch)[0], "the image", name), encoder.dimension());
	}

	NetworkInput input() {
		return input;
	}

	/** {@return the image as the network's input is made of it} */
	ArrayImg<UnsignedByteType, ByteArray> prepared(final ArrayImg<UnsignedByteType, ByteArray> image) {
		return preparation.apply(image);
	}

	/**
	 * @param batch (count, 1, size, size), normalised
	 * @return (count, D + K)
	 */
	float[][] rows(final float[] batch, final int count) {
		final int dimension = encoder.dimension();
		final int classes = encoder.classes();
		final int size = input.size();
		try (NDManager scope = encoder.manager().newSubManager()) {
			final Encoder.Output output = encoder.encode(Torch.floats(scope, batch, count, 1, size, size));
			final float[] features = output.features().toFloatArray();
			final float[] logits = classes == 0 ? new float[0] : output.logits().toFloatArray();
			final float[][] rows = new float[count][dimension + classes];
			for (int i = 0; i < count; i++) {
				System.arraycopy(features, i * dimension, rows[i], 0, dimension);
				System.arraycopy(logits, i * classes, rows[i], dimension, classes);
			}
			return rows;
		}
	}

	@Override
	public void close() {
		encoder.close();
	}
}
