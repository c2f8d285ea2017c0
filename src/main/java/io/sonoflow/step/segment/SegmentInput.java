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
import io.sonoflow.dataset.ChallengeList;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.step.crop.CropNames;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.step.prompt.PromptKind;
import io.sonoflow.step.prompt.PromptTarget;
import io.sonoflow.step.prompt.Prompts;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is segmented.
 *
 * @param pictures that can be used
 * @param left how many cannot
 * @param review image and reason of those that cannot, or in part only
 * @param set with masks, where these are prompts; else null
 */
record SegmentInput(List<SegmentPicture> pictures, int left, List<List<String>> review, SegmentationSet set) {

	static SegmentInput of(final SegmentUltrasound step, final Optional<PromptKind> kind, final Monitor monitor) {
		return step.open != null ? new SegmentInput(List.of(picture(step.open, step.frames.choice())), 0, List.of(), null) : read(
			step, kind, monitor);
	}

	private static SegmentPicture picture(final OpenPicture open, final FrameChoice choice) {
		final String stem = CropNames.clean(open.name());
		return new SegmentPicture(open.name(), stem, Sample.of(Path.of(stem)), open, open.frames().frames(), choice, open.frames()
			.width(), open.frames().height());
	}

	private static SegmentInput read(final SegmentUltrasound step, final Optional<PromptKind> kind, final Monitor monitor) {
		final boolean masks = kind.isPresent() && kind.get() == PromptKind.MASKS;
		final Path input = step.input.toPath();
		final SegmentationSet set = masks ? SegmentationSet.read(input, "", monitor) : null;
		final Dataset dataset = masks ? set.dataset() : ChallengeList.of(SegmentationSet.pictures(input, monitor),
			ChallengeList.SEGMENTATION, "Classify Ultrasound...", monitor);
		final List<Sample> samples = dataset.samples();
		if (step.layout.equals(SegmentUltrasound.CHALLENGE)) SegmentFiles.requireDifferent(samples, step.root());
		final List<Path> images = samples.stream().map(Sample::image).toList();
		final Opened<int[]> opened = Opened.reading("opening pictures", images, step.files.strict, monitor, i -> ImageFiles.open(
			images.get(i)), (i, reader) -> {
				ImageFiles.requireSide(images.get(i), reader.width(), reader.height());
				return new int[] { reader.frames(), reader.width(), reader.height() };
			});
		opened.requireAny();
		opened.tell(step.output != null, monitor);
		// Frames of clip.avi are clip_0001 and so on, which a picture beside it may be called.
		final List<String> stems = CropNames.unique(CropNames.of(images), (i, name) -> opened.result(i) == null ? List.of(name)
			: SegmentPicture.stems(name, opened.result(i)[0]));
		final List<SegmentPicture> pictures = IntStream.of(opened.usable()).mapToObj(i -> new SegmentPicture(LabelledImages.name(
			dataset, samples.get(i)), stems.get(i), samples.get(i), null, opened.result(i)[0], step.frames.choice(), opened
				.result(i)[1], opened.result(i)[2])).toList();
		final IntFunction<String> name = i -> LabelledImages.name(dataset, samples.get(i));
		final List<List<String>> unusable = opened.review(name, RecordedPaths::text);
		return new SegmentInput(pictures, unusable.size(), Stream.concat(unusable.stream(), opened.flawed(name,
			RecordedPaths::text).stream()).toList(), set);
	}

	List<Sample> samples() {
		return pictures.stream().map(SegmentPicture::sample).toList();
	}

	/** {@return what tells the network where objects are} */
	Prompts prompts(final SegmentUltrasound step, final PromptKind kind, final Monitor monitor) {
		return switch (kind) {
			case MASKS -> Prompts.masks(set, monitor);
			case ROIS -> Prompts.of(step.open.prompts(), IntStream.range(0, step.open.frames().frames()).mapToObj(i -> step.open
				.name() + " " + (i + 1)).toList(), monitor);
			default -> Prompts.table(step.boxes == null ? null : step.boxes.toPath(), kind, pictures.stream().map(
				picture -> new PromptTarget(picture.open() == null ? picture.sample().image() : null, picture.name(), picture.width(),
					picture.height())).toList(), monitor);
		};
	}
}
