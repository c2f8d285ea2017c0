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
package io.sonoflow.step.synthetic;

import io.sonoflow.Monitor;
import io.sonoflow.curate.features.Embedding;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;

/**
 * Two sets as points in the space of a network's features.
 *
 * @param real of the training images
 * @param synthetic of the generated ones
 * @param logits class scores of the generated ones; null if the network has no classes
 */
record EmbeddedSets(Features real, Features synthetic, Features logits) {

	/**
	 * @param cache a folder for computed vectors
	 * @throws io.sonoflow.SonoflowException naming the image whose vector is not finite
	 */
	static EmbeddedSets of(final SyntheticSets sets, final FeatureExtractor extractor, final Path cache,
		final RunFolder folder, final Monitor monitor)
	{
		folder.device(Devices.name(extractor.device()), "PyTorch " + Torch.version() + " (DJL " + Torch.djlVersion() + ")",
			Torch.threads());
		final Embedding real = extractor.embedAll(sets.realPictures().pictures(), cache, "features of real images", monitor);
		final Embedding synthetic = extractor.embedAll(sets.syntheticPictures().pictures(), cache,
			"features of synthetic images", monitor);
		folder.figure("features", extractor.name());
		folder.figure("dimension", extractor.dimension());
		folder.figure("real", sets.reals());
		folder.figure("synthetic", sets.synthetics());
		if (sets.realPictures().clips() > 0) folder.figure("real clips", sets.realPictures().clips());
		if (sets.syntheticPictures().clips() > 0) folder.figure("synthetic clips", sets.syntheticPictures().clips());
		return new EmbeddedSets(Features.of(real.features()), Features.of(synthetic.features()), synthetic.hasLogits()
			? Features.of(synthetic.logits()) : null);
	}
}
