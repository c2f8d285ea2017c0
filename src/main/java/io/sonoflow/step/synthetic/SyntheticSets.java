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
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.resize.Fit;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Real and generated images that can be compared: all of it was checked. Images are read when asked for and kept as far as
 * a share of the memory allows.
 *
 * @param realPictures the training images, and frames of clips
 * @param syntheticPictures the generated ones
 * @param fit how images of several sizes become one; null = they have one
 * @param size of all images, or to which they are brought
 */
record SyntheticSets(SetPictures realPictures, SetPictures syntheticPictures, Fit fit, FrameSize size) {

	/** Proportions that differ by less make no bar that matters. */
	private static final double SAME_SHAPE = 0.02;

	/** Neighbours and their distances need others. */
	private static final int LEAST = 2;

	/**
	 * @param real as {@link Dataset#read} takes it
	 * @param synthetic likewise
	 * @param fit how images of several sizes become one, that of the generated images; null = all must have one
	 * @param choice which frames of clips count
	 * @throws SonoflowException if a set cannot be read, there is one real image only, sizes or organs differ, or an image
	 *           is in both sets
	 */
	static SyntheticSets read(final Path real, final Path synthetic, final Fit fit, final FrameChoice choice,
		final Monitor monitor)
	{
		final Dataset first = Dataset.read(real, monitor);
		// Generated images have no patients, and nobody divides them.
		final Dataset second = Dataset.read(synthetic, false, monitor);
		checkDisjoint(first, second);
		checkOrgans(first, second);
		final List<SetPictures> sets = SetPictures.read(List.of(first, second), choice, monitor);
		final SetPictures reals = sets.get(0);
		final SetPictures generated = sets.get(1);
		if (reals.size() < LEAST) throw new SonoflowException.Input("real=" + real +
			" is one image only. Whether others resemble the real ones can be said of a set of real images: give more.");
		for (final SetPictures each : List.of(reals, generated))
			if (each.clips() > 0) monitor.message(each.dataset().source().getFileName() + ": " + each.words() + ".");
		final List<FrameSize> sizes = Stream.of(reals, generated).flatMap(set -> set.sizes().stream()).toList();
		if (fit == null) checkSizes(reals.size(), Stream.of(reals, generated).flatMap(set -> set.files().stream()).toList(), sizes);
		final FrameSize size = fit == null ? sizes.get(0) : usual(sizes.subList(reals.size(), sizes.size()));
		if (fit != null) tell(fit, size, sizes.subList(0, reals.size()), sizes.subList(reals.size(), sizes.size()), monitor);
		return new SyntheticSets(reals, generated, fit, size);
	}

	/** {@return the real pictures, one a sample} */
	Dataset real() {
		return realPictures.dataset();
	}

	/** {@return the generated pictures, one a sample} */
	Dataset synthetic() {
		return syntheticPictures.dataset();
	}

	/** {@return a real picture, of the size of all} */
	ArrayImg<UnsignedByteType, ByteArray> realImage(final int number) {
		return realPictures.get(number, fit, size);
	}

	/** {@return a generated picture, of the size of all} */
	ArrayImg<UnsignedByteType, ByteArray> syntheticImage(final int number) {
		return syntheticPictures.get(number, fit, size);
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
	private static void checkSizes(final int reals, final List<Path> files, final List<FrameSize> sizes) {
		final FrameSize first = sizes.get(0);
		final int other = IntStream.range(0, sizes.size()).filter(i -> !sizes.get(i).equals(first)).findFirst().orElse(0);
		if (other > 0) throw new SonoflowException.Input("The images have different sizes: " + files.get(0) + " has " + first +
			" pixels, the " + (other < reals ? "real" : "synthetic") + " image " + files.get(other) + " has " + sizes
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
		return realPictures.size();
	}

	/** {@return number of generated images} */
	int synthetics() {
		return syntheticPictures.size();
	}

	/** {@return a real image's name as its data set has it} */
	String realName(final int index) {
		return realPictures.name(index);
	}

	/** {@return a generated image's name as its data set has it} */
	String syntheticName(final int index) {
		return syntheticPictures.name(index);
	}

	/** {@return whose the real images are} */
	List<String> patients() {
		return real().samples().stream().map(Sample::group).toList();
	}
}
