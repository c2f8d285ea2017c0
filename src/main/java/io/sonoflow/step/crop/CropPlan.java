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
package io.sonoflow.step.crop;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.Detector;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.image.crop.ScannerRegions;
import io.sonoflow.image.crop.ScreenLayout;
import io.sonoflow.image.text.ClipText;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/**
 * What will be cut out of one file; made before anything is written.
 *
 * @param frames of the file
 * @param chosen the numbers of those that are cut, ascending, from 0; at least one
 * @param regions one a crop, the same in every frame
 * @param layout of the screen, and where the picture was found on it
 * @param several whether its mask holds several structures
 * @param broken why the frames after the chosen ones cannot be read; null = nothing is known to be wrong
 */
record CropPlan(int frames, List<Integer> chosen, List<CropRegion> regions, ScreenLayout layout, boolean several,
	SonoflowException.File broken)
{

	/**
	 * What was seen of a file.
	 *
	 * @param ends the first, the middle and the last frame, as far as there are
	 * @param read up to which frame
	 * @param broken why no further; null = to the end
	 */
	private record Look(List<ArrayImg<ARGBType, IntArray>> ends, int read, SonoflowException.File broken) {
	}

	/**
	 * How regions are found.
	 *
	 * @param views the rectangles; null to find the field of view
	 * @param auto whether to find each field of view, not the one
	 * @param published whether to find it by the published rule alone
	 * @param tolerance grey levels
	 * @param blank whether writing is taken out
	 * @param choice of the frames of clips; all of them say where the field of view is
	 */
	record Search(List<Box> views, boolean auto, boolean published, int tolerance, boolean blank, FrameChoice choice) {
	}

	/**
	 * @param name of the file, for messages
	 * @param boxes an earlier table of boxes, perhaps empty
	 * @param file its number in the table's match
	 * @param inside the rectangle round its mask, if that is what is wanted; else null
	 */
	static CropPlan of(final FrameReader reader, final String name, final Search search, final CropBoxes boxes, final int file,
		final Box inside)
	{
		final Detector detector = new Detector();
		final ClipText text = new ClipText();
		final Look look = look(reader, text, inside == null ? detector : null);
		final List<ArrayImg<ARGBType, IntArray>> ends = look.ends;
		final List<Integer> chosen = IntStream.of(search.choice().numbers(reader.frames())).filter(frame -> frame < look.read).boxed()
			.toList();
		if (chosen.isEmpty()) throw look.broken;
		// Where the mask says what is cut, nobody asks where the picture is.
		final FieldOfView found = inside == null ? found(detector, reader, search) : new FieldOfView(inside, 1, "");
		final ScreenLayout layout = ScreenLayout.of(ends.get(0), reader.header(), found);
		final List<CropRegion> regions = boxes.regions(file, name, layout, () -> inside != null ? List.of(
			new FieldOfView(inside, 1, "")) : fields(detector, reader, name, search, found))
			.stream().map(region -> region.withText(text(ends, text, region.field().box()), search.blank())).toList();
		return new CropPlan(reader.frames(), chosen, regions, layout, false, look.broken);
	}

	/** {@return the same, and whether its mask holds several structures} */
	CropPlan withSeveral(final boolean structures) {
		return new CropPlan(frames, chosen, regions, layout, structures, broken);
	}

	/**
	 * What somebody made of it. A rectangle that he left as it was, and whose place was sure, stays a found one; all others are
	 * his.
	 */
	CropPlan corrected(final FrameReader reader, final List<Box> boxes, final boolean blank) {
		final ClipText text = new ClipText();
		final List<ArrayImg<ARGBType, IntArray>> ends = look(reader, text, null).ends;
		final Function<Box, CropRegion> his = box -> new CropRegion(new FieldOfView(box, 1, ""), List.of(),
			CropRegion.Origin.CORRECTED, "").withText(text(ends, text, box), blank);
		return new CropPlan(frames, chosen, boxes.stream().map(box -> regions.stream().filter(region -> region.field().box().equals(
			box) && region.field().score() >= FieldOfView.CERTAIN).findFirst().orElseGet(() -> his.apply(box))).toList(), layout,
			several, broken);
	}

	/** {@return the one picture of the screen, by its pixels and what its header says} */
	private static FieldOfView found(final Detector detector, final FrameReader reader, final Search search) {
		if (search.published()) return detector.uusic(search.tolerance());
		final FieldOfView found = detector.sector(search.tolerance());
		return ScannerRegions.of(reader.header(), reader.width(), reader.height()).map(region -> ScannerRegions.weigh(found,
			region, detector.isTextured(region), reader.width(), reader.height())).orElse(found);
	}

	private static List<FieldOfView> fields(final Detector detector, final FrameReader reader, final String name,
		final Search search, final FieldOfView found)
	{
		if (search.auto()) return ScannerRegions.weigh(detector.fields(search.tolerance()), ScannerRegions.all(reader.header(),
			reader.width(), reader.height()), detector, reader.width(), reader.height());
		if (search.views() == null) return List.of(found);
		for (final Box view : search.views())
			if (!FixedViews.fits(view, reader.width(), reader.height())) throw new SonoflowException.Input(String.format(
				Locale.ROOT, "views: the rectangle %d,%d,%d,%d does not lie in %s, which has %d x %d pixels. Give other " +
					"rectangles, or mode=sector, which finds the picture.", view.x(), view.y(), view.w(), view.h(), name, reader
						.width(), reader.height()));
		return search.views().stream().map(view -> detector.fixed(view, search.tolerance())).toList();
	}

	/**
	 * Looks at a file's frames once, in their order: to go back in a clip is dear. One that cannot be read ends it, but for the
	 * first.
	 *
	 * @param detector null if the field of view is known
	 */
	private static Look look(final FrameReader reader, final ClipText text,
		final Detector detector)
	{
		final int last = reader.frames() - 1;
		final List<ArrayImg<ARGBType, IntArray>> ends = new ArrayList<>();
		for (final int frame : Detector.looks(reader.frames())) {
			final ArrayImg<ARGBType, IntArray> shown;
			try {
				shown = reader.color(frame);
			}
			catch (final SonoflowException.File e) {
				if (frame == 0) throw e;
				return new Look(ends, frame, Found.damage(e));
			}
			if (detector != null) detector.add(shown);
			text.add(shown);
			if (frame == 0 || frame == last / 2 || frame == last) ends.add(shown);
		}
		return new Look(ends, reader.frames(), null);
	}

	/** In a clip also what stands in the first, middle or last frame only. */
	private static List<Box> text(final List<ArrayImg<ARGBType, IntArray>> ends, final ClipText text, final Box box) {
		if (ends.size() > 1) ends.forEach(frame -> text.look(frame, box));
		return text.find(box);
	}

	/** {@return the fields of view of all regions} */
	List<FieldOfView> fields() {
		return regions.stream().map(CropRegion::field).toList();
	}

	/** {@return the part of a box on the screen that lies in a region, from the region's corner, in the crop's pixels} */
	static Box inCrop(final Box box, final Box region, final int size) {
		final double across = size == 0 ? 1 : (double) size / region.w();
		final double down = size == 0 ? 1 : (double) size / region.h();
		final int left = (int) Math.floor((box.x() - region.x()) * across);
		final int top = (int) Math.floor((box.y() - region.y()) * down);
		return new Box(left, top, (int) Math.ceil((box.x() + box.w() - region.x()) * across) - left, (int) Math.ceil((box.y() +
			box.h() - region.y()) * down) - top);
	}
}
