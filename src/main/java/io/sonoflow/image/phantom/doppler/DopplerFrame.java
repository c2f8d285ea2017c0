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
package io.sonoflow.image.phantom.doppler;

import io.sonoflow.image.Box;
import io.sonoflow.image.Images;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.ARGBType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * One frame of a flowing phantom, twice: grey, and as with colour switched on. All are as wide as the B-mode and, right of
 * it, a panel for the colour bar, which is black in the grey frame. The two frames are equal to the bit but for colour pixels,
 * the line round the colour box, and the panel.
 *
 * @param width columns of all
 * @param height rows of all
 * @param grey B-mode, 8-bit, row by row
 * @param color the same with colour, box and bar, 0xFFRRGGBB
 * @param mask 255 where a pixel shows flow in colour; 128 on the line round the box and on what is drawn in the panel; else 0
 * @param truth what moves toward the probe along the beams, cm/s, not folded; not a number where there is no blood
 * @param measured velocity that the colour shows, cm/s, within ±Nyquist; not a number where there is no colour
 * @param variance of the same, 0..1; likewise
 * @param box of colour; the beams' slant cuts its sides
 * @param bar where the colour bar is
 * @param nyquist end of the scale, cm/s
 */
public record DopplerFrame(int width, int height, byte[] grey, int[] color, byte[] mask, float[] truth, float[] measured,
	float[] variance, Box box, Box bar, double nyquist)
{

	/** Values of the mask. */
	public static final int FLOW = 255, OVERLAY = 128;

	/** {@return the B-mode} */
	public ArrayImg<UnsignedByteType, ByteArray> greyImage() {
		return Images.bytes(grey, width, height);
	}

	/** {@return the same with colour} */
	public ArrayImg<ARGBType, IntArray> colorImage() {
		return ArrayImgs.argbs(color, width, height);
	}

	/** {@return the mask, see {@link #FLOW} and {@link #OVERLAY}} */
	public ArrayImg<UnsignedByteType, ByteArray> maskImage() {
		return Images.bytes(mask, width, height);
	}

	/** {@return true velocity, cm/s} */
	public ArrayImg<FloatType, FloatArray> truthImage() {
		return Images.floats(truth, width, height);
	}
}
