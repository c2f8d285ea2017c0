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
import ij.ImageStack;
import ij.process.ByteProcessor;

import io.sonoflow.image.Images;
import io.sonoflow.legacy.Host;

import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * One window whose pictures follow a dialog's values. The user may close it; the next change opens it again. Headless it
 * does nothing.
 */
public final class LiveStack {

	private final String title;
	private ImagePlus window;

	/** @param title the window's */
	public LiveStack(final String title) {
		this.title = title;
	}

	/** Shows 8-bit pictures of one size, at least one, in place of those shown before. */
	public synchronized void show(final List<? extends RandomAccessibleInterval<UnsignedByteType>> slices,
		final List<String> labels)
	{
		if (Host.isHeadless()) return;
		final ImageStack stack = new ImageStack(Images.width(slices.get(0)), Images.height(slices.get(0)));
		for (int i = 0; i < slices.size(); i++)
			stack.addSlice(labels.get(i), new ByteProcessor(Images.width(slices.get(i)), Images.height(slices.get(i)), Images
				.pixels(slices.get(i)).clone()));
		if (window != null && window.getWindow() != null) {
			final int slice = Math.min(window.getCurrentSlice(), stack.size());
			window.setStack(title, stack);
			window.setSlice(slice);
		}
		else {
			window = new ImagePlus(title, stack);
			window.show();
		}
	}

	/** Takes the window away without asking. */
	public synchronized void close() {
		if (window == null) return;
		window.changes = false;
		window.close();
		window = null;
	}
}
