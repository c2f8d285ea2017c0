package io.sonoflow.step;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.Detector;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.image.crop.ScannerRegions;

import java.util.List;
import java.util.Locale;

/**
 * What will be cut out of one file; made before anything is written.
 *
 * @param frames of the file
 * @param regions one a crop, the same in every frame
 */
record CropPlan(int frames, List<FieldOfView> regions) {

	/** Frames of a clip that are looked at to find its field of view, spread evenly. */
	private static final int LOOK_AT = 9;

	/** A fixed rectangle with a smaller share of pixels above the tolerance holds no picture. */
	private static final double FILLED = 0.05;

	/**
	 * @param name of the file, for messages
	 * @param views the rectangles; null to find the field of view
	 * @param published whether to find it by the published rule alone
	 */
	static CropPlan of(final FrameReader reader, final String name, final List<Box> views, final boolean published,
		final int tolerance)
	{
		if (views != null) for (final Box view : views)
			if (!FixedViews.fits(view, reader.width(), reader.height())) throw new SonoflowException.Input(String.format(
				Locale.ROOT, "views: the rectangle %d,%d,%d,%d does not lie in %s, which has %d x %d pixels. Give other " +
					"rectangles, or mode=sector, which finds the picture.", view.x(), view.y(), view.w(), view.h(), name, reader
						.width(), reader.height()));
		final Detector detector = new Detector();
		final int frames = reader.frames();
		final int looks = Math.min(frames, LOOK_AT);
		for (int i = 0; i < looks; i++)
			detector.add(reader.color(looks == 1 ? 0 : (int) ((long) i * (frames - 1) / (looks - 1))));
		if (views != null) return new CropPlan(frames, views.stream().map(view -> fixed(detector, view, tolerance))
			.toList());
		if (published) return new CropPlan(frames, List.of(detector.uusic(tolerance)));
		final FieldOfView found = detector.sector(tolerance);
		return new CropPlan(frames, List.of(ScannerRegions.of(reader.header(), reader.width(), reader.height()).map(
			region -> ScannerRegions.weigh(found, region, reader.width(), reader.height())).orElse(found)));
	}

	private static FieldOfView fixed(final Detector detector, final Box view, final int tolerance) {
		final double filled = detector.filled(view, tolerance);
		return filled >= FILLED ? new FieldOfView(view, 1, "") : new FieldOfView(view, filled / FILLED,
			"the rectangle is almost empty: is there a second view on this screen?");
	}
}
