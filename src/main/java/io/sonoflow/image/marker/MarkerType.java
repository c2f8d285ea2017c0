package io.sonoflow.image.marker;

import java.util.List;
import java.util.Locale;

/** The six kinds of marks that scanners and readers burn into ultrasound images. */
public enum MarkerType {

	/** measuring circles, ~10 px */
	CIRCLE(MarkerShape.CIRCLE),
	/** measuring crosses, ~18 px */
	PLUS(MarkerShape.PLUS),
	/** dots of caliper lines, 2 px */
	DOT(MarkerShape.DOT),
	/** dashes, 10 x 5 px */
	LONG_DASH(MarkerShape.LONG_DASH),
	/** dashes, 5 x 5 px */
	SMALL_DASH(MarkerShape.SMALL_DASH),
	/** white bar 18 x 125 px at the left, depth scale 20 x 300 px at the right */
	SIDE_BARS(MarkerShape.WHITE_BAR, MarkerShape.SCALE_BAR);

	private final List<MarkerShape> shapes;

	MarkerType(final MarkerShape... shapes) {
		this.shapes = List.of(shapes);
	}

	/** @return the outlines this kind consists of */
	public List<MarkerShape> shapes() {
		return shapes;
	}

	/** @return the name for tables and macros, e.g. {@code long-dash} */
	public String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}
}
