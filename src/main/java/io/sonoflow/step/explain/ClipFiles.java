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
package io.sonoflow.step.explain;

import io.sonoflow.SonoflowException;
import io.sonoflow.explain.HeatMap;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.file.FloatTiffStack;
import io.sonoflow.image.Images;
import io.sonoflow.plot.sheet.Overlay;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/** Writes the maps of a clip, as they are and over its frames, frame by frame. */
final class ClipFiles implements AutoCloseable {

	private final ClipSource clip;
	private final TimeLine time;
	private final FloatTiffStack maps;
	private final ClipWriter overlay;

	/**
	 * @param stack file of the maps
	 * @param movie file of the frames under their maps; null = none is written
	 * @param weights of all frames
	 */
	ClipFiles(final Path stack, final Path movie, final ClipSource clip, final double[] weights) throws IOException {
		this.clip = clip;
		this.time = new TimeLine(weights);
		maps = new FloatTiffStack(stack, clip.width(), clip.height(), "heat", clip.rate() == null ? Double.NaN : 1 / clip.rate()
			.perSecond());
		boolean opened = false;
		try {
			overlay = movie == null ? null : new ClipWriter(movie, ClipCodec.FFV1, clip.width(), clip.height() + TimeLine.height(clip
				.height()), true, clip.shown());
			opened = true;
		}
		finally {
			if (!opened) maps.close();
		}
	}

	/** {@return why overlay clips cannot be written here; empty if they can} */
	static String missing() {
		try {
			ClipWriter.requireLibrary();
			return "";
		}
		catch (final SonoflowException.Device e) {
			return e.getMessage();
		}
	}

	/** What writes a clip's frames. */
	interface Body {

		void write(ClipFiles files);
	}

	/**
	 * Writes both under temporary names first.
	 *
	 * @param movie null = none is written
	 */
	static void write(final Path stack, final Path movie, final ClipSource clip, final double[] weights, final Body body) {
		AtomicFiles.write(stack, maps -> {
			if (movie == null) write(maps, null, clip, weights, body, stack);
			else AtomicFiles.write(movie, overlay -> write(maps, overlay, clip, weights, body, stack));
		});
	}

	private static void write(final Path maps, final Path overlay, final ClipSource clip, final double[] weights, final Body body,
		final Path named) throws IOException
	{
		try (ClipFiles files = new ClipFiles(maps, overlay, clip, weights)) {
			body.write(files);
			files.finish();
		}
		catch (final BrokenWrite e) {
			throw new SonoflowException.File("Cannot write " + named + " or the clip beside it: " + AtomicFiles.reason(e.cause) +
				". Check that you may write there and that the disk is not full; maxframes makes the maps of a clip fewer.", e.cause);
		}
	}

	/** That a file cannot be written, through what knows of no files. */
	private static final class BrokenWrite extends RuntimeException {

		private static final long serialVersionUID = 1;

		private final IOException cause;

		BrokenWrite(final IOException cause) {
			super(cause);
			this.cause = cause;
		}
	}

	/** Adds the next frame. */
	void add(final ExplainedFrame frame) {
		try {
			maps.add(frame.heat());
			if (overlay != null) overlay.addColor(time.below(picture(frame), frame.place()));
		}
		catch (final IOException e) {
			throw new BrokenWrite(e);
		}
	}

	private ArrayImg<ARGBType, IntArray> picture(final ExplainedFrame frame) {
		if (frame.state() == HeatMap.State.OK) return Overlay.of(frame.image(), Images.floats(frame.heat(), clip.width(), clip
			.height()), Overlay.STRENGTH);
		final byte[] gray = Images.pixels(frame.image());
		final int[] pixels = new int[gray.length];
		Arrays.setAll(pixels, i -> 0xFF000000 | (gray[i] & 0xFF) * 0x010101);
		return ArrayImgs.argbs(pixels, clip.width(), clip.height());
	}

	private void finish() throws IOException {
		maps.finish();
		if (overlay != null) overlay.finish();
	}

	@Override
	public void close() throws IOException {
		try {
			if (overlay != null) overlay.close();
		}
		finally {
			maps.close();
		}
	}
}
