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
package io.sonoflow.nn.weights.install;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.StateDict;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Weights that others have published and that can be installed by name. */
public enum Published {

	/**
	 * InceptionV3 in the variant by which the Frechet inception distance is defined: the graph of 2015-12-05 (Szegedy et
	 * al., CVPR 2016), as ported by M. Seitzer's pytorch-fid.
	 */
	INCEPTION("inception", "inception", 3, 1008,
		"https://github.com/mseitzer/pytorch-fid/releases/download/fid_weights/pt_inception-2015-12-05-6726825d.pth",
		"6726825d0af5f729cebd5821db510b11b1cfad8faad88a03f1befd49fb9129b2", 95_628_359L),

	/** ResNet-18 trained on ImageNet-1k, torchvision's first version. */
	RESNET18_IMAGENET("resnet18-imagenet", "resnet18", 3, 1000,
		"https://download.pytorch.org/models/resnet18-f37072fd.pth",
		"f37072fd47e89c5e827621c5baffa7500819f7896bbacec160b1a16c560e07ec", 46_830_571L);

	private final String key;
	private final String architecture;
	private final int channels;
	private final int classes;
	private final URI source;
	private final String sha256;
	private final long bytes;

	Published(final String key, final String architecture, final int channels, final int classes, final String source,
		final String sha256, final long bytes)
	{
		this.key = key;
		this.architecture = architecture;
		this.channels = channels;
		this.classes = classes;
		this.source = URI.create(source);
		this.sha256 = sha256;
		this.bytes = bytes;
	}

	/** {@return the name users know it by} */
	public String key() {
		return key;
	}

	/** {@return where its authors keep it} */
	public URI source() {
		return source;
	}

	/** {@return SHA-256 of the authors' file, 64 hexadecimal digits} */
	public String sha256() {
		return sha256;
	}

	/** {@return length of the authors' file} */
	public long bytes() {
		return bytes;
	}

	/** {@return the name of the authors' file} */
	public String fileName() {
		return source.getPath().substring(source.getPath().lastIndexOf('/') + 1);
	}

	/** {@return all names} */
	public static List<String> keys() {
		return Arrays.stream(values()).map(Published::key).toList();
	}

	/** {@return the weights of this name, if it is one} */
	public static Optional<Published> of(final String key) {
		return Arrays.stream(values()).filter(weights -> weights.key.equals(key)).findFirst();
	}

	/**
	 * @param weights a file's content
	 * @return the network in words
	 * @throws SonoflowException.File if they are not of this network
	 */
	public String check(final StateDict weights) {
		final Architecture found = Architecture.of(weights.network());
		if (found.name().equals(architecture) && found.channels() == channels && found.classes() == classes) return found
			.description();
		throw new SonoflowException.File(weights.source() + " is not " + key + ": it holds " + found.description() +
			". Needed are weights of " + architecture + " with " + channels + " input channels and " + classes +
			" classes, as in " + source + ".");
	}
}
