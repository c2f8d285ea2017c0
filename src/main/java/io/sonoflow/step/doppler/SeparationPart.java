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

import io.sonoflow.run.PartStore;
import io.sonoflow.run.RunFolder;
import io.sonoflow.step.SharedFiles;
import io.sonoflow.step.doppler.SeparatedFrame.State;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a picture or clip that was taken apart leaves behind beside its files; see {@link PartStore}.
 *
 * @param stem of the names of its files
 * @param files below the folder, all that were written of it
 * @param frames that are done
 * @param failure why there are no more; empty if it is whole
 * @param rows of the table of bars
 * @param states how many frames are in each {@link State}
 * @param aliased how many frames are
 */
record SeparationPart(String stem, List<String> files, int frames, String failure, List<List<String>> rows, int[] states,
	int aliased)
{

	/** Sub-folders of what is written. */
	static final String IMAGES = "images", COLOUR = "colour", VELOCITY = "velocity", ALIASED = "aliased";

	/** {@return the parts in a run's folder} */
	static PartStore<SeparationPart> store(final Path run) {
		return new PartStore<>(run, "parts", SeparationPart.class);
	}

	/** {@return the name of the part of a picture or clip, by its place in the data set} */
	static String name(final int source) {
		return String.format(Locale.ROOT, "clip-%06d", source);
	}

	/** @param failure why there are no more frames; empty if it is whole */
	static SeparationPart of(final DopplerSource source, final List<SeparatedFrame> frames, final String failure) {
		final List<String> files = new ArrayList<>();
		final int[] states = new int[State.values().length];
		for (final SeparatedFrame frame : frames) {
			final String stem = source.stem(frame.number());
			files.add(IMAGES + "/" + stem + ".png");
			files.add(COLOUR + "/" + stem + ".png");
			if (frame.state() == State.READ) files.add(VELOCITY + "/" + stem + ".tif");
			if (frame.state().isVelocity()) files.add(ALIASED + "/" + stem + ".png");
			states[frame.state().ordinal()]++;
		}
		return new SeparationPart(source.stem(), files, frames.size(), failure, frames.stream().map(SeparatedFrame::row).filter(
			row -> !row.isEmpty()).toList(), states, (int) frames.stream().filter(SeparatedFrame::aliased).count());
	}

	/** {@return whether there is something of it; else it is tried again} */
	boolean hasFrames() {
		return frames > 0;
	}

	/** {@return whether it is of the source, and all that was written of it still is there} */
	boolean isThere(final DopplerSource source, final RunFolder folder) {
		return SharedFiles.isOf(stem, source.stem()) && files.stream().allMatch(file -> Files.isRegularFile(folder.resolve(file)));
	}

	int count(final State state) {
		return states[state.ordinal()];
	}
}
