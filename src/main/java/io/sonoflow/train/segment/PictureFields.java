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
package io.sonoflow.train.segment;

import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.FrameReader;
import io.sonoflow.image.Box;
import io.sonoflow.image.crop.Detector;
import io.sonoflow.image.crop.FieldOfView;
import io.sonoflow.image.crop.ScannerRegions;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;

/** Which part of a scanner's screen a segmenter looks at: the field of view where it is surely found, else all of it. */
public final class PictureFields {

	/** Grey levels round a margin's level that still count as margin. */
	private static final int TOLERANCE = 5;

	private PictureFields() {
	}

	/** {@return all of a picture} */
	public static Box whole(final int width, final int height) {
		return new Box(0, 0, width, height);
	}

	/** {@return the field of view of all frames; all of the picture if it is not surely found} */
	public static Box of(final FrameReader reader) {
		final Detector detector = new Detector();
		for (final int frame : Detector.looks(reader.frames())) {
			final ArrayImg<ARGBType, IntArray> shown;
			try {
				shown = reader.color(frame);
			}
			catch (final SonoflowException.File e) {
				// Where a clip breaks off it ends.
				if (frame == 0) throw e;
				Found.damage(e);
				break;
			}
			detector.add(shown);
		}
		final FieldOfView found = detector.sector(TOLERANCE);
		final FieldOfView weighed = ScannerRegions.of(reader.header(), reader.width(), reader.height()).map(region -> ScannerRegions
			.weigh(found, region, detector.isTextured(region), reader.width(), reader.height())).orElse(found);
		return weighed.score() >= FieldOfView.CERTAIN ? weighed.box() : whole(reader.width(), reader.height());
	}
}
