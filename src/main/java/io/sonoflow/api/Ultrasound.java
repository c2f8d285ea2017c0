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

import io.sonoflow.SonoflowException;
import io.sonoflow.image.Box;
import io.sonoflow.image.GrayLevels;
import io.sonoflow.image.Images;
import io.sonoflow.image.crop.Detector;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.FixedViews;
import io.sonoflow.image.resize.Interpolation;
import io.sonoflow.image.resize.Resize;

import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * Cutting the ultrasound picture out of a scanner's screen, grey levels, and size.
 *
 * <pre>
 * FieldOfView found = Ultrasound.fieldOfView(screen, 5); // box, score, reason
 * RandomAccessibleInterval&lt;UnsignedByteType&gt; picture = Ultrasound.crop(screen, found.box());
 * RandomAccessibleInterval&lt;UnsignedByteType&gt; small = Ultrasound.resize(picture, 256, 256);
 * </pre>
 *
 * Images are planes (x, y) of grey values 0..255 of any real type, or of colours ({@code ARGBType}), or (x, y, 3) with red,
 * green and blue 0..255. Crops are views on the image, in its own pixel type and beginning at (0, 0): nothing is copied.
 * All methods are pure and thread-safe.
 */
public final class Ultrasound {

	/** Levels round a margin's colour that still count as margin, the default of Crop Ultrasound. */
	public static final int TOLERANCE = 5;

	private Ultrasound() {
	}

	/**
	 * Finds the field of view on a scanner's screen: linear or convex, margins of any grey level, window frames, text and
	 * rulers round it.
	 *
	 * @implNote op names='ultrasound.fieldOfView'
	 * @param <T> pixel type
	 * @param image screen, grey or colour
	 * @param tolerance levels round a margin's colour that still count as margin, 0..255; usual 5
	 * @return box in pixels, score 0..1, and why somebody should look at it, if somebody should
	 * @throws SonoflowException.Input if the image or the tolerance is not as described
	 */
	public static <T extends NumericType<T>> FieldOfView fieldOfView(final RandomAccessibleInterval<T> image,
		final int tolerance)
	{
		return detector(List.of(Arguments.image(image)), tolerance).sector(tolerance);
	}

	/**
	 * Finds one field of view for all frames of a clip: what is in shadow in one frame is found by another.
	 *
	 * @implNote op names='ultrasound.clipFieldOfView'
	 * @param <T> pixel type
	 * @param frames of equal size, at least one; nine of them, spread evenly, are looked at
	 * @param tolerance levels round a margin's colour that still count as margin, 0..255; usual 5
	 * @return box in pixels, the same in every frame, score 0..1 and reason
	 * @throws SonoflowException.Input if a frame or the tolerance is not as described
	 */
	public static <T extends NumericType<T>> FieldOfView clipFieldOfView(
		final List<? extends RandomAccessibleInterval<T>> frames, final int tolerance)
	{
		return detector(frames, tolerance).sector(tolerance);
	}

	/**
	 * Finds the echogenic sector by the published rule (MICCAI 2025 UUSIC challenge): the largest component that is not
	 * dark background.
	 *
	 * @implNote op names='ultrasound.uusicFieldOfView'
	 * @param <T> pixel type
	 * @param image screen, grey or colour
	 * @param tolerance the brightest level that is dark, 0..255; published 5
	 * @return box in pixels, score 0..1 and reason
	 * @throws SonoflowException.Input if the image or the tolerance is not as described
	 */
	public static <T extends NumericType<T>> FieldOfView uusicFieldOfView(final RandomAccessibleInterval<T> image,
		final int tolerance)
	{
		return detector(List.of(Arguments.image(image)), tolerance).uusic(tolerance);
	}

	private static <T extends NumericType<T>> Detector detector(
		final List<? extends RandomAccessibleInterval<T>> frames, final int tolerance)
	{
		if (tolerance < 0 || tolerance > 255) throw new SonoflowException.Input("tolerance=" + tolerance +
			" is out of range. Give 0 to 255 grey levels.");
		Arguments.all(frames, "frames", "images (x, y)");
		if (frames.isEmpty()) throw new SonoflowException.Input("There is no frame to look at. Give at least one.");
		final RandomAccessibleInterval<T> first = Arguments.image(frames.get(0), "frames");
		for (final RandomAccessibleInterval<T> frame : frames)
			Arguments.sameSize(Arguments.image(frame, "frames"), "A frame", Images.width(first), Images.height(first),
				"the first one");
		final Detector detector = new Detector();
		for (final int frame : Detector.looks(frames.size()))
			detector.add(GrayLevels.colors(frames.get(frame)));
		return detector;
	}

	/**
	 * Cuts the field of view out of a scanner's screen, see {@link #fieldOfView}, with the usual tolerance.
	 *
	 * @implNote op names='ultrasound.crop'
	 * @param <T> pixel type
	 * @param image screen, grey or colour
	 * @return the picture; the whole image if there is no margin
	 * @throws SonoflowException.Input if the image is not as described
	 */
	public static <T extends NumericType<T>> RandomAccessibleInterval<T> crop(final RandomAccessibleInterval<T> image) {
		return crop(image, fieldOfView(image, TOLERANCE).box());
	}

	/**
	 * Cuts the field of view out of a scanner's screen, see {@link #fieldOfView}.
	 *
	 * @implNote op names='ultrasound.crop'
	 * @param <T> pixel type
	 * @param image screen, grey or colour
	 * @param tolerance levels round a margin's colour that still count as margin, 0..255; usual 5
	 * @return the picture; the whole image if there is no margin
	 * @throws SonoflowException.Input if the image or the tolerance is not as described
	 */
	public static <T extends NumericType<T>> RandomAccessibleInterval<T> crop(final RandomAccessibleInterval<T> image,
		final int tolerance)
	{
		return crop(image, fieldOfView(image, tolerance).box());
	}

