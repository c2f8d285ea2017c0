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
package io.sonoflow.dataset.mask;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.image.Images;
import io.sonoflow.image.mask.Outlines;
import io.sonoflow.image.morphology.Mask;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What was found when all masks were looked at.
 *
 * @param areas pixels by sample and structure
 * @param lines masks that are lines round a structure
 */
record MaskCheck(int[][] areas, Set<Path> lines) {

	/**
	 * Opens all pictures and masks.
	 *
	 * @return the facts of each mask
	 * @throws SonoflowException.File naming all that cannot be used together
	 */
	static Map<Path, MaskFacts> open(final List<MaskedSample> samples, final Monitor monitor) {
		final Opened<List<MaskFacts>> opened = Opened.of("open masks", samples.stream().map(each -> each.sample().image()).toList(),
			false, monitor, i -> facts(samples.get(i)));
		opened.requireAll();
		final Map<Path, MaskFacts> facts = new LinkedHashMap<>();
		for (int i = 0; i < samples.size(); i++)
			for (int k = 0; k < samples.get(i).masks().size(); k++)
				facts.put(samples.get(i).masks().get(k), opened.result(i).get(k));
		return facts;
	}

	private static List<MaskFacts> facts(final MaskedSample sample) {
		final Path image = sample.sample().image();
		try (FrameReader reader = ImageFiles.open(image)) {
			ImageFiles.requireSide(image, reader.width(), reader.height());
			if (reader.frames() != 1) throw new SonoflowException.File("The image " + image + " has " + reader.frames() +
				" frames, but a mask belongs to one. Split the clip into images, e.g. with \"Crop Ultrasound...\".");
			final List<MaskFacts> facts = new ArrayList<>();
			for (final Path path : sample.masks()) {
				final MaskFile mask = MaskFile.read(path);
				requireSize(image, reader, mask);
				final MaskFacts each = MaskFacts.of(mask);
				if (path.equals(image) || !each.isExact() && Arrays.equals(mask.values(), Images.pixels(reader.gray(0))))
					throw new SonoflowException.File("The mask " + path + " is the image " + image +
						" itself. Name the file that shows the structure, or leave the mask empty.");
				facts.add(each);
			}
			return facts;
		}
	}

	private static void requireSize(final Path image, final FrameReader reader, final MaskFile mask) {
		if (mask.width() == reader.width() && mask.height() == reader.height()) return;
		final boolean swapped = mask.width() == reader.height() && mask.height() == reader.width();
		throw new SonoflowException.File(String.format("The mask %s has %d x %d pixels, but its image %s has %d x %d: %s.", mask
			.path(), mask.width(), mask.height(), image, reader.width(), reader.height(), swapped
				? "width and height are swapped. Turn or transpose the mask, whichever lays it on the image"
				: "they must be alike. Make the mask anew in the size of the image, or crop both alike"));
	}

	/**
	 * Looks at what the values come to.
	 *
	 * @throws SonoflowException.File if all masks are empty, or one is a line with a gap
	 */
	static MaskCheck of(final Path source, final List<MaskedSample> samples, final MaskLayout layout, final Monitor monitor) {
		final List<Found> found = Parallel.map("check masks", samples.size(), monitor, i -> Found.of(layout.look(samples.get(i))));
		final String name = source.getFileName().toString();
		final MaskCheck check = new MaskCheck(found.stream().map(Found::areas).toArray(int[][]::new), lines(source, found, samples
			.size(), monitor));
		check.tellEmpty(source, samples, layout.structures(), monitor);
		final long overlap = found.stream().mapToLong(Found::overlap).sum();
		if (overlap > 0) monitor.message(name + ": " + overlap + " pixels lie in several masks of one picture and count once.");
		final long inverted = found.stream().filter(Found::inverted).count();
		if (2 * inverted > samples.size()) monitor.warn(name + ": " + inverted + " of " + samples.size() +
			" masks hold all four corners and most of the picture. If that is background, invert them: 0 is background.");
		return check;
	}

	private static Set<Path> lines(final Path source, final List<Found> found, final int pictures, final Monitor monitor) {
		final Map<Path, Outlines.Kind> lines = new LinkedHashMap<>();
		found.forEach(each -> lines.putAll(each.lines));
		final List<Path> open = lines.keySet().stream().filter(path -> lines.get(path) == Outlines.Kind.OPEN).toList();
		if (!open.isEmpty()) throw new SonoflowException.File("input " + source + ": " + open.size() +
			" masks are lines round a structure that do not close (" + MaskSource.some(open) +
			"), so it is not clear what is inside. Close the lines, or fill them: a mask is the area.");
		if (!lines.isEmpty()) {
			final long cut = lines.values().stream().filter(kind -> kind == Outlines.Kind.CUT).count();
			monitor.warn(source.getFileName() + ": " + lines.size() + " masks of " + pictures +
				" pictures are lines round a structure, not its area, and are taken filled" + (cut == 0 ? "" : "; " + cut +
					" of them end at the edge of the picture, which closes them") + " (" + MaskSource.some(List.copyOf(lines
						.keySet())) + ").");
		}
		return lines.keySet();
	}

	private void tellEmpty(final Path source, final List<MaskedSample> samples, final List<String> structures,
		final Monitor monitor)
	{
		final String name = source.getFileName().toString();
		final List<Path> empty = IntStream.range(0, samples.size()).filter(i -> Arrays.stream(areas[i]).sum() == 0).mapToObj(
			i -> samples.get(i).sample().image()).toList();
		if (empty.size() == samples.size()) throw new SonoflowException.File("input " + source + ": all " + samples.size() +
			" masks are empty (0 everywhere), so there is nothing to learn or to compare. Check that the files are the masks.");
		if (!empty.isEmpty()) monitor.message(name + ": " + empty.size() + " of " + samples.size() +
			" masks are empty: nothing is to be found in these pictures (" + MaskSource.some(empty) + ").");
		for (int s = 0; s < structures.size(); s++) {
			final int structure = s;
			if (Arrays.stream(areas).allMatch(each -> each[structure] == 0)) monitor.warn(name + ": no mask holds " + structures.get(
				s) + ". Check the key values.");
		}
	}

	/** What one picture's masks come to. */
	private record Found(int[] areas, long overlap, boolean inverted, Map<Path, Outlines.Kind> lines) {

		static Found of(final MaskLayout.Read read) {
			final MaskPlanes planes = read.planes();
			final int right = planes.width() - 1;
			final int bottom = planes.height() - 1;
			final boolean inverted = planes.planes().stream().anyMatch(plane -> plane.get(0, 0) && plane.get(right, 0) && plane.get(0,
				bottom) && plane.get(right, bottom) && 2L * plane.area() > (long) plane.width() * plane.height());
			return new Found(planes.planes().stream().mapToInt(Mask::area).toArray(), read.overlap(), inverted, read.lines());
		}
	}

	/** {@return the same with the planes of a model} */
	MaskCheck as(final List<String> structures, final List<String> names) {
		if (names.size() == 1 && structures.size() == 1) return this;
		return new MaskCheck(Arrays.stream(areas).map(each -> names.stream().mapToInt(name -> structures.contains(name)
			? each[structures.indexOf(name)] : 0).toArray()).toArray(int[][]::new), lines);
	}
}
