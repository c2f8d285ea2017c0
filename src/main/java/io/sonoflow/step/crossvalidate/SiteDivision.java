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
package io.sonoflow.step.crossvalidate;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.dataset.Sample;
import io.sonoflow.step.data.ExtraImages;
import io.sonoflow.step.data.LabelledImages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Each hospital or scanner left out once: what a classifier is worth at a place that it has not seen.
 *
 * @param sites their names, sorted; site i is left out in fold i + 1
 * @param foldOf place of each sample's site in the list
 */
record SiteDivision(List<String> sites, int[] foldOf) {

	/** The value of the key groups. */
	static final String SITE = "site";

	private static final int TWO = 2;

	/**
	 * @throws SonoflowException.Input if a site is missing, there are fewer than two, or all but one have not every label
	 */
	static SiteDivision of(final LabelledImages data, final Monitor monitor) {
		final List<Sample> samples = data.dataset().samples();
		final List<Sample> unknown = samples.stream().filter(sample -> sample.site().isEmpty()).toList();
		if (!unknown.isEmpty()) throw refused(data, unknown.size() + " of " + samples.size() + " images have no site (first: " +
			unknown.get(0).image().getFileName() + "). Fill the column site, or use groups=patient.");
		final List<String> sites = List.copyOf(new TreeSet<>(samples.stream().map(Sample::site).toList()));
		if (sites.size() < TWO) throw refused(data, "all images are of the site " + sites.get(0) +
			", so that none is left to learn from. Use groups=patient.");
		final SiteDivision division = new SiteDivision(sites, samples.stream().mapToInt(sample -> sites.indexOf(sample.site()))
			.toArray());
		division.requireLabels(data);
		division.tell(data, monitor);
		return division;
	}

	private static SonoflowException.Input refused(final LabelledImages data, final String why) {
		return new SonoflowException.Input("groups=site, input " + data.dataset().source() + ": " + why);
	}

	/**
	 * Says before any work whether extra images are of sites that are left out.
	 *
	 * @throws SonoflowException.Input if they are: the networks would have seen the site
	 */
	static void requireElsewhere(final ExtraImages extra, final LabelledImages data, final Monitor monitor) {
		if (extra.isEmpty()) return;
		final Set<String> sites = new TreeSet<>(data.dataset().samples().stream().map(Sample::site).toList());
		final List<Sample> inside = extra.extras().stream().filter(sample -> sites.contains(sample.site())).toList();
		if (!inside.isEmpty()) throw refused(data, "each site is left out once, and " + inside.size() +
			" images of extra are of its sites: " + LeakGuard.some(inside.stream().map(Sample::site).distinct().toList()) +
			". The networks would have seen them. Leave these images out of extra, or use groups=patient.");
		if (extra.extras().stream().anyMatch(sample -> sample.site().isEmpty())) monitor.warn("groups=site: not all images of " +
			"extra name their site. If some, or those that their generator learned from, are of a site that is left out, the networks have " +
			"seen that site, and the figures are too good.");
	}

	private void requireLabels(final LabelledImages data) {
		for (int site = 0; site < sites.size(); site++)
			for (int c = 0; c < data.classes().size(); c++)
				if (!has(data, c, site, false)) throw refused(data, "all images with the label \"" + data.classes().get(c) +
					"\" are of the site " + sites.get(site) + ": without it there is none to learn from. Add images of other sites, or use " +
					"groups=patient.");
	}

	private boolean has(final LabelledImages data, final int label, final int site, final boolean at) {
		return IntStream.range(0, foldOf.length).anyMatch(i -> foldOf[i] == site == at && data.labels()[i] == label);
	}

	private void tell(final LabelledImages data, final Monitor monitor) {
		final Map<String, Set<String>> places = new LinkedHashMap<>();
		data.dataset().samples().stream().filter(sample -> !sample.patient().isEmpty()).forEach(sample -> places.computeIfAbsent(
			sample.patient(), key -> new LinkedHashSet<>()).add(sample.site()));
		final List<String> several = places.entrySet().stream().filter(each -> each.getValue().size() > 1).map(each -> each
			.getKey() + " (" + String.join(", ", each.getValue()) + ")").toList();
		if (!several.isEmpty()) monitor.warn(several.size() + " patient(s) have the same name at several sites: " + LeakGuard.some(
			several) + ". They are taken to be different people; if they are not, they are in training and test at once, and the " +
			"figures are too good.");
		final List<String> lacking = new ArrayList<>();
		for (int site = 0; site < sites.size(); site++)
			for (int c = 0; c < data.classes().size(); c++)
				if (!has(data, c, site, true)) lacking.add(sites.get(site) + " has no \"" + data.classes().get(c) + "\"");
		if (!lacking.isEmpty()) monitor.warn("Not every site has every label: " + LeakGuard.some(lacking) +
			". There the label has no " +
			"area under the ROC, and means over classes are those over the classes that occur.");
		monitor.message("Each of " + sites.size() + " sites is left out once: " + IntStream.range(0, sites.size()).mapToObj(
			site -> sites.get(site) + " (" + Arrays.stream(foldOf).filter(fold -> fold == site).count() + " images)").collect(
				Collectors.joining(", ")) + ".");
	}
}
