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
import io.sonoflow.image.morphology.BitMask;
import io.sonoflow.image.morphology.BitPlanes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;

/**
 * Finds letters burnt into an image: strokes of one level in rows of several glyphs of like height on one base line, bright on
 * dark (the largest of red, green and blue) and dark on bright (the smallest), 5 to 44 pixels high. At each of
 * several thresholds what hangs together is measured, and rows are built of what may be letters; tissue passes some of the
 * tests, but hardly ever all of them in a row. It does not read. Marks, ticks of rulers and single digits are no writing.
 *
 * <pre>
 * List&lt;Box&gt; boxes = TextDetector.find(screen, new Box(0, 0, 800, 600));
 * </pre>
 */
public final class TextDetector {

	private static final int[] BRIGHT = { 40, 56, 72, 88, 104, 120, 136, 152, 168, 184, 200, 216, 232, 248 };
	private static final int[] DARK = { 120, 144, 168, 192, 216, 240 };

	/** What lies so far round the rectangle is looked at, too: its edge may cut through letters. */
	private static final int RIM = 48;

	/** Pixels of a row's height that are added on each side for soft edges, at least 2. */
	private static final double SOFT = 0.12;

	/** Height of the line above and below a row that is looked at, in its heights. */
	private static final double LINE = 0.2;

	/** What may stand in that line, and in all that lies round the row, as a share of what stands in the row. */
	private static final double LEFT_FREE = 0.35, LESS_ROUND = 0.7;

	/** Intersection over union of a row at two thresholds; width of strokes, pixels, from which one is enough. */
	private static final double LASTING = 0.5, BROAD = 2;

	/** Share of what stands in a row that is letters; the rest may be points and strokes. */
	private static final double OWN = 0.8;

	private final int width;
	private final int height;

	private TextDetector(final int width, final int height) {
		this.width = width;
		this.height = height;
	}

	/**
	 * @param image (x, y), colours
	 * @param within a rectangle in it; a little of what lies round it is looked at, too
	 * @return where in the rectangle writing is, in the image's coordinates, from top to bottom; no two overlap
	 */
	public static List<Box> find(final RandomAccessibleInterval<ARGBType> image, final Box within) {
		final int left = Math.max(0, within.x() - RIM);
		final int top = Math.max(0, within.y() - RIM);
		final int right = Math.min(Images.width(image), within.x() + within.w() + RIM);
		final int bottom = Math.min(Images.height(image), within.y() + within.h() + RIM);
		final int width = right - left;
		final int[] rgb = new int[width * (bottom - top)];
		final int[] all = Images.colors(image);
		for (int y = top; y < bottom; y++)
			System.arraycopy(all, y * Images.width(image) + left, rgb, (y - top) * width, width);
		return merged(new TextDetector(width, bottom - top).rows(rgb).stream().map(box -> new Box(box.x() + left, box.y() +
			top, box.w(), box.h()).common(within)).flatMap(Optional::stream).toList());
	}

	/**
	 * @param boxes any
	 * @return the same area or more, in rectangles that do not overlap, from top to bottom
	 */
	public static List<Box> merged(final List<Box> boxes) {
		final List<Box> merged = new ArrayList<>();
		for (final Box box : boxes) {
			Box all = box;
			for (int i = 0; i < merged.size(); i++)
				if (merged.get(i).common(all).isPresent()) {
					all = merged.remove(i).around(all);
					i = -1;
				}
			merged.add(all);
		}
		merged.sort(Comparator.comparingInt(Box::y).thenComparingInt(Box::x));
		return List.copyOf(merged);
	}

	private List<Box> rows(final int[] rgb) {
		final byte[] bright = new byte[rgb.length];
		final byte[] dark = new byte[rgb.length];
		for (int i = 0; i < rgb.length; i++) {
			final int red = rgb[i] >> 16 & 0xFF;
			final int green = rgb[i] >> 8 & 0xFF;
			final int blue = rgb[i] & 0xFF;
			bright[i] = (byte) Math.max(red, Math.max(green, blue));
			dark[i] = (byte) (255 - Math.min(red, Math.min(green, blue)));
		}
		final List<Box> rows = new ArrayList<>(rows(bright, BRIGHT, true));
		rows.addAll(rows(dark, DARK, false));
		return rows;
	}

