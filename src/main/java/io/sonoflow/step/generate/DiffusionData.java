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
package io.sonoflow.step.generate;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.ClipUnits;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.learned.LearnedFrom;
import io.sonoflow.dataset.learned.LearnedRole;
import io.sonoflow.dataset.learned.SetDigests;
import io.sonoflow.diffusion.training.TrainingImages;
import io.sonoflow.image.resize.Fit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A data set that is fit to train a diffusion network on: all of it was checked.
 *
 * @param dataset the samples, a clip being one
 * @param classes the labels, sorted; empty = trained without
 * @param labels index of each sample's label; null = trained without
 * @param images by sample number, brought to the network's size
 * @param readings how the input is read, if otherwise than once
 */
record DiffusionData(Dataset dataset, List<String> classes, int[] labels, TrainingImages images, Map<Path, String> readings) {

	/**
	 * @param input as {@link Dataset#read} takes it
	 * @param size side of the network's images, pixels
	 * @param fit how images of several sizes become one; null = they must have one
	 * @param choice which frames of clips count
	 * @param byLabel whether labels are the classes
	 * @throws SonoflowException if a label is wanted and missing, an image cannot be used, or images differ in size
	 */
	static DiffusionData read(final Path input, final int size, final Fit fit, final FrameChoice choice, final boolean byLabel,
		final Monitor monitor)
	{
		final Dataset read = Dataset.read(input, monitor);
		// An image without a trusted label is still an image.
		final Dataset labelled = byLabel ? read.withoutDropped() : read;
		if (labelled.samples().size() < read.samples().size()) monitor.message(read.samples().size() - labelled.samples().size() +
			" images whose label was dropped are left out.");
		final ClipUnits units = byLabel ? ClipUnits.labelled(labelled, monitor) : ClipUnits.unlabelled(labelled, monitor);
		final Dataset dataset = units.dataset();
		final List<String> classes = byLabel ? classes(dataset) : List.of();
		final int[] labels = byLabel ? dataset.samples().stream().mapToInt(sample -> classes.indexOf(sample.label())).toArray()
			: null;
		final TrainingImages images = new TrainingImages(units, size, fit, choice);
		images.check(monitor);
		return new DiffusionData(dataset, classes, labels, images, units.readings(input));
	}

	private static List<String> classes(final Dataset dataset) {
		final List<Sample> unlabelled = dataset.samples().stream().filter(sample -> sample.label().isEmpty()).toList();
		if (!unlabelled.isEmpty()) throw new SonoflowException.Input("classes=true needs a label of every image, but " +
			unlabelled.size() + " of the " + dataset.samples().size() + " images of " + dataset.source() +
			" have none (first: " + unlabelled.get(0).image().getFileName() + "). Give a dataset.csv with a filled column " +
			"label, or a folder whose sub-folders are the classes, or use classes=false.");
		dataset.requireDistinctLabels();
		final List<String> classes = List.copyOf(dataset.labelCounts().keySet());
		if (classes.size() < 2) throw new SonoflowException.Input("classes=true, but all images of " + dataset.source() +
			" have the label " + classes.get(0) + ". Use classes=false, or add images of another label.");
		return classes;
	}

	/** {@return the record of what a network learns from these images, for its file} */
	LearnedFrom learned(final long seed, final LearnedFrom before, final Monitor monitor) {
		return SetDigests.of(dataset.samples(), images::picture, monitor).record(
			LearnedRole.GENERATOR, seed, monitor).with(before);
	}
}
