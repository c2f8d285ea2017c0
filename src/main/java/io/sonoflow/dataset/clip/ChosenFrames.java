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
package io.sonoflow.dataset.clip;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;

import java.nio.file.Path;
import java.util.List;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What was seen of a clip when it was looked through, without its frames.
 *
 * @param files one, which may hold many frames, or one a frame
 * @param all how many frames there are in them
 * @param numbers of the frames that count, ascending, from 0; at least one
 * @param still how many chosen frames do not count, as they are the one before again
 * @param flaws what is wrong with the files although they can be used, a sentence each
 */
public record ChosenFrames(List<Path> files, int all, int[] numbers, int still, List<String> flaws) {

	/** The clip, opened again. Not thread-safe. */
	public interface Reading extends AutoCloseable {

		/**
		 * @param place of a frame among those that count, from 0; to go back may mean to decode from the beginning
		 * @return grey (x, y)
		 * @throws SonoflowException.File if it cannot be read any more
		 */
		ArrayImg<UnsignedByteType, ByteArray> frame(int place);

		@Override
		void close();
	}

	/**
	 * {@return the clip, to read its frames again}
	 *
	 * @throws SonoflowException.File if it is not what it was
	 */
	public Reading open() {
		final FrameReader reader = files.size() == 1 ? ImageFiles.open(files.get(0)) : null;
		if (reader != null && reader.frames() != all) {
			final int now = reader.frames();
			reader.close();
			// What was learned from and counted must stay what it was.
			throw new SonoflowException.File("The clip " + files.get(0) + " had " + all + " frames when it was opened first, and has " +
				now + " now. If it lies on another machine, see that it can be reached, and run it again.");
		}
		return new Reading() {

			@Override
			public ArrayImg<UnsignedByteType, ByteArray> frame(final int place) {
				return reader == null ? ImageFiles.readGray(files.get(numbers[place])) : reader.gray(numbers[place]);
			}

			@Override
			public void close() {
				if (reader != null) reader.close();
			}
		};
	}
}
