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
package io.sonoflow.image.text;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;

/**
 * Finds writing in a clip. What is burnt in stands still while the tissue moves: of each pixel the darkest of the frames shows
 * bright letters on what is darker, the brightest one dark letters. Frames may be looked at by themselves besides, for what
 * does not stand in all of them.
 *
 * <pre>
 * ClipText text = new ClipText();
 * for (int i : frames)
 * 	text.add(reader.color(i));
 * text.look(reader.color(0), box);
 * List&lt;Box&gt; boxes = text.find(box);
 * </pre>
 */
public final class ClipText {

	private static final int RED = 0xFF0000, GREEN = 0xFF00, BLUE = 0xFF;

	private int[] darkest;
	private int[] brightest;
	private int width;
	private int height;
	private int frames;
	private final List<Box> seen = new ArrayList<>();

	/** @param frame (x, y), of the same size as those before */
	public void add(final RandomAccessibleInterval<ARGBType> frame) {
		final int[] colors = Images.colors(frame);
		if (frames++ == 0) {
			width = Images.width(frame);
			height = Images.height(frame);
			darkest = colors.clone();
			brightest = colors.clone();
			return;
		}
		for (int i = 0; i < darkest.length; i++) {
			final int a = darkest[i];
			final int b = brightest[i];
			final int c = colors[i];
			darkest[i] = Math.min(a & RED, c & RED) | Math.min(a & GREEN, c & GREEN) | Math.min(a & BLUE, c & BLUE);
			brightest[i] = Math.max(b & RED, c & RED) | Math.max(b & GREEN, c & GREEN) | Math.max(b & BLUE, c & BLUE);
		}
	}

	/** Looks at one frame by itself. */
	public void look(final RandomAccessibleInterval<ARGBType> frame, final Box within) {
		seen.addAll(TextDetector.find(frame, within));
	}

	/**
	 * @param within a rectangle in the frames
	 * @return where in it writing is, from top to bottom; no two overlap
	 */
	public List<Box> find(final Box within) {
		final List<Box> all = new ArrayList<>(seen.stream().map(box -> box.common(within)).flatMap(Optional::stream).toList());
		all.addAll(TextDetector.find(ArrayImgs.argbs(darkest, width, height), within));
		if (frames > 1) all.addAll(TextDetector.find(ArrayImgs.argbs(brightest, width, height), within));
		return TextDetector.merged(all);
	}
}
