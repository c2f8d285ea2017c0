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
package io.sonoflow.nn.translate;

import ai.djl.Device;

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.UNetShape;
import io.sonoflow.nn.weights.Weights;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Translators from and to files: tensors under {@code anatomy.} and {@code denoiser.}, float32, the configuration in the header.
 *
 * @param config what it is
 * @param notes what else {@link #write} was given
 * @param weights the tensors, which stay in the file until they are wanted
 */
public record TranslatorFile(TranslatorConfig config, Map<String, String> notes, StateDict weights) {

	/** Copies the notes. */
	public TranslatorFile {
		notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
	}

	/**
	 * Reads what a translator is, without its weights.
	 *
	 * @throws SonoflowException.File if it cannot be read, or is none; the message says what it is instead
	 */
	public static TranslatorFile open(final Path file) {
		final StateDict read = Weights.read(file);
		return new TranslatorFile(TranslatorConfig.read(read.metadata(), file.toString()), TranslatorConfig.notes(read
			.metadata()), read);
	}

	/**
	 * @param device where the parameters are to live
	 * @return the networks with their weights; close them
	 * @throws SonoflowException.File if tensors are missing, of another shape or too many; the message names them
	 */
	public Translator network(final Device device) {
		// Before anything is allocated for what may be damage in a header.
		final Map<String, long[]> shapes = new LinkedHashMap<>();
		final int most = weights.tensors().size();
		shapes(config.anatomy().shape(), most).forEach((name, shape) -> shapes.put(Translator.ANATOMY + name, shape));
		shapes(config.denoiser().shape(), most).forEach((name, shape) -> shapes.put(Translator.DENOISER + name, shape));
		StateLoader.checkShapes(shapes, weights, "a translator, base " + config.base() + ", window " + config.window());
		final Translator translator = Translator.create(device, config, 0);
		try {
			translator.arrays().forEach((name, array) -> Torch.fill(array, weights.get(name).floats()));
			return translator;
		}
		catch (final RuntimeException e) {
			translator.close();
			throw e;
		}
	}

	private Map<String, long[]> shapes(final UNetShape shape, final int most) {
		try {
			return shape.tensors(most);
		}
		catch (final IllegalArgumentException e) {
			throw new SonoflowException.File("The configuration in the header of " + weights.source() + " is damaged (" + e
				.getMessage() + "). Train the translator again, or take another copy of the file.", e);
		}
	}

	/**
	 * Writes a translator.
	 *
	 * @param file any old one is replaced
	 * @param notes anything else worth keeping; keys of its own
	 * @throws SonoflowException.File if it cannot be written
	 */
	public static void write(final Path file, final Translator translator, final Map<String, String> notes) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		translator.arrays().forEach((name, array) -> tensors.put(name, Torch.lent(array)));
		final Map<String, String> header = new LinkedHashMap<>(translator.config().header());
		notes.forEach((key, value) -> {
			if (header.putIfAbsent(key, value) != null) throw new IllegalArgumentException(key + " is not free for a note");
		});
		Safetensors.write(file, tensors, header);
	}
}
