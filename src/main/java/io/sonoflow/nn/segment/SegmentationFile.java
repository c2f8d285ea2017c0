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
package io.sonoflow.nn.segment;

import ai.djl.Device;
import ai.djl.nn.Parameter;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.Safetensors;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;
import io.sonoflow.nn.weights.Weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Segmenters from and to files. */
public final class SegmentationFile {

	private static final String EMBED = "embed.weight";
	private static final int NAMED = 5;

	private SegmentationFile() {
	}

	/**
	 * Writes a segmenter: its tensors, and those of the classifier that it listens to, float32, the configuration in the header.
	 *
	 * @param file any old one is replaced
	 * @param config that of the network, perhaps with another threshold and more notes
	 * @throws SonoflowException.File if it cannot be written
	 */
	public static void write(final Path file, final SegmentationNetwork network, final SegmentationConfig config) {
		if (!config.shape().equals(network.config().shape())) throw new IllegalArgumentException("the configuration " + config +
			" is not that of the network");
		final Map<String, String> header = new LinkedHashMap<>(config.toMetadata());
		if (network.classifierHeader() != null) header.put(FrozenClassifier.KEY, network.classifierHeader());
		Safetensors.write(file, tensors(network), header);
	}

	/** {@return all parameters by name, for a file: {@link Torch#lent}} */
	public static Map<String, Tensor> tensors(final SegmentationNetwork network) {
		final Map<String, Tensor> tensors = new LinkedHashMap<>();
		network.named().forEach((name, parameter) -> tensors.put(name, Torch.lent(parameter.getArray())));
		return tensors;
	}

	/**
	 * @param file of {@link #write}
	 * @return the configuration in its header
	 * @throws SonoflowException.File if it cannot be read or is no segmenter of ours
	 */
	public static SegmentationConfig config(final Path file) {
		return SegmentationConfig.fromMetadata(Weights.read(file).metadata(), file.toString());
	}

	/**
	 * @param file of {@link #write}
	 * @param device where the parameters are to live
	 * @return the network
	 * @throws SonoflowException.File if it cannot be read, is no segmenter of ours, or its tensors do not fit
	 */
	public static SegmentationNetwork read(final Path file, final Device device) {
		final StateDict weights = Weights.read(file);
		final SegmentationConfig config = SegmentationConfig.fromMetadata(weights.metadata(), file.toString());
		checkSizes(config, weights);
		final String header = weights.metadata().get(FrozenClassifier.KEY);
		final FrozenClassifier classifier = header == null ? null : FrozenClassifier.empty(header, device, weights);
		final SegmentationNetwork network = SegmentationNetwork.empty(device, config, classifier);
		try {
			StateLoader.fill(network.named(), weights, config.shape().describe());
			return network;
		}
		catch (final RuntimeException e) {
			network.close();
			throw e;
		}
	}

	/** Before anything is allocated for what may be damage in a header. */
	private static void checkSizes(final SegmentationConfig config, final StateDict weights) {
		for (int i = 0; i < config.widths().size(); i++) {
			final String name = "enc." + i + ".u1.norm.weight";
			final long[] shape = weights.has(name) ? weights.get(name).shape() : new long[0];
			if (shape.length != 1 || shape[0] != config.widths().get(i)) throw new SonoflowException.File(
				"The configuration in the header of " + weights.source() + " is damaged: widths " + config.widths() +
					", but the tensor " + name + " is " + (weights.has(name) ? Arrays.toString(shape) : "missing") +
					". Train the segmenter again, or take another copy of the file.");
		}
	}

