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

import io.sonoflow.parameter.Parameters;
import io.sonoflow.run.RunFolder;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.scijava.plugin.Parameter;

/** Where computed features are kept. */
public final class FeatureStorage extends Parameters {

	/** Their folder in the output folder, if the user names no other. */
	private static final String OWN = "features";

	@Parameter(label = "Cache", description = "Folder that keeps computed features for other runs; empty = features in the " +
		"output folder.", style = "directory")
	public File cache;

	/** {@return the folder that a run uses} */
	Path of(final RunFolder folder) {
		final Path features = cache == null ? folder.resolve(OWN) : cache.toPath();
		folder.keeps(() -> isEmpty(features) ? "" : "the features that were computed");
		return features;
	}

	private static boolean isEmpty(final Path features) {
		try (Stream<Path> files = Files.walk(features)) {
			return files.noneMatch(Files::isRegularFile);
		}
		catch (final IOException | UncheckedIOException e) {
			return true;
		}
	}
}
