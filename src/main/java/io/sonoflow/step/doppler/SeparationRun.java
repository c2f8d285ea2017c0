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
package io.sonoflow.step.doppler;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.FloatTiff;
import io.sonoflow.file.Tables;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.doppler.ColorBar;
import io.sonoflow.image.doppler.DopplerParts;
import io.sonoflow.image.doppler.Scale;
import io.sonoflow.run.RunFolder;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

/** Takes pictures apart one after the other, writes what they are made of, and counts what could not be read. */
final class SeparationRun {

	/** The table of bars. */
	static final String BARS = "bars.csv";

	/**
	 * Its columns; low and high are empty where the numbers are not surely read, and the unit is "power" of bars without sign.
	 * aliased: pixels of flow at a jump across the bar's ends.
	 */
	static final List<String> COLUMNS = List.of("image", "x", "y", "w", "h", "low", "high", "unit", "aliased");

	/** The unit of bars that show no velocity. */
	static final String POWER = "power";

	/** Neighbouring pixels from which on a jump counts as aliasing, not as two specks that touch. */
	private static final int JUMP = 12;

	private final List<DopplerSource> sources;
	private final RunFolder folder;
	private final Monitor monitor;
	private final List<ArrayImg<UnsignedByteType, ByteArray>> grey = new ArrayList<>();
	private final List<ArrayImg<UnsignedByteType, ByteArray>> colour = new ArrayList<>();
	private final List<ArrayImg<FloatType, FloatArray>> velocity = new ArrayList<>();
	private int frames;
	private int read;
	private int aliased;
	private int power;
	private int unread;
	private int barless;

	/** @param folder null = nothing is written */
	SeparationRun(final List<DopplerSource> sources, final RunFolder folder, final Monitor monitor) {
		this.sources = sources;
		this.folder = folder;
		this.monitor = monitor;
	}

	SeparateDoppler.Result run(final List<List<String>> review) {
		final List<List<List<Object>>> rows = new ArrayList<>(Parallel.map("separating", sources.size(), monitor, i ->
			separate(sources
			.get(i))));
		final List<List<Object>> all = rows.stream().flatMap(List::stream).toList();
		if (folder != null) Tables.write(folder.resolve(BARS), COLUMNS, all.stream().map(row -> row.stream().map(
			SeparationRun::text).toList()).toList());
		tell();
		return new SeparateDoppler.Result(all, List.copyOf(grey), List.copyOf(colour), new ArrayList<>(velocity), review);
	}

	private static String text(final Object value) {
		return value instanceof final Double number && number == Math.rint(number) ? String.valueOf(Math.round(number)) : String
			.valueOf(value);
	}

	private List<List<Object>> separate(final DopplerSource source) {
		final List<List<Object>> rows = new ArrayList<>();
		if (source.open() != null) IntStream.range(0, source.frames()).forEach(frame -> rows.addAll(frame(source, source.open(),
			frame)));
		else try (FrameReader reader = source.reader()) {
			for (int frame = 0; frame < source.frames(); frame++)
				rows.addAll(frame(source, reader, frame));
		}
		return rows;
	}

	private List<List<Object>> frame(final DopplerSource source, final FrameReader reader, final int frame) {
		monitor.checkCancelled();
		final ArrayImg<ARGBType, IntArray> image = reader.color(frame);
		final DopplerParts parts = DopplerParts.of(image);
		final ArrayImg<UnsignedByteType, ByteArray> levels = DopplerParts.grey(image);
		final ArrayImg<UnsignedByteType, ByteArray> mask = parts.flow().toImage();
		if (folder != null) {
			final String name = source.stem(frame);
			ImageFiles.writePng(folder.resolve("images").resolve(name + ".png"), levels);
			ImageFiles.writePng(folder.resolve("colour").resolve(name + ".png"), mask);
			parts.velocity().ifPresent(values -> FloatTiff.write(folder.resolve("velocity").resolve(name + ".tif"), Images.floatPixels(
				values), Images.width(image), parts.scale().orElseThrow().unit()));
		}
		monitor.preview("colour", mask);
		final int jump = parts.largestAliasing() < JUMP ? 0 : parts.aliased().area();
		count(source, parts, jump, levels, mask);
		return parts.bar().map(bar -> List.of(row(source.name(frame), bar, parts.scale().orElse(null), jump))).orElse(List.of());
	}

	private static List<Object> row(final String name, final ColorBar bar, final Scale scale, final int jump) {
		final Box box = bar.box();
		final String unit = scale != null ? scale.unit() : bar.isSigned() ? "" : POWER;
		return List.of(name, box.x(), box.y(), box.w(), box.h(), scale == null ? "" : (Object) scale.low(), scale == null ? ""
			: (Object) scale.high(), unit, jump);
	}

	private synchronized void count(final DopplerSource source, final DopplerParts parts, final int jump,
		final ArrayImg<UnsignedByteType, ByteArray> levels, final ArrayImg<UnsignedByteType, ByteArray> mask)
	{
		frames++;
		if (parts.scale().isPresent()) read++;
		if (jump > 0) aliased++;
		if (parts.bar().isEmpty()) barless++;
		else if (!parts.bar().get().isSigned()) power++;
		else if (parts.scale().isEmpty()) unread++;
		if (source.open() == null) return;
		grey.add(levels);
		colour.add(mask);
		velocity.add(parts.velocity().orElse(null));
	}

	private void tell() {
		final String of = " of " + frames + (frames == 1 ? " picture" : " pictures");
		if (power > 0) monitor.message(power + of + (power == 1 ? " shows" : " show") +
			" power, not velocity: the bar's two sides do not differ. No velocity is given.");
		if (unread > 0) monitor.warn(unread + of + (unread == 1 ? " has" : " have") +
			" a colour bar whose numbers or unit cannot be read surely. No velocity is given.");
		if (barless > 0) monitor.warn(barless + of + (barless == 1 ? " has" : " have") + " no colour bar. No velocity is given.");
		if (aliased > 0) monitor.warn(aliased + of + (aliased == 1 ? " is" : " are") +
			" aliased: flow is faster than the bar's ends, and its colour has jumped to the other end. Velocities are as the colours " +
			"say, not unfolded; see the column aliased.");
	}

	int frames() {
		return frames;
	}

	int read() {
		return read;
	}

	int aliased() {
		return aliased;
	}
}
