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
package io.sonoflow.step.doppler;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.clip.FewerFrames;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameNames;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A file that is taken apart, or the open picture.
 *
 * @param number place in the data set, from 0
 * @param name in tables
 * @param stem of the names of its files
 * @param path of the file; null = the open picture
 * @param open the open picture; null = a file
 * @param all frames that it has
 * @param choice which of them are taken apart
 */
record DopplerSource(int number, String name, String stem, Path path, FrameReader open, int all, FrameChoice choice) {

	/** {@return the frames that are taken; of a file to be closed} */
	FewerFrames reader() {
		return FewerFrames.of(open == null ? ImageFiles.open(path) : open, choice);
	}

	/** {@return how many these are} */
	int frames() {
		return choice.numbers(all).length;
	}

	/** {@return the name of a frame of the file in tables, from 0} */
	String name(final int frame) {
		return all == 1 ? name : name + " frame " + (frame + 1);
	}

	/** {@return the name of the files of a frame of the file} */
	String stem(final int frame) {
		return all == 1 ? stem : FrameNames.numbered(stem, frame + 1);
	}

	/** {@return the names of the files of all frames} */
	static List<String> stems(final String stem, final int frames) {
		return frames == 1 ? List.of(stem) : IntStream.rangeClosed(1, frames).mapToObj(i -> FrameNames.numbered(stem, i)).toList();
	}
}
