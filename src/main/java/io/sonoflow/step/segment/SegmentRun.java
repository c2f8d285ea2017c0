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
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.Spelling;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.mask.ObjectShape;
import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.morphology.Components;
import io.sonoflow.image.morphology.Connectivity;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.run.RecordedPaths;
import io.sonoflow.step.data.InputCheck;
import io.sonoflow.train.segment.PictureFields;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** The work of {@link SegmentUltrasound}: one frame after the other, none of which is kept. */
final class SegmentRun {

	/** Masks of files that are kept to be shown, where there is no folder for them. */
	private static final int KEPT = 64;
	private static final int NAMED = 5;
	/** The largest deviation of numbers from 0 to 1. */
	private static final double MOST_UNCERTAIN = 0.5;
	private static final int WHITE = 255;

	private final SegmentUltrasound step;
	private final List<SegmentPicture> pictures;
	private final Answerer answerer;
	private final InputCheck check;
	private final SegmentFiles files;
	private final Monitor monitor;
	private final List<List<Object>> rows = new ArrayList<>();
	private final List<ArrayImg<UnsignedByteType, ByteArray>> masks = new ArrayList<>();
	private final List<ArrayImg<UnsignedByteType, ByteArray>> uncertainties = new ArrayList<>();
	private final List<SegmentedObject> objects = new ArrayList<>();
	private final List<String> names = new ArrayList<>();
	private final List<String> warnings = new ArrayList<>();
	private final List<String> emptied = new ArrayList<>();
	/** Pictures of which no field of view was found. */
	private final List<String> whole = new ArrayList<>();
	/** Name and reason of clips that could not be read to their end. */
	private final List<List<String>> broken = new ArrayList<>();
	private int calibrated;
	private int nothing;

	/** @param files where it is written; null = nowhere */
	SegmentRun(final SegmentUltrasound step, final List<SegmentPicture> pictures, final Answerer answerer, final InputCheck check,
		final SegmentFiles files, final Monitor monitor)
	{
		this.step = step;
		this.pictures = pictures;
		this.answerer = answerer;
		this.check = check;
		this.files = files;
		this.monitor = monitor;
	}

	SegmentUltrasound.Result run(final List<List<String>> review, final boolean crop) {
		final int total = pictures.stream().mapToInt(picture -> picture.numbers().length).sum();
		for (int p = 0; p < pictures.size(); p++) {
			final FrameReader reader = pictures.get(p).reader();
			try {
				final Box box = crop ? PictureFields.of(reader) : PictureFields.whole(reader.width(), reader.height());
				if (crop && box.equals(PictureFields.whole(reader.width(), reader.height()))) whole.add(pictures.get(p).name());
				final PixelSize size = pictures.get(p).size(reader);
				if (!size.isPixels()) calibrated++;
				for (final int frame : pictures.get(p).numbers()) {
					monitor.checkCancelled();
					final ArrayImg<UnsignedByteType, ByteArray> gray = gray(pictures.get(p), frame, reader);
					if (gray == null) break;
					one(p, frame, gray, reader, box, size, total);
					monitor.progress("segmenting", names.size(), total);
				}
			}
			finally {
				if (pictures.get(p).open() == null) reader.close();
			}
		}
		tell();
		return new SegmentUltrasound.Result(List.copyOf(rows), List.copyOf(masks), List.copyOf(uncertainties), List.copyOf(objects),
			Stream.concat(review.stream(), broken.stream()).toList(), answerer.structures(), List.copyOf(names));
	}

	/** {@return a frame; null if the clip breaks off here, which is said} */
	private ArrayImg<UnsignedByteType, ByteArray> gray(final SegmentPicture source, final int number, final FrameReader reader) {
		try {
			return reader.gray(number);
		}
		catch (final SonoflowException.File e) {
			if (number == source.numbers()[0] || step.files.strict || source.open() != null) throw e;
			final String said = Found.brokenOff(number, reader.frames(), e);
			broken.add(List.of(source.name(), RecordedPaths.text(Opened.IN_PART + said)));
			monitor.warn(source.name() + " breaks in the middle, and what comes before is segmented. " + said);
			return null;
		}
	}

