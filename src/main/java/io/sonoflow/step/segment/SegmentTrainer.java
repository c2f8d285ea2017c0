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
package io.sonoflow.step.segment;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.image.resize.Normalisation;
import io.sonoflow.nn.ModelConfig;
import io.sonoflow.nn.ModelFile;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.segment.SegmentationConfig;
import io.sonoflow.nn.segment.SegmentationFile;
import io.sonoflow.nn.segment.SegmentationNetwork;
import io.sonoflow.parameter.Lists;
import io.sonoflow.train.Batches;
import io.sonoflow.train.segment.SegmentLengthSettings;
import io.sonoflow.train.segment.SegmentPlan;
import io.sonoflow.train.segment.SegmentState;
import io.sonoflow.train.segment.SegmentUpdateSettings;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Networks and plans of Train Segmenter, all of one kind.
 *
 * @param network which network
 * @param update how weights are changed
 * @param length how long
 * @param augment whether pictures are varied
 * @param every steps between checkpoints
 * @param precision numbers to compute in
 */
record SegmentTrainer(SegmenterNetworkSettings network, SegmentUpdateSettings update, SegmentLengthSettings length,
	boolean augment,
	int every, Precision precision)
{

	/** {@return what the networks of a data set are} */
	SegmentationConfig config(final SegmentSource source) {
		final Map<String, String> notes = new TreeMap<>(OrganValues.of(source).notes());
		notes.put(OrganStructures.NOTE, OrganStructures.of(source).note());
		notes.put("crop", Boolean.toString(network.crop));
		final SegmentationConfig config = new SegmentationConfig(source.set().structures(), source.organs(), Arrays.stream(Lists
			.integers(network.widths)).boxed().toList(), network.film, network.size, SegmentationConfig.HALF, Normalisation.CLASSIFIER,
			notes);
		config.shape().checkSize(network.size, network.size);
		return config;
	}

	/** {@return a network before its first step} */
	SegmentationNetwork start(final SegmentationConfig config, final Device device, final long seed, final Monitor monitor) {
		final SegmentationNetwork made = network.classifier == null ? SegmentationNetwork.create(device, config, seed) : fused(config,
			device, seed);
		try {
			if (network.weights != null) SegmentationFile.start(made, network.weights.toPath(), network.source.prefix,
				monitor);
			made.compute(precision);
			return made;
		}
		catch (final RuntimeException e) {
			made.close();
			throw e;
		}
	}

	private SegmentationNetwork fused(final SegmentationConfig config, final Device device, final long seed) {
		final ModelConfig of = ModelFile.config(network.classifier.toPath());
		final var classifier = ModelFile.read(network.classifier.toPath(), device);
		try {
			return SegmentationNetwork.fused(device, config, seed, classifier, of);
		}
		catch (final RuntimeException e) {
			classifier.close();
			throw e;
		}
	}

	/** {@return the plan of a training} */
	SegmentPlan plan(final SegmentTask task) {
		return new SegmentPlan(length.stepsOn(task.train().length), length.batch, update, augment, every, task.seed(), Batches
			.threads());
	}

	/** {@return a training before its first step} */
	SegmentState state(final SegmentationConfig config, final SegmentTask task, final Device device) {
		final SegmentationNetwork made = start(config, device, task.seed(), Monitor.NONE);
		try {
			return new SegmentState(made, plan(task));
		}
		catch (final RuntimeException e) {
			made.close();
			throw e;
		}
	}

	/** @throws SonoflowException if weights or classifier do not fit: before anything is written */
	void check(final SegmentationConfig config, final Monitor monitor) {
		start(config, Device.cpu(), 0, monitor).close();
	}

	/** {@return files that decide the result beside the data} */
	List<Path> inputs() {
		return Stream.of(network.weights, network.classifier).filter(Objects::nonNull).map(File::toPath).toList();
	}
}
