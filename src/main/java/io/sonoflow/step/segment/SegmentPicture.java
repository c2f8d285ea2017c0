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
package io.sonoflow.step.segment;

import io.sonoflow.dataset.FrameReader;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameNames;
import io.sonoflow.image.mask.PixelSize;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A file that is segmented, or the open picture.
 *
 * @param name in tables
 * @param stem of the names of its files
 * @param sample its row
 * @param open the open picture; null = a file
 * @param frames how many it has
 * @param choice which of them are worked on
 * @param width columns
 * @param height rows
 */
record SegmentPicture(String name, String stem, Sample sample, OpenPicture open, int frames, FrameChoice choice, int width,
	int height)
{

	/** {@return its frames; to be closed, which leaves the open picture as it is} */
	FrameReader reader() {
		return open == null ? ImageFiles.open(sample.image()) : open.frames();
	}

	/** {@return the numbers of the frames that are worked on, from 0} */
	int[] numbers() {
		return choice.numbers(frames);
	}

	/** {@return the name of a frame in tables, from 0} */
	String name(final int frame) {
		return frames == 1 ? name : name + " frame " + (frame + 1);
	}

	/** {@return the name of a frame's files} */
	String stem(final int frame) {
		return frames == 1 ? stem : FrameNames.numbered(stem, frame + 1);
	}

	/** {@return the names of the files of all frames} */
	static List<String> stems(final String stem, final int frames) {
		return frames == 1 ? List.of(stem) : IntStream.rangeClosed(1, frames).mapToObj(i -> FrameNames.numbered(stem, i)).toList();
	}

	/** {@return the size of a pixel: of the open picture's calibration, the table's columns, or a DICOM header; else in pixels} */
	PixelSize size(final FrameReader reader) {
		if (open != null) return open.size();
		final double x = number(sample.extra(), Sample.PIXEL_WIDTH);
		final double y = number(sample.extra(), Sample.PIXEL_HEIGHT);
		if (x > 0 && y > 0) return PixelSize.millimetres(x, y);
		return HeaderPixelSize.of(reader.header()).orElse(PixelSize.PIXELS);
	}

	private static double number(final Map<String, String> columns, final String column) {
		try {
			final double value = Double.parseDouble(columns.getOrDefault(column, ""));
			return value < Double.POSITIVE_INFINITY ? value : 0;
		}
		catch (final NumberFormatException e) {
			return 0;
		}
	}
}