	private void one(final int picture, final int number, final ArrayImg<UnsignedByteType, ByteArray> gray,
		final FrameReader reader, final Box box, final PixelSize size, final int total)
	{
		final SegmentPicture source = pictures.get(picture);
		final String name = source.name(number);
		final Answerer.Answer answer = answerer.answer(new Answerer.Frame(picture, number, name, gray, () -> reader.color(number),
			box));
		final ArrayImg<UnsignedByteType, ByteArray> mask = answerer.values(picture).image(answer.masks());
		final ArrayImg<UnsignedByteType, ByteArray> uncertainty = answer.deviation() == null ? null : picture(answer.deviation(),
			source);
		final List<SegmentedObject> found = objects(source, picture, number, gray, answer, size);
		final List<List<Object>> table = found.stream().map(SegmentedObject::row).toList();
		rows.addAll(table);
		answer.emptied().forEach(structure -> emptied.add(name + " (" + structure + ")"));
		if (found.isEmpty()) nothing++;
		// What lies in the folder is not kept besides: memory does not grow with the number of frames.
		if (source.open() != null || masks.size() < (files == null ? KEPT : 1)) {
			masks.add(mask);
			if (uncertainty != null) uncertainties.add(uncertainty);
			objects.addAll(found);
		}
		if (files != null) files.write(source, number, new SegmentFiles.Written(gray, mask, answer.masks(),
			uncertainty, found, table, answerer.organ(picture), size, reader.seconds(number)), names.size(), total);
		names.add(name);
		// Of what the network saw.
		warnings.add(check.warning(Images.crop(gray, box)));
	}

	private static ArrayImg<UnsignedByteType, ByteArray> picture(final float[] deviation, final SegmentPicture source) {
		final byte[] pixels = new byte[deviation.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) Math.min(WHITE, Math.round(WHITE * deviation[i] / MOST_UNCERTAIN));
		return Images.bytes(pixels, source.width(), source.height());
	}

	private List<SegmentedObject> objects(final SegmentPicture source, final int picture, final int number,
		final ArrayImg<UnsignedByteType, ByteArray> gray, final Answerer.Answer answer, final PixelSize size)
	{
		final List<SegmentedObject> found = new ArrayList<>();
		final int[] counts = new int[answerer.structures().size()];
		for (final Answerer.Part part : answer.parts() == null ? parts(answer.masks()) : answer.parts()) {
			final Box box = part.box();
			final Mask cut = part.mask();
			double sum = 0;
			double doubt = 0;
			for (int i = 0; i < cut.data().length; i++)
				if (cut.data()[i]) {
					final int at = (box.y() + i / box.w()) * source.width() + box.x() + i % box.w();
					sum += Images.pixels(gray)[at] & WHITE;
					if (answer.deviation() != null) doubt += answer.deviation()[at];
				}
			final int area = cut.area();
			found.add(new SegmentedObject(source.name(number), source.frames() == 1 ? 0 : number + 1, answerer.organ(picture), answerer
				.structures().get(part.structure()), ++counts[part.structure()], box, cut, ObjectShape.of(cut, box.x(), box.y(), size),
					sum /
					area, answer.deviation() == null ? Double.NaN : doubt / area, size.unit()));
		}
		return found;
	}

	/** {@return the 8-connected parts of each structure, the largest first; structures that touch stay apart} */
	private static List<Answerer.Part> parts(final List<Mask> masks) {
		final List<Answerer.Part> parts = new ArrayList<>();
		for (int structure = 0; structure < masks.size(); structure++) {
			final int width = masks.get(structure).width();
			final Components components = Components.of(masks.get(structure), Connectivity.EIGHT);
			final int[] labels = components.labels();
			// Each in its own box: thousands of specks as large as the picture would not fit into the memory.
			for (final int part : components.byArea()) {
				final Box box = components.box(part);
				parts.add(new Answerer.Part(structure, box, Mask.of(box.w(), box.h(), i -> labels[(box.y() + i / box.w()) * width + box
					.x() + i % box.w()] == part)));
			}
		}
		return parts;
	}

	private void tell() {
		answerer.tell(monitor);
		if (answerer.structures().size() > 1) monitor.message("Values in the masks: " + answerer.legend() + ".");
		check.tell("pictures", names, warnings, files == null ? null : files.folder(), monitor);
		if (!emptied.isEmpty()) monitor.warn("The post-processing left nothing of what was found in " + emptied.size() +
			" pictures: " +
			String.join(", ", emptied.subList(0, Math.min(NAMED, emptied.size()))) + (emptied.size() > NAMED ? " ..." : "") +
			". With post=false it is there.");
		if (!whole.isEmpty()) monitor.message("crop: in " + whole.size() + " of " + pictures.size() +
			" pictures no field of view was surely found within the picture, and all of it was looked at: " + Spelling.some(whole, NAMED) +
			".");
		if (nothing > 0) monitor.message("Nothing was found in " + nothing + " of " + names.size() + " pictures.");
		monitor.message(lengths());
		if (files != null) files.figures(names.size(), rows.size(), nothing, calibrated);
	}

	private String lengths() {
		final String source = step.open == null ? "columns pixelwidth and pixelheight, or the regions of a DICOM header"
			: "the calibration of the image";
		if (calibrated == 0) return "Lengths are in pixels: nothing says how large these are (" + source + ").";
		return "Lengths are in mm (" + source + ")" + (calibrated == pictures.size() ? "." : " in " + calibrated + " of " + pictures
			.size() + " pictures, in pixels in the others.");
	}
}
