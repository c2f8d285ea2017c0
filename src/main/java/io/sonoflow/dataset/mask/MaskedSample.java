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
package io.sonoflow.dataset.mask;

import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A picture and its masks.
 *
 * @param sample its row; the column mask names the first of them
 * @param frame which of a clip's frames it is; null = an image, or a clip that is still to be unfolded
 * @param masks at least one; several are joined
 * @param group whose values mean the same: the organ, or the set of a layout
 */
record MaskedSample(Sample sample, Frame frame, List<MaskFrame> masks, String group) {

	/**
	 * A frame of a clip.
	 *
	 * @param number from 0
	 * @param frames how many the clip has
	 * @param source reads it, grey (x, y); shared, not to be written
	 */
	record Frame(int number, int frames, Supplier<ArrayImg<UnsignedByteType, ByteArray>> source) {
	}


	/** Copies the list. */
	MaskedSample {
		masks = List.copyOf(masks);
	}

	static MaskedSample of(final Sample sample, final List<Path> masks, final String group) {
		return new MaskedSample(sample.mask() == null ? sample.withFiles(sample.image(), masks.get(0)) : sample, null, masks.stream()
			.map(MaskFrame::image).toList(), group);
	}

	/** {@return the same picture with other masks} */
	MaskedSample with(final List<MaskFrame> others) {
		return new MaskedSample(sample, frame, others, group);
	}

	/** {@return the picture, grey (x, y); shared, not to be written} */
	ArrayImg<UnsignedByteType, ByteArray> picture() {
		return frame == null ? ImageFiles.readGray(sample.image()) : frame.source.get();
	}

	/** {@return its file's name, of a frame with its number} */
	String name() {
		return sample.image().getFileName() + words();
	}

	/** {@return what is said of a frame after its clip's name; of an image nothing} */
	String words() {
		return frame == null ? "" : MaskFrame.suffix(frame.number);
	}
}
