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
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.file.FloatTiff;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.doppler.ColorBar;
import io.sonoflow.image.doppler.DopplerParts;
import io.sonoflow.image.doppler.Scale;
import io.sonoflow.run.RunFolder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * A frame that was taken apart and, if there is a folder, written.
 *
 * @param number of the frame, from 0
 * @param state of its bar
 * @param aliased whether flow is faster than the bar's ends
 * @param row of the table of bars; empty without bar and box
 * @param shown pictures, of the open picture only; null of files
 */
record SeparatedFrame(int number, State state, boolean aliased, List<String> row, Shown shown) {

	/** What is known of a picture's bar. */
	enum State {
			/** Its numbers are read. */
			READ,
			/** It shows velocity, but its numbers are not surely read. */
			UNREAD,
			/** It shows no velocity. */
			POWER,
			/** There is none. */
			MISSING;

		/** {@return whether the bar has two sides} */
		boolean isVelocity() {
			return this == READ || this == UNREAD;
		}
	}

	/**
	 * Pictures of a frame.
	 *
	 * @param grey levels
	 * @param colour 255 = flow
	 * @param aliased 255 = flow that is faster than the bar's ends
	 * @param velocity null where no bar is read
	 * @param box of colour; null where none is found
	 */
	record Shown(ArrayImg<UnsignedByteType, ByteArray> grey, ArrayImg<UnsignedByteType, ByteArray> colour,
		ArrayImg<UnsignedByteType, ByteArray> aliased, ArrayImg<FloatType, FloatArray> velocity, Box box)
	{
	}

	/** The unit of bars that show no velocity. */
	private static final String POWER_UNIT = "power";

	/** @param folder null = nothing is written */
	static SeparatedFrame of(final FrameQueue queue, final FrameQueue.Taken taken, final RunFolder folder,
		final Monitor monitor)
	{
		final DopplerSource source = queue.source();
		final DopplerParts parts = taken.parts().parts(taken.image());
		final ArrayImg<UnsignedByteType, ByteArray> levels = DopplerParts.grey(taken.image());
		final ArrayImg<UnsignedByteType, ByteArray> mask = parts.flow().toImage();
		final ArrayImg<UnsignedByteType, ByteArray> aliased = parts.aliased().toImage();
		if (folder != null) {
			final String name = source.stem(taken.frame());
			ImageFiles.writePng(folder.resolve(SeparationPart.IMAGES).resolve(name + ".png"), levels);
			ImageFiles.writePng(folder.resolve(SeparationPart.COLOUR).resolve(name + ".png"), mask);
			parts.velocity().ifPresent(values -> FloatTiff.write(folder.resolve(SeparationPart.VELOCITY).resolve(name + ".tif"), Images
				.floatPixels(values), Images.width(values), parts.scale().orElseThrow().unit()));
			if (state(parts).isVelocity()) ImageFiles.writePng(folder.resolve(SeparationPart.ALIASED).resolve(name + ".png"), aliased);
		}
		monitor.preview("colour", mask);
		final int area = parts.aliased().area();
		final Box box = parts.box().orElse(null);
		return new SeparatedFrame(taken.frame(), state(parts), area > 0, row(source.name(taken.frame()), parts, area), source
			.open() == null ? null : new Shown(levels, mask, aliased, parts.velocity().orElse(null), box));
	}

	private static State state(final DopplerParts parts) {
		if (parts.bar().isEmpty()) return State.MISSING;
		if (!parts.bar().get().isSigned()) return State.POWER;
		return parts.scale().isPresent() ? State.READ : State.UNREAD;
	}

	/** Cells of a clip's frames are mostly the same, and there may be many frames: each is in memory once. */
	private static List<String> row(final String name, final DopplerParts parts, final int aliased) {
		if (parts.bar().isEmpty() && parts.box().isEmpty()) return List.of();
		final List<Object> row = new ArrayList<>(List.of(name));
		row.addAll(place(parts.bar().map(ColorBar::box)));
		row.add(parts.scale().map(scale -> (Object) scale.low()).orElse(""));
		row.add(parts.scale().map(scale -> (Object) scale.high()).orElse(""));
		row.add(parts.bar().isPresent() && !parts.bar().get().isSigned() ? POWER_UNIT : parts.scale().map(Scale::unit).orElse(""));
		row.add(aliased);
		row.addAll(place(parts.box()));
		return row.stream().map(cell -> text(cell).intern()).toList();
	}

	private static String text(final Object value) {
		return value instanceof final Double number && number == Math.rint(number) ? String.valueOf(Math.round(number)) : String
			.valueOf(value);
	}

	private static List<Object> place(final Optional<Box> box) {
		if (box.isEmpty()) return List.of("", "", "", "");
		return List.of(box.get().x(), box.get().y(), box.get().w(), box.get().h());
	}
}
