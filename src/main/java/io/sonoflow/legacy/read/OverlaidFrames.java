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
package io.sonoflow.legacy.read;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.ColorProcessor;

import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.MemoryFrames;
import io.sonoflow.image.Luma;
import io.sonoflow.image.mask.PixelSize;

import java.util.List;
import java.util.Optional;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The image in front with what lies over it drawn into each frame.
 *
 * @param image without it
 */
public record OverlaidFrames(ActiveFrames image) implements FrameReader {

	/** {@return whether something that is not hidden lies over an image} */
	public static boolean isOverlaid(final ActiveFrames frames) {
		return frames.image().getOverlay() != null && frames.image().getOverlay().size() > 0 && !frames.image().getHideOverlay();
	}

	@Override
	public ArrayImg<ARGBType, IntArray> color(final int frame) {
		final Overlay here = new Overlay();
		for (final Roi roi : image.image().getOverlay())
			if (isAt(roi, image.slice(frame))) here.add(placed(roi));
		final ArrayImg<ARGBType, IntArray> plain = image.color(frame);
		if (here.size() == 0) return plain;
		final ImagePlus drawn = new ImagePlus("", new ColorProcessor(width(), height(), plain.update(null)
			.getCurrentStorageArray()));
		drawn.setOverlay(here);
		final int[] pixels = (int[]) drawn.flatten().getProcessor().getPixelsCopy();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] |= 0xFF000000;
		return ArrayImgs.argbs(pixels, width(), height());
	}

	/** A copy that is seen on the only slice. */
	private static Roi placed(final Roi roi) {
		final Roi copy = (Roi) roi.clone();
		copy.setPosition(0);
		return copy;
	}

	private boolean isAt(final Roi roi, final int slice) {
		if (!roi.hasHyperStackPosition()) return roi.getPosition() == 0 || roi.getPosition() == slice;
		final int[] at = image.image().convertIndexToPosition(slice);
		return (image.isMerged() || isAny(roi.getCPosition(), at[0])) && isAny(roi.getZPosition(), at[1]) && isAny(roi
			.getTPosition(), at[2]);
	}

	private static boolean isAny(final int wanted, final int here) {
		return wanted == 0 || wanted == here;
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> gray(final int frame) {
		return Luma.gray(color(frame));
	}

	@Override
	public ArrayImg<UnsignedByteType, ByteArray> mask(final int frame) {
		return new MemoryFrames(List.of(color(frame))).mask(0);
	}

	@Override
	public byte[] values(final int frame) {
		return null;
	}

	@Override
	public int frames() {
		return image.frames();
	}

	@Override
	public int width() {
		return image.width();
	}

	@Override
	public int height() {
		return image.height();
	}

	@Override
	public String header() {
		return image.header();
	}

	@Override
	public Optional<FrameRate> rate() {
		return image.rate();
	}

	@Override
	public PixelSize size() {
		return image.size();
	}

	@Override
	public void close() {
		// It is the user's.
	}
}
