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
package io.sonoflow.step.translate;

import io.sonoflow.file.Sha256;
import io.sonoflow.run.PartStore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a translated clip leaves behind beside it; see {@link PartStore}.
 *
 * @param files SHA-256 of the clip and of its regions
 * @param frames that are in it
 * @param failure why there are no more; empty if it is whole
 * @param scores numbers of {@link ClipScores#COLUMNS}; empty where no truth is known
 */
record TranslationPart(List<String> files, int frames, String failure, double[] scores) {

	/** {@return the parts in a run's folder} */
	static PartStore<TranslationPart> store(final Path run) {
		return new PartStore<>(run, "parts", TranslationPart.class);
	}

	/** {@return the name of a clip's part} */
	static String name(final int clip) {
		return String.format(Locale.ROOT, "clip-%06d", clip);
	}

	/** {@return sums of files} */
	static List<String> sums(final List<Path> files) {
		return files.stream().map(Sha256::of).toList();
	}

	/** {@return whether the files are as they were written} */
	boolean isOf(final List<Path> paths) {
		return paths.stream().allMatch(Files::isRegularFile) && files.equals(sums(paths));
	}
}
