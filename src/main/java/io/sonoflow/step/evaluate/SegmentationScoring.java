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
package io.sonoflow.step.evaluate;

import io.sonoflow.Monitor;
import io.sonoflow.Parallel;
import io.sonoflow.dataset.Sample;
import io.sonoflow.dataset.mask.MaskPlanes;
import io.sonoflow.dataset.mask.PredictedMasks;
import io.sonoflow.dataset.mask.SegmentationSet;
import io.sonoflow.image.mask.PostProcessing;
import io.sonoflow.image.morphology.Mask;
import io.sonoflow.metric.segment.Overlap;
import io.sonoflow.metric.segment.SegmentScores;
import io.sonoflow.metric.segment.State;
import io.sonoflow.step.data.LabelledImages;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores every structure of every picture of which the reference tells.
 *
 * @param tolerance in the unit of the sizes
 */
record SegmentationScoring(SegmentationSet reference, PredictedMasks predicted, PixelSizes sizes, double tolerance) {

	/** A prediction that is not there never is the right one, not even where nothing was to be found. */
	private static final SegmentScores ABSENT = new SegmentScores(State.MISSED, 0, 0, 0, 0, Double.POSITIVE_INFINITY,
		Double.POSITIVE_INFINITY, 0);

	List<ScoredStructure> score(final Monitor monitor) {
		return Parallel.map("score", reference.size(), monitor, this::score).stream().flatMap(List::stream).toList();
	}

	private List<ScoredStructure> score(final int picture) {
		final Sample sample = reference.samples().get(picture);
		final boolean[] told = reference.annotated(picture);
		final int[] planes = IntStream.range(0, told.length).filter(plane -> told[plane]).toArray();
		final MaskPlanes truth = reference.mask(picture);
		final MaskPlanes found = predicted.mask(picture);
		final List<Mask> processed = PostProcessing.of(sample.organ()).apply(IntStream.of(planes).mapToObj(found::plane).toList())
			.masks();
		final List<ScoredStructure> result = new ArrayList<>();
		for (int i = 0; i < planes.length; i++) {
			final boolean there = predicted.has(picture);
			final Mask mask = truth.plane(planes[i]);
			result.add(new ScoredStructure(picture, planes[i], LabelledImages.name(reference.dataset(), sample) + reference
				.words(picture), sample.patient(),
				sample.group(), sample
				.organ(), reference.structures().get(planes[i]), there ? SegmentScores.of(mask, found.plane(planes[i]),
					sizes.sizes().get(picture), tolerance) : ABSENT, there ? Overlap.of(mask, processed.get(i)).dice() : 0));
		}
		return result;
	}
}
