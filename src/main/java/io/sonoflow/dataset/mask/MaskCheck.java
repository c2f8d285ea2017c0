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
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameRoom;
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

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What was found when all masks were looked at.
 *
 * @param areas pixels by sample and structure
 * @param lines masks that are lines round a structure
 */
record MaskCheck(int[][] areas, Set<MaskFrame> lines) {

	/**
	 * All pictures with their masks.
	 *
	 * @param samples images, and the frames of clips
	 * @param facts of each mask
	 */
	record Pictures(List<MaskedSample> samples, Map<MaskFrame, MaskFacts> facts) {
	}

	/**
	 * Opens all pictures and masks.
	 *
	 * @param use of clips; null = they are refused
	 * @throws SonoflowException.File naming all that cannot be used together
	 */
	static Pictures open(final List<MaskedSample> samples, final ClipFrames use, final Monitor monitor) {
		final FrameRoom room = MaskedClip.room();
		final Opened<MaskedClip> opened = Opened.inPart("open masks", samples.stream().map(each -> each.sample().image()).toList(),
			false, monitor, i -> open(samples.get(i), use, room));
		opened.requireAll();
		opened.tellFlaws(false, monitor);
		final List<MaskedClip> all = IntStream.range(0, samples.size()).mapToObj(opened::result).toList();
		final List<MaskedSample> frames = new ArrayList<>();
		final Map<MaskFrame, MaskFacts> facts = new LinkedHashMap<>();
		for (final MaskedClip each : all)
			for (int i = 0; i < each.frames().size(); i++) {
				frames.add(each.frames().get(i));
				for (int k = 0; k < each.frames().get(i).masks().size(); k++)
					facts.put(each.frames().get(i).masks().get(k), each.facts().get(i).get(k));
			}
		FrameChoice.tellStill(all.stream().mapToInt(MaskedClip::still).sum(), monitor);
		room.tell((int) all.stream().filter(MaskedClip::fleeting).count(), samples.size(), monitor);
		return new Pictures(List.copyOf(frames), facts);
	}

	/** {@return the facts of masks of pictures that were opened before} */
	static Map<MaskFrame, MaskFacts> facts(final List<MaskedSample> samples, final Monitor monitor) {
		final Opened<List<MaskFacts>> opened = Opened.of("open masks", samples.stream().map(each -> each.sample().image()).toList(),
			false, monitor, i -> facts(samples.get(i)));
		opened.requireAll();
		final Map<MaskFrame, MaskFacts> facts = new LinkedHashMap<>();
		for (int i = 0; i < samples.size(); i++)
			for (int k = 0; k < samples.get(i).masks().size(); k++)
				facts.put(samples.get(i).masks().get(k), opened.result(i).get(k));
		return facts;
	}

	private static List<MaskFacts> facts(final MaskedSample sample) {
		final ArrayImg<UnsignedByteType, ByteArray> picture = sample.picture();
		return sample.masks().stream().map(each -> {
			final MaskFile mask = each.read();
			requireSize(sample.sample().image(), Images.width(picture), Images.height(picture), mask);
			final MaskFacts found = MaskFacts.of(mask);
			if (each.path().equals(sample.sample().image()) || !found.isExact() && Arrays.equals(mask.values(), Images.pixels(picture)))
				throw itself(each.path(), sample.sample().image());
			return found;
		}).toList();
	}

	private static Found<MaskedClip> open(final MaskedSample sample, final ClipFrames use, final FrameRoom room) {
		final Path image = sample.sample().image();
		try (FrameReader reader = ImageFiles.open(image)) {
			ImageFiles.requireSide(image, reader.width(), reader.height());
			if (reader.frames() != 1) {
				if (use != null) return MaskedClip.unfold(sample, reader, use, room);
				throw new SonoflowException.File("The image " + image + " has " + reader.frames() +
					" frames, but a mask belongs to one here. Split the clip into images, e.g. with \"Crop Ultrasound...\".");
			}
			return new Found<>(MaskedClip.image(sample, facts(sample)), List.of());
		}
	}

	static SonoflowException.File itself(final Path mask, final Path image) {
		return new SonoflowException.File("The mask " + mask + " is the image " + image +
			" itself. Name the file that shows the structure, or leave the mask empty.");
	}

	static void requireSize(final Path image, final int width, final int height, final MaskFile mask) {
		if (mask.width() == width && mask.height() == height) return;
		final boolean swapped = mask.width() == height && mask.height() == width;
		throw new SonoflowException.File(String.format("The mask %s has %d x %d pixels, but its image %s has %d x %d: %s.", mask
			.path(), mask.width(), mask.height(), image, width, height, swapped
				? "width and height are swapped. Turn or transpose the mask, whichever lays it on the image"
				: "they must be alike. Make the mask anew in the size of the image, or crop both alike"));
	}

