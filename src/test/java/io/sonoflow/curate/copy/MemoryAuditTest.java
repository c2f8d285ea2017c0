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
package io.sonoflow.curate.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.Monitor;
import io.sonoflow.RandomStream;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.Images;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MemoryAuditTest {

	private static final int PATIENTS = 12;
	private static final int N = 4 * PATIENTS;

	private static List<? extends RandomAccessibleInterval<UnsignedByteType>> real;
	private static List<? extends RandomAccessibleInterval<UnsignedByteType>> others;
	private static List<String> patients;
	private static MemoryAudit audit;

	@BeforeAll
	static void phantoms() {
		real = Copies.phantoms(1, PATIENTS, 64);
		others = Copies.phantoms(2, PATIENTS, 64);
		patients = IntStream.range(0, N).mapToObj(i -> "patient " + i / 4).toList();
		audit = MemoryAudit.of(real::get, patients, Monitor.NONE);
	}

	@Test
	void findsEveryPlantedCopyAndTheRightImage() {
		final Copies copies = new Copies(0.7, 8, 0.15, 0.3);
		final List<MemoryMatch> matches = audit.matches(N, i -> copies.of(real.get(i), 3, i), Monitor.NONE);
		for (int i = 0; i < N; i++) {
			assertEquals(i, matches.get(i).nearest(), "image " + i);
			assertTrue(matches.get(i).p() <= MemoryMatch.ALARM, matches.get(i)::toString);
			assertTrue(matches.get(i).similarity() > 0.6, matches.get(i)::toString);
		}
	}

	@Test
	void takesNoOtherPatientForACopy() {
		final Copies altered = new Copies(0.7, 8, 0.15, 0.3);
		for (final List<MemoryMatch> matches : List.of(audit.matches(N, others::get, Monitor.NONE), audit.matches(N, i -> altered
			.of(others.get(i), 4, i), Monitor.NONE)))
		{
			assertEquals(0, matches.stream().filter(match -> match.p() <= MemoryMatch.ALARM).count());
			final double mean = matches.stream().mapToDouble(MemoryMatch::p).average().orElseThrow();
			assertEquals(0.5, mean, 0.15, "p of what is no copy must be spread over 0..1");
		}
	}

	@Test
	void saysHowTheImageLies() {
		for (final Flip flip : Flip.values()) {
			final byte[] pixels = new byte[64 * 64];
			final float[] flipped = flip.apply(Images.floatPixels(real.get(7)), 64);
			for (int row = 5; row < 64; row++)
				for (int column = 0; column < 64 - 9; column++)
					pixels[row * 64 + column] = (byte) (0.6 * flipped[(row - 5) * 64 + column + 9] + 11);
			final MemoryMatch match = audit.match(Images.bytes(pixels, 64, 64));
			assertEquals(7, match.nearest());
			assertEquals(flip, match.flip());
			assertEquals(-9, 64 * match.dx(), 0.2);
			assertEquals(5, 64 * match.dy(), 0.2);
			assertTrue(match.similarity() > 0.9, match::toString);
		}
	}

	@Test
	void correlationIsThatOfTheDefinition() {
		final float[] a = noise(1);
		final float[] b = noise(2);
		final Fingerprint first = coarse(a);
		final Fingerprint second = coarse(b);
		final Correlation correlation = new Correlation();
		final float found = correlation.search(first, second);
		double best = -1;
		Flip bestFlip = null;
		int bestX = 0;
		int bestY = 0;
		final int side = Correlation.SIDE;
		for (final Flip flip : Flip.values()) {
			final float[] flipped = flip.apply(b, side);
			for (int dy = -Correlation.REACH; dy <= Correlation.REACH; dy++)
				for (int dx = -Correlation.REACH; dx <= Correlation.REACH; dx++) {
					double sum = 0;
					for (int i = 0; i < a.length; i++)
						sum += a[i] * flipped[Math.floorMod(i / side - dy, side) * side + Math.floorMod(i % side - dx, side)];
					if (sum > best) {
						best = sum;
						bestFlip = flip;
						bestX = dx;
						bestY = dy;
					}
				}
		}
		assertEquals(best, found, 1e-5 * best);
		assertEquals(bestFlip, correlation.flip());
		assertEquals(bestX, correlation.dx());
		assertEquals(bestY, correlation.dy());
	}

	private static float[] noise(final int number) {
		final RandomStream random = RandomStream.of(1, "noise", number);
		final float[] pixels = new float[Correlation.SIDE * Correlation.SIDE];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (float) random.nextGaussian();
		return pixels;
	}

	private static Fingerprint coarse(final float[] pixels) {
		final float[] spectrum = Correlation.spectrum(pixels);
		return new Fingerprint(null, spectrum, Correlation.reversed(spectrum), Correlation.spectrum(Flip.HORIZONTAL.apply(
			pixels, Correlation.SIDE)), false);
	}

	@Test
	void anEmptyImageResemblesNothing() {
		final MemoryMatch match = audit.match(Images.bytes(64, 64));
		assertEquals(0, match.similarity());
		assertTrue(match.p() > 0.1, match::toString);
	}

	@Test
	void doubleImagesAmongTheRealOnesDoNotHideCopies() {
		final List<RandomAccessibleInterval<UnsignedByteType>> doubled = new ArrayList<>(real);
		Collections.addAll(doubled, real.get(0), real.get(9));
		final List<String> owners = new ArrayList<>(patients);
		Collections.addAll(owners, "somebody", "somebody else");
		final MemoryAudit careless = MemoryAudit.of(doubled::get, owners, Monitor.NONE);
		final Copies copies = new Copies(0.7, 8, 0.15, 0.3);
		for (final int i : new int[] { 0, 9, 17 })
			assertTrue(careless.match(copies.of(real.get(i), 3, i)).p() <= MemoryMatch.ALARM);
	}

	@Test
	void threadsDoNotMatter() {
		final Copies copies = new Copies(1, 20, 0.2, 0.3);
		final var one = new ForkJoinPool(1);
		try {
			assertEquals(one.submit(() -> audit.matches(20, i -> copies.of(real.get(i), 3, i), Monitor.NONE)).join(), audit
				.matches(20, i -> copies.of(real.get(i), 3, i), Monitor.NONE));
		}
		finally {
			one.shutdown();
		}
		assertNotEquals(audit.match(real.get(0)), audit.match(real.get(1)));
	}

	@Test
	void canBeStopped() {
		assertThrows(SonoflowException.Cancelled.class, () -> audit.matches(N, real::get, new Monitor() {

			@Override
			public boolean isCancelled() {
				return true;
			}
		}));
	}

	@Test
	void fewPatientsSayNothingOfChance() {
		assertFalse(MemoryAudit.isPossible(List.of("a", "b", "c", "d", "e", "f", "g")));
		assertFalse(MemoryAudit.isPossible(List.of("a", "a", "a", "a", "b", "b", "c", "c")));
		assertTrue(MemoryAudit.isPossible(patients));
	}
}
