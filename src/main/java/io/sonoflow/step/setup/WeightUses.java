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
package io.sonoflow.step.setup;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.Networks;
import io.sonoflow.nn.Stem;
import io.sonoflow.nn.vit.MaskedAutoencoder;
import io.sonoflow.nn.vit.MaskedEncoder;
import io.sonoflow.nn.weights.Architecture;
import io.sonoflow.nn.weights.StateDict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What weights are good for here: each use is tried as the commands begin it, so that nothing is recommended that is refused
 * there.
 *
 * @param path of the file
 * @param prefix under which the network lies in it; empty = found
 * @param architecture what it was recognised as
 * @param file all of it
 */
record WeightUses(Path path, String prefix, Architecture architecture, StateDict file) {

	private static final String TRANSFORMER = "vit";
	private static final String MASKED = "Pretrain Masked Autoencoder";
	/** The smallest there is: only the encoder is in question. */
	private static final MaskedAutoencoder.Decoder SMALL = new MaskedAutoencoder.Decoder(4, 1, 1);
	private static final int SIDE = 32;

	/** {@return sentences for the user, none of a network that no command takes} */
	List<String> notes() {
		final String name = architecture.name();
		if (name.equals(TRANSFORMER)) return List.of("No command takes a Vision Transformer of these sizes; known are " + String
			.join(", ", Networks.names().stream().filter(each -> each.startsWith(TRANSFORMER)).toList()) + ".");
		if (!Networks.names().contains(name)) return List.of();
		try {
			return tried(name);
		}
		catch (final SonoflowException.Device e) {
			return List.of("Whether commands can use it was not tried: " + e.getMessage());
		}
	}

	private List<String> tried(final String name) {
		final List<String> notes = new ArrayList<>();
		final List<String> uses = new ArrayList<>();
		if (file.metadata().containsKey(ModelConfig.FORMAT)) {
			final Optional<String> refused = refusal(() -> ModelFile.read(path, Device.cpu()).close());
			if (refused.isEmpty()) {
				uses.add("model= in Classify Ultrasound and Explain Classification");
				notes.add("Its images were " + ModelFile.config(path).size() + " px wide and high.");
			}
			refused.ifPresent(why -> notes.add("Of no use as model=: " + why));
		}
		final Optional<String> start = refusal(() -> ModelFile.start(path, prefix, name, 2, ModelFile.Grey.SUM, Device.cpu(), 0,
			Monitor.NONE).close());
		final Optional<String> masked = name.startsWith(TRANSFORMER) ? refusal(this::mask) : Optional.of("");
		if (start.isEmpty()) uses.add((uses.isEmpty() ? "" : "as a start, ") + "weights= with backbone=" + name + " in Train " +
			"Classifier, Cross-Validate Classifier, Filter Noisy Labels" + (masked.isEmpty() ? ", Pretrain Encoder and " + MASKED
				: " and Pretrain Encoder") + "; features= in the filters");
		else if (masked.isEmpty()) uses.add("weights= with backbone=" + name + " in " + MASKED);
		if (!uses.isEmpty()) notes.add("Use: " + String.join("; ", uses) + "." + (architecture.channels() == 3 && start.isEmpty()
			? " For grey images its first layer is summed over the colours." : ""));
		start.ifPresent(why -> notes.add("Of no use as a start of classifiers and encoders: " + why));
		if (name.startsWith(TRANSFORMER) && !masked.equals(start)) masked.ifPresent(why -> notes.add("Not in " + MASKED + ": " +
			why));
		return notes;
	}

	private void mask() {
		try (MaskedEncoder encoder = MaskedEncoder.create(architecture.name(), Device.cpu(), SIDE, SMALL, 0)) {
			encoder.load(ModelFile.weights(path, new ModelFile.Reading(prefix, ModelFile.Grey.SUM, Stem.AUTO),
				architecture.name(), Monitor.NONE), false,
				Monitor.NONE);
		}
	}

	/** {@return why it is refused, without the advice to come here} */
	private static Optional<String> refusal(final Runnable use) {
		try {
			use.run();
			return Optional.empty();
		}
		catch (final SonoflowException.File | SonoflowException.Input e) {
			return Optional.of(e.getMessage().replaceAll("See what the file holds with Inspect Weights\\.\\.\\., and give", "Give"));
		}
	}
}