	/**
	 * Looks at what the values come to.
	 *
	 * @throws SonoflowException.File if all masks are empty, or one is a line with a gap
	 */
	static MaskCheck of(final Path source, final List<MaskedSample> samples, final MaskLayout layout, final Monitor monitor) {
		final List<Look> found = Parallel.map("check masks", samples.size(), monitor, i -> Look.of(layout.look(samples.get(i))));
		final String name = source.getFileName().toString();
		final MaskCheck check = new MaskCheck(found.stream().map(Look::areas).toArray(int[][]::new), lines(source, found, samples
			.size(), monitor));
		check.tellEmpty(source, samples, layout.structures(), monitor);
		final long overlap = found.stream().mapToLong(Look::overlap).sum();
		if (overlap > 0) monitor.message(name + ": " + overlap + " pixels lie in several masks of one picture and count once.");
		final long inverted = found.stream().filter(Look::inverted).count();
		if (2 * inverted > samples.size()) monitor.warn(name + ": " + inverted + " of " + samples.size() +
			" masks hold all four corners and most of the picture. If that is background, invert them: 0 is background.");
		return check;
	}

	private static Set<MaskFrame> lines(final Path source, final List<Look> found, final int pictures, final Monitor monitor) {
		final Map<MaskFrame, Outlines.Kind> lines = new LinkedHashMap<>();
		found.forEach(each -> lines.putAll(each.lines));
		final List<MaskFrame> open = lines.keySet().stream().filter(each -> lines.get(each) == Outlines.Kind.OPEN).toList();
		if (!open.isEmpty()) throw new SonoflowException.File("input " + source + ": " + open.size() +
			" masks are lines round a structure that do not close (" + MaskSource.names(open) +
			"), so it is not clear what is inside. Close the lines, or fill them: a mask is the area.");
		if (!lines.isEmpty()) {
			final long cut = lines.values().stream().filter(kind -> kind == Outlines.Kind.CUT).count();
			monitor.warn(source.getFileName() + ": " + lines.size() + " masks of " + pictures +
				" pictures are lines round a structure, not its area, and are taken filled" + (cut == 0 ? "" : "; " + cut +
					" of them end at the edge of the picture, which closes them") + " (" + MaskSource.names(lines
						.keySet()) + ").");
		}
		return lines.keySet();
	}

	private void tellEmpty(final Path source, final List<MaskedSample> samples, final List<String> structures,
		final Monitor monitor)
	{
		final String name = source.getFileName().toString();
		final List<String> empty = IntStream.range(0, samples.size()).filter(i -> Arrays.stream(areas[i]).sum() == 0).mapToObj(
			i -> samples.get(i).name()).toList();
		if (empty.size() == samples.size()) throw new SonoflowException.File("input " + source + ": all " + samples.size() +
			" masks are empty (0 everywhere), so there is nothing to learn or to compare. Check that the files are the masks.");
		if (!empty.isEmpty()) monitor.message(name + ": " + empty.size() + " of " + samples.size() +
			" masks are empty: nothing is to be found in these pictures (" + MaskSource.first(empty) + ").");
		for (int s = 0; s < structures.size(); s++) {
			final int structure = s;
			if (Arrays.stream(areas).allMatch(each -> each[structure] == 0)) monitor.warn(name + ": no mask holds " + structures.get(
				s) + ". Check the key values.");
		}
	}

	/** What one picture's masks come to. */
	private record Look(int[] areas, long overlap, boolean inverted, Map<MaskFrame, Outlines.Kind> lines) {

		static Look of(final MaskLayout.Read read) {
			final MaskPlanes planes = read.planes();
			final int right = planes.width() - 1;
			final int bottom = planes.height() - 1;
			final boolean inverted = planes.planes().stream().anyMatch(plane -> plane.get(0, 0) && plane.get(right, 0) && plane.get(0,
				bottom) && plane.get(right, bottom) && 2L * plane.area() > (long) plane.width() * plane.height());
			return new Look(planes.planes().stream().mapToInt(Mask::area).toArray(), read.overlap(), inverted, read.lines());
		}
	}

	/** {@return the same with the planes of a model} */
	MaskCheck as(final List<String> structures, final List<String> names) {
		if (names.size() == 1 && structures.size() == 1) return this;
		return new MaskCheck(Arrays.stream(areas).map(each -> names.stream().mapToInt(name -> structures.contains(name)
			? each[structures.indexOf(name)] : 0).toArray()).toArray(int[][]::new), lines);
	}
}
