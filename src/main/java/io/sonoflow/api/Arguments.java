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
package io.sonoflow.api;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.MemoryFrames;
import io.sonoflow.image.Box;
import io.sonoflow.image.GrayLevels;
import io.sonoflow.image.Images;
import io.sonoflow.image.crop.FixedViews;

import java.util.Collection;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.ARGBType;

/**
 * The checks of what scripts give to this package: every wrong argument is a {@link SonoflowException.Input} that says what
 * is wrong, why, and what to give instead. The engines underneath take correct arguments for granted.
 */
final class Arguments {

	/** Sides of the window of structural similarity. */
	private static final int SSIM_WINDOW = 11;

	/** What a range of values is. */
	static final String RANGE =
		"the difference between the brightest and the darkest possible value, 255 for 8-bit images";

	private Arguments() {
	}

	/**
	 * @param value what was given
	 * @param name of the argument
	 * @param advice what it should be, after "Give"
	 * @return the value
	 * @throws SonoflowException.Input if it is null
	 */
	static <A> A given(final A value, final String name, final String advice) {
		if (value == null) throw new SonoflowException.Input(name + " is missing: null was given. Give " + advice + ".");
		return value;
	}

	/** {@return the collection; none of its items is null} */
	static <C extends Collection<?>> C all(final C values, final String name, final String advice) {
		int number = 0;
		for (final Object value : given(values, name, advice))
			given(value, "Item " + number++ + " of " + name, advice);
		return values;
	}

	/**
	 * {@return the frames of a clip, at least one, each as large as the first}
	 *
	 * @param what is to be done with them, for the message
	 */
	static MemoryFrames clip(final List<? extends RandomAccessibleInterval<?>> frames, final String what) {
		if (all(frames, "frames", "images (x, y)").isEmpty()) throw new SonoflowException.Input("There is no frame to " + what +
			". Give at least one.");
		final RandomAccessibleInterval<?> first = image(frames.get(0), "frames");
		return new MemoryFrames(frames.stream().map(frame -> {
			sameSize(image(frame, "frames"), "A frame", Images.width(first), Images.height(first), "the first one");
			final RandomAccessibleInterval<ARGBType> colours = GrayLevels.colors(frame);
			return ArrayImgs.argbs(Images.colors(colours).clone(), Images.width(colours), Images.height(colours));
		}).toList());
	}

	/** {@return the image; it has at least columns and rows} */
	static <I extends RandomAccessibleInterval<?>> I image(final I image, final String name) {
		final int dimensions = given(image, name, "an ImgLib2 image (x, y)").numDimensions();
		if (dimensions < 2) throw new SonoflowException.Input(name + " has " + dimensions +
			" dimension, so it has no rows. Give an image (x, y).");
		return image;
	}

	/** {@return the image} */
	static <I extends RandomAccessibleInterval<?>> I image(final I image) {
		return image(image, "image");
	}

	/** {@return the image; it is a plane} */
	static <I extends RandomAccessibleInterval<?>> I plane(final I image, final String name) {
		final int dimensions = image(image, name).numDimensions();
		if (dimensions > 2) throw new SonoflowException.Input(name + " has " + dimensions +
			" dimensions, but this works on one plane. Give a plane (x, y); of a stack take one plane after the other" +
			" (Views.hyperSlice).");
		return image;
	}

	/** Holds that one image is as large as another. */
	static void sameSize(final RandomAccessibleInterval<?> image, final String name, final int width, final int height,
		final String other)
	{
		if (Images.width(image) != width || Images.height(image) != height) throw new SonoflowException.Input(name + " has " +
			size(image) + " pixels, but " + other + " has " + width + " x " + height +
			"; pixels are compared one by one. Give both in the same size (Ultrasound.resize).");
	}

	/** Holds that an image can be compared with its reference. */
	static void compared(final RandomAccessibleInterval<?> image, final RandomAccessibleInterval<?> reference) {
		plane(reference, "reference");
		sameSize(plane(image, "image"), "image", Images.width(reference), Images.height(reference), "reference");
	}

	/** Holds that structural similarity can be had of an image and its reference. */
	static void similar(final RandomAccessibleInterval<?> image, final RandomAccessibleInterval<?> reference,
		final double range)
	{
		compared(image, reference);
		if (Math.min(Images.width(image), Images.height(image)) < SSIM_WINDOW) throw new SonoflowException.Input("The images" +
			" have " + size(image) + " pixels, but the window of structural similarity has " + SSIM_WINDOW + " x " +
			SSIM_WINDOW + ". Give images that are at least so large.");
		positive(range, "range", RANGE);
	}

	/** Holds that a number is finite and above 0. */
	static void positive(final double value, final String name, final String advice) {
		if (!(value > 0 && value < Double.POSITIVE_INFINITY)) throw new SonoflowException.Input(name + "=" + value +
			" is out of range: it must be above 0 and finite. Give " + advice + ".");
	}

	/** Holds that a whole number lies between two others. */
	static void range(final int value, final int least, final int most, final String name) {
		if (value < least || value > most) throw new SonoflowException.Input(name + "=" + value +
			" is out of range. Give a whole number from " + least + " to " + most + ".");
	}

	/** Holds that no value is NaN. */
	static void numbers(final double[] values, final String name) {
		for (int i = 0; i < values.length; i++)
			if (Double.isNaN(values[i])) throw new SonoflowException.Input(name + " holds NaN at place " + i +
				", which is above and below nothing. Give numbers.");
	}

	/** Holds that there is one item of each of two lists. */
	static void sameLength(final int first, final String name, final int second, final String other) {
		if (first != second) throw new SonoflowException.Input(name + " has " + first + " items, but " + other + " has " +
			second + "; they belong together one by one. Give as many of each.");
	}

	/** {@return the rectangle; it is not empty and lies in the image} */
	static Box within(final RandomAccessibleInterval<?> image, final Box box, final String name) {
		given(box, name, "a Box(x, y, w, h) in pixels from the image's upper left corner");
		if (box.x() < 0 || box.y() < 0 || box.w() < 1 || box.h() < 1 || !FixedViews.fits(box, Images.width(image), Images
			.height(image))) throw new SonoflowException.Input("The rectangle " + box.x() + "," + box.y() + "," + box.w() + "," +
				box.h() + " does not lie in the image, which has " + size(image) +
				" pixels. Give another one, x,y,w,h from its upper left corner.");
		return box;
	}

	/** {@return the name of a device} */
	static String device(final String name) {
		return given(name, "device", "auto, cpu, gpu0, ... or mps");
	}

	/** {@return the monitor} */
	static Monitor monitor(final Monitor monitor) {
		return given(monitor, "monitor", "Monitor.NONE or Progress.console(\"title\")");
	}

	/** {@return width x height} */
	static String size(final RandomAccessibleInterval<?> image) {
		return Images.width(image) + " x " + Images.height(image);
	}
}
