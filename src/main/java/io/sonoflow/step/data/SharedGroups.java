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
import io.sonoflow.dataset.PatientNames;
import io.sonoflow.dataset.Sample;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Patients, clips and files that two sets of images have in common by their names, one of which is learned and the other
 * tested. Where both name sites and share none, equal names are other people's.
 *
 * @param ours images of the one set
 * @param theirs images of the other
 * @param key of the other, for messages
 * @param owner of the one, for messages
 * @param figures what is too good if somebody is in both, for messages
 */
public record SharedGroups(List<Sample> ours, List<Sample> theirs, String key, String owner, String figures) {

	/** Groups that a person named, each site as it likes. */
	private static final List<String> NAMED = List.of("patient ", "clip ");

	/** {@return groups that both have; warns of equal names at other sites, which are left out of them} */
	public Set<String> find(final Monitor monitor) {
		final Set<String> groups = ours.stream().map(Sample::group).collect(Collectors.toSet());
		final Set<String> shared = theirs.stream().map(Sample::group).collect(Collectors.toCollection(LinkedHashSet::new));
		shared.retainAll(groups);
		if (isElsewhere()) tellNamesakes(shared, monitor);
		return shared;
	}

	/** {@return whether all images name a site, and no site is in both sets} */
	private boolean isElsewhere() {
		final Set<String> here = new HashSet<>(ours.stream().map(Sample::site).toList());
		final Set<String> there = new HashSet<>(theirs.stream().map(Sample::site).toList());
		return !here.contains("") && !there.contains("") && here.stream().noneMatch(there::contains);
	}

	/** Takes those out who have the same name at another site. */
	private void tellNamesakes(final Set<String> shared, final Monitor monitor) {
		final List<String> namesakes = shared.stream().filter(group -> NAMED.stream().anyMatch(group::startsWith)).toList();
		if (namesakes.isEmpty()) return;
		namesakes.forEach(shared::remove);
		monitor.warn(namesakes.size() + " patient(s) or clip(s) of " + key + " have names of those of " + owner + ": " +
			EqualPictures.some(namesakes) + ". As the sites are others, they are taken to be of other people; if they are not, " +
			figures + ".");
	}

	/** Warns of patients of both who may be one person, by the way they are written. */
	public void tellSpellings(final Monitor monitor) {
		if (isElsewhere()) return;
		final Set<String> here = patients(ours);
		final Set<String> there = patients(theirs);
		final List<String> alike = PatientNames.alike(Stream.concat(here.stream(), there.stream()).toList()).stream().filter(
			names -> names.stream().anyMatch(here::contains) && names.stream().anyMatch(there::contains)).map(names -> String.join(
				" and ", names)).toList();
		if (!alike.isEmpty()) monitor.warn(alike.size() + " patient(s) of " + key + " may be patients of " + owner +
			", written in another way: " + EqualPictures.some(alike) + ". If so, leave them out: " + figures + ".");
	}

	private static Set<String> patients(final List<Sample> of) {
		final Set<String> patients = of.stream().map(Sample::patient).collect(Collectors.toCollection(LinkedHashSet::new));
		patients.remove("");
		return patients;
	}
}
