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
package io.sonoflow.step.data;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.copy.MemoryAudit;
import io.sonoflow.curate.copy.MemoryMatch;
import io.sonoflow.dataset.Sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether extra images are apart from what is tested: no patient, clip, file or picture of a tested image may be among them, nor
 * a copy by the search of the memory audit, which finds mirrored, shifted, noisy and blurred ones. What is certain is refused;
 * what is less sure is left out of the trainings.
 *
 * @param extra the extra images
 * @param data what is learned and, in part, tested
 * @param tested numbers of those that are tested
 * @param test a further set that is tested, or null
 */
record ExtraGuard(ExtraImages extra, LabelledImages data, int[] tested, LabelledImages test) {

	/** Chance that among all extra images one is taken for a copy that is none. */
	private static final double CHANCE = 0.05;

	/** So many are named one by one. */
	private static final int LISTED = 100;

	/** Images that are compared: those of the data, then those of the test set. */
	private record Reference(LabelledImages data, LabelledImages test, BitSet tested) {

		int size() {
			return data.size() + (test == null ? 0 : test.size());
		}

		Sample sample(final int i) {
			return i < data.size() ? data.dataset().samples().get(i) : test.dataset().samples().get(i - data.size());
		}

		String name(final int i) {
			return i < data.size() ? data.name(i) : test.name(i - data.size());
		}

		List<String> groups() {
			return IntStream.range(0, size()).mapToObj(i -> sample(i).group()).toList();
		}

		boolean isPossible() {
			return MemoryAudit.isPossible(groups());
		}
	}

	/**
	 * @return what is left out
	 * @throws SonoflowException.Input if the extra images are not apart
	 */
	ExtraCopies require(final Monitor monitor) {
		if (tested.length == 0 && test == null) return ExtraCopies.NONE;
		requireOthers(monitor);
		requirePictures(monitor);
		return audit(monitor);
	}

	private List<Sample> testedSamples() {
		final Stream<Sample> held = Arrays.stream(tested).mapToObj(data.dataset().samples()::get);
		return Stream.concat(held, test == null ? Stream.of() : test.dataset().samples().stream()).toList();
	}

	private String testedName(final int i) {
		return i < tested.length ? data.name(tested[i]) : test.name(i - tested.length);
	}

	private void requireOthers(final Monitor monitor) {
		final SharedGroups people = new SharedGroups(testedSamples(), extra.extras(), "extra=", "images that are tested",
			"the figures are too good");
		final Set<String> shared = people.find(monitor);
		if (!shared.isEmpty()) throw refused(extra.extras().stream().filter(sample -> shared.contains(sample.group())).count() +
			" of its " + extra.extras().size() + " images are of " + shared.size() +
			" patient(s), clip(s) or file(s) that are tested: " + EqualPictures.some(List.copyOf(shared)) +
			". A network would know whom it is tested on. Leave them out of extra. If they are other people with the same names " +
			"(each hospital counts from 1), give them other names, or fill the column site of both.");
		people.tellSpellings(monitor);
	}

	private void requirePictures(final Monitor monitor) {
		final int held = testedSamples().size();
		final EqualPictures pictures = EqualPictures.of(held + extra.extras().size(), i -> i < tested.length ? data.images().get(
			tested[i]) : i < held ? test.images().get(i - tested.length) : extra.images().get(data.size() + i - held), monitor);
		final List<String> equal = new ArrayList<>();
		for (final List<Integer> same : pictures.groups())
			if (same.get(0) < held) same.stream().filter(i -> i >= held).forEach(i -> equal.add(extra.name(i - held) + " = " +
				testedName(same.get(0))));
		if (equal.isEmpty()) return;
		list(equal, monitor);
		throw refused(equal.size() + " of its " + extra.extras().size() +
			" pictures are pixel for pixel among those that are tested: " + EqualPictures.some(equal) + ". " + cure());
	}