	/**
	 * Cuts the echogenic sector out by the published rule, see {@link #uusicFieldOfView}.
	 *
	 * @implNote op names='ultrasound.uusicCrop'
	 * @param <T> pixel type
	 * @param image screen, grey or colour
	 * @param tolerance the brightest level that is dark, 0..255; published 5
	 * @return the picture
	 * @throws SonoflowException.Input if the image or the tolerance is not as described
	 */
	public static <T extends NumericType<T>> RandomAccessibleInterval<T> uusicCrop(
		final RandomAccessibleInterval<T> image, final int tolerance)
	{
		return crop(image, uusicFieldOfView(image, tolerance).box());
	}

	/**
	 * Cuts views out that stand at the same place on every screen of a scanner.
	 *
	 * @implNote op names='ultrasound.cropViews'
	 * @param <T> pixel type
	 * @param image screen, grey or colour
	 * @param views rectangles x,y,w,h in pixels, separated by semicolons, e.g. 185,130,300,300;485,130,300,300
	 * @return one picture a rectangle
	 * @throws SonoflowException.Input if a rectangle is none or does not lie in the image
	 */
	public static <T extends NumericType<T>> List<RandomAccessibleInterval<T>> cropViews(
		final RandomAccessibleInterval<T> image, final String views)
	{
		Arguments.image(image);
		return FixedViews.parse(views).stream().map(box -> crop(image, box)).toList();
	}

	/**
	 * Cuts a rectangle out.
	 *
	 * @implNote op names='ultrasound.crop'
	 * @param <T> pixel type
	 * @param image (x, y) or (x, y, anything)
	 * @param box rectangle in pixels from the image's upper left corner
	 * @return a view on it
	 * @throws SonoflowException.Input if the rectangle is empty or does not lie in the image
	 */
	public static <T extends NumericType<T>> RandomAccessibleInterval<T> crop(final RandomAccessibleInterval<T> image,
		final Box box)
	{
		Arguments.within(Arguments.image(image), box, "box");
		final long[] min = image.minAsLongArray();
		final long[] max = image.maxAsLongArray();
		min[0] += box.x();
		min[1] += box.y();
		max[0] = min[0] + box.w() - 1;
		max[1] = min[1] + box.h() - 1;
		return Views.zeroMin(Views.interval(image, min, max));
	}

	/**
	 * Takes the grey levels that all else here works on: real values rounded, of colours the luma (ITU-R 601, as PIL).
	 *
	 * @implNote op names='ultrasound.gray'
	 * @param <T> pixel type
	 * @param image grey or colour
	 * @return (x, y), 8-bit; an 8-bit grey image itself
	 * @throws SonoflowException.Input if it has another shape or pixel type, or values outside 0..255
	 */
	public static <T extends NumericType<T>> RandomAccessibleInterval<UnsignedByteType> gray(
		final RandomAccessibleInterval<T> image)
	{
		return GrayLevels.of(Arguments.image(image));
	}

	/**
	 * Resizes with the triangle filter, antialiased (PIL BILINEAR), as images become a classifier's input.
	 *
	 * @implNote op names='ultrasound.resize'
	 * @param <T> pixel type
	 * @param image (x, y) of real values
	 * @param width columns of the result, at least 1
	 * @param height rows of the result, at least 1
	 * @return a new image of the same pixel type
	 * @throws SonoflowException.Input if the image is no plane or a side is below 1
	 */
	public static <T extends RealType<T>> RandomAccessibleInterval<T> resize(final RandomAccessibleInterval<T> image,
		final int width, final int height)
	{
		return resize(image, width, height, Interpolation.BILINEAR_ANTIALIASED);
	}

	/**
	 * Resizes; of 8-bit images the result is PIL's to the bit, of others it is computed in float and held in the range of
	 * the pixel type.
	 *
	 * @implNote op names='ultrasound.resize'
	 * @param <T> pixel type
	 * @param image (x, y) of real values
	 * @param width columns of the result, at least 1
	 * @param height rows of the result, at least 1
	 * @param interpolation filter; NEAREST for masks
	 * @return a new image of the same pixel type
	 * @throws SonoflowException.Input if the image is no plane or a side is below 1
	 */
	public static <T extends RealType<T>> RandomAccessibleInterval<T> resize(final RandomAccessibleInterval<T> image,
		final int width, final int height, final Interpolation interpolation)
	{
		Arguments.plane(image, "image");
		Arguments.given(interpolation, "interpolation", "one of Interpolation, e.g. Interpolation.BICUBIC");
		if (width < 1 || height < 1) throw new SonoflowException.Input("An image cannot have " + width + " x " + height +
			" pixels. Give a width and a height of at least 1.");
		return Resizing.resized(image, width, height, interpolation);
	}

	/**
	 * Makes the square input of the diffusion models: the shorter side becomes the size, the middle is cut out.
	 *
	 * @implNote op names='ultrasound.centerCrop'
	 * @param <T> pixel type
	 * @param image grey or colour
	 * @param size side of the result in pixels, at least 1
	 * @return a new image, 8-bit grey
	 * @throws SonoflowException.Input if the image is not as described or the size below 1
	 */
	public static <T extends NumericType<T>> RandomAccessibleInterval<UnsignedByteType> centerCrop(
		final RandomAccessibleInterval<T> image, final int size)
	{
		if (size < 1) throw new SonoflowException.Input("size=" + size + " is below 1. Give pixels.");
		return Resize.centerCrop(GrayLevels.of(Arguments.image(image)), size);
	}
}
