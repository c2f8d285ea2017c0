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
package io.sonoflow.step.labelnoise;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.label.LabelEvidence;
import io.sonoflow.dataset.Sample;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which images share one truth. A label is given to a testis, and its views inherit it: they are all right or all wrong.
 *
 * @param testes number of each sample's testis (patient and side); a sample of which one of both is not known is its own
 * @param units what is judged and acted on together: the testes, or each sample by itself
 */
record LabelUnits(int[] testes, int[] units) {

	/** @throws SonoflowException.Input if testes are wanted and no sample names patient and side */
	static LabelUnits of(final List<Sample> samples, final boolean byTestis, final Monitor monitor) {
		final long unknown = samples.stream().filter(sample -> !isKnown(sample)).count();
		if (byTestis && unknown == samples.size()) throw new SonoflowException.Input(
			"unit=testis needs the columns patient and side, but no image has both. Add them to dataset.csv, or use unit=view.");
		if (byTestis && unknown > 0) monitor.warn("unit=testis: of " + unknown + " of " + samples.size() +
			" images patient or side is not given; each of them is judged by itself.");
		final int[] testes = LabelEvidence.units(samples.stream().map(sample -> isKnown(sample) ? "testis " + sample.patient() +
			"\n" + sample.side() : "image " + sample.image()).toList());
		return new LabelUnits(testes, byTestis ? testes : LabelEvidence.single(samples.size()));
	}

	private static boolean isKnown(final Sample sample) {
		return !sample.patient().isEmpty() && !sample.side().isEmpty();
	}

	/**
	 * Images of a unit that were given one label are right or wrong together; an image that was given another label than the
	 * others of its testis is judged by itself, for one of both must be wrong.
	 *
	 * @param doubted whether the judge calls each label wrong
	 * @param labels given class of each sample
	 * @return whether it is acted on: only if all images of its unit with its label are doubted
	 */
	boolean[] suspicious(final boolean[] doubted, final int[] labels) {
		record UnitLabel(int unit, int label) {
		}
		final Set<UnitLabel> trusted = IntStream.range(0, doubted.length).filter(i -> !doubted[i]).mapToObj(
			i -> new UnitLabel(units[i], labels[i])).collect(Collectors.toSet());
		final boolean[] suspicious = new boolean[doubted.length];
		for (int i = 0; i < suspicious.length; i++)
			suspicious[i] = !trusted.contains(new UnitLabel(units[i], labels[i]));
		return suspicious;
	}

	/**
	 * @param doubted whether the judge calls each label wrong
	 * @param labels of each sample after the action; empty = dropped
	 * @return of each sample what the other images of its testis say against it: "views disagree" if some of them are doubted
	 *         and some not, "labels differ" if their labels are not one
	 */
	List<String> conflicts(final boolean[] doubted, final List<String> labels) {
		return IntStream.range(0, testes.length).mapToObj(i -> {
			final int[] views = IntStream.range(0, testes.length).filter(k -> testes[k] == testes[i]).toArray();
			final TreeSet<String> conflict = new TreeSet<>();
			if (IntStream.of(views).anyMatch(k -> doubted[k] != doubted[i])) conflict.add("views disagree");
			if (IntStream.of(views).mapToObj(labels::get).filter(label -> !label.isEmpty()).distinct().count() > 1) conflict.add(
				"labels differ");
			return String.join("; ", conflict);
		}).toList();
	}
}
