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
package io.sonoflow.image.phantom;

/**
 * What determines a phantom, to the bit: two views of equal specification are equal, whoever computes them and in
 * whichever order. The anatomy, the patient effects and the scatterers' positions do not depend on
 * {@code inhomogeneous}, so that a view has a twin of the other class.
 *
 * @param seed the user's seed
 * @param organ what is shown
 * @param patient index from 0; patient effects (gain, depth, frequency) hang on it
 * @param side 0 left, 1 right; shape and disease hang on (patient, side)
 * @param view 0 transverse, 1 sagittal
 * @param size pixels along either edge, 64 to 1024
 * @param inhomogeneous whether the parenchyma's scatterer density is patchy; of other organs than testis and thyroid, whether
 *          it is not normal
 * @param site whose scanner it is, from 0
 */
public record ViewSpec(long seed, Organ organ, int patient, int side, int view, int size, boolean inhomogeneous, int site) {

	/** Smallest and largest edge in pixels. */
	public static final int MIN_SIZE = 64, MAX_SIZE = 1024;

	public ViewSpec {
		if (size < MIN_SIZE || size > MAX_SIZE) throw new IllegalArgumentException("size " + size + " is outside " +
			MIN_SIZE + ".." + MAX_SIZE);
		if (patient < 0 || side < 0 || side > 1 || view < 0 || view > 1) throw new IllegalArgumentException("patient " +
			patient + ", side " + side + ", view " + view + ": patient must be at least 0, side and view 0 or 1");
		if (site < 0 || site >= Scanner.MOST) throw new IllegalArgumentException("site " + site + " is outside 0.." + (Scanner.MOST -
			1));
	}

	/** A view of the first site. */
	public ViewSpec(final long seed, final Organ organ, final int patient, final int side, final int view, final int size,
		final boolean inhomogeneous)
	{
		this(seed, organ, patient, side, view, size, inhomogeneous, 0);
	}

	/** {@return the scanner as set for the patient} */
	Acquisition acquisition() {
		return Scanner.of(site).set(Acquisition.draw(seed, organ, patient));
	}
}
