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
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.nn.weights.Weights;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What files and folders say of what they were learned from. */
public final class LearnedFiles {

	/** What a folder of trainings holds. */
	private static final String KIND = "a model";

	private LearnedFiles() {
	}

	/**
	 * @param path a file of weights, a table or folder of images (real ones say nothing, generated ones name their generator), or
	 *          the output folder of a training
	 * @return what it says; of weights that do not say it an entry that is unknown
	 * @throws SonoflowException.File if weights cannot be read
	 */
	public static LearnedFrom of(final Path path) {
		final boolean table = path.getFileName().toString().matches("(?i).*[.](csv|txt|json)");
		if (Files.isRegularFile(path) && !table) return LearnedFrom.header(Weights.read(path).metadata());
		final LearnedFrom beside = LearnedFrom.beside(path);
		if (!beside.isEmpty() || !Files.isDirectory(path)) return beside;
		if (!Files.isRegularFile(path.resolve(ModelFiles.MODEL)) && !Files.isDirectory(path.resolve(ModelFiles.MODELS)))
			return LearnedFrom.NOTHING;
		LearnedFrom all = LearnedFrom.NOTHING;
		for (final Path model : ModelFiles.of(path, KIND, "a training"))
			all = all.with(LearnedFrom.header(Weights.read(model).metadata()));
		return all;
	}

	/**
	 * @param inputs tables and folders of images that are learned from
	 * @param starts files of weights that are started from; null = none
	 * @return what these were learned from before
	 */
	public static LearnedFrom before(final List<Path> inputs, final File... starts) {
		LearnedFrom all = LearnedFrom.NOTHING;
		for (final File start : starts)
			if (start != null) all = all.with(of(start.toPath()));
		for (final Path input : inputs.stream().filter(Objects::nonNull).toList())
			all = all.with(LearnedFrom.beside(input));
		return all;
	}
}
