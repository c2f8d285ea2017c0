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

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Mask;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What one mask file says by itself, whatever its values mean.
 *
 * @param box the smallest rectangle that holds all structures, of a clip in all of its frames; empty if there are none
 * @param several whether a frame holds areas of several values, which are structures then
 */
public record MaskExtent(Optional<Box> box, boolean several) {

	/**
	 * @param path of the mask, an image or a clip
	 * @throws io.sonoflow.SonoflowException.File if it cannot be read or has several colours
	 */
	public static MaskExtent of(final Path path) {
		Box all = null;
		boolean several = false;
		try (FrameReader reader = ImageFiles.open(path)) {
			for (int frame = 0; frame < reader.frames(); frame++) {
				final MaskFile mask = MaskFile.frame(path, reader, frame);
				final MaskFacts facts = MaskFacts.of(mask);
				several |= facts.isExact() && IntStream.of(facts.foreground()).filter(facts.solid()::get).count() > 1;
				final Box box = box(mask, facts.isSoft() ? facts.half() : 1);
				if (box != null) all = all == null ? box : all.around(box);
			}
		}
		return new MaskExtent(Optional.ofNullable(all), several);
	}

	/**
	 * A frame of a mask to be written without losses.
	 *
	 * @param path for messages
	 * @param values whether values are kept, if they are exact; else what is inside becomes 255: what is not 0, of masks that were
	 *          saved with losses or smoothed what has half of the range
	 * @return (x, y)
	 */
	public static ArrayImg<UnsignedByteType, ByteArray> pixels(final Path path, final FrameReader masks, final int frame,
		final boolean values)
	{
		if (masks.values(frame) == null) return masks.mask(frame);
		final MaskFile mask = MaskFile.frame(path, masks, frame);
		final MaskFacts facts = MaskFacts.of(mask);
		if (values && facts.isExact()) return Images.bytes(mask.values().clone(), mask.width(), mask.height());
		final int least = facts.isSoft() && !mask.palette() ? facts.half() : 1;
		return Mask.of(mask.width(), mask.height(), i -> (mask.values()[i] & 255) >= least).toImage();
	}

	private static Box box(final MaskFile mask, final int least) {
		int left = mask.width();
		int right = -1;
		int top = -1;
		int bottom = -1;
		for (int y = 0, i = 0; y < mask.height(); y++)
			for (int x = 0; x < mask.width(); x++, i++) {
				if ((mask.values()[i] & 255) < least) continue;
				left = Math.min(left, x);
				right = Math.max(right, x);
				if (top < 0) top = y;
				bottom = y;
			}
		return top < 0 ? null : new Box(left, top, right - left + 1, bottom - top + 1);
	}

	/**
	 * @param margin added at each side, as a share of the longer side
	 * @param least columns and rows that it has at least, as far as the picture reaches
	 * @return the rectangle with its margin, within a picture of so many columns and rows; none if there is no structure
	 */
	public Optional<Box> box(final double margin, final int least, final int width, final int height) {
		return box.map(inner -> {
			final int more = (int) Math.ceil(margin * Math.max(inner.w(), inner.h()));
			final int[] x = side(inner.x(), inner.w(), more, least, width);
			final int[] y = side(inner.y(), inner.h(), more, least, height);
			return new Box(x[0], y[0], x[1], y[1]);
		});
	}

	private static int[] side(final int from, final int length, final int more, final int least, final int most) {
		final int wanted = Math.min(most, Math.max(length + 2 * more, least));
		final int out = Math.max(0, wanted - length - 2 * more);
		int start = Math.max(0, from - more - out / 2);
		int end = Math.min(most, from + length + more + out - out / 2);
		// What is too small at an edge grows away from it.
		if (end - start < least) {
			start = Math.max(0, Math.min(start, end - least));
			end = Math.min(most, Math.max(end, start + least));
		}
		return new int[] { start, end - start };
	}
}
