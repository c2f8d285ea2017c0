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
package io.sonoflow.image.doppler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.image.Box;
import io.sonoflow.image.morphology.Mask;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;

import org.junit.jupiter.api.Test;

/** Which flow is beyond the bar's end, on bars of 100 rows with the baseline in the middle. */
class AliasingTest {

	private static final int SIZE = 64, BAR = 100;

	/** {@return what aliases of flow whose pixels have these rows, -1 = no flow} */
	private static Mask aliased(final IntBinaryOperator row) {
		final int[] rows = new int[SIZE * SIZE];
		final boolean[] flow = new boolean[rows.length];
		for (int i = 0; i < rows.length; i++) {
			rows[i] = row.applyAsInt(i % SIZE, i / SIZE);
			flow[i] = rows[i] >= 0;
		}
		final boolean[] used = new boolean[BAR];
		Arrays.fill(used, true);
		return Aliasing.find(rows, Mask.of(flow, SIZE, SIZE), null, new ColorBar(new Box(0, 0, 10, BAR), new int[BAR], used, BAR /
			2));
	}

	/** Of parabolic flow upward; 1.4 times the bar's end in the middle. */
	private static int fast(final double from) {
		final int row = BAR / 2 - (int) Math.round(1.4 * BAR / 2 * (1 - from * from));
		return Math.floorMod(row, BAR);
	}

	@Test
	void theCoreOfFastFlow() {
		final Mask aliased = aliased((x, y) -> Math.abs(y - 32) < 16 ? fast((y - 32) / 16.) : -1);
		assertTrue(aliased.data()[32 * SIZE + 32]);
		assertFalse(aliased.data()[20 * SIZE + 32]);
		assertEquals(2 * (int) (16 * Math.sqrt(1 - 1 / 1.4)) * SIZE, aliased.area(), 3 * SIZE);
	}

	/** As on a real screen: the artery is fast, and touches a vein whose flow goes the other way and is slow at its own walls. */
	@Test
	void aVesselThatTouchesAnotherIsNotTheOthersCore() {
		final Mask aliased = aliased((x, y) -> {
			if (Math.abs(y - 12) < 8) return BAR / 2 - (int) (0.9 * BAR / 2 * (1 - Math.pow((y - 12) / 8., 2) / 4));
			// Faster toward the other one, slow at its sides and its end.
			return y >= 20 && y < 60 && Math.abs(x - 32) < 12 ? BAR / 2 + (int) (0.9 * BAR / 2 * (1 - Math.pow((x - 32) / 12., 2)) *
				(60 - y) / 40) : -1;
		});
		assertEquals(0, aliased.area());
	}
}
