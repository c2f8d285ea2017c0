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
package io.sonoflow.nn.sam;

import io.sonoflow.image.Box;

import java.util.List;
import java.util.Optional;

/**
 * What is asked of one object in a picture: a box round it, points, or both.
 *
 * @param name of the object, for messages and tables, e.g. {@code line 3}
 * @param structure what it is, e.g. {@code nodule}; empty = not said
 * @param box in pixels of the picture, inside of it, not empty
 * @param points in pixels of the picture
 */
public record Prompt(String name, String structure, Optional<Box> box, List<Point> points) {

	/** Copies the points. */
	public Prompt {
		points = List.copyOf(points);
		if (box.isEmpty() && points.isEmpty()) throw new IllegalArgumentException("a prompt of nothing: " + name);
		if (box.filter(each -> each.w() < 1 || each.h() < 1).isPresent()) throw new IllegalArgumentException("empty box: " + box);
	}

	/**
	 * A point.
	 *
	 * @param x column; the middle of the first pixel is 0
	 * @param y row, likewise
	 * @param inside whether it lies in what is meant, or beside it
	 */
	public record Point(double x, double y, boolean inside) {
	}

	/** {@return a box} */
	public static Prompt of(final String name, final Box box) {
		return new Prompt(name, "", Optional.of(box), List.of());
	}

	/** {@return points of one object} */
	public static Prompt of(final String name, final List<Point> points) {
		return new Prompt(name, "", Optional.empty(), points);
	}

	/** {@return the same with a name for what it is} */
	public Prompt structure(final String what) {
		return new Prompt(name, what, box, points);
	}
}