	/**
	 * Starts a network from another's weights: all that it learned of pictures, its output where it has the same structures, the
	 * codes of the organs that both know.
	 *
	 * @param network with its first values
	 * @param file of {@link #write}, or tensors of the same names
	 * @param prefix under which they lie in the file; empty = found
	 * @param monitor is told what was loaded, what is new and what was left over
	 * @throws SonoflowException.File if it cannot be read or is of other widths
	 */
	public static void start(final SegmentationNetwork network, final Path file, final String prefix, final Monitor monitor) {
		final StateDict weights = SegmenterPlace.in(Weights.read(file), prefix, monitor);
		final List<String> fresh = new ArrayList<>();
		final List<String> faults = new ArrayList<>();
		final Map<Parameter, float[]> values = new LinkedHashMap<>();
		final Taken taken = Taken.of(network.config(), weights);
		network.trainable().forEach((name, parameter) -> {
			final long[] shape = parameter.getShape().getShape();
			final boolean has = weights.has(name);
			if (name.equals(EMBED) && has && weights.get(name).shape().length == 2 && weights.get(name).shape()[1] == shape[1])
				values.put(parameter, taken.codes(parameter.getArray().toFloatArray(), weights.get(name), fresh));
			else if (has && Arrays.equals(weights.get(name).shape(), shape) && (!name.startsWith("head.") || taken.output)) values.put(
				parameter, weights.get(name).floats());
			else if (name.startsWith("head.") || name.startsWith("fusion.") || !has && (name.contains(".film.") || name.equals(EMBED)))
				fresh.add(name);
			else faults.add(name + " is " + (has ? Arrays.toString(weights.get(name).shape()) + " instead of " + Arrays.toString(shape)
				: "missing"));
		});
		// A deeper network's own scales: without them the rest is no network that ever was.
		weights.tensors().keySet().stream().filter(name -> name.matches("(enc|up|dec)\\..*") && !name.contains(".film.") && !network
			.trainable().containsKey(name)).forEach(name -> faults.add(name + " is left over"));
		if (!faults.isEmpty()) throw new SonoflowException.File("The weights in " + weights.source() + " do not fit this network (" +
			network.config().shape().describe() + "): " + some(faults) +
			". Give the key widths as that file has it" + Taken.widths(weights) + ", or other weights.");
		checkFinite(values, weights);
		values.forEach((parameter, data) -> Torch.fill(parameter.getArray(), data));
		final List<String> left = weights.tensors().keySet().stream().filter(name -> !network.trainable().containsKey(name) || fresh
			.contains(name)).toList();
		monitor.message(weights.source() + ": loaded " + values.size() + " of " + network.trainable().size() + ", new: " + (fresh
			.isEmpty() ? "none" : some(fresh)) + (left.isEmpty() ? "" : ", left over: " + some(left)));
	}

	private static void checkFinite(final Map<Parameter, float[]> values, final StateDict weights) {
		values.forEach((parameter, data) -> {
			for (final float value : data)
				if (!Float.isFinite(value)) throw new SonoflowException.File("A tensor " + parameter.getName() + " of " + Arrays.toString(
					parameter.getShape().getShape()) + " in " + weights.source() + " holds " + value +
					": a training that ended so is of no use. Give an earlier checkpoint, or another copy of the file.");
		});
	}

	private static String some(final List<String> names) {
		return String.join(", ", names.subList(0, Math.min(NAMED, names.size()))) + (names.size() <= NAMED ? "" : " and " + (names
			.size() - NAMED) + " more");
	}

	/** What of the outputs and organs is the same. */
	private record Taken(List<String> organs, List<String> from, boolean output) {

		/** A file without a header has the organs and structures that are asked for, if it has as many. */
		static Taken of(final SegmentationConfig config, final StateDict weights) {
			if (!SegmentationConfig.isSegmenter(weights.metadata())) return new Taken(config.organs(), config.organs(), true);
			final SegmentationConfig other = SegmentationConfig.fromMetadata(weights.metadata(), weights.source());
			return new Taken(config.organs(), other.organs(), other.structures().equals(config.structures()));
		}

		/** {@return the widths that the header names} */
		static String widths(final StateDict weights) {
			if (!SegmentationConfig.isSegmenter(weights.metadata())) return "";
			return " (widths=" + SegmentationConfig.fromMetadata(weights.metadata(), weights.source()).widths().stream().map(
				String::valueOf).collect(Collectors.joining(",")) + ")";
		}

		/** {@return the codes of the organs, of those that both know the file's} */
		float[] codes(final float[] own, final Tensor tensor, final List<String> fresh) {
			final float[] theirs = tensor.floats();
			final int length = own.length / organs.size();
			for (int i = 0; i < organs.size(); i++) {
				final int at = from.indexOf(organs.get(i));
				if (at >= 0 && (at + 1) * length <= theirs.length) System.arraycopy(theirs, at * length, own, i * length, length);
				else fresh.add("code of " + organs.get(i));
			}
			return own;
		}
	}
}
