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
package io.sonoflow.train.clip;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.clip.ChosenFrames;

import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** The frames of one clip, or an image, wherever they lie: in memory, on disk, or in their own files. Thread-safe. */
public interface FrameStore {

	/**
	 * What was seen of it.
	 *
	 * @param width of its smallest frame
	 * @param height of its smallest frame
	 * @param still how many chosen frames do not count, as they are the one before again
	 * @param flaws what is wrong with it although it can be used, a sentence each
	 */
	record Look(int width, int height, int still, List<String> flaws) {
	}

	/**
	 * {@return what is seen of it when it is read once}
	 *
	 * @throws SonoflowException.File if it cannot be used
	 */
	Look look();

	/** {@return numbers of the frames that count, in their order; of an image 0} */
	int[] numbers();

	/** {@return how many frames there are in its files, whether they count or not; of an image 1} */
	int all();

	/** {@return whether any frame is at hand; else {@link #open} is the way to many} */
	boolean isHeld();

	/**
	 * @param places of frames among those that count, from 0, in any order
	 * @return these frames, grey (x, y); shared, not to be written
	 * @throws SonoflowException.File if one cannot be read
	 */
	List<ArrayImg<UnsignedByteType, ByteArray>> frames(int... places);

	/** {@return the frames from the first on} */
	ChosenFrames.Reading open();
}
