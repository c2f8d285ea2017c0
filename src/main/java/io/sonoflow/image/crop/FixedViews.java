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
package io.sonoflow.image.crop;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Box;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rectangles that are the same on every screen of a scanner. */
public final class FixedViews {

	/** Two views side by side on an Esaote screen of 800 x 600 pixels. */
	public static final String ESAOTE = "185,130,300,300;485,130,300,300";

	private static final Pattern RECTANGLE = Pattern.compile(
		"\\s*(\\d{1,6})\\s*,\\s*(\\d{1,6})\\s*,\\s*(\\d{1,6})\\s*,\\s*(\\d{1,6})\\s*");

	private FixedViews() {
	}

	/**
	 * @param text rectangles x,y,w,h in pixels, separated by semicolons
	 * @return at least one
	 * @throws SonoflowException.Input if the text is none
	 */
	public static List<Box> parse(final String text) {
		final List<Box> boxes = new ArrayList<>();
		for (final String part : (text == null ? "" : text).split(";", -1)) {
			final Matcher matcher = RECTANGLE.matcher(part);
			if (!matcher.matches()) throw wrong(text, "\"" + part.strip() + "\" is not four whole numbers");
			final Box box = new Box(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), Integer
				.parseInt(matcher.group(3)), Integer.parseInt(matcher.group(4)));
			if (box.area() == 0) throw wrong(text, "\"" + part.strip() + "\" is empty");
			boxes.add(box);
		}
		return boxes;
	}

	/** {@return whether the views are to be found instead of given} */
	public static boolean isAuto(final String text) {
		return "auto".equals(text);
	}

	private static SonoflowException wrong(final String text, final String what) {
		return new SonoflowException.Input("views=" + text + ": " + what +
			". Give rectangles x,y,w,h in pixels, separated by semicolons, e.g. " + ESAOTE + ", or auto.");
	}

	/** {@return whether the rectangle lies in an image of this size} */
	public static boolean fits(final Box box, final int width, final int height) {
		return (long) box.x() + box.w() <= width && (long) box.y() + box.h() <= height;
	}
}
