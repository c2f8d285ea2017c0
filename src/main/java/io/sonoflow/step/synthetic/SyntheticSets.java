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
import io.sonoflow.dataset.FrameSize;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Sample;
import io.sonoflow.image.resize.Fit;
import io.sonoflow.step.data.LabelledImages;
import io.sonoflow.train.ImageCache;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Real and generated images that can be compared: all of it was checked. Images are read when asked for and kept as far as
 * a share of the memory allows.
 *
 * @param real the training images
 * @param synthetic the generated ones
 * @param realImages by sample number
 * @param syntheticImages by sample number
 * @param size of all images, or to which they are brought
 */
record SyntheticSets(Dataset real, Dataset synthetic, ImageCache realImages, ImageCache syntheticImages, FrameSize size) {

	/** Of the heap, for the images of each set: features, distances and descriptors need room, too. */
	private static final int SHARE = 8;

	/** Proportions that differ by less make no bar that matters. */
	private static final double SAME_SHAPE = 0.02;

	/** Neighbours and their distances need others. */
	private static final int LEAST = 2;

	/**
	 * @param real as {@link Dataset#read} takes it
	 * @param synthetic likewise
	 * @param fit how images of several sizes become one, that of the generated images; null = all must have one
	 * @throws SonoflowException if a set cannot be read, there is one real image only, sizes or organs differ, or an image
	 *           is in both sets
	 */
	static SyntheticSets read(final Path real, final Path synthetic, final Fit fit, final Monitor monitor) {
		final Dataset first = Dataset.read(real, monitor);
		// Generated images have no patients, and nobody divides them.
		final Dataset second = Dataset.read(synthetic, false, monitor);
		if (first.samples().size() < LEAST) throw new SonoflowException.Input("real=" + real +
			" is one image only. Whether others resemble the real ones can be said of a set of real images: give more.");
		checkDisjoint(first, second);
		checkOrgans(first, second);
		final List<Path> files = Stream.of(first, second).flatMap(set -> files(set).stream()).toList();
		final List<FrameSize> sizes = sizes(files, monitor);
		final List<FrameSize> generated = sizes.subList(first.samples().size(), sizes.size());
		if (fit == null) checkSizes(first, files, sizes);
		final FrameSize size = fit == null ? sizes.get(0) : usual(generated);
		if (fit != null) tell(fit, size, sizes.subList(0, first.samples().size()), generated, monitor);
		return new SyntheticSets(first, second, cache(first, fit, size), cache(second, fit, size), size);
	}

	private static ImageCache cache(final Dataset dataset, final Fit fit, final FrameSize size) {
		return new ImageCache(files(dataset), Runtime.getRuntime().maxMemory() / SHARE, fit == null ? UnaryOperator.identity()
			: image -> fit.apply(image, size.width(), size.height()));
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

	/** All are read to their end: one that is cut off must not stop the work in its middle. */
	private static List<FrameSize> sizes(final List<Path> files, final Monitor monitor) {
		final Opened<FrameSize> opened = Opened.of("reading images", files, false, monitor, i -> FrameSize.of(files.get(i),
			ImageFiles.readGray(files.get(i))));
		opened.requireAll();
		return IntStream.range(0, files.size()).mapToObj(opened::result).toList();
	}

	/** Features of a network tell small images from large ones before they tell good ones from bad ones. */
	private static void checkSizes(final Dataset real, final List<Path> files, final List<FrameSize> sizes) {
		final FrameSize first = sizes.get(0);
		final int other = IntStream.range(0, sizes.size()).filter(i -> !sizes.get(i).equals(first)).findFirst().orElse(0);
		if (other > 0) throw new SonoflowException.Input("The images have different sizes: " + files.get(0) + " has " + first +
			" pixels, the " + (other < real.samples().size() ? "real" : "synthetic") + " image " + files.get(other) + " has " + sizes
				.get(other) + ". Bring all to the size of the generated ones (size= of \"Crop Ultrasound...\", or resize=fit or " +
			"resize=stretch here): a network sees the size before it sees the quality.");
	}

	/** {@return the size that most have; of equally many the smaller one} */
	private static FrameSize usual(final List<FrameSize> sizes) {
		final Map<FrameSize, Long> counts = sizes.stream().collect(Collectors.groupingBy(size -> size, Collectors.counting()));
		return counts.keySet().stream().min(Comparator.<FrameSize>comparingLong(size -> -counts.get(size)).thenComparingLong(
			FrameSize::area).thenComparingInt(FrameSize::width)).orElseThrow();
	}

	private static void tell(final Fit fit, final FrameSize size, final List<FrameSize> real, final List<FrameSize> synthetic,
		final Monitor monitor)
	{
		monitor.message("resize=" + fit.key() + ": all images are brought to " + size + " pixels, the size of the generated ones.");
		final long small = real.stream().filter(each -> each.width() < size.width() && each.height() < size.height()).count();
		if (small > 0) monitor.warn(small + " of " + real.size() + " real images are smaller than the generated ones (" + size +
			") and are enlarged: they are blurred by it, which the scores count against the generated ones.");
		final long barred = fit != Fit.FIT ? 0 : real.stream().filter(each -> Math.abs((double) each.width() * size.height() / each
			.height() / size.width() - 1) > SAME_SHAPE).count();
		if (barred > 0) monitor.warn(barred + " of " + real.size() + " real images have other proportions than " + size +
			" and get black bars, which generated ones lack: the scores count that, too. Crop both alike, or use resize=stretch.");
		final long others = synthetic.stream().filter(each -> !each.equals(size)).count();
		if (others > 0) monitor.warn(others + " of " + synthetic.size() + " generated images have another size than " + size +
			", which most have, and are brought to it.");
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