	/** @param joined whether rows count in which letters touch */
	private List<Box> rows(final byte[] map, final int[] thresholds, final boolean joined) {
		final List<TextRow> rows = new ArrayList<>();
		final List<Glyph> all = new ArrayList<>();
		final BitPlanes levels = BitPlanes.of(map, width, height);
		final Strokes strokes = new Strokes(map, width, height);
		for (final int threshold : thresholds) {
			final BitMask above = levels.above(threshold - 1);
			final List<Glyph> glyphs = Glyph.find(strokes, above);
			final List<TextRow> found = TextRow.of(glyphs);
			found.stream().filter(row -> (joined || row.isOfSingles()) && standsFree(row, above)).forEach(rows::add);
			all.addAll(glyphs);
		}
		return rows.stream().filter(row -> lasts(row, rows)).map(row -> softened(grown(row, all))).toList();
	}

	/** The next threshold changes writing hardly, but noise wholly, whose strokes are thin. */
	private static boolean lasts(final TextRow row, final List<TextRow> rows) {
		return row.stroke() >= BROAD || rows.stream().anyMatch(other -> other != row && other.box().iou(row.box()) >= LASTING);
	}

	/**
	 * Writing has a free line above or below, less round it than in it, and little between its letters; in noise
	 * there is as much everywhere.
	 */
	private boolean standsFree(final TextRow letters, final BitMask above) {
		final Box row = letters.box();
		final int line = Math.max(2, (int) Math.round(LINE * row.h()));
		final double inside = share(row, above);
		if (letters.area() < OWN * inside * row.area()) return false;
		final Box upper = new Box(row.x(), row.y() - line - 1, row.w(), line);
		final Box lower = new Box(row.x(), row.y() + row.h() + 1, row.w(), line);
		if (!isFree(upper, above, inside) && !isFree(lower, above, inside)) return false;
		final Box screen = new Box(0, 0, width, height);
		final Box ring = new Box(row.x() - row.h(), row.y() - row.h(), row.w() + 2 * row.h(), 3 * row.h()).common(screen)
			.orElse(screen);
		final double round = (share(ring, above) * ring.area() - inside * row.area()) / Math.max(1, ring.area() - row
			.area());
		return round <= LESS_ROUND * inside;
	}

	/** What lies outside of the image is not known to be free. */
	private boolean isFree(final Box line, final BitMask above, final double inside) {
		return line.y() >= 0 && line.y() + line.h() <= height && share(line, above) <= LEFT_FREE * inside;
	}

	/** {@return the share of a rectangle's pixels that are above the threshold; 0 outside of the image} */
	private double share(final Box box, final BitMask above) {
		final Optional<Box> there = box.common(new Box(0, 0, width, height));
		if (there.isEmpty()) return 0;
		return (double) above.count(there.get()) / there.get().area();
	}

	/** Letters at the ends of a row, found at another threshold, are of its level, lie beside it and not above or below it. */
	private static Box grown(final TextRow row, final List<Glyph> all) {
		final double ownLevel = row.level();
		final double off = 0.35 * row.contrast();
		final List<Glyph> alike = all.stream().filter(glyph -> Math.abs(glyph.level() - ownLevel) <= off).toList();
		Box box = row.box();
		for (boolean more = true; more;) {
			more = false;
			for (final Glyph glyph : alike) {
				final Box other = glyph.box();
				final int gap = Math.max(box.x() - glyph.right(), other.x() - box.x() - box.w());
				final boolean level = other.y() >= box.y() - 0.3 * box.h() && glyph.bottom() <= box.y() + 1.3 * box.h();
				final boolean known = other.x() >= box.x() && glyph.right() <= box.x() + box.w();
				if (known || gap > 1.2 * box.h() || !level) continue;
				final Box wider = box.around(other);
				more = true;
				// Its own height stays, or a row would climb from letter to letter.
				box = new Box(wider.x(), box.y(), wider.w(), box.h());
			}
		}
		return box.around(row.box());
	}

	private Box softened(final Box box) {
		final int rim = (int) Math.max(2, Math.round(SOFT * box.h()));
		final int x = Math.max(0, box.x() - rim);
		final int y = Math.max(0, box.y() - rim);
		return new Box(x, y, Math.min(width, box.x() + box.w() + rim) - x, Math.min(height, box.y() + box.h() + rim) - y);
	}
}
