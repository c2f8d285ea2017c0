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
package io.sonoflow.api;

import io.sonoflow.SonoflowException;
import io.sonoflow.image.phantom.Exam;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.Phantom;
import io.sonoflow.image.phantom.ScannerScreen;
import io.sonoflow.image.phantom.ViewSpec;

import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Synthetic ultrasound images, for trials without a patient: scatterers, point-spread function, attenuation and log
 * compression. The same arguments give the same pixels on every machine.
 */
public final class Phantoms {

	private Phantoms() {
	}

	/**
	 * Makes one transverse B-mode view.
	 *
	 * @implNote op names='ultrasound.phantom'
	 * @param organ testis, thyroid or kidney
	 * @param patient number from 0: anatomy and acquisition
	 * @param size pixels along either edge, 64..1024
	 * @param inhomogeneous whether the parenchyma's scatterer density is patchy
	 * @param seed of all that is drawn
	 * @return (x, y), 8-bit grey
	 * @throws SonoflowException.Input if the organ is unknown or a number out of range
	 */
	public static RandomAccessibleInterval<UnsignedByteType> view(final String organ, final int patient, final int size,
		final boolean inhomogeneous, final long seed)
	{
		if (size < ViewSpec.MIN_SIZE || size > ViewSpec.MAX_SIZE) throw new SonoflowException.Input("size=" + size +
			" is out of range. Give " + ViewSpec.MIN_SIZE + " to " + ViewSpec.MAX_SIZE + " pixels.");
		return Phantom.of(new ViewSpec(seed, organ(organ), patient(patient), 0, 0, size, inhomogeneous)).image();
	}

	/**
	 * Makes the screen of a scanner with a transverse and a sagittal view side by side, text, grey scale and ruler.
	 *
	 * @implNote op names='ultrasound.phantomScreen'
	 * @param organ testis, thyroid or kidney
	 * @param patient number from 0: anatomy and acquisition
	 * @param inhomogeneous whether the parenchyma's scatterer density is patchy
	 * @param seed of all that is drawn
	 * @return (x, y), 8-bit grey, 800 x 600
	 * @throws SonoflowException.Input if the organ is unknown or the patient below 0
	 */
	public static RandomAccessibleInterval<UnsignedByteType> screen(final String organ, final int patient,
		final boolean inhomogeneous, final long seed)
	{
		return ScannerScreen.of(seed, new Exam(organ(organ), patient(patient), 0, inhomogeneous, inhomogeneous, List.of(false,
			false))).image();
	}

	private static Organ organ(final String name) {
		final List<Organ> organs = Organ.parse(Arguments.given(name, "organ", "testis, thyroid or kidney"));
		if (organs.size() == 1) return organs.get(0);
		throw new SonoflowException.Input("organ=" + name + " names several. Give one.");
	}

	private static int patient(final int number) {
		if (number < 0) throw new SonoflowException.Input("patient=" + number + " is below 0. Number patients from 0.");
		return number;
	}
}
