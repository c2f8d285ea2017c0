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
package io.sonoflow.step.segment;

import io.sonoflow.Monitor;
import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.Mask;

import java.util.List;
import java.util.function.Supplier;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Finds structures in pictures, one frame after the other. */
interface Answerer extends AutoCloseable {

	/**
	 * What is looked at.
	 *
	 * @param picture number of the picture in the run
	 * @param frame of it, from 0
	 * @param name in tables
	 * @param gray its grey values
	 * @param color as a viewer shows it; made when it is asked for
	 * @param box the part that is looked at
	 */
	record Frame(int picture, int frame, String name, ArrayImg<UnsignedByteType, ByteArray> gray,
		Supplier<ArrayImg<ARGBType, IntArray>> color, Box box)
	{
	}

	/**
	 * An object by itself.
	 *
	 * @param structure number of what it is
	 * @param box round it
	 * @param mask in the box
	 */
	record Part(int structure, Box box, Mask mask) {

		/** {@return an object by a mask of the picture's size, not empty} */
		static Part of(final int structure, final Mask whole) {
			final Box box = whole.box().orElseThrow();
			return new Part(structure, box, whole.cut(box));
		}
	}

	/**
	 * What was found.
	 *
	 * @param masks one a structure, no two of which share a pixel
	 * @param parts the objects, in their order; null = the connected parts of the masks
	 * @param deviation uncertainty of each pixel, 0..0.5; null = it was not asked for
	 * @param emptied names of structures of which the post-processing left nothing
	 */
	record Answer(List<Mask> masks, List<Part> parts, float[] deviation, List<String> emptied) {
	}

	/** {@return names of the structures} */
	List<String> structures();

	/** {@return values of the structures in the masks of a picture} */
	OutputValues values(int picture);

	/** {@return the same of all pictures, in words} */
	String legend();

	/** {@return the organ of a picture, as tables have it} */
	String organ(int picture);

	Answer answer(Frame frame);

	/** Says at the end what should be known. */
	default void tell(final Monitor monitor) {
		// Mostly nothing.
	}

	@Override
	void close();
}
