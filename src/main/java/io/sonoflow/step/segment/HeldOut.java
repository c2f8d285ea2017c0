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
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameNames;
import io.sonoflow.dataset.mask.MaskPlanes;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.mask.PostProcessing;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.metric.segment.SegmentFigure;
import io.sonoflow.metric.segment.SegmentScores;
import io.sonoflow.step.crop.CropNames;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.train.segment.SegmentImages;
import io.sonoflow.train.segment.Segmented;
import io.sonoflow.train.segment.Segmenter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The test of a segmenter on pictures that it has not seen: its masks, in the pictures' own size, and their figures.
 *
 * @param source the data set
 * @param images its pictures
 * @param files names of the pictures' masks, without folders
 */
record HeldOut(SegmentSource source, SegmentImages images, List<String> files) {

	/** The folder of masks in the output folder. */
	static final String PREDICTIONS = "predictions";

	/** The pictures that were held out, with their true masks: what the predictions are scored against. */
	static final String REFERENCE = "reference.csv";

	/** The folder of masks beside their table. */
	static final String MASKS = "masks";

	/** Folders of frames of clips, and of their true masks, likewise. */
	private static final String IMAGES = "images", TRUTH = "truth";

	/** Tolerance of surface distances, as in the challenge, in pixels. */
	private static final double TOLERANCE = 1;

	static HeldOut of(final SegmentSource source, final SegmentImages images) {
		final SegmentationSet set = source.set();
		final List<String> names = CropNames.of(set.samples().stream().map(Sample::image).toList());
		return new HeldOut(source, images, CropNames.unique(IntStream.range(0, set.size()).mapToObj(i -> set.isFrame(i)
			? FrameNames.numbered(names.get(i), set.number(i) + 1) : names.get(i)).toList(), (i, name) -> List.of(name + ".png"))
			.stream().map(name -> name + ".png").toList());
	}

	/** {@return the file of a predicted mask} */
	Path file(final Path folder, final int sample) {
		return folder.resolve(MASKS).resolve(files.get(sample));
	}

	/**
	 * Segments and writes.
	 *
	 * @param folder gets the masks, as the network makes them
	 * @return figures of each structure of which the picture's masks tell
	 */
	List<SegmentPart.Score> run(final SegmentTask task, final Segmenter segmenter, final Path folder, final String stage,
		final Monitor monitor)
	{
		final List<String> structures = source.set().structures();
		final OrganStructures known = OrganStructures.of(source);
		final List<SegmentPart.Score> scores = new ArrayList<>();
		for (int k = 0; k < task.held().length; k++) {
			monitor.checkCancelled();
			final int sample = task.held()[k];
			final String organ = source.organs().get(source.organOf()[sample]);
			final SegmentImages.Whole whole = images.whole(sample);
			final boolean[] allowed = known.allowed(organ, structures);
			final Segmented found = segmenter.segment(whole.image(), whole.width(), whole.height(), whole.box(), source
				.organOf()[sample], allowed, Segmenter.Answers.ONE);
			final List<Mask> masks = found.masks(segmenter.threshold(), allowed);
			// By the values of its own masks, by which it will be read.
			ImageFiles.writePng(file(folder, sample), values(sample).image(masks));
			scores.addAll(scores(sample, organ, masks));
			monitor.progress(stage, k + 1, task.held().length);
		}
		return scores;
	}

	/** {@return the masks of the structures that were written} */
	List<Mask> read(final Path folder, final int sample) {
		try (FrameReader reader = ImageFiles.open(file(folder, sample))) {
			return values(sample).masks(reader.values(0), reader.width(), reader.height());
		}
	}

	private List<SegmentPart.Score> scores(final int sample, final String organ, final List<Mask> masks) {
		final MaskPlanes truth = source.set().mask(sample);
		final List<Mask> post = PostProcessing.of(organ).apply(masks).masks();
		final List<SegmentPart.Score> scores = new ArrayList<>();
		for (int structure = 0; structure < masks.size(); structure++)
			if (source.annotated()[sample][structure]) scores.add(new SegmentPart.Score(sample, structure,
				figures(truth.plane(structure),
				masks.get(structure)), figures(truth.plane(structure), post.get(structure))));
		return scores;
	}

	private static double[] figures(final Mask truth, final Mask predicted) {
		final SegmentScores scores = SegmentScores.of(truth, predicted, PixelSize.PIXELS, TOLERANCE);
		return Arrays.stream(SegmentFigure.values()).mapToDouble(figure -> figure.of(scores)).toArray();
	}

	/** {@return a picture's row; frames of clips are written as images, as are their true masks} */
	private Sample sample(final Path folder, final int number) {
		final SegmentationSet set = source.set();
		final Sample sample = set.samples().get(number);
		if (!set.isFrame(number)) return sample;
		final Path image = folder.resolve(IMAGES).resolve(files.get(number));
		final Path mask = folder.resolve(TRUTH).resolve(files.get(number));
		ImageFiles.writePng(image, set.picture(number));
		ImageFiles.writePng(mask, values(number).image(set.mask(number).planes()));
		return SegmentFiles.ofFrame(sample, LabelledImages.name(set.dataset(), sample), set.number(number)).withFiles(image, mask);
	}

	/** {@return the values of a picture's masks} */
	private OutputValues values(final int sample) {
		return OutputValues.of(source.set().structures(), List.of(source.set().values(sample)));
	}

	/** Writes the table of pictures and predicted masks, and that of the same pictures and their true masks. */
	void writeTable(final Path folder, final int[] held) {
		final List<Sample> samples = Arrays.stream(held).mapToObj(i -> sample(folder, i)).toList();
		Dataset.write(folder.resolve(Dataset.FILE), IntStream.range(0, held.length).mapToObj(i -> samples.get(i).withFiles(samples
			.get(i).image(), file(folder, held[i]))).toList());
		Dataset.write(folder.resolve(REFERENCE), samples);
	}
}
