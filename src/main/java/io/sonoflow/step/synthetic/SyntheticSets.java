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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.train.ImageCache;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Real and generated images that can be compared: all of it was checked. Images are read when asked for and kept as far as
 * a share of the memory allows.
 *
 * @param real the training images
 * @param synthetic the generated ones
 * @param realImages by sample number
 * @param syntheticImages by sample number
 */
record SyntheticSets(Dataset real, Dataset synthetic, ImageCache realImages, ImageCache syntheticImages) {

	/** Of the heap, for the images of each set: features, distances and descriptors need room, too. */
	private static final int SHARE = 8;

	/** Neighbours and their distances need others. */
	private static final int LEAST = 2;

	/**
	 * @param real as {@link Dataset#read} takes it
	 * @param synthetic likewise
	 * @throws SonoflowException if a set cannot be read, there is one real image only, sizes or organs differ, or an image
	 *           is in both sets
	 */
	static SyntheticSets read(final Path real, final Path synthetic, final Monitor monitor) {
		final Dataset first = Dataset.read(real, monitor);
		final Dataset second = Dataset.read(synthetic, new NoPatients(monitor));
		if (first.samples().size() < LEAST) throw new SonoflowException.Input("real=" + real +
			" is one image only. Whether others resemble the real ones can be said of a set of real images: give more.");
		checkDisjoint(first, second);
		checkOrgans(first, second);
		checkSizes(first, second, monitor);
		return new SyntheticSets(first, second, cache(first), cache(second));
	}

	private static ImageCache cache(final Dataset dataset) {
		return new ImageCache(files(dataset), Runtime.getRuntime().maxMemory() / SHARE);
	}

	static List<Path> files(final Dataset dataset) {
		return dataset.samples().stream().map(Sample::image).toList();
	}

	private static void checkDisjoint(final Dataset real, final Dataset synthetic) {
		final Set<Path> known = new HashSet<>(files(real));
		files(synthetic).stream().filter(known::contains).findFirst().ifPresent(both -> {
			throw new SonoflowException.Input("The image " + both +
				" is among the real and the synthetic ones. Give two sets that have no file in common.");
		});
	}

	private static void checkOrgans(final Dataset real, final Dataset synthetic) {
		final Set<String> first = values(real, Sample::organ);
		final Set<String> second = values(synthetic, Sample::organ);
		if (first.isEmpty() || second.isEmpty() || second.stream().anyMatch(first::contains)) return;
		throw new SonoflowException.Input("The real images are of another kind than the synthetic ones: " + String.join(", ",
			first) + " against " + String.join(", ", second) + " (column organ). Give sets of the same organs.");
	}

	private static Set<String> values(final Dataset dataset, final Function<Sample, String> column) {
		return dataset.samples().stream().map(column).filter(value -> !value.isEmpty()).collect(Collectors.toSet());
	}

	/** Features of a network tell small images from large ones before they tell good ones from bad ones. */
	private static void checkSizes(final Dataset real, final Dataset synthetic, final Monitor monitor) {
		final Size first = checkSizes("real", real, null, null, monitor);
		checkSizes("synthetic", synthetic, first, real.samples().get(0).image(), monitor);
	}

	/** Columns and rows. */
	private record Size(int width, int height) {

		@Override
		public String toString() {
			return width + " x " + height;
		}
	}

	private static Size checkSizes(final String kind, final Dataset dataset, final Size wanted, final Path of,
		final Monitor monitor)
	{
		Size first = wanted;
		Path example = of;
		int done = 0;
		for (final Path file : files(dataset)) {
			monitor.checkCancelled();
			final Size size = size(file);
			if (first == null) {
				first = size;
				example = file;
			}
			if (!size.equals(first)) throw new SonoflowException.Input("The images have different sizes: " + example + " has " +
				first + " pixels, the " + kind + " image " + file + " has " + size + ". Bring all to the size of the generated " +
				"ones (size= of \"Crop Ultrasound...\"): a network sees the size before it sees the quality.");
			monitor.progress("checking " + kind + " images", ++done, dataset.samples().size());
		}
		return first;
	}

	private static Size size(final Path file) {
		try (FrameReader reader = ImageFiles.open(file)) {
			ImageFiles.requireSide(file, reader.width(), reader.height());
			return new Size(reader.width(), reader.height());
		}
	}

	/** Generated images have no patients, and nobody divides them: what is said of those does not matter. */
	private record NoPatients(Monitor monitor) implements Monitor {

		@Override
		public void message(final String text) {
			monitor.message(text);
		}

		@Override
		public void warn(final String text) {
			if (!text.contains("patient of its own")) monitor.warn(text);
		}
	}

	/** {@return number of real images} */
	int reals() {
		return real.samples().size();
	}

	/** {@return number of generated images} */
	int synthetics() {
		return synthetic.samples().size();
	}

	/** {@return a real image's name as its data set has it} */
	String realName(final int index) {
		return LabelledImages.name(real, real.samples().get(index));
	}

	/** {@return a generated image's name as its data set has it} */
	String syntheticName(final int index) {
		return LabelledImages.name(synthetic, synthetic.samples().get(index));
	}

	/** {@return whose the real images are} */
	List<String> patients() {
		return real.samples().stream().map(Sample::group).toList();
	}
}
