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

import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.GrayLevels;
import io.sonoflow.image.Images;
import io.sonoflow.image.augment.Augmentation;
import io.sonoflow.image.augment.MarkerInsertion;
import io.sonoflow.image.marker.Marker;
import io.sonoflow.image.marker.MarkerType;

import java.util.Collection;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.LongArray;
import net.imglib2.type.logic.BitType;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * The marks that scanners and readers burn into ultrasound images: inserted with their mask, to see whether a classifier
 * looks at them, and as the training augmentation that teaches it not to.
 *
 * <pre>
 * MarkedImage marked = Markers.insert(picture, 0);
 * double share = Classification.explain(marked.image(), model).share(marked.mask());
 * </pre>
 */
public final class Markers {

	private Markers() {
	}

	/**
	 * Inserts measuring marks: two circles, and two pluses with a dotted line between them.
	 *
	 * @implNote op names='ultrasound.insertMarkers'
	 * @param <T> pixel type
	 * @param image grey or colour; left as it is
	 * @param seed decides the places
	 * @return the grey image with white marks, their mask, and the marks
	 * @throws SonoflowException.Input if it is no image of grey levels or colours
	 */
	public static <T extends NumericType<T>> MarkedImage insert(final RandomAccessibleInterval<T> image, final long seed) {
		return insert(image, MarkerInsertion.MEASURING, seed);
	}

	/**
	 * Inserts marks of the given kinds. A mark lies at the same place whichever other kinds are wanted.
	 *
	 * @implNote op names='ultrasound.insertMarkers'
	 * @param <T> pixel type
	 * @param image grey or colour; left as it is
	 * @param types kinds, in any order
	 * @param seed decides the places
	 * @return the grey image with white marks, their mask, and the marks
	 * @throws SonoflowException.Input if it is no image of grey levels or colours
	 */
	public static <T extends NumericType<T>> MarkedImage insert(final RandomAccessibleInterval<T> image,
		final Collection<MarkerType> types, final long seed)
	{
		final MarkerInsertion.Marked marked = MarkerInsertion.insert(GrayLevels.of(Arguments.image(image)),
			Arguments.all(types, "types", "kinds of marks, e.g. List.of(MarkerType.CIRCLE)"), RandomStream.of(seed,
			"markers"));
		final int width = Images.width(image);
		final ArrayImg<BitType, LongArray> mask = ArrayImgs.bits(width, Images.height(image));
		int i = 0;
		for (final BitType pixel : mask)
			pixel.set(marked.mask()[i++]);
		return new MarkedImage(marked.image(), mask, marked.markers());
	}

	/**
	 * Draws marks at given places, antialiased.
	 *
	 * @implNote op names='ultrasound.drawMarkers'
	 * @param <T> pixel type
	 * @param image grey or colour; left as it is
	 * @param markers in the order of drawing; parts outside the image are left out
	 * @return a new image, 8-bit grey
	 * @throws SonoflowException.Input if it is no image of grey levels or colours
	 */
	public static <T extends NumericType<T>> RandomAccessibleInterval<UnsignedByteType> draw(
		final RandomAccessibleInterval<T> image, final List<Marker> markers)
	{
		return io.sonoflow.image.marker.Markers.draw(GrayLevels.of(Arguments.image(image)), Arguments.all(markers,
			"markers", "marks, e.g. MarkedImage.markers()"));
	}

	/**
	 * Makes one view as a training sees it, by the published augmentation: edges cut, flipped, with marks, shifted down,
	 * each with its probability.
	 *
	 * @implNote op names='ultrasound.augment'
	 * @param <T> pixel type
	 * @param image grey or colour; left as it is
	 * @param strength factor of the probabilities of marks, at least 0; 1 = published, 0 = no marks
	 * @param seed decides all draws
	 * @return a new image, 8-bit grey, as high, and as wide or narrower
	 * @throws SonoflowException.Input if the strength is below 0 or it is no image of grey levels or colours
	 */
	public static <T extends NumericType<T>> RandomAccessibleInterval<UnsignedByteType> augment(
		final RandomAccessibleInterval<T> image, final double strength, final long seed)
	{
		if (!(strength >= 0 && strength < Double.POSITIVE_INFINITY)) throw new SonoflowException.Input("strength=" + strength +
			" is out of range. Allowed: a number of at least 0; 1 = the published probabilities.");
		return Augmentation.published().withMarkers(strength).apply(GrayLevels.of(Arguments.image(image)),
			RandomStream.of(seed, "augment"));
	}
}
