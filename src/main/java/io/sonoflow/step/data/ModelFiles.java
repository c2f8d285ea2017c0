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
package io.sonoflow.step.data;

import io.sonoflow.SonoflowException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The model files that one path stands for: itself, or those in the output folder of one training or of several. */
public final class ModelFiles {

	/** The model of a single training in its folder. */
	public static final String MODEL = "model.safetensors";
	/** The folder of the models of several trainings. */
	public static final String MODELS = "models";

	private ModelFiles() {
	}

	/**
	 * @param model file, or output folder
	 * @param kind what is looked for, e.g. "a segmenter", for messages
	 * @param labels who writes it, e.g. Train Segmenter..., for messages
	 * @return files in the order of their names, at least one
	 * @throws SonoflowException.File if the folder holds none
	 */
	public static List<Path> of(final Path model, final String kind, final String labels) {
		if (!Files.isDirectory(model)) return List.of(model);
		final Path one = model.resolve(MODEL);
		if (Files.isRegularFile(one)) return List.of(one);
		final Path folder = Files.isDirectory(model.resolve(MODELS)) ? model.resolve(MODELS) : model;
		try (Stream<Path> all = Files.list(folder)) {
			final List<Path> files = all.filter(file -> file.getFileName().toString().endsWith(".safetensors")).sorted().toList();
			if (!files.isEmpty()) return files;
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot list " + folder + ": " + e.getMessage() + ".", e);
		}
		throw new SonoflowException.File("model " + model + " is a folder without " + kind + ". Give a " + MODEL + " of " + labels +
			" or its output folder.");
	}
}
