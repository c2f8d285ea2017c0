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

import io.sonoflow.image.Images;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.parameter.Lists;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The values by which masks that are written show the structures of a model: those of the masks that it learned from, so that
 * whoever reads these reads the written ones, too. See {@link OrganValues}.
 *
 * @param values one a structure, 1..255, all different
 */
record OutputValues(int[] values) {

	private static final int ONLY = 255;

	/**
	 * The first value of each structure in the masks, where they agree on one that no structure before it has; of the others 255
	 * for a structure that is whatever is not 0, and free numbers from 1 on.
	 *
	 * @param structures names, in the model's order
	 * @param rules what values mean in each part of the data set: name or name:value or name:value+value, separated by commas
	 */
	static OutputValues of(final List<String> structures, final Collection<String> rules) {
		final List<Set<Integer>> known = known(structures, rules);
		final int[] values = new int[structures.size()];
		final Set<Integer> taken = new TreeSet<>();
		for (int i = 0; i < values.length; i++)
			if (known.get(i).size() == 1 && taken.add(known.get(i).iterator().next())) values[i] = known.get(i).iterator().next();
		for (int i = 0; i < values.length; i++) {
			final boolean any = values.length == 1 || rules.stream().flatMap(rule -> Lists.texts(rule).stream())
				.anyMatch(structures.get(i)::equals);
			if (values[i] == 0 && any && known.get(i).isEmpty() && taken.add(ONLY)) values[i] = ONLY;
			for (int free = 1; values[i] == 0; free++)
				if (taken.add(free)) values[i] = free;
		}
		return new OutputValues(values);
	}

	/** {@return of each structure the first value that each rule gives it} */
	private static List<Set<Integer>> known(final List<String> structures, final Collection<String> rules) {
		final List<Set<Integer>> known = new ArrayList<>();
		structures.forEach(structure -> known.add(new TreeSet<>()));
		for (final String rule : rules)
			for (final String each : Lists.texts(rule)) {
				final int colon = each.lastIndexOf(':');
				final int structure = colon < 1 ? -1 : structures.indexOf(each.substring(0, colon));
				if (structure >= 0) known.get(structure).add(Integer.parseInt(each.substring(colon + 1).split("\\+")[0]));
			}
		return known;
	}

	/** {@return name:value of each, as {@link #of} reads it} */
	String note(final List<String> structures) {
		return note(structures, null);
	}

	/** {@return the same of the structures that are wanted; null = of all} */
	String note(final List<String> structures, final boolean[] wanted) {
		return IntStream.range(0, values.length).filter(i -> wanted == null || wanted[i]).mapToObj(i -> structures.get(i) + ":" +
			values[i]).collect(Collectors.joining(","));
	}

	/** {@return an 8-bit image of masks of which no two share a pixel} */
	ArrayImg<UnsignedByteType, ByteArray> image(final List<Mask> masks) {
		final byte[] pixels = new byte[masks.get(0).data().length];
		for (int k = 0; k < values.length; k++) {
			final boolean[] inside = masks.get(k).data();
			for (int i = 0; i < pixels.length; i++)
				if (inside[i]) pixels[i] = (byte) values[k];
		}
		return Images.bytes(pixels, masks.get(0).width(), masks.get(0).height());
	}

	/**
	 * @param pixels as they stand in the file of such an image, row by row
	 * @return the masks of the structures
	 */
	List<Mask> masks(final byte[] pixels, final int width, final int height) {
		return Arrays.stream(values).mapToObj(value -> Mask.of(width, height, i -> (pixels[i] & ONLY) == value)).toList();
	}
}
