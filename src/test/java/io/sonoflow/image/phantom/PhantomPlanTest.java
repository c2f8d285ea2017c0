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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sonoflow.SonoflowException;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhantomPlanTest {

	private static final List<Organ> TESTIS = List.of(Organ.TESTIS);

	private static long count(final List<Exam> exams, final Predicate<Exam> what) {
		return exams.stream().filter(what).count();
	}

	@ParameterizedTest
	@CsvSource({ "24,0.2,10", "220,0.2,88", "10,0.4,8", "2,0.01,1", "2,0.99,3", "1,0.2,0", "5,0,0", "5,1,10", "3,0.5,3" })
	void theShareIsMetAsExactlyAsIntegersAllow(final int patients, final double share, final long positives) {
		final List<Exam> exams = new PhantomPlan(3, TESTIS, patients, share, 0, 0.3, 0).exams();
		assertEquals(2L * patients, exams.size());
		assertEquals(positives, count(exams, Exam::truth));
		assertEquals(0, count(exams, exam -> exam.truth() != exam.label()));
	}

	@Test
	void theShareOfWrongLabelsIsExact() {
		final List<Exam> exams = new PhantomPlan(3, TESTIS, 50, 0.2, 0.15, 0.3, 0).exams();
		assertEquals(15, count(exams, exam -> exam.truth() != exam.label()));
		assertEquals(20, count(exams, Exam::truth));
	}

	@Test
	void organsAreSharedOutAndAThyroidHasOneLabel() {
		final List<Exam> exams = new PhantomPlan(3, List.of(Organ.TESTIS, Organ.THYROID), 40, 0.3, 0.1, 0, 0).exams();
		assertEquals(40, count(exams, exam -> exam.organ() == Organ.THYROID));
		final List<Exam> thyroids = exams.stream().filter(exam -> exam.organ() == Organ.THYROID).toList();
		for (int i = 0; i < thyroids.size(); i += 2) {
			assertEquals(thyroids.get(i).patient(), thyroids.get(i + 1).patient());
			assertEquals(thyroids.get(i).truth(), thyroids.get(i + 1).truth());
			assertEquals(thyroids.get(i).label(), thyroids.get(i + 1).label());
		}
		assertEquals(6, count(thyroids, Exam::truth) / 2);
		assertEquals(12, count(exams, exam -> exam.organ() == Organ.TESTIS && exam.truth()));
	}

	private static double marked(final List<Exam> exams, final boolean label) {
		return exams.stream().filter(exam -> exam.label() == label).flatMap(exam -> exam.marked().stream()).mapToInt(
			marked -> marked ? 1 : 0).average().orElseThrow();
	}

	@Test
	void biasedMarkersFollowTheLabel() {
		final List<Exam> fair = new PhantomPlan(3, TESTIS, 1000, 0.4, 0, 0.3, 0).exams();
		assertEquals(0.3, marked(fair, true), 0.04);
		assertEquals(0.3, marked(fair, false), 0.04);
		final List<Exam> half = new PhantomPlan(3, TESTIS, 1000, 0.4, 0, 0.3, 0.5).exams();
		assertEquals(0.525, marked(half, true), 0.04);
		assertEquals(0.15, marked(half, false), 0.03);
		final List<Exam> full = new PhantomPlan(3, TESTIS, 1000, 0.4, 0, 0.3, 1).exams();
		assertEquals(0.75, marked(full, true), 0.04);
		assertEquals(0, marked(full, false));
	}

	@Test
	void seedsAreReproducibleAndDiffer() {
		final PhantomPlan plan = new PhantomPlan(3, TESTIS, 24, 0.2, 0.1, 0.3, 0.2);
		assertEquals(plan.exams(), plan.exams());
		assertNotEquals(plan.exams(), new PhantomPlan(4, TESTIS, 24, 0.2, 0.1, 0.3, 0.2).exams());
	}

	@Test
	void organsAreParsedOrRefused() {
		assertEquals(List.of(Organ.THYROID, Organ.TESTIS), Organ.parse("thyroid, testis"));
		for (final String wrong : List.of("", "liver", "testis,", "testis,testis", "Testis")) {
			final String message = assertThrows(SonoflowException.Input.class, () -> Organ.parse(wrong)).getMessage();
			assertTrue(message.contains("organs=" + wrong) && message.contains("testis, thyroid"), message);
		}
	}

	/** Every letter of the font is drawn, and no two alike. */
	@Test
	void lettersAreDistinct() {
		final String letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+-./:%";
		assertEquals(letters.length(), IntStream.range(0, letters.length()).mapToObj(i -> {
			final byte[] pixels = new byte[42];
			TinyFont.draw(pixels, 6, 0, 0, 1, 1, letters.substring(i, i + 1));
			final String drawn = Arrays.toString(pixels);
			assertTrue(drawn.contains("1"), letters.substring(i, i + 1));
			return drawn;
		}).distinct().count());
	}
}
