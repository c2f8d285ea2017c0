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
package io.sonoflow.step.synthetic;

import com.samskivert.mustache.Mustache;

import io.sonoflow.curate.manifold.ManifoldScores;
import io.sonoflow.curate.manifold.ScoreLimits;
import io.sonoflow.dataset.Sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.scijava.util.VersionUtils;

/** What whoever is given a released set must know of it, in plain words; names no file and no person. */
final class DataCard {

	/** A value of p that is told beside the alarm's. */
	private static final double SMALL = 0.01;

	private final FilterSynthetic step;
	private final SyntheticSets sets;
	private final FilterSynthetic.Result result;
	private final Network network;
	private final boolean learned;

	/**
	 * What compared the images.
	 *
	 * @param name without path
	 * @param dimension numbers it gives of an image
	 */
	record Network(String name, int dimension) {
	}

	/** @param learned whether the records say that the generator learned from the real images */
	DataCard(final FilterSynthetic step, final SyntheticSets sets, final FilterSynthetic.Result result, final Network network,
		final boolean learned)
	{
		this.step = step;
		this.sets = sets;
		this.result = result;
		this.network = network;
		this.learned = learned;
	}

	/**
	 * @param samples the released images
	 * @param kinds how many there are of each size
	 * @param p of each
	 * @param scores of all of them
	 */
	String text(final List<Sample> samples, final Map<String, Integer> kinds, final double[] p, final SetScores scores) {
		final Map<String, Object> model = new HashMap<>();
		model.put("version", VersionUtils.getVersion(DataCard.class));
		model.put("images", samples.size());
		model.put("kinds", kinds.entrySet().stream().map(kind -> Map.of("kind", kind.getKey(), "count", kind.getValue())).toList());
		final List<Map<String, Object>> classes = classes(samples);
		model.put("classes", classes);
		model.put("hasclasses", samples.stream().anyMatch(sample -> !sample.label().isEmpty() || !sample.organ().isEmpty() || !sample
			.view().isEmpty()));
		model.put("recorded", !GeneratorHistory.of(step.synthetic.toPath()).steps().isEmpty());
		model.put("history", GeneratorHistory.of(step.synthetic.toPath()).steps().stream().map(each -> Map.of("command", each
			.command(), "settings", each.settings())).toList());
		model.put("filter", GeneratorHistory.settings(step, name -> String.valueOf(step.get(name))));
		model.put("network", network.name().equals("inception") ? "Inception v3" : "another network than Inception");
		model.put("dimension", network.dimension());
		model.put("generated", sets.synthetics());
		model.put("kept", result.kept());
		model.put("left", result.kept() - samples.size());
		model.put("k", result.k());
		model.put("reals", sets.reals());
		audit(model, p);
		model.put("figures", figures(scores));
		return Mustache.compiler().escapeHTML(false).compile(template()).execute(model);
	}

	private void audit(final Map<String, Object> model, final double[] p) {
		final long unnamed = sets.real().samples().stream().filter(sample -> sample.patient().isEmpty()).count();
		model.put("groups", sets.patients().stream().distinct().count() + (unnamed == 0 ? " patients" :
			" patients, clips or unnamed images"));
		model.put("unnamed", unnamed == 0 ? null : unnamed + " real images do not name their patient and were taken for patients " +
			"of their own: that makes chance look larger, and may hide copies.");
		model.put("alarm", step.alarm);
		model.put("copies", result.copies());
		model.put("least", String.format(Locale.ROOT, "%.2g", Arrays.stream(p).min().orElse(1)));
		model.put("below", Arrays.stream(p).filter(each -> each <= SMALL).count());
		model.put("expected", String.format(Locale.ROOT, "%.1f", SMALL * p.length));
		model.put("learned", learned ? "By the records, these real images are those that the generator learned from."
			: "No record tells whether the generator learned from these real images, from others or from more: what was not among " +
				"them was not looked for.");
	}

	private List<Map<String, String>> figures(final SetScores scores) {
		final ScoreLimits limits = new ScoreLimits(sets.reals(), scores.images(), network.dimension(), ManifoldScores.DEFAULT_K);
		final List<Map<String, String>> figures = new ArrayList<>();
		for (final String name : ScoreLimits.FIGURES) {
			final int column = SetScores.COLUMNS.indexOf(name);
			if (column < 0 || scores.values().get(column).isEmpty()) continue;
			final double value = Double.parseDouble(scores.values().get(column));
			final String text = limits.of(name).substring(name.length() + 2);
			figures.add(Map.of("name", name, "value", String.format(Locale.ROOT, "%.4g", value), "text", Character.toUpperCase(text
				.charAt(0)) + text.substring(1)));
		}
		return figures;
	}

	private static List<Map<String, Object>> classes(final List<Sample> samples) {
		final Map<List<String>, Integer> counts = new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
		samples.forEach(sample -> counts.merge(List.of(sample.organ(), sample.view(), sample.label()), 1, Integer::sum));
		return counts.entrySet().stream().map(each -> Map.<String, Object>of("organ", each.getKey().get(0), "view", each.getKey().get(
			1), "label", each.getKey().get(2), "count", each.getValue())).toList();
	}

	private static String template() {
		try (InputStream in = DataCard.class.getResourceAsStream("datacard.mustache")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
