package io.sonoflow.curate.memory;

/** How a training image lies in a generated one: the four mirrorings that keep depth and width apart. */
public enum Flip {
	/** As it is. */
	NONE(false, false),
	/** Left and right exchanged. */
	HORIZONTAL(true, false),
	/** Top and bottom exchanged. */
	VERTICAL(false, true),
	/** Both: turned by half a circle. */
	BOTH(true, true);

	private final boolean x;
	private final boolean y;

	Flip(final boolean x, final boolean y) {
		this.x = x;
		this.y = y;
	}

	/** @return the mirrored pixels, rows of side; a copy */
	float[] apply(final float[] pixels, final int side) {
		final float[] target = new float[pixels.length];
		for (int row = 0; row < side; row++)
			for (int column = 0; column < side; column++)
				target[row * side + column] = pixels[(y ? side - 1 - row : row) * side + (x ? side - 1 - column : column)];
		return target;
	}
}
