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

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.process.ImageProcessor;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.NamedImage;
import io.sonoflow.image.Luma;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/**
 * A copy of the image in front, for commands that also work without files.
 *
 * @param title its title, without what ImageJ appends for a second copy
 * @param frames one colour picture (x, y) a slice, as it is displayed (window level and colour table applied; the channels of
 *          a composite are one), at least one
 */
public record ActiveImage(String title, List<ArrayImg<ARGBType, IntArray>> frames) {

	/** {@return the image in front of ImageJ, or of the running macro; none if no image is open} */
	public static Optional<ActiveImage> find() {
		final ImagePlus image = WindowManager.getCurrentImage();
		if (image == null) return Optional.empty();
		final List<ArrayImg<ARGBType, IntArray>> frames = new ArrayList<>();
		final ImagePlus copy = image.duplicate();
		// Marks laid over an image are no part of it.
		copy.setOverlay(null);
		final boolean merged = copy instanceof final CompositeImage composite && composite.getMode() == IJ.COMPOSITE;
		final int step = merged ? copy.getNChannels() : 1;
		for (int slice = 1; slice <= copy.getStackSize(); slice += step) {
			show(copy, slice);
			frames.add(color(copy));
		}
		return Optional.of(new ActiveImage(image.getTitle(), List.copyOf(frames)));
	}

	/**
	 * @param key the key that could be given instead, e.g. {@code input}
	 * @return the image in front
	 * @throws SonoflowException.Input if no image is open
	 */
	public static ActiveImage require(final String key) {
		return find().orElseThrow(() -> new SonoflowException.Input("There is no " + key +
			" and no image is open. Open an image, or add " + key + "=[path]."));
	}

	/** {@return the slices in grey, each with the title and, if there are several, its number} */
	public List<NamedImage> gray() {
		return IntStream.range(0, frames.size()).mapToObj(i -> new NamedImage(title + (frames.size() == 1 ? "" : " frame " + (i +
			1)), Luma.gray(frames.get(i)))).toList();
	}

	/** A composite does not notice by itself that another of its pictures is wanted. */
	private static void show(final ImagePlus image, final int slice) {
		if (image instanceof final CompositeImage composite) {
			final int[] position = image.convertIndexToPosition(slice);
			image.setPositionWithoutUpdate(position[0], position[1], position[2]);
			composite.updateImage();
		}
		else image.setSliceWithoutUpdate(slice);
	}

	/** {@return the slice that is shown} */
	static ArrayImg<ARGBType, IntArray> color(final ImagePlus image) {
		final ImageProcessor shown = image.isComposite() ? image.flatten().getProcessor() : image.getProcessor()
			.convertToRGB();
		final int[] pixels = (int[]) shown.getPixelsCopy();
		for (int i = 0; i < pixels.length; i++)
			pixels[i] |= 0xFF000000;
		return ArrayImgs.argbs(pixels, image.getWidth(), image.getHeight());
	}
}
