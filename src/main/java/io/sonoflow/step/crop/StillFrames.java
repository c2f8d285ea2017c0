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
package io.sonoflow.step.crop;

import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.image.Box;
import io.sonoflow.image.Images;
import io.sonoflow.image.crop.FieldOfView;

import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Counts the frames of a clip in whose crops nothing is new: in each they differ from the last kept by less than
 * {@link FrameChoice#SAME} grey levels. What lies outside of the crops, such as a clock, does not count, nor how large they are
 * written.
 */
final class StillFrames {

	private final List<Box> boxes;
	private List<ArrayImg<UnsignedByteType, ByteArray>> last = List.of();
	private int count;

	StillFrames(final CropPlan plan) {
		boxes = plan.fields().stream().map(FieldOfView::box).toList();
	}

	/** {@return whether a frame is to be kept; those that follow are compared with it then} */
	boolean isNew(final ArrayImg<UnsignedByteType, ByteArray> screen) {
		final List<ArrayImg<UnsignedByteType, ByteArray>> crops = boxes.stream().map(box -> Images.crop(screen, box)).toList();
		if (!last.isEmpty() && IntStream.range(0, crops.size()).allMatch(i -> FrameChoice.isSame(last.get(i), crops.get(i)))) {
			count++;
			return false;
		}
		last = crops;
		return true;
	}

	/** {@return how many were not} */
	int count() {
		return count;
	}
}
