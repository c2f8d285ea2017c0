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
package io.sonoflow.step.explain;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.step.data.MarkMasks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** An open clip and its masks: frames are read when asked for, and the last few are kept. Not thread-safe. */
final class ClipReading implements AutoCloseable {

	private static final String MASK = "mask";

	private final List<Sample> rows;
	private final FrameReader reader;
	private final boolean masks;
	private final Map<Integer, ArrayImg<UnsignedByteType, ByteArray>> kept = new LinkedHashMap<>();
	private final Map<Path, FrameReader> open = new LinkedHashMap<>();
	private int most = 1;

	/**
	 * @param rows one, whose file is the clip, or one a frame
	 * @param masks whether masks of the structure are needed
	 */
	ClipReading(final List<Sample> rows, final boolean masks) {
		this.rows = rows;
		this.masks = masks;
		reader = rows.size() > 1 ? null : ImageFiles.open(rows.get(0).image());
	}

	/** Frames that are open already; there are no masks. */
	ClipReading(final FrameReader reader) {
		rows = List.of(Sample.of(Path.of("frames")));
		masks = false;
		this.reader = reader;
	}

	/** {@return this, keeping so many frames} */
	ClipReading keeping(final int frames) {
		most = frames;
		return this;
	}

	List<Sample> rows() {
		return rows;
	}

	int frames() {
		return reader == null ? rows.size() : reader.frames();
	}

	List<String> flaws() {
		return reader == null ? List.of() : reader.flaws();
	}

	/** {@return the clip's own rate; null if it does not say it} */
	FrameRate rate() {
		return reader == null ? null : reader.rate().orElse(null);
	}

	/** {@return when a frame is shown; not a number if that is not known} */
	double seconds(final int number) {
		return reader == null ? rows.get(number).seconds() : reader.seconds(number);
	}

	/** {@return a frame, by its number in the clip; not to be written to} */
	ArrayImg<UnsignedByteType, ByteArray> read(final int number) {
		final ArrayImg<UnsignedByteType, ByteArray> known = kept.get(number);
		if (known != null) return known;
		final ArrayImg<UnsignedByteType, ByteArray> frame = reader == null ? ImageFiles.readGray(rows.get(number).image()) : reader
			.gray(number);
		while (kept.size() >= most)
			kept.remove(kept.keySet().iterator().next());
		kept.put(number, frame);
		return frame;
	}

	/** {@return where marks are burnt into a frame, row by row; null if that is not known} */
	boolean[] burnt(final int number, final ArrayImg<UnsignedByteType, ByteArray> frame) {
		final Path file = row(number).marks();
		return file == null ? null : MarkMasks.frame(reader(file, Sample.MARKS), number(file, Sample.MARKS, number), file, frame,
			Sample.MARKS);
	}

	/** {@return where the structure is, likewise; null also where it is not needed} */
	boolean[] structure(final int number, final ArrayImg<UnsignedByteType, ByteArray> frame) {
		final Path file = masks ? row(number).mask() : null;
		return file == null ? null : MarkMasks.frame(reader(file, MASK), number(file, MASK, number), file, frame, MASK);
	}

	private Sample row(final int number) {
		return rows.get(reader == null ? number : 0);
	}

	private FrameReader reader(final Path file, final String column) {
		final FrameReader known = open.get(file);
		if (known != null) return known;
		// Of rows each has a mask of its own: they must not all stay open.
		if (reader == null) closeMasks();
		final FrameReader mask = ImageFiles.openMask(file);
		open.put(file, mask);
		// Of a damaged clip frames may be left out, and each after them would have another one's mask.
		final boolean fits = reader == null || mask.frames() == 1 || mask.frames() == reader.frames() && !reader.hasGaps() && !mask
			.hasGaps();
		if (!fits) throw new SonoflowException.File("The mask " + file + " has " + mask.frames() + " frames, its clip " + rows.get(
			0).image() + " has " + reader.frames() + " that can be read. " + damage(reader, mask) + "Empty the column " + column +
			" of that clip, or give a mask of one frame, or of as many.");
		return mask;
	}

	private static String damage(final FrameReader clip, final FrameReader mask) {
		return (clip.hasGaps() || mask.hasGaps() ? "Of frames after the first that is missing it is not known which mask is theirs. "
			: "") + FrameReader.damage("The clip", clip) + FrameReader.damage("The mask", mask);
	}

	/** {@return the frame of a mask that belongs to one of the clip: a mask of one frame belongs to all} */
	private int number(final Path file, final String column, final int frame) {
		return reader == null || reader(file, column).frames() == 1 ? 0 : frame;
	}

	private void closeMasks() {
		open.values().forEach(FrameReader::close);
		open.clear();
	}

	@Override
	public void close() {
		closeMasks();
		if (reader != null) reader.close();
	}
}
