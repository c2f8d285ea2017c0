package io.sonoflow.image;

/**
 * A rectangle of pixels.
 *
 * @param x left column
 * @param y top row
 * @param w columns, at least 0
 * @param h rows, at least 0
 */
public record Box(int x, int y, int w, int h) {

	/** @return number of pixels */
	public long area() {
		return (long) w * h;
	}

	/** @return intersection over union, 0..1; 0 if both are empty */
	public double iou(final Box other) {
		final long iw = Math.max(0, Math.min(x + w, other.x + other.w) - Math.max(x, other.x));
		final long ih = Math.max(0, Math.min(y + h, other.y + other.h) - Math.max(y, other.y));
		final long union = area() + other.area() - iw * ih;
		return union == 0 ? 0 : (double) (iw * ih) / union;
	}
}
