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
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.image.resize.Fit;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.PrefixSettings;
import io.sonoflow.nn.Torch;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Parameters;
import io.sonoflow.step.PrecisionSettings;

import java.nio.file.Path;

import org.scijava.plugin.Parameter;

/** What makes points of images, so that they can be compared. */
public final class EmbeddingSettings extends Parameters {

	@Parameter(label = "Features", description = "What compares the images: inception (see \"Install Weights...\"), or the " +
		"file of a model, e.g. of \"Train Classifier...\".", style = "open")
	public String features = "inception";

	@Group("Embedding")
	public PrefixSettings source = new PrefixSettings();

	@Parameter(label = "Resize", description = "How images are brought to Inception's size: fid = as pytorch-fid, clean = as " +
		"clean-fid, antialiased. Images of different sizes are refused with these; fit and stretch first bring all to the size of " +
		"the generated ones, whole on black or each side by itself, and go on as fid.", choices = { "fid", "clean", "fit", "stretch" })
	public String resize = "fid";

	@Group("Embedding")
	public PrecisionSettings numbers = new PrecisionSettings();

	/**
	 * {@return the file that holds the network}
	 *
	 * @throws io.sonoflow.SonoflowException.File if the weights are not installed or there is no such file
	 */
	Path file() {
		return FeatureExtractor.file(features);
	}

	/**
	 * @param device as {@link Devices#parse} takes it
	 * @param sets that are to be compared
	 * @return to be closed
	 */
	FeatureExtractor open(final String device, final SyntheticSets sets, final Monitor monitor) {
		Torch.inference();
		final FeatureExtractor extractor = FeatureExtractor.open(features, source.prefix, fit() == null ? resize : "fid", Devices
			.parse(device, monitor), monitor);
		try {
			final FeatureExtractor computing = extractor.in(numbers.checked(extractor.device(), monitor));
			return fit() == null ? computing : computing.fitted(fit(), sets.size().width(), sets.size().height());
		}
		catch (final RuntimeException e) {
			extractor.close();
			throw e;
		}
	}

	/** {@return how images of several sizes become one; null = they must have one} */
	Fit fit() {
		return Fit.of(resize);
	}
}
