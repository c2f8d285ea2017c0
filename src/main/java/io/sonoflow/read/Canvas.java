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
package io.sonoflow.read;

import java.io.IOException;
import java.util.Arrays;

/** Where the frames of an animation are composed: each over what the ones before have left, on transparent ground. */
public final class Canvas {

	/** What becomes of a frame's place when the next one comes. */
	public enum Disposal {
		/** It stays. */
		KEEP,
		/** It becomes transparent. */
		CLEAR,
		/** It becomes what it was before the frame. */
		RESTORE
	}

	/**
	 * A frame before it is composed.
	 *
	 * @param argb packed pixels, row by row
	 * @param replaces whether transparent pixels, too, replace what is there
	 */
	public record Layer(int x, int y, int width, int height, int[] argb, boolean replaces, Disposal disposal) {
	}

	/** Decodes a frame. */
	public interface Layers {
		Layer get(int index) throws IOException;
	}

	private final int width;
	private final int height;
	private final Layers layers;
	private final int[] pixels;
	private int[] before;
	private int shown = -1;
	private Layer last;

	public Canvas(final int width, final int height, final Layers layers) {
		this.width = width;
		this.height = height;
		this.layers = layers;
		pixels = new int[width * height];
	}

	/** {@return a copy of frame index as it is seen, on black} */
	public int[] show(final int index) throws IOException {
		if (index < shown) reset();
		while (shown < index) {
			final Layer next;
			try {
				next = layers.get(shown + 1);
			}
			catch (final IOException | RuntimeException | Error e) {
				reset();
				throw e;
			}
			dispose();
			draw(next);
			shown++;
		}
		final int[] opaque = new int[pixels.length];
		for (int i = 0; i < opaque.length; i++)
			opaque[i] = Bitmap.onBlack(pixels[i]);
		return opaque;
	}

	private void reset() {
		Arrays.fill(pixels, 0);
		shown = -1;
		last = null;
	}

	private void dispose() {
		if (last == null || last.disposal() == Disposal.KEEP) return;
		for (int y = Math.max(0, last.y()); y < Math.min(height, last.y() + last.height()); y++) {
			final int from = y * width + Math.min(width, last.x());
			final int to = y * width + Math.min(width, last.x() + last.width());
			if (last.disposal() == Disposal.CLEAR) Arrays.fill(pixels, from, to, 0);
			else System.arraycopy(before, from, pixels, from, to - from);
		}
	}

	private void draw(final Layer layer) {
		if (layer.disposal() == Disposal.RESTORE) before = pixels.clone();
		for (int y = layer.y(); y < Math.min(height, layer.y() + layer.height()); y++)
			for (int x = layer.x(); x < Math.min(width, layer.x() + layer.width()); x++) {
				final int argb = layer.argb()[(y - layer.y()) * layer.width() + x - layer.x()];
				final int i = y * width + x;
				pixels[i] = layer.replaces() ? argb : over(argb, pixels[i]);
			}
		last = layer;
	}

	/** Porter and Duff's operator. */
	private static int over(final int top, final int ground) {
		final int alpha = top >>> 24;
		if (alpha == 255 || ground >>> 24 == 0) return top;
		if (alpha == 0) return ground;
		final int rest = (ground >>> 24) * (255 - alpha);
		final int sum = alpha * 255 + rest;
		int argb = (sum + 127) / 255 << 24;
		for (int shift = 0; shift <= 16; shift += 8)
			argb |= ((top >> shift & 255) * alpha * 255 + (ground >> shift & 255) * rest) / sum << shift;
		return argb;
	}
}
