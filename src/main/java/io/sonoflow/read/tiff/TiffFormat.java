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
package io.sonoflow.read.tiff;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.read.Bitmap;
import io.sonoflow.read.ClipFrames;
import io.sonoflow.read.DeepLabels;
import io.sonoflow.read.FileBytes;
import io.sonoflow.read.FrameFormat;
import io.sonoflow.read.UnsupportedKindException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * TIFF and BigTIFF of up to 8 bits a sample: every page a frame, ImageJ's channels of one picture one frame. Reduced
 * copies and masks of a page are passed over; pages of different sizes are refused.
 */
public final class TiffFormat implements FrameFormat {

	@Override
	public boolean claims(final byte[] head, final Path path) {
		if (head.length < 8) return false;
		final boolean little = head[0] == 'I' && head[1] == 'I' && head[3] == 0;
		final boolean big = head[0] == 'M' && head[1] == 'M' && head[2] == 0;
		final int version = little ? head[2] : head[3];
		return (little || big) && (version == 42 || version == 43);
	}

	@Override
	public FrameReader open(final Path path) throws IOException {
		final FileBytes file = new FileBytes(path);
		TiffPixels pixels = null;
		Clip opened = null;
		try {
			final List<TiffPage> pages = new ArrayList<>();
			final List<Integer> places = new ArrayList<>();
			pages(path, file, pages, places);
			pixels = new TiffPixels(path, file);
			opened = new Clip(path, pixels, pages, places, ImageJStack.of(file, pages));
			return opened;
		}
		finally {
			if (opened == null && pixels != null) pixels.close();
			if (opened == null) file.close();
		}
	}

	@Override
	public FrameReader openLabels(final Path path) throws IOException {
		try (FileBytes file = new FileBytes(path)) {
			final List<TiffDirectory> all = TiffDirectory.all(file);
			final TiffPage page = new TiffPage(all.get(0));
			if (all.size() == 1 && page.isDeepGray()) try (TiffPixels pixels = new TiffPixels(path, file)) {
				return DeepLabels.of(path, pixels.raster(page, 0), page.orientation());
			}
		}
		return open(path);
	}

	private static void pages(final Path path, final FileBytes file, final List<TiffPage> pages, final List<Integer> places)
		throws IOException
	{
		final List<TiffDirectory> all = TiffDirectory.all(file);
		for (int i = 0; i < all.size(); i++) {
			final TiffPage page = new TiffPage(all.get(i));
			if (page.isSideShow() && all.size() > 1) continue;
			page.check(path, file.size());
			pages.add(page);
			places.add(i);
		}
		if (pages.isEmpty()) throw new IOException("all its pages are copies or masks of others");
		final TiffPage first = pages.get(0);
		for (int i = 1; i < pages.size(); i++) {
			final TiffPage page = pages.get(i);
			if (page.width != first.width || page.height != first.height) throw UnsupportedKindException.forAll(
				"a TIFF of pages of different sizes (page 1 has " + first.width + " x " + first.height + " pixels, page " + (places.get(
					i) + 1) + " has " + page.width + " x " + page.height + "), which cannot be one clip",
				"Save the pages as files of their own, e.g. in Fiji: open it and File>Save As>Image Sequence.");
		}
	}

	/** The frames. */
	private static final class Clip extends ClipFrames {

		private final TiffPixels pixels;
		private final List<TiffPage> pages;
		private final List<Integer> places;
		private final ImageJStack stack;

		Clip(final Path path, final TiffPixels pixels, final List<TiffPage> pages, final List<Integer> places,
			final ImageJStack stack) throws IOException
		{
			super(path, stack.frames(), turned(pages.get(0)) ? pages.get(0).height : pages.get(0).width, turned(pages.get(0)) ? pages
				.get(0).width : pages.get(0).height);
			this.pixels = pixels;
			this.pages = pages;
			this.places = places;
			this.stack = stack;
			frame(0);
		}

		private static boolean turned(final TiffPage page) throws IOException {
			return page.orientation() >= 5 && page.orientation() <= 8;
		}

		@Override
		protected Bitmap decode(final int index) throws IOException {
			return stack.frame(index, this::plane);
		}

		/** {@return a page; where there is one page for many planes, ImageJ laid the others behind it} */
		private Bitmap plane(final int plane) throws IOException {
			if (pages.size() == 1 && stack.planes() > 1) return pixels.behind(pages.get(0), plane);
			return pixels.decode(pages.get(plane), places.get(plane));
		}

		@Override
		public String header() {
			return stack.description();
		}

		@Override
		public void close() {
			pixels.close();
		}
	}
}
