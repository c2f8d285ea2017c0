package io.sonoflow.curate.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.inception.InceptionV3;
import io.sonoflow.nn.weights.StateDict;

/** {@link InceptionV3} as pytorch-fid or clean-fid feed it; the grey value is each of the three channels. */
final class InceptionEncoder implements Encoder {

	/** pytorch-fid: x / 255 resized by torch's bilinear interpolation without antialiasing, 2 x - 1. */
	private static final Input FID = new Input(InceptionV3.SIZE, Interpolation.BILINEAR, Normalisation.DIFFUSION);

	/** clean-fid: resized as float by PIL's bicubic filter, neither rounded nor clipped; (x - 128) / 128. */
	private static final Input CLEAN = new Input(InceptionV3.SIZE, Interpolation.BICUBIC, Normalisation.INCEPTION);

	private final InceptionV3 network;
	private final Input input;

	private InceptionEncoder(final InceptionV3 network, final Input input) {
		this.network = network;
		this.input = input;
	}

	/** @return whether these are weights of an Inception v3, though perhaps not of the right one */
	static boolean isInception(final StateDict weights) {
		return weights.network().has("Conv2d_1a_3x3.conv.weight");
	}

	/** @throws io.sonoflow.SonoflowException.File if they are not the weights FID is defined by */
	static InceptionEncoder load(final StateDict weights, final boolean clean, final Device device) {
		return new InceptionEncoder(InceptionV3.load(weights, device), clean ? CLEAN : FID);
	}

	@Override
	public Input input() {
		return input;
	}

	@Override
	public int dimension() {
		return InceptionV3.WIDTH;
	}

	@Override
	public int classes() {
		return InceptionV3.CLASSES;
	}

	@Override
	public NDManager manager() {
		return network.manager();
	}

	@Override
	public Output encode(final NDArray images) {
		try (NDArray colour = images.repeat(1, 3)) {
			final NDArray features = network.features(colour);
			return new Output(features, network.logits(features));
		}
	}

	@Override
	public void close() {
		network.close();
	}
}
