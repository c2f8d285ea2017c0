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

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.ChallengeList;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameNames;
import io.sonoflow.file.Tables;
import io.sonoflow.image.mask.PixelSize;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.plot.sheet.MaskOutlines;
import io.sonoflow.plot.sheet.Sheet;
import io.sonoflow.run.RunFolder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** What Segment Ultrasound writes into its folder. */
final class SegmentFiles implements AutoCloseable {

	private static final int SHOWN = 12;
	private static final int CELL = 300;
	private static final int COLUMNS_OF_SHEET = 4;

	private final RunFolder folder;
	private final boolean challenge;
	private final Path root;
	private final RoiWriter.File rois;
	private final Sheet sheet;
	private final List<Sample> samples = new ArrayList<>();
	private final List<Row> rows = new ArrayList<>();

	/** Columns of the table of objects: by the mask a row is found in dataset.csv, too. */
	static final List<String> COLUMNS = Stream.concat(SegmentedObject.COLUMNS.stream(), Stream.of("mask")).toList();

	/**
	 * What one frame gave.
	 *
	 * @param mask of all structures, as it is written
	 * @param masks of each structure
	 * @param uncertainty null = not asked for
	 * @param rows of the objects, see {@link SegmentedObject#row}
	 * @param organ empty = none
	 * @param size of a pixel
	 * @param seconds when it is shown in its clip; not a number if that is not known
	 */
	record Written(ArrayImg<UnsignedByteType, ByteArray> gray, ArrayImg<UnsignedByteType, ByteArray> mask, List<Mask> masks,
		ArrayImg<UnsignedByteType, ByteArray> uncertainty, List<SegmentedObject> objects, List<List<Object>> rows,
		String organ, PixelSize size, double seconds)
	{
	}

	/** An object's row, whose numbers become text when they are written: as text, a long clip's take several times the memory. */
	private record Row(List<Object> object, String mask) {

		private List<String> cells() {
			return Stream.concat(object.stream().map(SegmentFiles::text), Stream.of(mask)).toList();
		}
	}

	/**
	 * @param challenge whether masks lie where the UUSIC challenge wants them
	 * @param root folder from which these names count; null = of the open picture
	 * @param structures their names
	 */
	SegmentFiles(final RunFolder folder, final boolean challenge, final Path root, final List<String> structures) {
		this.folder = folder;
		this.challenge = challenge;
		this.root = root;
		final String legend = MaskOutlines.legend(structures);
		sheet = new Sheet(COLUMNS_OF_SHEET).cell(CELL).title("Found masks" + (legend.isEmpty() ? "" : ": " + legend));
		rois = RoiWriter.installed().open(folder.resolve("rois.zip"));
	}

	RunFolder folder() {
		return folder;
	}

	/**
	 * @param number of the frame in the run, from 0
	 * @param total of frames
	 */
	void write(final SegmentPicture source, final int frame, final Written found, final int number, final int total) {
		final String file = source.stem(frame) + ".png";
		final Path mask = challenge ? challenge(source, frame) : folder.resolve(HeldOut.MASKS).resolve(file);
		ImageFiles.writePng(mask, found.mask);
		if (found.uncertainty != null) ImageFiles.writePng(folder.resolve("uncertainty").resolve(file), found.uncertainty);
		Path image = source.sample().image();
		if (source.open() != null || source.frames() > 1) {
			image = folder.resolve("images").resolve(file);
			// Of a clip in a folder images the challenge's mask has that place.
			if (image.equals(mask)) image = folder.resolve("frames").resolve(file);
			ImageFiles.writePng(image, found.gray);
		}
		samples.add(sample(source, frame, found).withFiles(image, mask));
		final String name = folder.path().relativize(mask).toString().replace('\\', '/');
		found.objects.forEach(rois::add);
		found.rows.forEach(row -> rows.add(new Row(row, name)));
		if ((long) number * SHOWN / total == (number - 1L) * SHOWN / total && total > SHOWN && number > 0) return;
		sheet.add(MaskOutlines.of(found.gray, List.of(), found.masks, CELL), source.stem(frame), Sheet.Frame.NONE);
	}

	/** {@return the row of a frame: whose it is, of which clip, and how large its pixels are} */
	private static Sample sample(final SegmentPicture source, final int frame, final Written found) {
		final Sample before = source.sample();
		Sample sample = new Sample(before.image(), before.patient(), before.side(), before.view(), before.label(), found.organ, before
			.mask(), before.truth(), before.extra());
		if (source.frames() > 1) {
			sample = ofFrame(sample, source.name(), frame);
			if (Double.isFinite(found.seconds)) sample = sample.withExtra(Sample.SECONDS, String.valueOf((float) found.seconds));
		}
		return found.size.isPixels() ? sample : sample.withExtra(Sample.PIXEL_WIDTH, String.valueOf(found.size.x())).withExtra(
			Sample.PIXEL_HEIGHT, String.valueOf(found.size.y()));
	}

	/** {@return the row of a clip's frame: of which clip, if that is not known, and its number, from 1 and from 0} */
	static Sample ofFrame(final Sample row, final String clip, final int frame) {
		final Sample sample = row.clip().isEmpty() ? row.withExtra(Sample.CLIP, clip) : row;
		return sample.withExtra("frame", String.valueOf(frame + 1)).withExtra(FrameNames.INDEX, String.valueOf(frame));
	}

	/** {@return the mask's place, as the challenge has it; of frames their numbers stand behind it} */
	private Path challenge(final SegmentPicture source, final int frame) {
		final String mask = ChallengeList.mask(ChallengeList.name(source.sample(), root));
		final String number = source.frames() == 1 ? "" : source.stem(frame).substring(source.stem().length());
		return folder.resolve(mask.replaceFirst("\\.png$", number + ".png"));
	}

	/** @throws SonoflowException.Input if two pictures would have one mask */
	static void requireDifferent(final List<Sample> samples, final Path root) {
		final Map<String, Path> seen = new HashMap<>();
		for (final Sample sample : samples) {
			final String mask = ChallengeList.mask(ChallengeList.name(sample, root));
			final Path other = seen.putIfAbsent(mask, sample.image());
			if (other != null) throw new SonoflowException.Input("layout=uusic: the masks of " + other + " and " + sample.image() +
				" would both be " + mask + ". Rename one of the pictures, or use layout=sonoflow.");
		}
	}

	private static String text(final Object value) {
		if (value == null) return "";
		return value instanceof final Double number ? Float.toString(number.floatValue()) : Objects.toString(value);
	}

	/** Writes what tells of all pictures together. */
	void figures(final int pictures, final int objects, final int nothing, final int calibrated) {
		rois.publish();
		Dataset.write(folder.resolve(Dataset.FILE), samples);
		final Iterable<List<String>> table = () -> rows.stream().map(Row::cells).iterator();
		Tables.write(folder.resolve("objects.csv"), COLUMNS, table);
		if (sheet.size() > 0) sheet.write(folder.resolve("sheet.png"));
		folder.figure("images", pictures);
		folder.figure("objects", objects);
		folder.figure("pictures without objects", nothing);
		folder.figure("pictures with lengths in mm", calibrated);
	}

	@Override
	public void close() {
		rois.close();
	}
}
