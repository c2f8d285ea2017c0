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
package io.sonoflow.image.crop;

import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.Connectivity;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Finds one field of view for all frames of a clip: in each pixel it keeps the brightest of the frames it was shown, so
 * that parts in shadow in one frame are found by another. One frame is a clip of one.
 *
 * <pre>
 * Detector detector = new Detector();
 * for (int i : frames)
 * 	detector.add(reader.color(i));
 * FieldOfView found = detector.sector(5);
 * </pre>
 */
public final class Detector {

	/** Frames of a clip that are looked at, spread evenly. */
	private static final int LOOK_AT = 25;

	/** A given rectangle with a smaller share of pixels above the tolerance holds no picture. */
	private static final double FILLED = 0.05;

	/** Neighbours in echoes differ by levels from ... to. */
	private static final int FAINTEST = 3;
	private static final int STRONGEST = 60;

	/** The share of a screen's echoes that lie in the rectangle that holds its picture. */
	private static final double HELD = 0.85;

	private Screen screen;

	/** {@return the numbers, from 0, of the frames of a clip that are enough to find its field of view} */
	public static int[] looks(final int frames) {
		final int looks = Math.min(frames, LOOK_AT);
		return IntStream.range(0, looks).map(i -> looks == 1 ? 0 : (int) ((long) i * (frames - 1) / (looks - 1))).toArray();
	}

	/**
	 * @param frame of the same size as those before
	 */
	public void add(final RandomAccessibleInterval<ARGBType> frame) {
		add(Screen.ofColor(frame));
	}

	/** The same of an 8-bit grey frame. */
	public void addGray(final RandomAccessibleInterval<UnsignedByteType> frame) {
		add(Screen.ofGray(frame));
	}

	private void add(final Screen next) {
		if (screen == null) screen = next;
		else screen.brighten(next);
	}

	/** {@return {@link SectorCrop}'s answer} */
	public FieldOfView sector(final int tolerance) {
		return SectorCrop.crop(screen, tolerance);
	}

	/**
	 * Each field of view of the screen: two views side by side or four, a B-mode picture above a spectrum or an M-mode (which
	 * are none, as are bars of colours, text, ECG and thumbnails).
	 *
	 * @param tolerance as for {@link #sector}
	 * @return in reading order, at least one; the whole screen with a low score if there is no picture
	 */
	public List<FieldOfView> fields(final int tolerance) {
		return SectorCrop.fields(screen, tolerance);
	}

	/** {@return {@link UusicCrop}'s answer, judged as its authors did: doubtful without margin, small or whole boxes} */
	public FieldOfView uusic(final int tolerance) {
		final Box whole = new Box(0, 0, screen.width, screen.height);
		final UusicCrop.Result result = UusicCrop.crop(screen, tolerance, Connectivity.EIGHT);
		final Optional<Box> box = result.box();
		if (box.isEmpty()) return new FieldOfView(whole, 0, "everything is dark");
		if (result.background().area() == 0) return new FieldOfView(whole, 0.5, "no dark margin touches the border");
		final double share = (double) box.get().area() / whole.area();
		if (share < 0.1) return new FieldOfView(box.get(), 0.5, "the box is under 10 % of the image");
		if (share > 0.99) return new FieldOfView(box.get(), 0.5, "the box is over 99 % of the image despite a dark margin");
		return new FieldOfView(box.get(), 1, "");
	}

	/** {@return a given rectangle within the frames; doubtful if it is almost empty} */
	public FieldOfView fixed(final Box view, final int tolerance) {
		final double filled = filled(view, tolerance);
		return filled >= FILLED ? new FieldOfView(view, 1, "") : new FieldOfView(view, filled / FILLED,
			"the rectangle is almost empty: is there a second view on this screen?");
	}

	/** {@return whether most of the screen's echoes lie in the rectangle, and it is full of them: it holds the picture} */
	public boolean holds(final Box box) {
		final long inside = echoes(box);
		return inside >= HELD * echoes(new Box(0, 0, screen.width, screen.height)) && inside >= FILLED * box.area();
	}

	/** {@return whether the rectangle is full of echoes, whatever there is beside it} */
	public boolean isTextured(final Box box) {
		return echoes(box) >= FILLED * box.area();
	}

	private long echoes(final Box box) {
		long echoes = 0;
		for (int y = box.y(); y < box.y() + box.h(); y++)
			for (int x = Math.max(1, box.x()); x < box.x() + box.w(); x++) {
				final int at = y * screen.width + x;
				final int difference = Screen.distance(screen.rgb[at], screen.rgb[at - 1]);
				// Letters jump, noise of a margin hardly moves.
				if (difference >= FAINTEST && difference <= STRONGEST) echoes++;
			}
		return echoes;
	}

	/** {@return the share of the rectangle's pixels that are brighter than the tolerance, 0..1} */
	public double filled(final Box box, final int tolerance) {
		long bright = 0;
		for (int y = box.y(); y < box.y() + box.h(); y++)
			for (int x = box.x(); x < box.x() + box.w(); x++)
				if (Screen.brightest(screen.rgb[y * screen.width + x]) > tolerance) bright++;
		return (double) bright / box.area();
	}
}
