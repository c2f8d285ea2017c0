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
package io.sonoflow.image.phantom;

import io.sonoflow.image.Images;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * One synthetic B-mode view: physics, not noise on an ellipse.
 *
 * <pre>
 * Phantom phantom = Phantom.of(new ViewSpec(seed, Organ.TESTIS, 0, 0, 1, 256, true));
 * ImageFiles.writePng(path, phantom.image());
 * </pre>
 *
 * Random scatterers of sub-wavelength phase lie in a map of tissues; the echo is their convolution with a
 * depth-dependent point-spread function (linear model of Bamber and Dickinson, Phys Med Biol 1980); its modulus, the
 * envelope, is Rayleigh distributed where the density of scatterers is high (Wagner et al. 1983) and spreads more where
 * it is low; attenuation, time gain compensation, electronic noise and log compression follow.
 *
 * @param image (x, y), 8-bit
 * @param mask (x, y), 255 in the organ, else 0; in a kidney's fluids {@link Kidney#PELVIS_VALUE}, {@link Kidney#CYST_VALUE}
 * @param parenchyma (x, y), 255 where the mask holds nothing but parenchyma: without capsule, mediastinum, vessels
 */
public record Phantom(ArrayImg<UnsignedByteType, ByteArray> image, ArrayImg<UnsignedByteType, ByteArray> mask,
	ArrayImg<UnsignedByteType, ByteArray> parenchyma)
{

	/** {@return the view of this specification; takes one thread, touches nothing shared} */
	public static Phantom of(final ViewSpec spec) {
		final Acquisition acquisition = spec.acquisition();
		final TissueMap map = tissues(spec, acquisition);
		final byte[] pixels = new BMode(map, acquisition).image(spec);
		final int size = spec.size();
		Scanner.of(spec.site()).smooth(pixels, size);
		return new Phantom(Images.bytes(pixels, size, size), Images.bytes(map.organMask(), size, size), Images
			.bytes(map.mask(TissueMap.PARENCHYMA), size, size));
	}

	static TissueMap tissues(final ViewSpec spec, final Acquisition acquisition) {
		final TissueMap map = new TissueMap(spec.size(), acquisition.depth());
		switch (spec.organ()) {
			case TESTIS -> new TestisAnatomy(spec, acquisition).paint(map);
			case THYROID -> new ThyroidAnatomy(spec, acquisition).paint(map);
			case KIDNEY -> new KidneyAnatomy(spec).paint(map);
			case NODULE -> new NoduleAnatomy(spec, acquisition).paint(map);
			case NERVE -> new NerveAnatomy(spec).paint(map);
			case FETAL -> new FetalAnatomy(spec, acquisition).paint(map);
		}
		if (spec.inhomogeneous() && spec.organ().isDiffuse()) Disease.paint(map, spec, acquisition);
		return map;
	}
}
