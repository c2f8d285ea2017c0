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
package io.sonoflow.step.crop;

import io.sonoflow.run.PartStore;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What a file that was cut leaves behind for whoever puts the tables of all shards together; see {@link PartStore}. The rest is
 * as all of them find it.
 *
 * @param file name of its crops, without suffixes
 * @param frames that were cut, by number
 * @param seconds when each is shown; -1 if nobody knows
 * @param still frames that were left out as they show the one before again
 * @param failure why there are no more; empty if all are there
 */
record CropPart(String file, int[] frames, double[] seconds, int still, String failure) {

	/** {@return the parts in a run's folder} */
	static PartStore<CropPart> store(final Path run) {
		return new PartStore<>(run, "parts", CropPart.class);
	}

	/** {@return whether there is something of it; else it is tried again} */
	boolean hasFrames() {
		return frames.length > 0;
	}

	/** {@return the name of a file's part, by its place in the data set} */
	static String name(final int file) {
		return String.format(Locale.ROOT, "file-%06d", file);
	}
}
