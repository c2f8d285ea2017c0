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
package io.sonoflow.nn.segment;

import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Networks;

import java.util.List;
import java.util.Map;

/** The classifiers of several organs that {@link Networks} knows. */
public final class SegmentFamily implements Networks.Family {

	private static final String RESNET_STEM = "conv1.weight";
	private static final String RESNET_HEAD = "fc.weight";

	@Override
	public List<Networks.Entry> entries() {
		return List.of(new Networks.Entry(Networks.CBAM_RESNET18, (device, channels, classes) -> OrganClassifier.resNet18(
			Networks.CBAM_RESNET18, device, channels, classes, true, false), RESNET_STEM, RESNET_HEAD), new Networks.Entry(
				Networks.FILM + Networks.RESNET18, (device, channels, classes) -> OrganClassifier.resNet18(Networks.FILM +
					Networks.RESNET18, device, channels, classes, false, true), RESNET_STEM, RESNET_HEAD), new Networks.Entry(
						Networks.FILM + Networks.CBAM_RESNET18, (device, channels, classes) -> OrganClassifier.resNet18(Networks.FILM +
							Networks.CBAM_RESNET18, device, channels, classes, true, true), RESNET_STEM, RESNET_HEAD), unet(
								Networks.UNET_FLAT, true), unet(Networks.UNET_POOLED, false));
	}

	@Override
	public int outputs(final Map<String, String> header, final int classes) {
		final Map<String, List<Integer>> labels = OrganHeads.labels(header, classes);
		return labels.isEmpty() ? classes : OrganHeads.rows(labels);
	}

	@Override
	public ImageNetwork finished(final ImageNetwork network, final Map<String, String> header, final int classes) {
		final Map<String, List<Integer>> labels = OrganHeads.labels(header, classes);
		return labels.isEmpty() ? network : OrganHeads.of(network, labels, classes);
	}

	private static Networks.Entry unet(final String name, final boolean flat) {
		return new Networks.Entry(name, (device, channels, classes) -> new UNetClassifier(name, device, channels, classes, flat),
			"enc.0.u0.conv.weight", UNetClassifier.HEAD + "fc2.weight");
	}
}
