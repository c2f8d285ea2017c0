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
package io.sonoflow.step.crossvalidate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What one training of a cross-validation leaves behind. It is written last and whole, so its presence means that the
 * training is finished; results are always made from these files, so it does not matter who wrote them and when.
 *
 * @param key of the run it belongs to: parameters and inputs
 * @param seed of the training
 * @param fold held out, from 1
 * @param losses mean training loss of each epoch
 * @param samples numbers of the held-out samples
 * @param probabilities (samples, classes)
 * @param alternate the same of the samples' alternate version; null if there is none
 */
public record FoldPart(String key, long seed, int fold, double[] losses, int[] samples, double[][] probabilities,
	double[][] alternate)
{

	private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

	/** {@return the name all files of a training share, e.g. {@code seed0_fold1}} */
	public static String name(final long seed, final int fold) {
		return "seed" + seed + "_fold" + fold;
	}

	void write(final Path file) {
		AtomicFiles.writeText(file, GSON.toJson(this) + "\n");
	}

	/** {@return the part, if it is there and belongs to the run of this key} */
	static Optional<FoldPart> read(final Path file, final String key) {
		if (!Files.isRegularFile(file)) return Optional.empty();
		try {
			final FoldPart part = GSON.fromJson(Files.readString(file), FoldPart.class);
			return part != null && key.equals(part.key) && part.losses != null && part.samples != null &&
				part.probabilities != null && part.probabilities.length == part.samples.length && (part.alternate == null ||
					part.alternate.length == part.samples.length) ? Optional.of(part) : Optional.empty();
		}
		catch (final JsonParseException e) {
			// Not ours, or edited: the training is done again.
			return Optional.empty();
		}
		catch (final IOException e) {
			throw new SonoflowException.File("Cannot read " + file + ": " + e.getMessage() + ".", e);
		}
	}
}
