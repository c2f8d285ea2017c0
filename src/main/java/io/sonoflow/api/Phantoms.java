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
import io.sonoflow.image.phantom.PhantomClip;
import io.sonoflow.image.phantom.ScannerScreen;
import io.sonoflow.image.phantom.ViewSpec;
import io.sonoflow.image.phantom.doppler.DopplerFrame;
import io.sonoflow.image.phantom.doppler.DopplerPhantom;
import io.sonoflow.image.phantom.doppler.DopplerSpec;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
		size(size, ViewSpec.MIN_SIZE, ViewSpec.MAX_SIZE);
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

	/**
	 * Makes a clip: a probe slides over an organ and back.
	 *
	 * @implNote op names='ultrasound.phantomClip'
	 * @param organ testis, thyroid or kidney
	 * @param patient number from 0: anatomy and acquisition
	 * @param size rows of the frames in pixels, 64..1024; they have three quarters as many columns
	 * @param inhomogeneous whether the parenchyma's scatterer density is patchy
	 * @param frames their number, at least 1; the last is followed by the first without a jump
	 * @param seed of all that is drawn
	 * @return frames (x, y), 8-bit grey
	 * @throws SonoflowException.Input if the organ is unknown or a number out of range
	 */
	public static List<RandomAccessibleInterval<UnsignedByteType>> clip(final String organ, final int patient, final int size,
		final boolean inhomogeneous, final int frames, final long seed)
	{
		size(size, ViewSpec.MIN_SIZE, ViewSpec.MAX_SIZE);
		return List.copyOf(PhantomClip.of(new ViewSpec(seed, organ(organ), patient(patient), 0, 1, size, inhomogeneous), size * 3 /
			4, frames(frames)));
	}

	/**
	 * Makes a clip of flow, in grey and with simulated colour Doppler, as Make Phantoms does with doppler=true.
	 *
	 * @implNote op names='ultrasound.phantomDoppler'
	 * @param kind vessel or chamber (of a heart)
	 * @param patient number from 0: anatomy and acquisition
	 * @param size edge of the B-mode in pixels, 96..1024; right of it is a panel for the colour bar
	 * @param frames their number, at least 1, at 25 a second
	 * @param seed of all that is drawn
	 * @return frames: {@code greyImage()}, {@code colorImage()}, {@code maskImage()} and the true velocity in cm/s,
	 *         {@code truthImage()}
	 * @throws SonoflowException.Input if the kind is unknown or a number out of range
	 */
	public static List<DopplerFrame> doppler(final String kind, final int patient, final int size, final int frames,
		final long seed)
	{
		size(size, DopplerSpec.LEAST, DopplerSpec.MOST);
		final DopplerPhantom phantom = DopplerPhantom.of(DopplerSpec.of(seed, patient(patient), kind(kind), size));
		return IntStream.range(0, frames(frames)).mapToObj(phantom::frame).toList();
	}

	private static DopplerSpec.Kind kind(final String name) {
		return Stream.of(DopplerSpec.Kind.values()).filter(kind -> kind.name().equalsIgnoreCase(Arguments.given(name, "kind",
			"vessel or chamber"))).findFirst().orElseThrow(() -> new SonoflowException.Input("kind=" + name +
				" is no phantom of flow. Give vessel or chamber."));
	}

	private static int frames(final int number) {
		if (number < 1) throw new SonoflowException.Input("frames=" + number + " is below 1. Give the number of frames.");
		return number;
	}

	private static void size(final int size, final int least, final int most) {
		if (size < least || size > most) throw new SonoflowException.Input("size=" + size + " is out of range. Give " + least +
			" to " + most + " pixels.");
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
