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
package io.sonoflow.diffusion;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.unet.UNetConfig;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The distribution of its training images, noted in a diffusion model's file, and who needs it. */
public final class GaussianNote {

	/** In the file's notes. */
	public static final String START = "start";

	/** Channels in a group: with so few it was measured. */
	private static final int BLIND = 2;

	private GaussianNote() {
	}

	/** {@return the notes and this one} */
	public static Map<String, String> added(final Map<String, String> notes, final GaussianStart start) {
		final Map<String, String> all = new LinkedHashMap<>(notes);
		all.put(START, start.encode());
		return all;
	}

	/**
	 * @param notes of the model's file
	 * @param asked the key start
	 * @throws SonoflowException.Input if the file has none
	 * @throws SonoflowException.File if it is damaged, or of images of another size
	 */
	public static GaussianStart read(final Map<String, String> notes, final double asked, final Path model, final int size) {
		final String note = notes.get(START);
		if (note == null) throw new SonoflowException.Input("start=" + asked + " needs to know how the training images are " +
			"distributed, which " + model + " does not say: only models of \"Train Diffusion...\" do. Leave start out.");
		try {
			final GaussianStart start = GaussianStart.decode(note);
			if (start.side() == size) return start;
			throw new IllegalArgumentException("it is of images of " + start.side() + " pixels");
		}
		catch (final IllegalArgumentException e) {
			throw new SonoflowException.File("The header of " + model + " is damaged: its distribution of training images " +
				"cannot be read (" + e.getMessage() + "). Train the model again, take another copy, or leave start out.", e);
		}
	}

	/**
	 * A group norm of one or two channels takes away most of each channel's mean and contrast, also right before the last
	 * convolution, so the network can hardly tell the noise's (measured: they follow the input's by 2 % and 4 % with one
	 * channel a group, by 9 % and 7 % with two). The image that follows from such an estimate of the noise is 6 times as
	 * wrong as the mean image at 99 % of the noise levels, 2000 times at the last. A network that tells the image or the
	 * velocity has no such error to enlarge.
	 */
	public static void warnOfBlindness(final UNetConfig network, final Prediction prediction, final String advice,
		final Monitor monitor)
	{
		final int perGroup = network.channelsPerGroup();
		if (prediction == Prediction.NOISE && perGroup <= BLIND) monitor.warn("The network predicts the noise with only " +
			network.shape().widths().get(0) + " channels at its finest level, " + (perGroup == 1 ? "one" : "two") +
			" for each group of its norms, and so hardly sees brightness and contrast: images that start from pure noise may " +
			"come out black, white or as noise. " + advice);
	}
}
