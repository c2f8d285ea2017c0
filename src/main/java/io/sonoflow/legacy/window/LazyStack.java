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
package io.sonoflow.legacy.window;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;
import io.sonoflow.legacy.Host;

import java.util.List;
import java.util.function.IntFunction;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** A stack of any length whose slices are read when they are looked at; what is drawn into one is not kept. */
public final class LazyStack extends VirtualStack {

	private final List<String> captions;
	private final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> read;

	private LazyStack(final int width, final int height, final List<String> captions,
		final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> read)
	{
		super(width, height);
		setBitDepth(8);
		this.captions = List.copyOf(captions);
		this.read = read;
	}

	/**
	 * Shows the stack in a window, or hands it to the batch of the running macro.
	 *
	 * @param captions a slice's label each, at least one
	 * @param read gives the 8-bit picture (x, y) of width x height of a number from 0
	 */
	public static void show(final String title, final int width, final int height, final List<String> captions,
		final IntFunction<? extends RandomAccessibleInterval<UnsignedByteType>> read)
	{
		if (Host.isHeadless() && !Host.isMacro()) return;
		final LazyStack stack = new LazyStack(width, height, captions, read);
		final ImagePlus image = new ImagePlus(title, stack);
		if (captions.size() == 1) image.setProp("Slice_Label", captions.get(0));
		image.show();
	}

	@Override
	public ImageProcessor getProcessor(final int slice) {
		try {
			return new ByteProcessor(getWidth(), getHeight(), Images.pixels(read.apply(slice - 1)).clone());
		}
		catch (final SonoflowException e) {
			Host.log(e.getMessage());
			return new ByteProcessor(getWidth(), getHeight());
		}
	}

	@Override
	public int size() {
		return captions.size();
	}

	@Override
	public int getSize() {
		return captions.size();
	}

	@Override
	public String getSliceLabel(final int slice) {
		return captions.get(slice - 1);
	}
}
