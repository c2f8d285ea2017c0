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
import io.sonoflow.step.translate.TranslateUltrasound;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.NumericType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Translates frames by a model of Train Translator: colour Doppler into grey, or grey into colour. What is outside of the region
 * stays as it is. As Translate Ultrasound does with an open clip.
 *
 * <pre>
 * List&lt;RandomAccessibleInterval&lt;UnsignedByteType&gt;&gt; grey = Translation.toGrey(model, frames, 0);
 * </pre>
 */
public final class Translation {

	private Translation() {
	}

	/**
	 * Translates a clip of colour Doppler into grey.
	 *
	 * @implNote op names='ultrasound.translateToGrey'
	 * @param <T> pixel type
	 * @param model file of a translator with direction=grey
	 * @param frames in colour, of equal size, whole screens: where the flow is, is found
	 * @param seed of the noise that becomes speckle
	 * @return as many frames in grey, (x, y), 8-bit
	 * @throws SonoflowException if the file is no such model, or no frame shows colour flow
	 */
	public static <T extends NumericType<T>> List<RandomAccessibleInterval<UnsignedByteType>> toGrey(final File model,
		final List<? extends RandomAccessibleInterval<T>> frames, final long seed)
	{
		return grey(run(model, frames, null, seed));
	}

	/**
	 * Translates regions of a clip into grey.
	 *
	 * @implNote op names='ultrasound.translateToGrey'
	 * @param <T> pixel type of the frames
	 * @param <R> pixel type of the masks
	 * @param model file of a translator with direction=grey
	 * @param frames of equal size
	 * @param masks one a frame, as large: not 0 where it is translated
	 * @param seed of the noise that becomes speckle
	 * @return as many frames in grey, (x, y), 8-bit
	 * @throws SonoflowException if the file is no such model, or frames and masks do not fit
	 */
	public static <T extends NumericType<T>, R extends NumericType<R>> List<RandomAccessibleInterval<UnsignedByteType>> toGrey(
		final File model, final List<? extends RandomAccessibleInterval<T>> frames,
		final List<? extends RandomAccessibleInterval<R>> masks, final long seed)
	{
		return grey(run(model, frames, Arguments.all(masks, "masks", "masks (x, y)"), seed));
	}

	/**
	 * Paints colour flow into regions of a clip: what it could look like, no measurement.
	 *
	 * @implNote op names='ultrasound.translateToColour'
	 * @param <T> pixel type of the frames
	 * @param <R> pixel type of the masks
	 * @param model file of a translator with direction=colour
	 * @param frames of equal size
	 * @param masks one a frame, as large: not 0 where colour is painted
	 * @param seed of the noise that becomes texture
	 * @return as many frames in colour, (x, y)
	 * @throws SonoflowException if the file is no such model, or frames and masks do not fit
	 */
	public static <T extends NumericType<T>, R extends NumericType<R>> List<RandomAccessibleInterval<ARGBType>> toColour(
		final File model, final List<? extends RandomAccessibleInterval<T>> frames,
		final List<? extends RandomAccessibleInterval<R>> masks, final long seed)
	{
		final TranslateUltrasound.Result result = run(model, frames, Arguments.all(masks, "masks", "masks (x, y)"), seed);
		if (result.colour().isEmpty()) throw new SonoflowException.Input("model=" + model +
			" translates into grey. Give one that was trained with direction=colour.");
		return new ArrayList<>(result.colour());
	}

	private static List<RandomAccessibleInterval<UnsignedByteType>> grey(final TranslateUltrasound.Result result) {
		if (result.grey().isEmpty()) throw new SonoflowException.Input(
			"The model translates into colour. Give one that was trained with direction=grey.");
		return new ArrayList<>(result.grey());
	}

	private static TranslateUltrasound.Result run(final File model, final List<? extends RandomAccessibleInterval<?>> frames,
		final List<? extends RandomAccessibleInterval<?>> masks, final long seed)
	{
		if (model == null) throw new SonoflowException.Input(
			"model is missing. Give the model.safetensors of \"Train Translator...\".");
		final TranslateUltrasound step = new TranslateUltrasound(model, null);
		step.open = new TranslateUltrasound.OpenPicture("frames", Arguments.clip(frames, "translate"), masks == null
			? null : Arguments.clip(masks, "translate"));
		step.computation.seed = seed;
		return step.run(Monitor.NONE);
	}
}
