package io.sonoflow.step;

import io.sonoflow.Monitor;
import io.sonoflow.curate.features.Embedding;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;

import java.nio.file.Path;

/**
 * Two sets as points in the space of a network's features.
 *
 * @param real of the training images
 * @param synthetic of the generated ones
 * @param logits class scores of the generated ones; null if the network has no classes
 */
record EmbeddedSets(Features real, Features synthetic, Features logits) {

	/** Where vectors are kept if the user names no folder, in the output folder. */
	static final String CACHE = "features";

	/**
	 * @param cache a folder for computed vectors; null = {@value #CACHE} in the output folder
	 * @throws io.sonoflow.SonoflowException naming the image whose vector is not finite
	 */
	static EmbeddedSets of(final SyntheticSets sets, final FeatureExtractor extractor, final Path cache,
		final RunFolder folder, final Monitor monitor)
	{
		folder.device(Devices.name(extractor.device()), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")",
			Torch.threads());
		final Path kept = cache == null ? folder.resolve(CACHE) : cache;
		final Embedding real = extractor.embed(SyntheticSets.files(sets.real()), kept, "features of real images", monitor);
		final Embedding synthetic = extractor.embed(SyntheticSets.files(sets.synthetic()), kept,
			"features of synthetic images", monitor);
		folder.figure("features", extractor.name());
		folder.figure("dimension", extractor.dimension());
		folder.figure("real", sets.reals());
		folder.figure("synthetic", sets.synthetics());
		return new EmbeddedSets(Features.of(real.features()), Features.of(synthetic.features()), synthetic.hasLogits()
			? Features.of(synthetic.logits()) : null);
	}
}
