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

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.curate.features.FeatureExtractor;
import io.sonoflow.curate.manifold.Features;
import io.sonoflow.dataset.Dataset;
import io.sonoflow.dataset.FrameSize;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.clip.FrameChoice;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Real images that the generator never saw: what generated ones are held against where copies are sought. */
record UnseenImages(SetPictures pictures) {

	/**
	 * @param path as {@link Dataset#read} takes it
	 * @param sets what the generator learned from and made
	 * @param fitted whether images of other sizes are brought to that of the sets
	 * @throws SonoflowException if it cannot be read, shares images with the sets or has another size; then nothing was done
	 */
	static UnseenImages read(final Path path, final SyntheticSets sets, final FrameChoice choice, final boolean fitted,
		final Monitor monitor)
	{
		final Dataset unseen = Dataset.read(path, monitor);
		final List<Path> files = SyntheticSets.files(unseen);
		final Set<Path> known = new HashSet<>(SyntheticSets.files(sets.real()));
		known.addAll(SyntheticSets.files(sets.synthetic()));
		files.stream().filter(known::contains).findFirst().ifPresent(both -> {
			throw new SonoflowException.Input("The image " + both + " of unseen=" + path +
				" is among the real or the synthetic ones, too. Give images that the generator never saw.");
		});
		final Set<String> shared = patients(unseen);
		shared.retainAll(patients(sets.real()));
		if (!shared.isEmpty()) throw new SonoflowException.Input("unseen=" + path + " shares " + shared.size() +
			" patient(s) with the real images: " + shared.stream().limit(5).collect(Collectors.joining(", ")) +
			". Another picture of a known patient is not unseen: give images of other patients, or names that differ.");
		final SetPictures pictures = SetPictures.read(List.of(unseen), choice, monitor).get(0);
		final List<FrameSize> sizes = pictures.sizes();
		if (!fitted) IntStream.range(0, sizes.size()).filter(i -> !sizes.get(i).equals(sets.size())).findFirst().ifPresent(i -> {
			throw new SonoflowException.Input("The images have different sizes: " + pictures.files().get(i) + " of unseen=" + path +
				" has " + sizes.get(i) + " pixels, the others have " + sets.size() +
				". Bring all to one size, or use resize=fit or stretch.");
		});
		return new UnseenImages(pictures);
	}

	/** {@return the patients that a table names} */
	private static Set<String> patients(final Dataset dataset) {
		return dataset.samples().stream().map(Sample::patient).filter(patient -> !patient.isEmpty()).collect(Collectors.toCollection(
			TreeSet::new));
	}

	/** {@return as points in the network's space} */
	Features embed(final FeatureExtractor extractor, final Path cache, final Monitor monitor) {
		return Features.of(extractor.embedAll(pictures.pictures(), cache, "features of unseen images", monitor).features());
	}
}
