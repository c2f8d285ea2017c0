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
package io.sonoflow.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** Maps over time. */
class VolumeTest {

	/** As PyTorch: interpolate(torch.tensor([[[0., 4.]]]), 4, mode="linear") is 0, 1, 3, 4. */
	@Test
	void cellsOfTimeBecomeFrames() {
		assertArrayEquals(new float[] { 0, 1, 3, 4 }, new Volume(new float[] { 0, 4 }, 2, 1, 1).inTime(4).values());
		assertArrayEquals(new float[] { 0, 4 }, new Volume(new float[] { 0, 4 }, 2, 1, 1).inTime(2).values());
		assertArrayEquals(new float[] { 0, 0, 1, 1, 3, 3, 4, 4 }, new Volume(new float[] { 0, 4 }, 2, 1, 1).resized(4, 1, 2)
			.values());
		final PlaceMap map = new PlaceMap(new float[] { 0, 1, 2, 3 }, 2, 1, 2, 0, new float[2]);
		// cells 1 and 5 at 1/4 and 3/4 of the time: 1, 2, 4, 5 of 12
		assertArrayEquals(new double[] { 1 / 12.0, 2 / 12.0, 4 / 12.0, 5 / 12.0 }, map.times(4), 1e-7);
		// what shows nothing is nowhere in time
		assertArrayEquals(new double[] { 0.5, 0.5 }, new PlaceMap(new float[4], 2, 1, 2, 0, new float[2]).times(2));
		assertArrayEquals(new double[] { 0.5, 0.5 }, new PlaceMap(new float[] { 2, 2 }, 2, 1, 1, 0, new float[2]).times(2));
	}
}
