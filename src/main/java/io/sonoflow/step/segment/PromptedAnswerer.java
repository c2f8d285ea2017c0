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
package io.sonoflow.step.segment;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.nn.sam.Picture;
import io.sonoflow.nn.sam.Prompt;
import io.sonoflow.step.prompt.PromptedSegmentation;
import io.sonoflow.step.prompt.Prompts;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SAM or MedSAM, told where the objects are.
 *
 * @param work the network
 * @param prompts by picture, or by frame of the open picture
 * @param byFrame which of the two
 * @param samples the pictures' rows
 * @param set whose masks the prompts are, and whose values are written; null = they are none
 */
record PromptedAnswerer(PromptedSegmentation work, Prompts prompts, boolean byFrame, List<Sample> samples, SegmentationSet set)
	implements Answerer
{

	@Override
	public List<String> structures() {
		return prompts.structures();
	}

	@Override
	public OutputValues values(final int picture) {
		return OutputValues.of(structures(), set == null ? List.of() : List.of(set.values(picture)));
	}

	@Override
	public String legend() {
		if (set == null) return values(0).note(structures());
		return IntStream.range(0, set.size()).mapToObj(i -> values(i).note(structures(), known(i))).distinct().collect(Collectors
			.joining("; "));
	}

	/** {@return of each structure whether the masks of a picture tell of it} */
	private boolean[] known(final int picture) {
		final boolean[] known = new boolean[structures().size()];
		for (int i = 0; i < known.length; i++)
			known[i] = set.annotated(picture)[set.structures().indexOf(structures().get(i))];
		return known;
	}

	@Override
	public String organ(final int picture) {
		return samples.get(picture).organ();
	}

	@Override
	public Answer answer(final Frame frame) {
		final List<Prompt> own = prompts.of(byFrame ? frame.frame() : frame.picture());
		final PromptedSegmentation.Found found = work.segment(frame.name(), Picture.color(frame.color().get()), own);
		final List<String> structures = structures();
		final List<Part> parts = found.objects().stream().filter(object -> object.area() > 0).map(object -> Part.of(structures
			.indexOf(object.prompt().structure().isEmpty() ? PromptedSegmentation.OBJECT : object.prompt().structure()), Mask.of(object
				.data(), object.width(), object.height()))).toList();
		return new Answer(found.masks(structures), parts, null, List.of());
	}

	@Override
	public void tell(final Monitor monitor) {
		work.tell(monitor);
	}

	@Override
	public void close() {
		work.close();
	}
}
