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
package io.sonoflow.nn.engine;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;

import java.util.List;
import java.util.Optional;

/** What must be true for a PyTorch to be of use here, as far as can be told without loading it. */
final class Requirements {

	private Requirements() {
	}

	/** DJL's own part is not there for all. */
	static void checkPlatform(final String flavour) {
		final String platform = EngineStore.platform();
		if (Requirements.class.getResource("/jnilib/" + platform + "/" + flavour + "/" + Libtorch.library("djl_torch")) == null)
			throw new SonoflowException.Device("flavour=" + flavour + " is not there for " + platform +
				": DJL has no part of its own " +
				"for it. Use the PyTorch that Sonoflow brings" + (platform.startsWith("osx") ? ", with device=mps." : "."));
	}

	/**
	 * @param what names them in a message
	 * @return the version that is written beside them
	 */
	static String checkVersion(final Libtorch libraries, final String what) {
		final String wanted = Libtorch.wanted();
		final String found = libraries.version().orElseThrow(() -> new SonoflowException.File(what +
			" does not say of which version " +
			"this PyTorch is: there is no version.py or build-version in the folder above. Give the folder torch/lib of a Python " +
			"installation, or lib of a whole libtorch."));
		if (!found.equals(wanted) && !libraries.hasOwnPart()) throw new SonoflowException.File(what + " is PyTorch " + found +
			", but this Sonoflow works with " + wanted + " only. Get that one: pip install torch==" + wanted +
			" --target=folder, and give source=folder.");
		return found;
	}

	/** One of them must be able to use it; there may be none yet. */
	static void checkCards(final List<GraphicsCard> cards, final Monitor monitor) {
		if (cards.isEmpty()) monitor.warn("nvidia-smi, which comes with NVIDIA's driver, is not found: on this computer PyTorch " +
			"with CUDA will compute on the CPU, until there is a driver.");
		final List<Optional<String>> obstacles = cards.stream().map(GraphicsCard::obstacle).toList();
		if (!cards.isEmpty() && obstacles.stream().allMatch(Optional::isPresent)) throw new SonoflowException.Device(
			"PyTorch with CUDA is not installed, as it could not be used: " + obstacles.get(0).get() + ".");
	}
}
