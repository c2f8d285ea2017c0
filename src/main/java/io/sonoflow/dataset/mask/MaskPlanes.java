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
package io.sonoflow.dataset.mask;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.util.List;

/**
 * The masks of one picture, one for each structure of a {@link SegmentationSet} in its order, all of one size.
 *
 * @param planes at least one
 */
public record MaskPlanes(List<Mask> planes) {

	/** Copies the list. */
	public MaskPlanes {
		planes = List.copyOf(planes);
		for (final Mask plane : planes)
			if (plane.width() != planes.get(0).width() || plane.height() != planes.get(0).height())
				throw new IllegalArgumentException("planes of several sizes");
	}

	/** {@return columns} */
	public int width() {
		return planes.get(0).width();
	}

	/** {@return rows} */
	public int height() {
		return planes.get(0).height();
	}

	/** {@return the mask of a structure} */
	public Mask plane(final int structure) {
		return planes.get(structure);
	}

	/**
	 * By the nearest pixel, whose middle lies by the same rule as that of {@link Resize}'s filters: what is resized bilinearly
	 * stays under its mask.
	 *
	 * @param width columns, at least 1
	 * @param height rows, at least 1
	 */
	public MaskPlanes resized(final int width, final int height) {
		if (width == width() && height == height()) return this;
		return new MaskPlanes(planes.stream().map(plane -> Mask.of(Resize.resize(plane.toImage(), width, height,
			Interpolation.NEAREST))).toList());
	}

	/** {@return what lies in a rectangle of the picture} */
	public MaskPlanes cropped(final Box box) {
		return new MaskPlanes(planes.stream().map(plane -> Mask.of(Images.crop(plane.toImage(), box))).toList());
	}

	/**
	 * Writes 0 and 1.
	 *
	 * @param target gets structures x rows x columns values from offset on
	 */
	public void write(final float[] target, final int offset) {
		int at = offset;
		for (final Mask plane : planes)
			for (final boolean inside : plane.data())
				target[at++] = inside ? 1 : 0;
	}
}
