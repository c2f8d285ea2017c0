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
package io.sonoflow.step.translate;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameRate;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.diffusion.translate.ClipPair;
import io.sonoflow.diffusion.translate.OpenPair;
import io.sonoflow.image.doppler.DopplerParts;
import io.sonoflow.nn.translate.Direction;
import io.sonoflow.read.video.ClipCodec;
import io.sonoflow.read.video.ClipWriter;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a clip before it is translated.
 *
 * @param frames how many
 * @param width columns
 * @param height rows
 * @param rate of the frames
 * @param guessed whether the clip does not say it
 * @param paired whether the truth is known
 */
record ClipLook(int frames, int width, int height, FrameRate rate, boolean guessed, boolean paired) {

	/** Where a clip does not say its rate. */
	static final FrameRate USUAL = new FrameRate(25, 1);

	/**
	 * Sees that there is something to translate.
	 *
	 * @param choice which frames
	 * @param given the open picture; null = a file
	 * @param masks of the open picture; null = none
	 * @param whole whether all frames are tried, so that one that cannot be read is among the flaws
	 * @throws SonoflowException.File if not; the message says why and what to do
	 */
	static Found<ClipLook> of(final ClipPair pair, final Direction direction, final FrameChoice choice, final FrameReader given,
		final FrameReader masks, final ClipCodec codec, final boolean whole)
	{
		try (OpenPair open = new OpenPair(pair, direction, choice, given, masks)) {
			ImageFiles.requireSide(pair.any(), open.width(), open.height());
			if (open.frames() > 1) requireSize(pair, codec, open.width(), open.height());
			if (direction == Direction.COLOUR && !open.isMasked() && !open.isPaired()) throw new SonoflowException.File(pair.name() +
				" cannot be translated into colour: nobody says where. Give a dataset.csv whose column mask names a picture or clip " +
				"of masks, not 0 where colour is to be painted.");
			final List<String> flaws = new ArrayList<>(open.flaws());
			if (whole) open.readable(flaws, Monitor.NONE);
			requireRegion(pair, open, direction);
			return new Found<>(new ClipLook(open.frames(), open.width(), open.height(), open.source().rate().orElse(USUAL), open
				.source().rate().isEmpty(), open.isPaired()), flaws);
		}
	}

	private static void requireSize(final ClipPair pair, final ClipCodec codec, final int width, final int height) {
		try {
			ClipWriter.requireSize(codec, width, height);
		}
		catch (final SonoflowException.Input e) {
			throw new SonoflowException.File("The clip " + pair.name() + ": " + e.getMessage(), e);
		}
	}

	/** A frame may be without a region, but not all of them. */
	private static void requireRegion(final ClipPair pair, final OpenPair open, final Direction direction) {
		boolean coloured = false;
		for (int frame = 0; frame < open.frames(); frame++) {
			final byte[] region;
			try {
				region = open.read(frame).region();
			}
			catch (final SonoflowException.File e) {
				// What comes before it is kept, if there is anything.
				if (frame == 0) throw e;
				break;
			}
			for (final byte each : region)
				if (each != 0) return;
			coloured |= direction == Direction.GREY && DopplerParts.isColoured(open.source().color(frame));
		}
		final String all = open.frames() == 1 ? "" : " in any of its " + open.frames() + " frames";
		if (open.isMasked()) throw new SonoflowException.File("The mask " + (pair.mask() == null ? "" : pair.mask() + " ") + "of " +
			pair.name() + " marks nothing" + all + ": there is nothing to translate. Give a mask that is not 0 where it is to " +
			"be translated.");
		throw new SonoflowException.File(pair.name() + (coloured ? " shows no colour flow" + all +
			": neither a colour box nor a colour bar with flow is found. Give whole screens, or masks in a column mask."
			: " is grey" + all.replace("in any", "in all") + ": there is no colour to translate. Give the clip in colour, as the " +
				"scanner showed it, or a mask in a column mask."));
	}
}
