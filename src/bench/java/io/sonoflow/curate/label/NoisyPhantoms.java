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
package io.sonoflow.curate.label;

import io.sonoflow.RandomStream;
import io.sonoflow.image.phantom.Exam;
import io.sonoflow.image.phantom.Organ;
import io.sonoflow.image.phantom.PhantomPlan;
import io.sonoflow.image.phantom.ScannerScreen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Phantoms of testes with planted wrong labels: of each patient two testes of two views. Class 1 is the inhomogeneous one.
 *
 * @param spec what was asked
 * @param images one a view
 * @param truth class of each view
 * @param given label of each view
 * @param testes unit of each view
 * @param patients of each view
 */
record NoisyPhantoms(Spec spec, List<ArrayImg<UnsignedByteType, ByteArray>> images, int[] truth, int[] given,
	int[] testes, int[] patients)
{

	/** How wrong labels come about. The share is always that of wrong views. */
	enum Kind {

		/** Each view by itself, whatever its class: a slip of the record. */
		SYMMETRIC,

		/** Whole testes; three of four wrong ones are inhomogeneous and called homogeneous: disease overlooked. */
		CLASSWISE,

		/** Whole patients, all four views, whatever their classes: exchanged records. */
		CLUSTERED
	}

	/**
	 * @param kind of the noise
	 * @param percent wrong views
	 * @param seed of everything
	 * @param people number of patients
	 * @param size side of a view in pixels
	 */
	record Spec(Kind kind, int percent, long seed, int people, int size) {

		String name() {
			return kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + percent + "-" + seed;
		}
	}

	private static final double INHOMOGENEOUS = 0.35;

	/** Share of the wrong labels of class-dependent noise that hide a disease. */
	private static final double OVERLOOKED = 0.75;

	private static final int VIEWS_OF_TESTIS = 2, VIEWS_OF_PATIENT = 4;

	static NoisyPhantoms make(final Spec spec) {
		final List<Exam> exams = new PhantomPlan(spec.seed, List.of(Organ.TESTIS), spec.people, INHOMOGENEOUS, 0, 0, 0).exams();
		final List<ArrayImg<UnsignedByteType, ByteArray>> images = new ArrayList<>();
		for (final Exam exam : exams)
			for (int view = 0; view < VIEWS_OF_TESTIS; view++)
				images.add(ScannerScreen.single(spec.seed, exam, view, spec.size).image());
		final int n = images.size();
		final int[] truth = IntStream.range(0, n).map(i -> exams.get(i / VIEWS_OF_TESTIS).truth() ? 1 : 0).toArray();
		final int[] given = truth.clone();
		for (final int view : wrong(spec, truth))
			given[view] = 1 - truth[view];
		return new NoisyPhantoms(spec, images, truth, given, numbers(n, i -> i / VIEWS_OF_TESTIS), numbers(n, i -> i /
			VIEWS_OF_PATIENT));
	}

	private static int[] numbers(final int n, final IntUnaryOperator number) {
		return IntStream.range(0, n).map(number).toArray();
	}

	private static int[] wrong(final Spec spec, final int[] truth) {
		final int wanted = (int) Math.round(spec.percent / 100.0 * truth.length);
		return switch (spec.kind) {
			case SYMMETRIC -> draw(spec, "view", numbers(truth.length, i -> i), wanted);
			case CLUSTERED -> views(draw(spec, "patient", numbers(truth.length / VIEWS_OF_PATIENT, i -> i), Math.max(1,
				Math.round((float) wanted / VIEWS_OF_PATIENT))), VIEWS_OF_PATIENT);
			case CLASSWISE -> {
				final int testes = Math.round((float) wanted / VIEWS_OF_TESTIS);
				final int overlooked = (int) Math.round(OVERLOOKED * testes);
				final int[] ill = numbers(truth.length / VIEWS_OF_TESTIS, i -> i);
				final int[] missed = draw(spec, "missed", Arrays.stream(ill).filter(i -> truth[VIEWS_OF_TESTIS * i] == 1).toArray(),
					overlooked);
				final int[] feared = draw(spec, "feared", Arrays.stream(ill).filter(i -> truth[VIEWS_OF_TESTIS * i] == 0).toArray(),
					testes - overlooked);
				yield views(IntStream.concat(Arrays.stream(missed), Arrays.stream(feared)).toArray(), VIEWS_OF_TESTIS);
			}
		};
	}

	private static int[] draw(final Spec spec, final String purpose, final int[] from, final int count) {
		RandomStream.of(spec.seed, "noise-" + purpose, spec.percent).shuffle(from);
		return Arrays.copyOf(from, count);
	}

	private static int[] views(final int[] units, final int each) {
		return Arrays.stream(units).flatMap(unit -> IntStream.range(each * unit, each * unit + each)).toArray();
	}

	/** {@return whether each given label is wrong} */
	boolean[] wrong() {
		final boolean[] wrong = new boolean[truth.length];
		for (int i = 0; i < wrong.length; i++)
			wrong[i] = truth[i] != given[i];
		return wrong;
	}
}
