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
package io.sonoflow.curate.review;

import io.sonoflow.metric.Kappa;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What several readers decided: where they agree, and which labels follow. */
public final class Readers {

	private final Map<String, Map<String, Decision>> byReader = new LinkedHashMap<>();

	/** @param decisions of any readers, from any files; of one reader on one image the last counts */
	public Readers(final List<Decision> decisions) {
		for (final Decision each : decisions)
			byReader.computeIfAbsent(each.by(), reader -> new LinkedHashMap<>()).put(each.image(), each);
	}

	/**
	 * How far two readers agree.
	 *
	 * @param first reader
	 * @param second reader
	 * @param kappa on the images that both decided; "unsure" is a decision, too
	 */
	public record Agreement(String first, String second, Kappa kappa) {

		/** {@return it in words} */
		public String text() {
			if (Double.isNaN(kappa.value())) return String.format(Locale.ROOT,
				"%s and %s both said one thing of all %d images: kappa is not defined", first, second, kappa.items());
			return String.format(Locale.ROOT, "%s and %s agree on %.0f %% of %d images, kappa %.2f", first, second, 100 * kappa
				.agreement(), kappa.items(), kappa.value()) + (kappa.hasInterval() ? String.format(Locale.ROOT,
					" (95 %% interval %.2f to %.2f)", kappa.low(), kappa.high()) : " (no interval: it needs images on which both " +
						"agree and such on which they do not)");
		}
	}

	/** {@return the readers, in the order of their first decisions} */
	public List<String> names() {
		return List.copyOf(byReader.keySet());
	}

	/** {@return the images of which anybody decided something} */
	public Set<String> images() {
		final Set<String> images = new LinkedHashSet<>();
		byReader.values().forEach(each -> images.addAll(each.keySet()));
		return images;
	}

	/** {@return the decisions on an image} */
	public List<Decision> of(final String image) {
		return byReader.values().stream().map(each -> each.get(image)).filter(each -> each != null).toList();
	}

	/** {@return each two readers who decided on the same images} */
	public List<Agreement> agreements() {
		final List<String> names = names();
		final List<Agreement> all = new ArrayList<>();
		for (int i = 0; i < names.size(); i++)
			for (int k = i + 1; k < names.size(); k++)
				agreement(names.get(i), names.get(k)).ifPresent(all::add);
		return all;
	}

	private Optional<Agreement> agreement(final String first, final String second) {
		final Map<String, Decision> theirs = byReader.get(second);
		final List<Decision> both = byReader.get(first).values().stream().filter(each -> theirs.containsKey(each.image()))
			.toList();
		if (both.isEmpty()) return Optional.empty();
		final List<String> a = both.stream().map(Decision::decided).toList();
		final List<String> b = both.stream().map(each -> theirs.get(each.image()).decided()).toList();
		final Set<String> sorted = new TreeSet<>(a);
		sorted.addAll(b);
		final List<String> words = List.copyOf(sorted);
		return Optional.of(new Agreement(first, second, Kappa.of(a.stream().mapToInt(words::indexOf).toArray(), b.stream().mapToInt(
			words::indexOf).toArray(), words.size(), Kappa.Weights.NONE)));
	}

	/**
	 * {@return the one label that all who are sure gave an image; empty if nobody is, or they disagree ({@link #isDisputed})}
	 */
	public Optional<String> label(final String image) {
		final List<String> labels = labels(image);
		return labels.size() == 1 ? Optional.of(labels.get(0)) : Optional.empty();
	}

	/** {@return whether two who are sure gave an image different labels} */
	public boolean isDisputed(final String image) {
		return labels(image).size() > 1;
	}

	private List<String> labels(final String image) {
		return of(image).stream().map(Decision::decided).filter(label -> !label.isEmpty()).distinct().toList();
	}
}
