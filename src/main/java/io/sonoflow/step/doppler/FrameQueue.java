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
package io.sonoflow.step.doppler;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.clip.DopplerLook;
import io.sonoflow.dataset.clip.FewerFrames;
import io.sonoflow.image.doppler.DopplerReader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/**
 * Hands out the frames of a picture or clip one after the other to whoever asks, so that several threads take it apart while each
 * frame is decoded once. Thread-safe.
 */
final class FrameQueue implements AutoCloseable {

	private final DopplerSource source;
	private DopplerReader parts;
	private FewerFrames reader;
	private final List<SeparatedFrame> made = new ArrayList<>();
	private int next;
	private int tried;
	private SonoflowException.File failure;

	/** A frame, its number in the file, from 0, and what takes it apart. */
	record Taken(int frame, ArrayImg<ARGBType, IntArray> image, DopplerReader parts) {
	}

	FrameQueue(final DopplerSource source) {
		this.source = source;
	}

	DopplerSource source() {
		return source;
	}

	/** {@return the next frame; null if it, or one before it, cannot be read} */
	synchronized Taken next(final Monitor monitor) {
		if (failure != null) return null;
		try {
			if (reader == null) reader = source.reader();
			// Of all frames, so that a frame shows the same whichever others are taken.
			if (parts == null) parts = reader.all() > 1 ? DopplerLook.of(reader.whole(), monitor).reader() : new DopplerReader();
			final Taken taken = new Taken(reader.number(next), reader.color(next), parts);
			if (++next == source.frames()) close();
			return taken;
		}
		catch (final SonoflowException.File e) {
			failure = e;
			close();
			return null;
		}
	}

	/**
	 * @param frame that was taken apart; null = it could not be read
	 * @return whether it is the last one
	 */
	synchronized boolean done(final SeparatedFrame frame) {
		if (frame != null) made.add(frame);
		return ++tried == source.frames();
	}

	/** {@return the frames that were taken apart, in their order} */
	synchronized List<SeparatedFrame> made() {
		return made.stream().sorted(Comparator.comparingInt(SeparatedFrame::number)).toList();
	}

	/** Forgets the frames of a file, once what is known of them is written. */
	synchronized void forget() {
		if (source.open() == null) made.clear();
	}

	/** {@return how many frames could be read} */
	synchronized int read() {
		return next;
	}

	/** {@return why not all of them; null = all could be} */
	synchronized SonoflowException.File failure() {
		return failure;
	}

	/** Closes the file, if it is one and is open, and forgets what its frames have in common. */
	@Override
	public synchronized void close() {
		if (reader != null && source.open() == null) reader.close();
		reader = null;
		parts = null;
	}
}
