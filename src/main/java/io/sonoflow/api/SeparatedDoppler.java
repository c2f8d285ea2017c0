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

import io.sonoflow.image.Box;

import java.util.Optional;
import java.util.OptionalDouble;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * A picture of colour Doppler that was taken apart.
 *
 * @param grey (x, y), 8-bit: the picture in grey levels
 * @param flow (x, y), 255 where a pixel shows flow in colour, else 0
 * @param velocity (x, y), along the beam in {@code unit}, positive toward the probe, within the bar's ends: not unfolded; not a
 *          number where there is no flow; empty where the colour bar's numbers are not surely read
 * @param unit of the velocity and the bar's ends, e.g. cm/s; empty where there is none
 * @param low velocity at the colour bar's lower end, in {@code unit}, usually below 0; empty where there is no velocity
 * @param high velocity at its upper end, likewise
 * @param aliased (x, y), 255 where flow is faster than the bar's ends, so that its colour is that of the other end, else 0; all
 *          0 of pictures without a bar, and of power
 * @param box the rectangle round the colour box, pixels; empty where its line is not found
 */
public record SeparatedDoppler(RandomAccessibleInterval<UnsignedByteType> grey, RandomAccessibleInterval<UnsignedByteType> flow,
	Optional<RandomAccessibleInterval<FloatType>> velocity, String unit, OptionalDouble low, OptionalDouble high,
	RandomAccessibleInterval<UnsignedByteType> aliased, Optional<Box> box)
{
}