	private String cure() {
		return "A network would know what it is tested on. Leave them out of extra" + (tested.length == 0 ? "" :
			" (for copies of images of input, \"Filter Synthetic...\" with real=" + data.dataset().source() + " and copies=drop does it)") +
			", or generate from a model that has not seen whom you test on.";
	}

	/** What is tested is compared with its own kind, as Filter Synthetic does; where one set is too small, with all. */
	private ExtraCopies audit(final Monitor monitor) {
		final List<Reference> references = references().stream().filter(Reference::isPossible).toList();
		if (references.isEmpty()) {
			monitor.warn("Nobody looks for altered copies of tested images among the extra ones: there are too few to know how alike " +
				"images are by chance (at least " + MemoryAudit.LEAST_IMAGES + " of " + MemoryAudit.LEAST_PATIENTS + " patients).");
			return ExtraCopies.NONE;
		}
		final int[] asked = extra.chosen();
		final List<ExtraCopies.Found> found = references.stream().flatMap(reference -> find(reference, asked, monitor).stream())
			.toList();
		final double certain = Math.min(MemoryMatch.ALARM, CHANCE / asked.length);
		final List<String> sure = found.stream().filter(each -> each.p() <= certain).map(ExtraCopies.Found::describe).toList();
		if (!sure.isEmpty()) {
			list(sure, monitor);
			throw refused(sure.size() + " of its " + extra.extras().size() + " images are copies of tested ones, by the search of " +
				"the memory audit: " + EqualPictures.some(sure) + ". " + cure());
		}
		if (!found.isEmpty()) monitor.warn(String.format(Locale.ROOT, "%d of %d extra images resemble a tested one as only one in " +
			"%d images of other patients does. They may be copies and are left out of all trainings: see %s.", found.stream().map(
				ExtraCopies.Found::extra).distinct().count(), asked.length, Math.round(1 / MemoryMatch.ALARM), ExtraCopies.FILE));
		return new ExtraCopies(true, found);
	}

	private List<Reference> references() {
		final BitSet held = new BitSet();
		Arrays.stream(tested).forEach(held::set);
		if (test == null) return List.of(new Reference(data, null, held));
		final BitSet all = new BitSet();
		all.set(0, test.size());
		final List<Reference> apart = List.of(new Reference(data, null, held), new Reference(test, null, all));
		if (apart.stream().allMatch(Reference::isPossible)) return apart;
		held.set(data.size(), data.size() + test.size());
		return List.of(new Reference(data, test, held));
	}

	private List<ExtraCopies.Found> find(final Reference reference, final int[] asked, final Monitor monitor) {
		if (reference.tested.isEmpty()) return List.of();
		final MemoryAudit audit = MemoryAudit.of(i -> i < reference.data.size() ? reference.data.images().get(i) : reference.test
			.images().get(i - reference.data.size()), reference.groups(), monitor);
		final List<MemoryMatch> matches = audit.matches(asked.length, i -> extra.images().get(data.size() + asked[i]), monitor);
		return IntStream.range(0, asked.length).filter(i -> matches.get(i).p() <= MemoryMatch.ALARM && reference.tested.get(matches
			.get(i).nearest())).mapToObj(i -> {
				final MemoryMatch match = matches.get(i);
				final Sample original = reference.sample(match.nearest());
				return new ExtraCopies.Found(asked[i], extra.name(asked[i]), extra.sample(asked[i]).label(), reference.name(match
					.nearest()), original.patient(), original.label(), match.similarity(), match.p());
			}).toList();
	}

	private static void list(final List<String> pairs, final Monitor monitor) {
		pairs.stream().limit(LISTED).forEach(pair -> monitor.message("Not apart: " + pair));
		if (pairs.size() > LISTED) monitor.message("... and " + (pairs.size() - LISTED) + " more.");
	}

	private SonoflowException.Input refused(final String why) {
		return new SonoflowException.Input("extra=" + extra.sources() + " is not apart from what is tested: " + why);
	}
}
