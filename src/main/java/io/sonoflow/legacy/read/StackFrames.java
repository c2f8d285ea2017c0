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
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import io.sonoflow.read.Pixels;

import java.awt.image.IndexColorModel;
import java.nio.file.Path;

/** The slices of an ImageJ image; of a virtual stack one at a time is in memory. */
final class StackFrames extends Pixels {

	private final Path path;
	private final ImagePlus image;

	StackFrames(final Path path, final ImagePlus image) {
		this.path = path;
		this.image = image;
		final int bits = image.getBitDepth();
		if (bits == 16 || bits == 32) {
			image.close();
			throw tooDeep(path, bits);
		}
	}

	@Override
	public int frames() {
		return image.getStackSize();
	}

	@Override
	public int width() {
		return image.getWidth();
	}

	@Override
	public int height() {
		return image.getHeight();
	}

	@Override
	public String header() {
		final String info = image.getInfoProperty();
		return info == null ? "" : info;
	}

	@Override
	public Frame frame(final int index) {
		final ImageProcessor processor = image.getStackSize() == 1 ? image.getProcessor() : image.getStack().getProcessor(
			index + 1);
		if (processor instanceof ColorProcessor colors) return new Frame(null, null, (int[]) colors.getPixels());
		if (processor instanceof ByteProcessor) return new Frame((byte[]) processor.getPixels(), palette(processor),
			null);
		throw tooDeep(path, processor.getBitDepth());
	}

	private static int[] palette(final ImageProcessor processor) {
		if (!(processor.getColorModel() instanceof IndexColorModel model)) return grayPalette();
		final int[] palette = new int[256];
		for (int i = 0; i < model.getMapSize(); i++)
			palette[i] = model.getRGB(i) | 0xFF000000;
		return palette;
	}

	@Override
	public void close() {
		image.close();
	}
}
